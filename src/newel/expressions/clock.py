"""A limit of time on the clock, behind the fuel: it ends what takes longer than its fuel says."""

from __future__ import annotations

from .errors import LimitExceeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from signal import Handlers
    from typing import Any

    from .limits import Meter

# Setting and clearing the timer was measured at 18 microseconds, three times what a warm `$.a / 1000` takes as a whole.
# So the meter starts the clock only where the fuel used says that an evaluation is a long one.


class Clock:
    """A timer that ends the evaluation by raising LimitExceeded, in the main thread; elsewhere it does nothing.

    It takes SIGALRM for as long as it runs and gives back the handler and the timer that were there. Where a timer
    that would end sooner is running already, that one is left in charge.

    Parameters
    ----------
    meter
        Whose fuel is at its end when the time is: what the signal raises is lost where it strikes code whose errors
        Python drops, as callbacks of the garbage collector.
    """

    __slots__ = ("before", "is_over", "is_running", "meter", "previous", "seconds")

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.is_running = False
        self.is_over = False
        self.seconds = 0.0
        self.before: tuple[float, float] = (0.0, 0.0)
        self.previous: Handlers | Any = None

    def start(self, seconds: float) -> None:
        """Begin to count."""
        try:
            from signal import ITIMER_REAL, SIGALRM, getitimer, getsignal, setitimer, signal
        except ImportError:  # a system without timers: the fuel alone counts
            return
        self.before = getitimer(ITIMER_REAL)
        self.previous = getsignal(SIGALRM)
        if self.previous is None or 0 < self.before[0] <= seconds:
            return
        try:
            signal(SIGALRM, self.ring)
        except ValueError:  # not the main thread
            return
        self.seconds = seconds
        self.is_running = True
        setitimer(ITIMER_REAL, seconds)

    def stop(self) -> None:
        """End counting, and give back what was there; a second time it does nothing."""
        if not self.is_running:
            return
        self.is_running = False  # first: a signal that comes from here on is late, and is ignored
        from signal import ITIMER_REAL, SIGALRM, setitimer, signal

        left, _ = setitimer(ITIMER_REAL, 0)
        signal(SIGALRM, self.previous)
        remaining, interval = self.before
        if remaining:
            setitimer(ITIMER_REAL, max(remaining - (self.seconds - left), 1e-6), interval)

    def ring(self, _signal: int, _frame: object) -> None:
        """End the evaluation; nothing is left to be undone, wherever the signal strikes."""
        if self.is_running:
            self.stop()
            self.is_over = True
            self.meter.fuel = -1
            self.check()

    def check(self) -> None:
        """Make sure that there is time left."""
        if self.is_over:
            raise LimitExceeded(f"The evaluation takes longer than {self.seconds:g} s")
