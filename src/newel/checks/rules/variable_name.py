"""VARIABLE_NAME: a variable that cannot be assigned to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.checks.machine import JSONPATH, holders
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import passing
from newel.definition import pointer
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

LONGEST = 80
_NAME = re.compile(r"[^\W\d]\w*|_\w+")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        assigned = holder.body.get("Assign")
        if not is_object(assigned) or is_open(assigned) or "Assign" not in holder.shape.fields:
            continue
        for key in assigned:
            name = key.removesuffix(".$") if holder.language == JSONPATH else key
            if is_open(name):
                continue
            place = f"{holder.place}/Assign{pointer(key)}"
            if name == "states":
                yield place, "'states' is reserved, for $states; write another name"
            elif len(name) > LONGEST or not _NAME.fullmatch(name):
                yield place, f"{name!r:.60} is no name for a variable; write up to {LONGEST} letters, digits and _"


RULE = Rule(
    id="VARIABLE_NAME",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="The name of a variable has up to 80 letters, digits and _, begins with no digit, and is not `states`.",
    source="Passing data between states with variables",
    find=_find,
    good=passing(Assign={"order.$": "$.order"}),
    bad={"/States/Begin/Assign/order id": passing(Assign={"order id": 1})},
)
