"""What a history tells: the states in the order of their entering, the ways between them, and the calls.

Of our histories and those of AWS alike ("GetExecutionHistory").
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.local.history import Event

SCHEDULED = {
    "TaskScheduled": ("taskScheduledEventDetails", "parameters"),
    "LambdaFunctionScheduled": ("lambdaFunctionScheduledEventDetails", "input"),
    "ActivityScheduled": ("activityScheduledEventDetails", "input"),
}
"""The events that tell what a task sends, and where they do."""


@dataclass(frozen=True)
class Around:
    """A Map or Parallel state around an event.

    Attributes
    ----------
    state
        Its name.
    index
        Which iteration it is; None: a branch of Parallel.
    entered
        The id of the event of its entering.
    """

    state: str
    index: int | None
    entered: int


@dataclass(frozen=True)
class Place:
    """Where in a machine an event belongs.

    Attributes
    ----------
    inside
        What is around it, from the outside in.
    state
        The state; "" between states.
    entered
        The id of the event of its entering.
    """

    inside: tuple[Around, ...] = ()
    state: str = ""
    entered: int = 0


class Places:
    """Finds the place of each event, by the events before it; they have to come in their order."""

    def __init__(self) -> None:
        self._places: dict[int, Place] = {0: Place()}

    def of(self, event: Event) -> Place:
        """Take up the next event, and say where it belongs."""
        before = self._places.get(event["previousEventId"], Place())
        place = self._place(event, before)
        self._places[event["id"]] = place
        return place

    def _place(self, event: Event, before: Place) -> Place:
        kind: str = event["type"]
        if kind.endswith("StateEntered"):
            return Place(before.inside, event["stateEnteredEventDetails"]["name"], event["id"])
        if kind == "ParallelStateStarted":
            return Place((*before.inside, Around(before.state, None, before.entered)))
        if kind == "MapIterationStarted":
            return self._begun(event["mapIterationStartedEventDetails"], before)
        if kind.endswith("StateExited"):
            return self._left(event["stateExitedEventDetails"]["name"], before)
        return before

    def _begun(self, about: dict[str, Any], before: Place) -> Place:
        """The place of an iteration, which begins after the Map state's start, or after an event of another's."""
        index: int = about["index"]
        for depth, outer in enumerate(before.inside):
            if outer.state == about.get("name"):
                return Place((*before.inside[:depth], Around(outer.state, index, outer.entered)))
        return Place((*before.inside, Around(before.state, index, before.entered)))

    def _left(self, name: str, before: Place) -> Place:
        """The place of a state that is left, perhaps by way of the last event inside of it."""
        for depth, outer in enumerate(before.inside):
            if outer.state == name:
                return Place(before.inside[:depth], name, outer.entered)
        return Place(before.inside, name, before.entered)


FAILURES = (
    *("TaskFailed", "TaskTimedOut", "TaskSubmitFailed", "TaskStartFailed", "EvaluationFailed"),
    *("LambdaFunctionFailed", "LambdaFunctionTimedOut", "LambdaFunctionScheduleFailed", "LambdaFunctionStartFailed"),
    *("ActivityFailed", "ActivityTimedOut", "ActivityScheduleFailed", "MapRunFailed"),
)
"""The events of a state's own failure; a retry or a catch may follow."""


@dataclass(frozen=True)
class Failure:
    """Where and why an execution failed.

    Attributes
    ----------
    state
        The state that failed first, perhaps inside of others; "" where it was none.
    given
        Its input.
    sent
        What it sent, where it called something.
    """

    state: str
    given: Any = None
    sent: MadeCall | None = None


def failure(events: Sequence[Event]) -> Failure | None:
    """Say where an execution failed; None where it has not."""
    if not events or events[-1]["type"] not in ("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"):
        return None
    places, found = Places(), {event["id"]: event for event in events}
    all_places = {event["id"]: places.of(event) for event in events}
    error = _error(events[-1])
    first = next((each for each in reversed(events) if each["type"] in FAILURES and _error(each) == error), events[-1])
    place = all_places[first["id"]]
    if not place.entered:
        return Failure("")
    given = _value(found[place.entered]["stateEnteredEventDetails"].get("input"))
    made = [call for event, call in _calls(events) if all_places[event["id"]].entered == place.entered]
    return Failure(place.state, given, made[-1] if made else None)


def details(event: Event) -> dict[str, Any]:
    """What an event tells besides its type; nothing where it tells no more."""
    for name, about in event.items():
        if name.endswith("EventDetails") and is_object(about):
            return about
    return {}


def _error(event: Event) -> object:
    return details(event).get("error")


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
    return {(one, other) for one, other, _ in taken(events)}


def taken(events: Sequence[Event]) -> set[tuple[str, str, bool]]:
    """The ways that were taken from one state to the next, and whether each was after an error."""
    kinds: dict[int, str] = {event["id"]: event["type"] for event in events}
    left = {event["id"]: event for event in events if _left(event)}
    return {
        (
            left[before]["stateExitedEventDetails"]["name"],
            event["stateEnteredEventDetails"]["name"],
            kinds.get(left[before]["previousEventId"], "").endswith(("Failed", "TimedOut")),
        )
        for event in events
        if _entered(event) and (before := event["previousEventId"]) in left
    }


def calls(events: Sequence[Event]) -> list[MadeCall]:
    """The calls of tasks, in their order, retries included."""
    return [call for _, call in _calls(events)]


def _calls(events: Sequence[Event]) -> Iterator[tuple[Event, MadeCall]]:
    places = Places()
    for event in events:
        place = places.of(event)
        if event["type"] in SCHEDULED:
            member, sent = SCHEDULED[event["type"]]
            about = event[member]
            yield event, MadeCall(place.state, called(about), _value(about.get(sent)))


def _value(text: str | None) -> Any:
    """What JSON says; a part of it, as AWS tells of what is too long, is text."""
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return text


def called(about: dict[str, Any]) -> str:
    """What a task calls, by what its event tells: "sqs:sendMessage", or an ARN."""
    return f"{about['resourceType']}:{about['resource']}" if "resourceType" in about else str(about["resource"])


def seconds(events: Sequence[Event]) -> float:
    """How long the execution took, in its own time."""
    passed: float = (events[-1]["timestamp"] - events[0]["timestamp"]).total_seconds()
    return passed


def _entered(event: Event) -> bool:
    return bool(event["type"].endswith("StateEntered"))


def _left(event: Event) -> bool:
    return bool(event["type"].endswith("StateExited"))
