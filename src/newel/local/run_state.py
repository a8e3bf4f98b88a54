"""What one execution carries along, one branch of it, and one visit to one of its states."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.local.clock import stamp
from newel.local.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from newel.local.answers import Answerer
    from newel.local.clock import Clock
    from newel.local.execution import Execution, FailedItem
    from newel.local.history import Track
    from newel.local.lanes import Lane, Lanes, Steps
    from newel.local.observer import Observer
    from newel.local.stores import Store

Walk: TypeAlias = "Callable[[Mapping[str, Any], Any, Branch], Steps[tuple[Any, str]]]"
"""What walks a machine, or one inside of a state: its output, and as JSON text."""

Live: TypeAlias = "Callable[[Mapping[str, Any], Any, Run, dict[str, Any]], Steps[Execution]]"
"""What carries out an execution, given its machine, its input, what it carries along, and its context object."""


@dataclass(frozen=True)
class Run:
    """An execution under way.

    Attributes
    ----------
    clock, observer, answers
        Its time, who listens, and what answers its tasks.
    lanes
        Where its branches take turns.
    walk, live
        What walks the machines inside its states, and what carries out executions that it starts.
    store
        The buckets that distributed Map states read and write; None where there are none.
    language
        The query language of states that do not say theirs.
    tokens
        The task tokens that are out.
    started
        Executions that states have started and do not wait for.
    until
        The state that it is stopped before.
    express
        Whether it is an Express workflow's.
    failed_items
        What has failed of its distributed Maps.
    """

    clock: Clock
    observer: Observer
    answers: Answerer
    lanes: Lanes
    walk: Walk
    live: Live
    store: Store | None = None
    language: str = "JSONPath"
    tokens: Tokens = field(default_factory=Tokens)
    started: list[Lane] = field(default_factory=list["Lane"])
    until: str | None = None
    express: bool = False
    failed_items: list[FailedItem] = field(default_factory=list["FailedItem"])

    def of_child(self, *, express: bool) -> Run:
        """Return what an execution that this one starts carries along."""
        return replace(self, observer=self.observer.of_child(express=express), express=express)


@dataclass(frozen=True)
class Branch:
    """One line through an execution: the machine itself, a branch of a Parallel state, an iteration of a Map state.

    Attributes
    ----------
    run
        The execution.
    track
        The line of events it writes to.
    context
        The members of the context object that all its states share.
    inner
        Whether it is part of a state, not the machine itself.
    variables
        The workflow's variables as its states see them; those of the line itself, and of all around it.
    """

    run: Run
    track: Track
    context: dict[str, Any]
    inner: bool = False
    variables: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Visit:
    """One visit to a state.

    Attributes
    ----------
    branch
        The line it lies on.
    name, state
        The state's name and definition.
    data
        The state's input, as it came. Handlers never change it.
    entered
        When it was entered.
    event, before
        The ids of the event that says so, and of the one that it follows.
    given_context
        A context object that replaces ours whole, members of the state too.
    seen
        What passed through it: "afterParameters" and the like, as TestState shows it.
    """

    branch: Branch
    name: str
    state: dict[str, Any]
    data: Any
    entered: datetime
    event: int
    before: int
    given_context: dict[str, Any] | None = None
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def run(self) -> Run:
        """The execution."""
        return self.branch.run

    @property
    def track(self) -> Track:
        """The line of events it writes to."""
        return self.branch.track

    def context(self, **members: Any) -> dict[str, Any]:
        """Return the context object as this state sees it; `members` are added to its `State`."""
        if self.given_context is not None:
            return self.given_context
        own = {"Name": self.name, "EnteredTime": stamp(self.entered), **members}
        shared = self.branch.context
        return {**shared, "State": {**own, **shared.get("State", {})}}


@dataclass(frozen=True)
class Outcome:
    """How a visit ended.

    Attributes
    ----------
    output
        The state's output.
    next
        The next state; None where the machine ends here.
    assigned
        The variables that it sets.
    """

    output: Any
    next: str | None
    assigned: Mapping[str, Any] = field(default_factory=dict[str, Any])
