"""What one execution carries along, and one visit to one of its states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.local.clock import stamp
from newel.local.failure import TimedOut

if TYPE_CHECKING:
    from datetime import datetime

    from newel.local.answers import Answerer
    from newel.local.clock import Clock
    from newel.local.history import Track
    from newel.local.observer import Observer


@dataclass(frozen=True)
class Run:
    """An execution under way.

    Attributes
    ----------
    clock, observer, answers
        Its time, who listens, and what answers its tasks.
    context
        The members of the context object that all its states share.
    deadline
        When the machine's own TimeoutSeconds have passed, or None.
    """

    clock: Clock
    observer: Observer
    answers: Answerer
    context: dict[str, Any]
    deadline: datetime | None = None

    def wait(self, seconds: float) -> None:
        """Let time pass, up to the deadline.

        Raises
        ------
        TimedOut
            The deadline comes first.
        """
        left = None if self.deadline is None else (self.deadline - self.clock.now()).total_seconds()
        if left is not None and left < seconds:
            self.clock.wait(max(left, 0))
            raise TimedOut
        self.clock.wait(seconds)


@dataclass(frozen=True)
class Visit:
    """One visit to a state.

    Attributes
    ----------
    run
        The execution.
    track
        The line of events it writes to.
    name, state
        The state's name and definition.
    data
        The state's input, as it came. Handlers never change it.
    entered
        When it was entered.
    """

    run: Run
    track: Track
    name: str
    state: dict[str, Any]
    data: Any
    entered: datetime

    def context(self, **members: Any) -> dict[str, Any]:
        """Return the context object as this state sees it; `members` are added to its `State`."""
        own = {"Name": self.name, "EnteredTime": stamp(self.entered), **members}
        return {**self.run.context, "State": {**own, **self.run.context.get("State", {})}}


@dataclass(frozen=True)
class Outcome:
    """How a visit ended: the state's output and the next state, None where the machine ends here."""

    output: Any
    next: str | None
