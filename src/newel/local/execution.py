"""What a local run gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from newel.local.history import Event

Status: TypeAlias = Literal["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "RUNNING"]


@dataclass(frozen=True)
class Execution:
    """A finished execution.

    Attributes
    ----------
    status
        How it ended, in the words of Step Functions; RUNNING where it was stopped before a state.
    output
        The output, as a JSON value; None unless it succeeded. Where it was stopped, what the state would be given.
    error, cause
        The error's name and the text for people, where it failed.
    events
        The history, as boto3's `get_execution_history` gives its events: `input` and `output` are JSON text,
        `timestamp` is a `datetime`.
    stopped_at, variables
        The state that it was stopped before, and the variables there.
    failed_items
        The executions that its distributed Maps started and that did not succeed, in the order of their ends.
    """

    status: Status
    output: Any = None
    error: str | None = None
    cause: str | None = None
    events: list[Event] = field(default_factory=list["Event"])
    stopped_at: str | None = None
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    failed_items: list[FailedItem] = field(default_factory=list["FailedItem"])


@dataclass(frozen=True)
class FailedItem:
    """An item, or a batch of them, whose execution did not succeed.

    Attributes
    ----------
    state
        The distributed Map.
    index
        Which item or batch it is, counted from zero.
    execution
        How it ended.
    """

    state: str
    index: int
    execution: Execution
