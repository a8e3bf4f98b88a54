"""STATE_TYPE: a state that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.fields import STATES
from newel.checks.machine import flows
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import machine, passing
from newel.definition import pointer
from newel.json_types import is_object
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        if flow.body.get("States") == {}:
            yield f"{flow.place}/States", "there are no states, and at least one is wanted"
        for name, state in flow.states.items():
            place = f"{flow.place}/States{pointer(name)}"
            if is_object(state) and "Type" not in state:
                if not is_open(state):
                    yield place, f"These fields are required: [Type]; write one of {', '.join(STATES)}"
            elif is_object(state):
                kind = state["Type"]
                if isinstance(kind, str) and kind not in STATES and not is_open(kind):
                    near = nearest(kind, STATES, most=1) or f"one of {', '.join(STATES)}"
                    yield f"{place}/Type", f"there is no state type {kind!r}; write {near}"
                elif not isinstance(kind, str) and not is_open(kind):
                    yield f"{place}/Type", f"the type is a string: one of {', '.join(STATES)}"
            elif not is_open(state):
                yield place, "a state is an object with a Type"


RULE = Rule(
    id="STATE_TYPE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="Every state is an object of one of the eight types.",
    source="Discovering workflow states to use in Step Functions",
    find=_find,
    good=passing(),
    bad={
        "/States/Begin/Type": machine(Begin={"Type": "Job", "Next": "Last"}, Last={"Type": "Succeed"}),
        "/States/Begin": machine(Begin={"Next": "Last"}, Last={"Type": "Succeed"}),
    },
)
