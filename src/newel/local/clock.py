"""The time of an execution: virtual, where waiting costs nothing, or real."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells an execution the time, and lets it pass."""

    virtual: bool

    def now(self) -> datetime:
        """Return the time, in UTC."""
        ...

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...


class VirtualClock:
    """Starts at `start` (now) and passes only when an execution waits."""

    virtual = True

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime.now(UTC)

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return self._now

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass at once."""
        self._now += timedelta(seconds=seconds)


LONGEST_SLEEP = 0.5
"""Seconds: a Ctrl-C that comes just before a sleep begins is noticed only after it ("signal" in Python's library)."""


class RealClock:
    """The machine's own clock."""

    virtual = False

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Sleep for `seconds`."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LONGEST_SLEEP))


def stamp(moment: datetime) -> str:
    """Write a time as the context object has it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
