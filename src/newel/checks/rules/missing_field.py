"""MISSING_FIELD: a field that must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import END, machine, passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        missing = [name for name in holder.shape.required if name not in holder.body]
        if missing:
            yield holder.place, f"These fields are required: [{', '.join(missing)}]"
        for group in holder.shape.needed:
            if not any(holder.body.get(name, False) is not False for name in group):
                here = [name for name in group if holder.shape.fields[name].only in (None, holder.language)]
                yield holder.place, f"{holder.shape.name} needs one of these fields: [{', '.join(here)}]"
        if holder.shape.name == "Credentials" and not {"RoleArn", "RoleArn.$"} & holder.body.keys():
            yield holder.place, "The field 'RoleArn' is required but was missing; write the ARN of the role to take on"


def _to(target: str) -> JsonObject:
    return {"Type": "Pass", "Next": target}


def _branch(one: str, other: str) -> JsonObject:
    rule = {"Variable": "$.a", "IsPresent": True, "Next": one}
    return {"Type": "Choice", "Choices": [rule], "Default": other}


RULE = Rule(
    id="MISSING_FIELD",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="The fields that an object must have are there.",
    source='Amazon States Language, "Table of State Types and Fields"',
    find=_find,
    good=passing(),
    bad={
        "": {"States": {"A": _to("B"), "B": _branch("A", "C"), "C": END}},
        "/States/Begin": machine(Begin={"Type": "Task", "End": True}),
        "/States/Middle": machine(Begin=_branch("Middle", "Last"), Middle={"Type": "Pass"}, Last=END),
    },
)
