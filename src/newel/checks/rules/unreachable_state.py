"""UNREACHABLE_STATE: a state that nothing leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import END, machine, passing
from newel.checks.transitions import is_open_ended, transitions
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        targets = {target for source, _, target in transitions(flow) if source != target}
        if is_open_ended(flow):
            continue
        for name in flow.states:
            if name not in targets and not is_open(name):
                yield (
                    f"{flow.place}/States{pointer(name)}",
                    f'State "{name}" is not reachable. Let a state lead to it with Next, or take it out',
                )


RULE = Rule(
    id="UNREACHABLE_STATE",
    code="MISSING_TRANSITION_TARGET",
    severity="ERROR",
    title="Something leads to every state.",
    source='API: "ValidateStateMachineDefinition"',
    find=_find,
    good=passing(),
    bad={"/States/Lost": machine(Begin=END, Lost={"Type": "Pass", "Next": "Begin"})},
)
