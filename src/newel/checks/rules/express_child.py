"""EXPRESS_CHILD: what the Express workflows of a Distributed Map refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.express import refused
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, JOB, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    yield from refused(definition, express=False)


RULE = Rule(
    id="EXPRESS_CHILD",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="The Express workflows of a Distributed Map wait for no jobs and callbacks, and have no activities.",
    source="Choosing workflow type in Step Functions",
    find=_find,
    good=mapping(JOB, DISTRIBUTED),
    bad={
        "/States/Begin/ItemProcessor/States/Inner/Resource": mapping(
            JOB, {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
        )
    },
)
