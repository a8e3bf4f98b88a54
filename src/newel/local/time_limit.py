"""Ending Python code that takes too long, where it runs in the main thread."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

_SIGNAL: int = getattr(signal, "SIGUSR2", 0)
"""What interrupts a sleep; Windows has none."""


class TimeIsOver(BaseException):
    """The time is over; no `except Exception` of the code holds it back."""


@contextlib.contextmanager
def limited(seconds: float) -> Generator[None]:
    """Raise TimeIsOver in the block after some seconds, even where it sleeps or waits.

    Nothing ends it in another thread, on Windows, or under a debugger.
    """
    main = threading.main_thread()
    if not _SIGNAL or threading.current_thread() is not main:
        yield
        return
    ended = threading.Event()

    def ring(*_: Any) -> None:
        if not ended.is_set() and sys.gettrace() is None:
            raise TimeIsOver

    def knock() -> None:
        if not ended.is_set() and main.ident is not None:
            signal.pthread_kill(main.ident, _SIGNAL)

    before = signal.signal(_SIGNAL, ring)
    timer = threading.Timer(seconds, knock)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        ended.set()
        timer.cancel()
        signal.signal(_SIGNAL, before)
