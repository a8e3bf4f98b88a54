"""OUTLASTS_MACHINE: what cannot end before the machine's own timeout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.durations import Limit, too_long
from newel.checks.rule import Rule
from newel.checks.sample import FUNCTION, machine
from newel.json_types import is_integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    seconds = definition.get("TimeoutSeconds")
    if is_integer(seconds):
        yield from too_long(definition, Limit(seconds, f"the machine stops after {seconds:,} (TimeoutSeconds)"))


def _limited(**state: object) -> JsonObject:
    return {"TimeoutSeconds": 600, **machine(Begin={**state, "End": True})}


RULE = Rule(
    id="OUTLASTS_MACHINE",
    severity="WARNING",
    title="Waits, timeouts and retries end before the TimeoutSeconds of the machine.",
    source="Handling errors in Step Functions workflows",
    find=_find,
    good=_limited(
        Type="Task",
        Resource=FUNCTION,
        TimeoutSeconds=60,
        Retry=[{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 10, "MaxAttempts": 3}],
    ),
    bad={
        "/States/Begin/Seconds": _limited(Type="Wait", Seconds=3600),
        "/States/Begin/TimeoutSeconds": _limited(Type="Task", Resource=FUNCTION, TimeoutSeconds=900),
        "/States/Begin/Retry/0": _limited(
            Type="Task",
            Resource=FUNCTION,
            Retry=[{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 10, "MaxAttempts": 6}],
        ),
    },
)
