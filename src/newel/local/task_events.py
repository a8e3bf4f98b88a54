"""The history of a task: its events, in the three forms that Step Functions has for them.

A function called by its ARN writes `LambdaFunction...` events, an activity `Activity...`, an integration `Task...`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.context import REGION
from newel.local.data import to_text
from newel.local.failure import HEARTBEAT, TIMEOUT, StateFailure
from newel.local.history import UNTRUNCATED, Track

if TYPE_CHECKING:
    from newel.local.resource import Resource


WORKER = "local"
"""Who takes up the tasks of activities."""


class TaskEvents:
    """Writes the events of one task's calls."""

    def __init__(self, track: Track, resource: Resource) -> None:
        self._track = track
        self._resource = resource
        self._by_arn = resource.is_function or resource.is_activity
        self._who: dict[str, Any] = {}
        if not self._by_arn:
            self._who = {"resourceType": resource.service, "resource": resource.action + resource.suffix}

    def scheduled(self, parameters: Any, limits: dict[str, int], credentials: dict[str, str] | None) -> None:
        """Write that the call was scheduled; `limits` are its time-outs, as the event names them."""
        text = to_text(parameters)
        if self._by_arn:
            sent = {"resource": self._resource.arn, "input": text, "inputDetails": UNTRUNCATED}
            if self._resource.is_function:
                limits = {name: limit for name, limit in limits.items() if name == "timeoutInSeconds"}
        else:
            sent = {"region": REGION, "parameters": text}
        self._add("Scheduled", **self._who, **sent, **limits, taskCredentials=credentials)

    def started(self) -> None:
        """Write that the call has begun."""
        if self._resource.is_function:
            self._track.add("LambdaFunctionStarted")
        elif self._resource.is_activity:
            self._add("Started", workerName=WORKER)
        else:
            self._add("Started", **self._who)

    def submitted(self, output: Any) -> None:
        """Write what the first call of `.sync` or `.waitForTaskToken` returned."""
        self._add("Submitted", **self._who, output=to_text(output), outputDetails=UNTRUNCATED)

    def succeeded(self, text: str) -> None:
        """Write the result, given as JSON text."""
        self._add("Succeeded", **self._who, output=text, outputDetails=UNTRUNCATED)

    def failed(self, failure: StateFailure) -> None:
        """Write the error."""
        ending = "TimedOut" if failure.error in (TIMEOUT, HEARTBEAT) else "Failed"
        self._add(ending, **self._who, error=failure.error, cause=failure.cause)

    def _add(self, ending: str, **values: Any) -> None:
        kind = self._resource.events + ending
        self._track.add(kind, f"{kind[0].lower()}{kind[1:]}EventDetails", **values)
