"""LABEL: the label of a Distributed Map, which becomes a part of an ARN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

LONGEST = 40
_REFUSED = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        label = state.body.get("Label")
        if state.kind != "Map" or not isinstance(label, str) or is_open(label):
            continue
        place = f"{state.place}/Label"
        if not 1 <= len(label) <= LONGEST:
            yield place, f"a label has 1 to {LONGEST} characters, and this has {len(label)}"
        elif found := _REFUSED.search(label):
            yield place, f"a label may not contain {found.group()!r}; write letters, digits, - and _"


RULE = Rule(
    id="LABEL",
    code="INVALID_LABEL_NAME",
    severity="ERROR",
    title="The label of a Distributed Map has up to 40 characters, of those that an ARN takes.",
    source="Using Map state in Distributed mode for large-scale parallel workloads in Step Functions",
    find=_find,
    good=mapping(mode=DISTRIBUTED, Label="orders-2026"),
    bad={"/States/Begin/Label": mapping(mode=DISTRIBUTED, Label="orders: all")},
)
