"""UNREACHABLE_LOOP: states that lead to each other alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.rule import Rule
from newel.checks.sample import END, machine
from newel.checks.transitions import is_open_ended, transitions
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        leads: dict[str | None, set[str]] = defaultdict(set)
        for source, _, target in transitions(flow):
            leads[source].add(target)
        targets = {target for source, into in leads.items() for target in into if target != source}
        if not leads[None] & flow.states.keys() or is_open_ended(flow):
            continue
        reached = _from([None], leads) | _from([name for name in flow.states if name not in targets], leads)
        for name in flow.states:
            if name not in reached:
                reached |= _from([name], leads)
                place = f"{flow.place}/States{pointer(name)}"
                yield place, f"{name!r} and the states that lead to it are never reached from StartAt"


def _from(begin: Iterable[str | None], leads: dict[str | None, set[str]]) -> set[str | None]:
    reached: set[str | None] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += leads.get(name, ())
    return reached


RULE = Rule(
    id="UNREACHABLE_LOOP",
    severity="WARNING",
    title="No states lead to each other alone.",
    source="newel",
    find=_find,
    good=machine(Begin={"Type": "Pass", "Next": "Last"}, Last=END),
    bad={"/States/A": machine(Begin=END, A={"Type": "Pass", "Next": "B"}, B={"Type": "Pass", "Next": "A"})},
)
