"""DISTRIBUTED_ONLY: a field of Distributed Map in a Map that is inline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, mapping
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import State
    from newel.json_types import JsonObject

FIELDS = (
    *("ItemReader", "ItemBatcher", "ResultWriter", "Label"),
    *("ToleratedFailureCount", "ToleratedFailureCountPath"),
    *("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
)


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        if state.kind == "Map" and _is_inline(state):
            for name in FIELDS:
                if name in state.body:
                    said = (
                        f"an inline Map pays no heed to {name}; write "
                        '"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"} in its ItemProcessor'
                    )
                    yield state.place, said


def _is_inline(state: State) -> bool:
    processor = state.body.get("ItemProcessor", state.body.get("Iterator"))
    settings = processor.get("ProcessorConfig") if is_object(processor) else None
    if settings is None:
        return True
    return is_object(settings) and not is_open(settings) and settings.get("Mode", "INLINE") == "INLINE"


RULE = Rule(
    id="DISTRIBUTED_ONLY",
    severity="WARNING",
    title="Readers, writers, batches, labels and tolerated failures belong to Distributed Map.",
    source="Using Map state in Distributed mode for large-scale parallel workloads in Step Functions",
    find=_find,
    good=mapping(mode=DISTRIBUTED, ToleratedFailureCount=5),
    bad={"/States/Begin": mapping(ToleratedFailureCount=5)},
)
