"""MISSING_TARGET: a transition to a state that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import END, choosing, machine
from newel.checks.transitions import transitions
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        if is_open(flow.body.get("States")):
            continue
        for _, place, target in transitions(flow):
            if target not in flow.states and not is_open(target) and not any(map(is_open, flow.states)):
                near = nearest(target, flow.states, most=1)
                hint = f"; did you mean {near!r}?" if near else ""
                yield place, f"Missing 'Next' target: {target}{hint}"


_RULE = {"Variable": "$.a", "IsPresent": True, "Next": "Again"}
_BRANCHING = machine(
    start="Branch",
    Branch={"Type": "Choice", "Choices": [_RULE], "Default": "Stop"},
    Again={"Type": "Pass", "Next": "Branch"},
    Stop={"Type": "Succeed"},
)

RULE = Rule(
    id="MISSING_TARGET",
    code="MISSING_TRANSITION_TARGET",
    severity="ERROR",
    title="StartAt, Next and Default name states of the same flow.",
    source='Amazon States Language, "Transitions"',
    find=_find,
    good=machine(Begin={"Type": "Pass", "Next": "Last"}, Last=END),
    bad={
        "/StartAt": {**_BRANCHING, "StartAt": "Start"},
        "/States/Begin/Choices/1/Next": choosing(
            {"Variable": "$.a", "IsPresent": True, "Next": "Go"}, {"Variable": "$.b", "IsNull": True, "Next": "Gone"}
        ),
    },
)
