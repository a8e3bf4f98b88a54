"""Histories that were written down: as events that ours are like, and what they are on a diagram."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.graph import Trace
from newel.json_types import is_array, is_integer, is_object
from newel.local import story
from newel.local.execution import Execution
from newel.local.view import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.local.history import Event

_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}


def execution_of(content: object, place: str) -> Execution:
    """Read a history: an object with `events`, or a list of them; `place` is what messages call it.

    Raises
    ------
    NewelError
        It is none.
    """
    events = content.get("events") if is_object(content) else content
    if not is_array(events) or not events:
        hint = "write what `aws stepfunctions get-execution-history` or `newel run --format json` gives"
        raise NewelError("it is no history: it has no events", where=place, hint=hint)
    read = [_event(event, f"{place}: event {index + 1}") for index, event in enumerate(events)]
    read.sort(key=lambda event: int(event["id"]))
    last = read[-1]
    about = story.details(last)
    status: Any = _ENDS.get(last["type"], "RUNNING")
    return Execution(status, error=about.get("error"), cause=about.get("cause"), events=read)


def _event(event: object, where: str) -> Event:
    if not is_object(event) or not isinstance(event.get("type"), str) or not is_integer(event.get("id")):
        raise NewelError("it is no event: it has no id and type", where=where)
    before = event.get("previousEventId", 0)
    if not is_integer(before):
        raise NewelError("its previousEventId is no number", where=where)
    return {**event, "previousEventId": before, "timestamp": _moment(event.get("timestamp"), where)}


def _moment(given: object, where: str) -> datetime:
    """A timestamp as the AWS CLI writes it: text, or seconds since 1970."""
    try:
        if isinstance(given, str):
            moment = datetime.fromisoformat(given)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(given, int | float) and not isinstance(given, bool):
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=given)
    except (ValueError, OverflowError):
        pass
    raise NewelError(f"its timestamp is {given!r:.60}", where=where, hint="write 2026-01-31T12:00:00Z")


def trace_of(events: Sequence[Event]) -> Trace:
    """What an execution did, for a diagram: how often it came by a state, how long that took, where it failed."""
    times = Counter(story.path(events))
    began: dict[int, datetime] = {}
    took: Counter[str] = Counter()
    failed: set[str] = set()
    places = story.Places()
    for event in events:
        place = places.of(event)
        if event["type"].endswith("StateEntered"):
            began[place.entered] = event["timestamp"]
        elif event["type"].endswith("StateExited") and place.entered in began:
            took[place.state] += int((event["timestamp"] - began.pop(place.entered)).total_seconds() * 1000)
    if events and events[-1]["type"] in ("ExecutionFailed", "ExecutionTimedOut"):
        open_at_end = {event["id"]: event for event in events if event["id"] in began}
        failed = {event["stateEnteredEventDetails"]["name"] for event in open_at_end.values()}
    notes = {
        name: f"{f'{count} times, ' if count > 1 else ''}{duration(took[name] / 1000)}" for name, count in times.items()
    }
    return Trace(notes, frozenset(failed), frozenset(story.ways(events)))


def definition_of(events: Sequence[Event]) -> dict[str, Any]:
    """What a history shows of its machine: the states that it came by, and the ways between them."""
    names = list(dict.fromkeys(story.path(events)))
    kinds = {
        event["stateEnteredEventDetails"]["name"]: event["type"].removesuffix("StateEntered")
        for event in events
        if event["type"].endswith("StateEntered")
    }
    ways = story.ways(events)
    states = {
        name: {
            "Type": kinds[name],
            "Choices": [{"Next": other, "Comment": ""} for one, other in sorted(ways) if one == name],
        }
        for name in names
    }
    return {"StartAt": names[0] if names else "", "States": states}
