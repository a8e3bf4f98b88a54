"""What a run tells while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newel.local.execution import FailedItem
    from newel.local.history import Event


class Observer:
    """Hears what happens, as it happens. Override what you want to hear."""

    def event(self, event: Event) -> None:
        """Hear of an event that was just written to the history."""

    def answered(self, state: str, by: str, seconds: float) -> None:
        """Hear that `by` answered the task `state` (with a result or an error), after real `seconds`."""

    def waiting(self, state: str, seconds: float, *, virtual: bool) -> None:
        """Hear that the Wait state `state` is about to wait."""

    def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:
        """Hear that `state` failed with `error` and its retry number `attempt` comes after `seconds`."""

    def caught(self, state: str, error: str, target: str) -> None:
        """Hear that `state` failed with `error`, and that a Catch leads on to `target`."""

    def of_child(self, *, express: bool) -> Observer:  # noqa: ARG002 - for those who override it
        """Say who listens to an execution that this one starts: a nested one, or one of a distributed Map."""
        return Observer()

    def child_started(self, state: str) -> None:
        """Hear that the distributed Map `state` starts an execution."""

    def child_failed(self, item: FailedItem) -> None:
        """Hear of an execution that a distributed Map started, and that did not succeed."""

    def child_ended(self, state: str, ended: int, failed: int, total: int) -> None:
        """Hear how many of the `total` executions that a distributed Map starts have ended, and failed."""
