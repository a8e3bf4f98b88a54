"""Retry and Catch: which errors they take, and how long to wait.

AWS: "Handling errors in Step Functions workflows".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.failure import ALL, TASK_FAILED, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.local.failure import StateFailure


def takes(names: Sequence[str], failure: StateFailure) -> bool:
    """Say whether an `ErrorEquals` takes the failure."""
    if failure.terminal:
        return False
    return ALL in names or failure.error in names or (TASK_FAILED in names and failure.error != TIMEOUT)


class Retries:
    """The retriers of one visit to a state, each with its own count of attempts."""

    def __init__(self, retriers: Sequence[Mapping[str, Any]]) -> None:
        self._retriers = retriers
        self._attempts = [0] * len(retriers)

    @property
    def total(self) -> int:
        """How often the state was tried again, all retriers together."""
        return sum(self._attempts)

    def delay(self, failure: StateFailure) -> float | None:
        """Count one more attempt and return the seconds to wait before it; None when there is none left.

        `JitterStrategy` FULL draws a delay between none and this one on AWS; here it is always the longest, so
        that a run repeats.
        """
        for position, retrier in enumerate(self._retriers):
            if not takes(retrier["ErrorEquals"], failure):
                continue
            if self._attempts[position] >= retrier.get("MaxAttempts", 3):
                return None
            seconds = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** self._attempts[position]
            self._attempts[position] += 1
            return float(min(seconds, retrier.get("MaxDelaySeconds", seconds)))
        return None


def retrier(retriers: Sequence[Mapping[str, Any]], failure: StateFailure) -> int | None:
    """Return which retrier is the first that takes the failure."""
    return next((index for index, each in enumerate(retriers) if takes(each["ErrorEquals"], failure)), None)


def catcher(catchers: Sequence[Mapping[str, Any]], failure: StateFailure) -> int | None:
    """Return which catcher is the first that takes the failure."""
    return next((index for index, each in enumerate(catchers) if takes(each["ErrorEquals"], failure)), None)
