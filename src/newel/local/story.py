"""What a history tells: the states in the order of their entering, the ways between them, and the calls.

Of our histories and those of AWS alike ("GetExecutionHistory").
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.local.history import Event

_SCHEDULED = {
    "TaskScheduled": ("taskScheduledEventDetails", "parameters"),
    "LambdaFunctionScheduled": ("lambdaFunctionScheduledEventDetails", "input"),
    "ActivityScheduled": ("activityScheduledEventDetails", "input"),
}
"""The events that tell what a task sends, and where they do."""


@dataclass(frozen=True)
class MadeCall:
    """A call that a task made.

    Attributes
    ----------
    state
        The state.
    resource
        What it called: "sqs:sendMessage", or a function's or an activity's ARN.
    parameters
        What it sent.
    """

    state: str
    resource: str
    parameters: Any


def path(events: Sequence[Event]) -> list[str]:
    """The names of the states, in the order of their entering."""
    return [event["stateEnteredEventDetails"]["name"] for event in events if _entered(event)]


def ways(events: Sequence[Event]) -> set[tuple[str, str]]:
    """The ways that were taken from one state to the next."""
    left = {event["id"]: event["stateExitedEventDetails"]["name"] for event in events if _left(event)}
    return {
        (left[event["previousEventId"]], event["stateEnteredEventDetails"]["name"])
        for event in events
        if _entered(event) and event["previousEventId"] in left
    }


def calls(events: Sequence[Event]) -> Iterator[MadeCall]:
    """The calls of tasks, in their order, retries included."""
    states: dict[int, str] = {}
    for event in events:
        if _entered(event):
            states[event["id"]] = event["stateEnteredEventDetails"]["name"]
        else:
            states[event["id"]] = states.get(event["previousEventId"], "")
        if event["type"] in _SCHEDULED:
            details, sent = _SCHEDULED[event["type"]]
            about = event[details]
            resource = f"{about['resourceType']}:{about['resource']}" if "resourceType" in about else about["resource"]
            yield MadeCall(states[event["id"]], resource, json.loads(about.get(sent) or "null"))


def seconds(events: Sequence[Event]) -> float:
    """How long the execution took, in its own time."""
    passed: float = (events[-1]["timestamp"] - events[0]["timestamp"]).total_seconds()
    return passed


def _entered(event: Event) -> bool:
    return bool(event["type"].endswith("StateEntered"))


def _left(event: Event) -> bool:
    return bool(event["type"].endswith("StateExited"))
