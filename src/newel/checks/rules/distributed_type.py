"""DISTRIBUTED_TYPE: a Distributed Map says what its children are, an inline one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import holders
from newel.checks.rule import Rule
from newel.checks.sample import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.shape.name == "ProcessorConfig":
            mode, has_type = holder.body.get("Mode"), "ExecutionType" in holder.body
            if mode == "DISTRIBUTED" and not has_type:
                yield holder.place, 'These fields are required: [ExecutionType]; write "STANDARD" or "EXPRESS"'


RULE = Rule(
    id="DISTRIBUTED_TYPE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="A Distributed Map says whether its children are Standard or Express.",
    source="Using Map state in Distributed mode for large-scale parallel workloads in Step Functions",
    find=_find,
    good=mapping(mode={"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}),
    bad={"/States/Begin/ItemProcessor/ProcessorConfig": mapping(mode={"Mode": "DISTRIBUTED"})},
)
