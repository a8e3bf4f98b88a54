"""UNDEFINED_VARIABLE: a variable that no state assigns from which this one could have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.checks.sample import machine
from newel.checks.variables import assigned, read, seen_from
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    variables = assigned(definition)
    seen: dict[str, set[str]] = {}
    for flow, place, name in read(definition):
        known = seen.setdefault(flow, seen_from(flow, variables))
        if name not in known:
            near = nearest(name, known, most=1) if known else ""
            hint = f"; did you mean ${near}?" if near else "; write it in the Assign of a state before"
            yield place, f"no state here or around here assigns ${name}{hint}"


def _assigning(name: str) -> JsonObject:
    first = {"Type": "Pass", "Assign": {"order.$": "$.order"}, "Next": "Then"}
    return machine(Begin=first, Then={"Type": "Pass", "Parameters": {"id.$": f"${name}.id"}, "End": True})


RULE = Rule(
    id="UNDEFINED_VARIABLE",
    severity="WARNING",
    title="A variable that is read is assigned by a state of the same flow, or of one around it.",
    source="Passing data between states with variables",
    find=_find,
    good=_assigning("order"),
    bad={"/States/Then/Parameters/id.$": _assigning("ordre")},
)
