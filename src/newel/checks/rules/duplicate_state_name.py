"""DUPLICATE_STATE_NAME: two states of one name, in whichever flows of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.rule import Rule
from newel.checks.sample import END, mapping
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for flow in flows(definition):
        for name in flow.states:
            place = f"{flow.place}/States{pointer(name)}"
            if name in first:
                yield place, f"the state name {name!r} appears at {first[name]} too; give one of them another name"
            first.setdefault(name, place)


RULE = Rule(
    id="DUPLICATE_STATE_NAME",
    code="DUPLICATE_STATE_NAME",
    severity="ERROR",
    title="No two states of a machine have one name, those in branches and maps included.",
    source='Amazon States Language, "States"',
    find=_find,
    good=mapping(),
    bad={
        "/States/Begin/ItemProcessor/States/Begin": {
            "StartAt": "Begin",
            "States": {
                "Begin": {"Type": "Map", "ItemProcessor": {"StartAt": "Begin", "States": {"Begin": END}}, "End": True}
            },
        }
    },
)
