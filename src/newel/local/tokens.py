"""Task tokens: those that tasks wait for, and what has come back ("Wait for a Callback with Task Token")."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.errors import NewelError
from newel.local.answers import Answer
from newel.local.failure import HEARTBEAT, StateFailure
from newel.local.lanes import Signal

if TYPE_CHECKING:
    from newel.local.lanes import Lanes, Steps


@dataclass
class _Out:
    """A token that is out."""

    state: str
    answer: Answer | None = None
    beats: int = 0
    news: Signal | None = None


class Tokens:
    """The tokens of a run. What comes back may come before the task waits for it."""

    def __init__(self) -> None:
        self._out: dict[str, _Out] = {}

    def issue(self, state: str) -> str:
        """Make a token for an attempt of a state."""
        token = str(uuid.uuid4())
        self._out[token] = _Out(state)
        return token

    def give(self, token: str, answer: Answer) -> bool:
        """Hear that a task is done; say whether there is one that waits for this token."""
        out = self._out.get(token)
        if out is None or out.answer is not None:
            return False
        out.answer = answer
        self._wake(out)
        return True

    def beat(self, token: str) -> bool:
        """Hear that a task is under way; say whether there is one that waits for this token."""
        out = self._out.get(token)
        if out is None or out.answer is not None:
            return False
        out.beats += 1
        self._wake(out)
        return True

    def result(self, token: str, lanes: Lanes, heartbeat: float | None) -> Steps[Answer]:
        """Wait for what comes back; the failure States.HeartbeatTimeout where nothing is heard for too long."""
        out = self._out[token]
        try:
            while out.answer is None:
                out.news, heard = Signal(), out.beats
                if heartbeat is not None:
                    lanes.after(heartbeat, out.news.give)
                yield out.news
                if out.answer is None and out.beats == heard:
                    return Answer("token", failure=StateFailure(HEARTBEAT, None))
            return out.answer
        finally:
            del self._out[token]

    def stuck(self) -> NewelError | None:
        """What to say where nothing goes on: somebody waits for a token that nobody here gives back."""
        waiting = sorted({out.state for out in self._out.values() if out.news is not None})
        if not waiting:
            return None
        return NewelError(
            "the task waits for its token, and nothing here gives it back",
            where=f"state {waiting[0]!r}",
            hint="let a function of the template call SendTaskSuccess, set TimeoutSeconds, or give the state a mock",
        )

    @staticmethod
    def _wake(out: _Out) -> None:
        if out.news is not None:
            out.news.give()
