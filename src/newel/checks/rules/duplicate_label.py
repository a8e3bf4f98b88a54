"""DUPLICATE_LABEL: two Distributed Maps of one label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for state in states(definition):
        label = state.body.get("Label")
        if state.kind == "Map" and isinstance(label, str):
            if label in first:
                yield f"{state.place}/Label", f"the label {label!r} is that of {first[label]} too; write another"
            first.setdefault(label, state.place)


def _nested(label: str) -> JsonObject:
    processor = {
        "ProcessorConfig": DISTRIBUTED,
        "StartAt": "Last",
        "States": {"Last": {"Type": "Succeed"}},
    }
    inner = {"Type": "Map", "Label": label, "ItemProcessor": processor, "End": True}
    return mapping(inner, DISTRIBUTED, Label="orders")


RULE = Rule(
    id="DUPLICATE_LABEL",
    code="DUPLICATE_LABEL_NAME",
    severity="ERROR",
    title="No two Distributed Maps of a machine have one label.",
    source="Using Map state in Distributed mode for large-scale parallel workloads in Step Functions",
    find=_find,
    good=_nested("items"),
    bad={"/States/Begin/ItemProcessor/States/Inner/Label": _nested("orders")},
)
