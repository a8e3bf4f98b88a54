"""NO_DOLLAR: a path or a call that is taken as plain text, for the name of its member lacks `.$`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.checks.leaves import objects
from newel.checks.machine import JSONPATH, holders
from newel.checks.rule import Rule
from newel.checks.sample import passing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "BatchInput", "Assign")
_COMPUTED = re.compile(r"\$\$?\.\w|\$\[|States\.\w+\(")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.language != JSONPATH:
            continue
        for member in _TEMPLATES:
            if member not in holder.body or member not in holder.shape.fields:
                continue
            for place, inner in objects(holder.body[member], f"{holder.place}/{member}"):
                if "expressionAttributeValues" in inner:
                    continue  # EvaluateExpression: its expression begins with a path, and is no path
                for name, value in inner.items():
                    if not name.endswith(".$") and isinstance(value, str) and _COMPUTED.match(value):
                        said = f"{value!r:.60} is plain text here; to have it computed, write {name + '.$'!r}"
                        yield place, f"{said}, in Python path(...) or one of intrinsics"


RULE = Rule(
    id="NO_DOLLAR",
    code="NO_DOLLAR",
    severity="WARNING",
    title="A member that looks like a path or a call has a name that ends in .$.",
    source='API: "ValidateStateMachineDefinition"',
    find=_find,
    good=passing(Parameters={"id.$": "$.id"}),
    bad={"/States/Begin/Parameters": passing(Parameters={"id": "$.id"})},
)
