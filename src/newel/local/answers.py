"""What answers a task: a chain in which the first that knows the task answers it.

Mocks come first, then functions, then services. A later one (a function in a process of its own, a real
endpoint, AWS) is one more class with these two methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from newel.local.data import to_text
from newel.local.failure import NotCovered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.json_types import JsonObject
    from newel.local.failure import StateFailure
    from newel.local.lanes import Steps
    from newel.local.resource import Resource
    from newel.local.run_state import Run


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
    run
        The execution that makes it.
    """

    state: str
    resource: Resource
    parameters: Any
    run: Run


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
    heartbeat
        The pause between two of its heartbeats, in seconds; 0: there are none.
    waits
        Whether the result is yet to come, by the task's token.
    rest
        What is left to be done in the time of the execution, for the answer itself.
    """

    by: str
    result: Any = None
    failure: StateFailure | None = None
    submitted: Any = None
    seconds: float = 0
    heartbeat: float = 0
    waits: bool = False
    rest: Steps[Answer] | None = None


class Answerer(Protocol):
    """One link of the chain."""

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether this link answers the task `state` that calls `resource`."""
        ...

    def answer(self, call: Call) -> Answer:
        """Answer a call that it knows."""
        ...


@runtime_checkable
class Reasons(Protocol):
    """A link that says why it does not answer a task."""

    def reason(self, state: str, resource: Resource) -> str | None:
        """Say why; None where it answers the task."""
        ...


class Chain:
    """Asks its links in turn."""

    def __init__(self, links: Sequence[Answerer]) -> None:
        self._links = links

    def knows(self, state: str, resource: Resource) -> bool:
        """Say whether any link answers the task."""
        return any(link.knows(state, resource) for link in self._links)

    def reason(self, state: str, resource: Resource) -> str | None:
        """Say why no link answers the task, where one knows."""
        said = (link.reason(state, resource) for link in self._links if isinstance(link, Reasons))
        return next((reason for reason in said if reason), None)

    def answer(self, call: Call) -> Answer:
        """Answer with the first link that knows the task; the run's checks have seen that there is one."""
        link = next(link for link in self._links if link.knows(call.state, call.resource))
        return link.answer(call)


class WhenReached:
    """The last link of a chain that asks for a mock when a task is reached, not before the run begins.

    Parameters
    ----------
    chain
        What answers, and knows why it does not answer.
    """

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say that it takes every task."""
        return True

    def answer(self, call: Call) -> Answer:
        """Ask for a mock.

        Raises
        ------
        NotCovered
            Always.
        """
        raise Unanswered([(call.state, call.resource, self._chain.reason(call.state, call.resource))])


class Unanswered(NotCovered):
    """Nothing answers some tasks.

    Parameters
    ----------
    tasks
        The states, with what each calls and why nothing answers it; at least one.
    """

    def __init__(self, tasks: Sequence[tuple[str, Resource, str | None]]) -> None:
        (state, resource, reason), *others = tasks
        also = ", ".join(f"{other!r} ({called.label})" for other, called, _ in others)
        answer: JsonObject = {"Return": {}}
        mocks = to_text({name: [answer] for name, _, _ in tasks})
        super().__init__(
            f"nothing here answers {resource.label}{f': {reason}' if reason else ''}{f'; nor {also}' if also else ''}",
            where=f"state {state!r}",
            hint=f"give {'each' if also else 'the state'} a mock: --mocks '{mocks}', or mocks= in Python",
        )
        self.tasks = tasks
