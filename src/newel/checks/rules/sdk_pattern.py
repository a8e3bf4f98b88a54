"""SDK_PATTERN: SDK integrations answer at once, or wait for a task token; they run no jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for call in sdk_calls(definition):
        if call.pattern not in ("", "waitForTaskToken"):
            called = f"{call.service}:{call.action}"
            instead = f"write {called} or {called}.waitForTaskToken, and poll for the end of a job"
            yield f"{call.place}/Resource", f"SDK integrations have no .{call.pattern}: {instead}"


RULE = Rule(
    id="SDK_PATTERN",
    severity="ERROR",
    title="An SDK integration has no .sync.",
    source="Discover service integration patterns in Step Functions",
    find=_find,
    good=calling("aws-sdk:sfn:listStateMachines", {}),
    bad={"/States/Call/Resource": calling("aws-sdk:glue:startJobRun.sync", {"JobName": "extract"})},
)
