"""What an execution uses: counted while one runs here, or read from its definition."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from newel.definition import PROCESSORS
from newel.json_types import is_array, is_object
from newel.local.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newel.json_types import JsonObject
    from newel.local.history import Event

_ENDS = ("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted")
_STEP = 0.1
"""What durations of Express workflows are rounded up to, in seconds ("AWS Step Functions Pricing")."""


@dataclass
class Usage:
    """What one execution uses, those that it starts included.

    Attributes
    ----------
    transitions
        State transitions of Standard workflows: states that are entered, and retries ("AWS Step Functions Pricing").
    requests
        Starts of Express workflows.
    seconds
        How long those take, each rounded up as it is billed.
    calls
        Calls of functions, by what they are called.
    function_seconds
        How long each function runs in all its calls.
    other
        What else is called, which has prices of its own, as "dynamodb:putItem".
    mocked
        The states that mocks answered.
    """

    transitions: int = 0
    requests: int = 0
    seconds: float = 0
    calls: Counter[str] = field(default_factory=Counter[str])
    function_seconds: dict[str, float] = field(default_factory=dict[str, float])
    other: set[str] = field(default_factory=set[str])
    mocked: set[str] = field(default_factory=set[str])


class Meter(Observer):
    """Counts what an execution uses while it runs here.

    Parameters
    ----------
    usage
        Where it is counted.
    express
        Whether the execution is one of an Express workflow.
    """

    def __init__(self, usage: Usage, *, express: bool) -> None:
        self.usage = usage
        self._express = express
        self._began: datetime | None = None

    def of_child(self, *, express: bool) -> Observer:
        """Count what is started too."""
        return Meter(self.usage, express=express)

    def event(self, event: Event) -> None:
        """Count a state that is entered, and how long an Express workflow takes."""
        kind = str(event["type"])
        if not self._express:
            self.usage.transitions += kind.endswith("StateEntered")
        elif kind == "ExecutionStarted":
            self.usage.requests += 1
            self._began = event["timestamp"]
        elif kind in _ENDS and self._began is not None:
            took = (event["timestamp"] - self._began).total_seconds()
            self.usage.seconds += max(1, ceil(round(took / _STEP, 6))) * _STEP

    def answered(self, state: str, by: str, seconds: float) -> None:
        """Count a call."""
        kind, _, name = by.partition(" ")
        if kind == "Lambda" and name:
            self.usage.calls[name] += 1
            self.usage.function_seconds[name] = self.usage.function_seconds.get(name, 0) + seconds
        elif by == "mock":
            self.usage.mocked.add(state)
        else:
            self.usage.other.add(by)

    def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:  # noqa: ARG002
        """Count a retry."""
        self.usage.transitions += not self._express


def fewest(flow: JsonObject) -> int:
    """The transitions of the shortest way through a flow; Map states have one item.

    A state is as far from the start as what has to be done before it, which is Dijkstra's shortest path.
    """
    states = flow.get("States")
    if not is_object(states) or not isinstance(flow.get("StartAt"), str):
        return 0
    waiting = [(0, str(flow["StartAt"]))]
    done: set[str] = set()
    while waiting:
        before, name = heapq.heappop(waiting)
        state = states.get(name)
        if name in done or not is_object(state):
            continue
        done.add(name)
        here = before + 1 + sum(fewest(inner) for inner in _inner(state))
        following = list(_next(state))
        if not following:
            return here
        for target in following:
            heapq.heappush(waiting, (here, target))
    return 0


def every(flow: JsonObject) -> int:
    """The transitions where each state is entered once; Map states have one item."""
    states = flow.get("States")
    found = filter(is_object, states.values() if is_object(states) else ())
    return sum(1 + sum(map(every, _inner(state))) for state in found)


def _inner(state: JsonObject) -> Iterator[JsonObject]:
    branches = state.get("Branches")
    inner = [state.get(member) for member in PROCESSORS]
    yield from filter(is_object, [*inner, *(branches if is_array(branches) else ())])


def _next(state: JsonObject) -> Iterator[str]:
    choices = state.get("Choices")
    for holder in filter(is_object, [state, *(choices if is_array(choices) else ())]):
        if isinstance(holder.get("Next"), str):
            yield holder["Next"]
    if isinstance(state.get("Default"), str):
        yield state["Default"]
