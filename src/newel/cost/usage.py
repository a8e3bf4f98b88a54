"""What an execution uses, counted while one runs here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from newel.local.nested import OPTIMIZED, SDK, SYNC_SDK
from newel.local.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

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
        State transitions of Standard workflows: states that are entered, retries ("AWS Step Functions Pricing"), and
        one for each execution that a distributed Map starts ("Transitions").
    requests
        Starts of Express workflows.
    seconds
        How long those take, each rounded up as it is billed.
    calls
        Calls of functions, by what they are called.
    function_ms
        How long each function runs in all its calls, each rounded up to a millisecond ("AWS Lambda Pricing").
    other
        What else is called, which has prices of its own, as "dynamodb:putItem".
    mocked
        The states that mocks answered.
    """

    transitions: int = 0
    requests: int = 0
    seconds: float = 0
    calls: Counter[str] = field(default_factory=Counter[str])
    function_ms: Counter[str] = field(default_factory=Counter[str])
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
    lasting
        How long a call of a function takes, by how long it took here; both in seconds.
    """

    def __init__(self, usage: Usage, *, express: bool, lasting: Callable[[float], float] = float) -> None:
        self.usage = usage
        self._express = express
        self._lasting = lasting
        self._began: datetime | None = None

    def of_child(self, *, express: bool) -> Observer:
        """Count what is started too."""
        return Meter(self.usage, express=express, lasting=self._lasting)

    def child_started(self, state: str) -> None:  # noqa: ARG002 - for those who override it
        """Count the transition that starts an execution of a distributed Map."""
        self.usage.transitions += 1

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
            self.usage.function_ms[name] += max(1, ceil(round(self._lasting(seconds) * 1000, 6)))
        elif by == "mock":
            self.usage.mocked.add(state)
        elif not by.startswith((OPTIMIZED, SDK, SYNC_SDK)):  # those start executions, which are counted
            self.usage.other.add(by)

    def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:  # noqa: ARG002
        """Count a retry."""
        self.usage.transitions += not self._express
