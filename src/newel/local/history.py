"""The event history, shaped and typed as boto3's `get_execution_history` gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from newel.local.failure import RUNTIME, StateFailure, TimedOut

if TYPE_CHECKING:
    from newel.local.clock import Clock
    from newel.local.observer import Observer

Event: TypeAlias = "dict[str, Any]"

EVENT_LIMIT = 25_000
"""Events that a history may have (AWS: "Step Functions service quotas")."""

MOST_OF_EXPRESS = 250_000
"""Events after which an Express workflow has taken its five minutes, also where no time has passed here: AWS carries
out less in that time."""

UNTRUNCATED = {"truncated": False}


class History:
    """All events of an execution, in order; `limited`: as many as a Standard workflow's may be."""

    def __init__(self, clock: Clock, observer: Observer, *, limited: bool = True) -> None:
        self._limited = limited
        self.events: list[Event] = []
        self._clock = clock
        self._observer = observer

    def add(self, kind: str, previous: int, details: str | None, values: dict[str, Any]) -> int:
        """Write an event and return its id; `details` is the name of the member that holds `values`.

        Raises
        ------
        StateFailure
            There is room for one event more, and this is not an execution's end.
        TimedOut
            An Express workflow goes on and on.
        """
        if not self._limited and len(self.events) >= MOST_OF_EXPRESS and not kind.startswith("Execution"):
            raise TimedOut
        if self._limited and len(self.events) >= EVENT_LIMIT - 1 and not kind.startswith("Execution"):
            cause = f"The execution reached the maximum number of history events ({EVENT_LIMIT})."
            raise StateFailure(RUNTIME, cause, terminal=True)
        event: Event = {
            "timestamp": self._clock.now(),
            "type": kind,
            "id": len(self.events) + 1,
            "previousEventId": previous,
        }
        if details is not None:
            event[details] = values
        self.events.append(event)
        self._observer.event(event)
        return len(self.events)


class Track:
    """One line of events through a history: each follows the one before."""

    def __init__(self, history: History, last: int = 0) -> None:
        self._history = history
        self.last = last

    def add(self, kind: str, details: str | None = None, **values: Any) -> int:
        """Write the line's next event; values that are None are left out."""
        self.last = self.aside(kind, details, **values)
        return self.last

    def aside(self, kind: str, details: str | None = None, **values: Any) -> int:
        """Write an event that the line's next one does not follow, as AWS does for some ends; return its id."""
        present = {name: value for name, value in values.items() if value is not None}
        return self._history.add(kind, self.last, details, present)

    def branch(self) -> Track:
        """Return a new line that begins after this one's last event."""
        return Track(self._history, self.last)
