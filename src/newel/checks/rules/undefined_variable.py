"""UNDEFINED_VARIABLE: a variable that no state assigns from which this one could have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, machine, mapping, passing
from newel.checks.variable_flow import VariableFlow
from newel.checks.variables import assigned, read, seen_from
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.checks.machine import Flow
    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    variables = assigned(definition)
    seen: dict[str, dict[str, str]] = {}
    way: VariableFlow | None = None
    for state, place, name in read(definition):
        flow = state.flow
        known = seen.setdefault(flow.place, seen_from(flow, variables))
        if name not in known:
            yield place, _unknown(name, flow, variables, known)
        else:
            way = way or VariableFlow(definition)
            if not way.may_have(state.place, name):
                yield place, f"${name} has no value yet: {known[name]} assigns it, and does not come before"


def _unknown(name: str, flow: Flow, variables: Mapping[str, Mapping[str, str]], known: Mapping[str, str]) -> str:
    outer = flow.around
    while outer is not None:
        if name in variables.get(outer.place, {}):
            return (
                f"the states of a Distributed Map do not see ${name} of the flow around it; hand it in by ItemSelector"
            )
        outer = outer.around
    near = nearest(name, known, most=1) if known else ""
    hint = f"; did you mean ${near}?" if near else "; write it in the Assign of a state before"
    return f"no state here or around here assigns ${name}{hint}"


def _assigning(name: str) -> JsonObject:
    first = {"Type": "Pass", "Assign": {"order.$": "$.order"}, "Next": "Then"}
    return machine(Begin=first, Then={"Type": "Pass", "Parameters": {"id.$": f"${name}.id"}, "End": True})


def _around(mode: JsonObject | None) -> JsonObject:
    inner = {"Type": "Pass", "Parameters": {"id.$": "$order.id"}, "End": True}
    states = mapping(inner, mode)["States"]
    first = {"Type": "Pass", "Assign": {"order.$": "$.order"}, "Next": "Begin"}
    return machine(start="First", First=first, Begin=states["Begin"])


RULE = Rule(
    id="UNDEFINED_VARIABLE",
    severity="WARNING",
    title="A variable that is read is assigned by a state that comes before, of the same flow or of one around it.",
    source="Passing data between states with variables",
    find=_find,
    good=_around(None),
    bad={
        "/States/Then/Parameters/id.$": _assigning("ordre"),
        "/States/Begin/Parameters/id.$": passing(Parameters={"id.$": "$order.id"}, Assign={"order": 1}),
        "/States/Begin/ItemProcessor/States/Inner/Parameters/id.$": _around(DISTRIBUTED),
    },
)
