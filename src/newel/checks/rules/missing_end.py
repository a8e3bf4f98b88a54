"""MISSING_END: a flow that never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import TERMINAL, flows
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import machine, passing
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        if flow.states and not any(_ends(state) for state in flow.states.values()):
            yield flow.place, 'Workflow has no terminal state; write "End": true in its last state, or a Succeed state'


def _ends(state: object) -> bool:
    if not is_object(state):
        return True
    kind, end = state.get("Type"), state.get("End")
    return kind in TERMINAL or end is True or is_open(kind) or is_open(end) or is_open(state)


RULE = Rule(
    id="MISSING_END",
    code="MISSING_END_STATE",
    severity="ERROR",
    title="Every flow has a state that ends it.",
    source='Amazon States Language, "States"',
    find=_find,
    good=passing(),
    bad={"": machine(Begin={"Type": "Pass", "Next": "Back"}, Back={"Type": "Pass", "Next": "Begin"})},
)
