"""HEARTBEAT: a heartbeat that is not shorter than the timeout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.rule import Rule
from newel.checks.sample import task
from newel.json_types import is_integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        heartbeat, timeout = state.body.get("HeartbeatSeconds"), state.body.get("TimeoutSeconds")
        if state.kind == "Task" and is_integer(heartbeat) and is_integer(timeout) and heartbeat >= timeout:
            yield (
                f"{state.place}/HeartbeatSeconds",
                f"HeartbeatSeconds ({heartbeat}) must be smaller than TimeoutSeconds ({timeout})",
            )


RULE = Rule(
    id="HEARTBEAT",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="HeartbeatSeconds is smaller than TimeoutSeconds.",
    source="Task workflow state",
    find=_find,
    good=task(HeartbeatSeconds=10, TimeoutSeconds=60),
    bad={"/States/Begin/HeartbeatSeconds": task(HeartbeatSeconds=60, TimeoutSeconds=60)},
)
