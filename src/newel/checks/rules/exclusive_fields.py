"""EXCLUSIVE_FIELDS: fields of which there may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import END, machine, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        groups = [[name for name in group if name in holder.body] for group in holder.shape.exclusive]
        if holder.body.get("End") is True and "Next" in holder.body:
            groups.append(["Next", "End"])
        for found in groups:
            if len(found) > 1:
                yield holder.place, f"There should only be one of the following fields: [{', '.join(found)}]"


RULE = Rule(
    id="EXCLUSIVE_FIELDS",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="Of fields that say the same in two ways, one is there.",
    source="Amazon States Language",
    find=_find,
    good=task(TimeoutSecondsPath="$.limit"),
    bad={
        "/States/Begin": task(TimeoutSecondsPath="$.limit", TimeoutSeconds=60),
        "/States/First": machine(start="First", First={"Type": "Pass", "Next": "Last", "End": True}, Last=END),
    },
)
