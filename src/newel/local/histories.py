"""Histories that were written down: as events that ours are like, and what they are on a diagram."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newel.aws import models
from newel.definition import name_of, states
from newel.errors import NewelError
from newel.graph import Trace
from newel.json_types import is_array, is_integer, is_object
from newel.local import story
from newel.local.execution import Execution
from newel.local.mock_shapes import Looking
from newel.local.view import duration
from newel.local.visits import visits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.json_types import JsonObject
    from newel.local.history import Event

_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}

_NEEDED = {
    "StateEntered": ("stateEnteredEventDetails", "name"),
    "StateExited": ("stateExitedEventDetails", "name"),
    "MapIterationStarted": ("mapIterationStartedEventDetails", "index"),
    "TaskScheduled": ("taskScheduledEventDetails", "resource"),
    "LambdaFunctionScheduled": ("lambdaFunctionScheduledEventDetails", "resource"),
    "ActivityScheduled": ("activityScheduledEventDetails", "resource"),
}
"""What has to be told of events whose type ends so, as the story is told by it."""


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
    for one, other in pairwise(read):
        if one["id"] == other["id"]:
            raise NewelError(f"two events have the id {one['id']}", where=place, hint="write each event once")
    last = read[-1]
    about = story.details(last)
    status: Any = _ENDS.get(last["type"], "RUNNING")
    return Execution(status, error=about.get("error"), cause=about.get("cause"), events=read)


def _event(event: object, where: str) -> Event:
    if not is_object(event) or not isinstance(event.get("type"), str) or not is_integer(event.get("id")):
        raise NewelError("it is no event: it has no id and type", where=where)
    before = event.get("previousEventId", 0)
    if not is_integer(before) or not 0 <= before < max(event["id"], 1):
        raise NewelError("its previousEventId is no number, or not of an event before it", where=where)
    event = {name: _told(value) for name, value in event.items()}
    for fault in _faults(event):
        raise NewelError(f"it is no event of type {event['type']}: {fault}", where=where)
    return {**event, "previousEventId": before, "timestamp": _moment(event.get("timestamp"), where)}


def _told(value: object) -> object:
    """What is told: members that are null are not."""
    return {name: one for name, one in value.items() if one is not None} if is_object(value) else value


def _faults(event: JsonObject) -> Iterator[str]:
    """What of an event is not as the model of the API has it ("HistoryEvent")."""
    looking = Looking("stepfunctions", str, required=True)
    members: JsonObject = models.service("stepfunctions")["shapes"]["HistoryEvent"]["members"]
    for name, value in event.items():
        if name.endswith("EventDetails") and name in members:
            yield from looking.at(name, members[name]["shape"], value)
    kind: str = event["type"]
    for ending, (name, member) in _NEEDED.items():
        about = event.get(name, {})
        if kind.endswith(ending) and member not in about:
            yield f"Required field '{name}.{member}' is missing"


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


def strangers(events: Sequence[Event], definition: JsonObject) -> list[str]:
    """The names of a history's states that a machine does not have, in their order: it is of another machine."""
    known = {name_of(place) for place, _ in states(definition)}
    return [name for name in dict.fromkeys(story.path(events)) if name not in known]


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
            passed = event["timestamp"] - began.pop(place.entered)
            took[place.state] += max(0, int(passed.total_seconds() * 1000))
    if events and events[-1]["type"] in ("ExecutionFailed", "ExecutionTimedOut"):
        open_at_end = {event["id"]: event for event in events if event["id"] in began}
        failed = {event["stateEnteredEventDetails"]["name"] for event in open_at_end.values()}
    notes = {
        name: f"{f'{count} times, ' if count > 1 else ''}{duration(took[name] / 1000)}" for name, count in times.items()
    }
    return Trace(notes, frozenset(failed), frozenset(story.taken(events)), visits_of(events))


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
