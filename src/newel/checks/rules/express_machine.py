"""EXPRESS_MACHINE: what an Express workflow refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.express import refused
from newel.checks.rule import Rule
from newel.checks.sample import DISTRIBUTED, JOB, machine, mapping, task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    children = {place for place, _ in refused(definition, express=False)}
    yield from (found for found in refused(definition, express=True) if found[0] not in children)


RULE = Rule(
    id="EXPRESS_MACHINE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="An Express workflow neither waits for jobs and callbacks, nor has activities and Distributed Maps.",
    source="Choosing workflow type in Step Functions",
    find=_find,
    good=task(),
    bad={
        "/States/Begin/Resource": machine(Begin=JOB),
        "/States/Begin": mapping(mode=DISTRIBUTED),
    },
    machine="EXPRESS",
)
