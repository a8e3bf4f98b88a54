"""What answers a task: a chain in which the first that knows the task answers it.

Mocks come first, then functions, then services. A later one (a function in a process of its own, a real
endpoint, AWS) is one more class with these two methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.local.failure import StateFailure
    from newel.local.resource import Resource


@dataclass(frozen=True)
class Call:
    """One call of a task.

    Attributes
    ----------
    state
        The state's name.
    resource
        What it calls.
    parameters
        What it sends.
    """

    state: str
    resource: Resource
    parameters: Any


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes
    ----------
    by
        What answered, for people: `mock`, `Lambda Name`, `sns:publish`.
    result
        The result, as a JSON value.
    failure
        The error instead of a result.
    submitted
        For `.sync` and `.waitForTaskToken`: what the first call returned; None where it was never submitted.
    seconds
        How long it took, in the time of the execution.
    """

    by: str
    result: Any = None
    failure: StateFailure | None = None
    submitted: Any = None
    seconds: float = 0


class Answerer(Protocol):
    """One link of the chain."""

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether this link answers the task `state` that calls `resource`."""
        ...

    def answer(self, call: Call) -> Answer:
        """Answer a call that it knows."""
        ...


class Chain:
    """Asks its links in turn."""

    def __init__(self, links: Sequence[Answerer]) -> None:
        self._links = links

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether any link answers the task."""
        return any(link.knows(state, resource) for link in self._links)

    def answer(self, call: Call) -> Answer:
        """Answer with the first link that knows the task; the run's checks have seen that there is one."""
        link = next(link for link in self._links if link.knows(call.state, call.resource))
        return link.answer(call)
