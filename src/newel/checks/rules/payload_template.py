"""PAYLOAD_TEMPLATE: a member whose name ends in `.$` and that is neither a path nor a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.leaves import objects
from newel.checks.machine import JSONPATH, holders
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import passing
from newel.checks.syntax.intrinsics import wrong_call
from newel.checks.syntax.jsonpath import wrong_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "BatchInput", "Assign", "Credentials")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.language != JSONPATH:
            continue
        for member in _TEMPLATES:
            if member not in holder.body or member not in holder.shape.fields:
                continue
            for place, inner in objects(holder.body[member], f"{holder.place}/{member}"):
                for name, value in inner.items():
                    if name.endswith(".$") and not is_open(value) and (said := _wrong(name, value)):
                        yield place, said


def _wrong(name: str, value: object) -> str | None:
    if not isinstance(value, str):
        return f"The value for the field {name!r} must be a valid JSONPath; without .$ it is taken as it is"
    if "(" in value and not value.startswith("$"):
        wrong = wrong_call(value)
        kinds = "a valid JSONPath or a valid intrinsic function call"
    else:
        wrong, kinds = wrong_path(value), "a valid JSONPath"
    return f"The value for the field {name!r} must be {kinds}: {value!r:.80}: {wrong}" if wrong else None


RULE = Rule(
    id="PAYLOAD_TEMPLATE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="A member whose name ends in .$ has a path or a call of an intrinsic function.",
    source="Manipulate parameters in Step Functions workflows",
    find=_find,
    good=passing(Parameters={"id.$": "$.order.id", "text.$": "States.Format('{} of {}', $.done, $.all)"}),
    bad={
        "/States/Begin/Parameters": passing(Parameters={"id.$": "order.id"}),
        "/States/Begin/Parameters/inner": passing(Parameters={"inner": {"text.$": "States.Format('{}')"}}),
    },
)
