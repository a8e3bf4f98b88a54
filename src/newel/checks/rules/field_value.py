"""FIELD_VALUE: what a field holds is of the wrong type, out of range, no path, no timestamp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import JSONATA, holders
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import choosing, machine, mapping, passing, task
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def is_expression(value: object) -> bool:
    """Whether a value of a JSONata state is computed."""
    return isinstance(value, str) and value.startswith("{%") and value.endswith("%}")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        for name, value in holder.body.items():
            field = holder.shape.fields.get(name)
            if field is None or field.only not in (None, holder.language) or is_open(value):
                continue
            if field.kind.computed and holder.language == JSONATA and is_expression(value):
                continue
            if wrong := field.kind.wrong(value):
                yield f"{holder.place}{pointer(name)}", wrong


RULE = Rule(
    id="FIELD_VALUE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="Every field holds what it may hold: its type, its range, a path, a timestamp.",
    source="Amazon States Language",
    find=_find,
    good=machine(Begin={"Type": "Wait", "Timestamp": "2026-01-31T12:00:00Z", "End": True}),
    bad={
        "/States/Begin/Timestamp": machine(Begin={"Type": "Wait", "Timestamp": "2026-01-31 12:00", "End": True}),
        "/States/Begin/TimeoutSeconds": task(TimeoutSeconds="60"),
        "/States/Begin/ResultPath": passing(ResultPath="$.orders[*]"),
        "/States/Begin/MaxConcurrency": mapping(MaxConcurrency=-1),
        "/States/Begin/Choices/0/NumericEquals": choosing({"Variable": "$.a", "NumericEquals": "1", "Next": "Go"}),
    },
)
