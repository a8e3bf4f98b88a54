"""Lines of work that take turns on one clock: an execution, its branches, its children.

A line of work is a generator. It yields the seconds that it waits, or a `Signal` to be left alone until that is
given, and runs undisturbed in between; so a machine of any width and depth needs no threads and no deep stack,
and a run in virtual time repeats exactly.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from newel.local.failure import Aborted, RuntimeFault, StateFailure, TimedOut

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime

    from newel.local.clock import Clock

T = TypeVar("T")
Steps: TypeAlias = "Generator[float | Signal, None, T]"
"""A line of work that ends with a `T`."""


class Signal:
    """What one line of work waits for, and another gives."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: Lane | None = None

    def awaited_by(self, lane: Lane) -> None:
        """Remember who waits."""
        self._waiting = lane

    def give(self) -> None:
        """Let the one that waits go on; without one it is lost."""
        lane, self._waiting = self._waiting, None
        if lane is not None:
            lane.wake()


class Lane:
    """One line of work.

    Attributes
    ----------
    result, error
        How it ended, when it has: what it returned, or the failure that ended it.
    """

    __slots__ = ("_ended", "_lanes", "_steps", "done", "error", "result", "turn")

    def __init__(self, lanes: Lanes, steps: Steps[Any], ended: Callable[[Lane], None] | None) -> None:
        self._lanes = lanes
        self._steps = steps
        self._ended = ended
        self.result: Any = None
        self.error: StateFailure | RuntimeFault | TimedOut | None = None
        self.done = False
        self.turn = 0  # counts its turns, so that a wake-up meant for an earlier one is known

    def wake(self) -> None:
        """Let it go on next: what it waited for may concern those that are ready."""
        self._lanes.hasten(self)

    def take_turn(self, thrown: Exception | None = None) -> None:
        """Go on to the next pause, or the end; `thrown` is raised where it stands."""
        self.turn += 1
        try:
            pause = next(self._steps) if thrown is None else self._steps.throw(thrown)
        except StopIteration as end:
            self.result = end.value
        except (StateFailure, RuntimeFault, TimedOut) as error:
            self.error = error
        else:
            if isinstance(pause, Signal):
                pause.awaited_by(self)
            else:
                self._lanes.resume(self, pause)
            return
        self.done = True
        if self._ended is not None:
            self._ended(self)

    def abort(self) -> None:
        """End it and let it write so; nobody hears of its end."""
        if not self.done:
            self.done = True
            try:
                self._steps.throw(Aborted())
            except Aborted:
                return
            raise AssertionError("a line of work went on after it was aborted")

    def close(self) -> None:
        """End it without a word."""
        self.done = True
        self._steps.close()


class Lanes:
    """All lines of work on one clock, in the order of their time, then of their coming.

    Attributes
    ----------
    stuck
        Says why nothing goes on.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ready: deque[tuple[Lane, int]] = deque()
        self._later: list[tuple[datetime, int, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self.stuck: Callable[[], Exception | None] = lambda: None

    def start(
        self, steps: Steps[Any], ended: Callable[[Lane], None] | None = None, seconds: float | None = None
    ) -> Lane:
        """Take up a line of work, whose first turn comes after those that are ready; `ended` hears of its end.

        After `seconds` TimedOut is raised where it stands.
        """
        lane = Lane(self, steps, ended)
        self._ready.append((lane, lane.turn))
        if seconds is not None:
            self.after(seconds, lambda: None if lane.done else lane.take_turn(TimedOut()))
        return lane

    def hasten(self, lane: Lane) -> None:
        """Let a line of work go on before those that are ready."""
        self._ready.appendleft((lane, lane.turn))

    def resume(self, lane: Lane, seconds: float) -> None:
        """Let a line of work go on after some seconds."""
        turn = (lane, lane.turn)
        if seconds > 0:
            self._at(seconds, 0, lambda: self._ready.append(turn))
        else:
            self._ready.append(turn)

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something after some seconds, when all that goes on at the same moment has gone on."""
        self._at(seconds, 1, action)

    def _at(self, seconds: float, rank: int, action: Callable[[], None]) -> None:
        moment = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._later, (moment, rank, next(self._count), action))

    def run(self, lane: Lane) -> None:
        """Let all take turns until `lane` has ended.

        Raises
        ------
        NewelError
            What a line of work raised that is no failure of the States Language.
        """
        while not lane.done:
            if self._ready:
                each, turn = self._ready.popleft()
                if not each.done and each.turn == turn:
                    each.take_turn()
            elif self._later:
                moment, _, _, action = heapq.heappop(self._later)
                self._clock.wait(max((moment - self._clock.now()).total_seconds(), 0))
                action()
            else:
                raise self.stuck() or AssertionError("all lines of work wait, and nothing will wake them")


def within(lanes: Lanes, steps: Steps[T], seconds: float | None) -> Steps[T | None]:
    """Let something take some seconds at most; None where it has not ended by then, and is ended."""
    news = Signal()
    lane = lanes.start(steps, lambda _: news.give())
    if seconds is not None:
        lanes.after(seconds, news.give)
    try:
        yield news
    finally:
        if not lane.done:
            lane.close()
    if lane.error is not None:
        raise lane.error
    result: T | None = lane.result
    return result


class Group:
    """Lines of work whose ends another one waits for.

    Parameters
    ----------
    lanes
        Where they take turns.
    """

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._running: dict[Lane, int] = {}
        self._ended: deque[tuple[int, Lane]] = deque()
        self._news = Signal()

    def start(self, index: int, steps: Steps[Any], seconds: float | None = None) -> None:
        """Start the one with this index; after `seconds` TimedOut is raised in it."""
        self._running[self._lanes.start(steps, self._hear, seconds)] = index

    def _hear(self, lane: Lane) -> None:
        self._ended.append((self._running.pop(lane), lane))
        self._news.give()

    def next_end(self) -> Steps[tuple[int, Lane]]:
        """Wait until one has ended; return its index, and itself."""
        while not self._ended:
            yield self._news
        return self._ended.popleft()

    def abort(self) -> None:
        """Abort those that run."""
        self._end(Lane.abort)

    def close(self) -> None:
        """End those that run, without a word."""
        self._end(Lane.close)

    def _end(self, how: Callable[[Lane], None]) -> None:
        running = list(self._running)
        self._running.clear()
        for lane in running:
            how(lane)
