"""How states follow one another: `>>`, catches, and the names that loops and joins go to.

States are values and know no neighbour; the edges live in the chain. A chain is a small tree of its parts, so that
joining two of them costs the same however long they are; `flow()` flattens it once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.conditions import Condition
    from newel.states import State
    from newel.values import Discard, Jsonata, Value


_LEAST = {"interval_seconds": 1, "max_attempts": 0, "backoff_rate": 1, "max_delay_seconds": 1}


@dataclass(frozen=True, kw_only=True)
class Retry:
    """A retrier ("Error handling in Step Functions"). Its members are those of the States Language.

    Parameters
    ----------
    errors
        The names of the errors it takes, at least one; any error, where none is said.
    interval_seconds
        Seconds before the first retry; Step Functions' default is 1.
    max_attempts
        Retries at most; Step Functions' default is 3, 0 means none.
    backoff_rate
        By what the interval grows each time; Step Functions' default is 2.0.
    max_delay_seconds
        The longest interval.
    jitter
        Spread the retries at random ("FULL"), or not ("NONE"); Step Functions' default is not to.
    comment
        What a reader should know.

    Raises
    ------
    NewelError
        There are no errors, or one name instead of a list of them.
    """

    errors: Sequence[str] = ("States.ALL",)
    interval_seconds: int | None = None
    max_attempts: int | None = None
    backoff_rate: float | None = None
    max_delay_seconds: int | None = None
    jitter: bool | None = None
    comment: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.errors, str) or not self.errors:
            raise NewelError(
                f"a Retry takes a list of error names, not {self.errors!r}",
                hint=f"write errors=[{self.errors or 'States.ALL'!r}]",
            )
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if value is not None and not _is_at_least(value, least):
                raise NewelError(f"Retry: {name}={value!r} is too small or no number", hint=f"write {least} or more")

    def asl(self) -> dict[str, object]:
        """The retrier as the States Language has it."""
        members: dict[str, object | None] = {
            "Comment": self.comment,
            "ErrorEquals": list(self.errors),
            "IntervalSeconds": self.interval_seconds,
            "MaxAttempts": self.max_attempts,
            "BackoffRate": self.backoff_rate,
            "MaxDelaySeconds": self.max_delay_seconds,
            "JitterStrategy": None if self.jitter is None else "FULL" if self.jitter else "NONE",
        }
        return {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True)
class Catch:
    """A catcher of a state: the errors it takes, the state it goes to, and where the error's output goes."""

    errors: tuple[str, ...]
    to: str
    result_path: str | Discard | None = None
    output: Value = None
    assign: dict[str, Value] = field(default_factory=dict["str", "Value"])
    comment: str | None = None


@dataclass(frozen=True)
class End:
    """Where a chain is open, so that what follows is joined to it.

    Attributes
    ----------
    state
        The state's name.
    rule
        Of a Choice: which of its rules goes on here; `DEFAULT` where none of them matches. None: any other state.
    """

    state: str
    rule: int | None = None


DEFAULT: Final = -1
"""What a Choice goes to when no rule matches, where the number of a rule stands."""


@dataclass(frozen=True)
class Rule:
    """A rule of a Choice: where its condition holds, the Choice goes to what was joined to it.

    Attributes
    ----------
    condition
        A condition in JSONPath, or an expression in JSONata.
    comment
        What a reader should know.
    output, assign
        What is handed on then (JSONata), and variables to set.
    """

    condition: Condition | Jsonata
    comment: str | None = None
    output: Value = None
    assign: Mapping[str, Value] | None = None


@dataclass
class Link:
    """What leads out of one state."""

    next: str | None = None
    catches: list[Catch] = field(default_factory=list["Catch"])
    rules: tuple[Rule, ...] = ()
    has_default: bool = False
    targets: dict[int, str] = field(default_factory=dict[int, str])
    """Where the rules of a Choice go to, by their numbers."""

    def join(self, end: End, target: str) -> None:
        """Go to a state from here.

        Raises
        ------
        NewelError
            It goes to another state already.
        """
        taken = self.next if end.rule is None else self.targets.get(end.rule)
        if taken not in (None, target):
            raise NewelError(
                f"state {end.state!r} goes to {taken!r}, and to {target!r} as well",
                hint="a state has one next state; write a Choice where there are two, a Parallel where both are meant",
            )
        if end.rule is None:
            self.next = target
        else:
            self.targets[end.rule] = target


@dataclass
class Flow:
    """A chain flattened: its states in the order they were written, and what leads out of each."""

    start: str
    states: dict[str, State]
    links: dict[str, Link]


class Chainable:
    """What `>>` joins: a state, or a chain of them."""

    def chain(self) -> Chain:
        """As a chain."""
        raise NotImplementedError

    def __rshift__(self, after: Chainable | str) -> Chain:
        """Go on with `after`: a state, a chain, or the name of a state that is in the machine already."""
        before = self.chain()
        if not before.ends:
            raise NewelError(
                f"nothing can follow {before.last!r}",
                hint="a Succeed or Fail state, or a jump to a named state, ends its chain",
            )
        if isinstance(after, str):
            return Chain(before.start, (), after, parts=(before,), joins=((before.ends, after),))
        follower = as_chain(after, ">>")
        return Chain(
            before.start,
            follower.ends,
            follower.last,
            parts=(before, follower),
            joins=((before.ends, follower.start),),
        )

    def catch(
        self,
        *errors: str,
        to: Chainable | str,
        result_path: str | Discard | None = None,
        output: Value = None,
        assign: dict[str, Value] | None = None,
        comment: str | None = None,
    ) -> Chain:
        """Go to `to` when one of `errors` occurs in a task of this chain (every one, when none is named).

        Parameters
        ----------
        errors
            Names of errors, such as "States.Timeout"; none means "States.ALL".
        to
            A state, a chain, or the name of a state that is in the machine already.
        result_path
            Where the error's output goes in the state's input (JSONPath machines).
        output, assign
            What the handler gets, and variables to set (JSONata machines).
        comment
            What a reader should know.
        """
        guarded = self.chain()
        for error in errors:
            _insist_on_name(error)
        handler = None if isinstance(to, str) else as_chain(to, "catch(to=...)")
        target = handler.start if handler else str(to)
        catcher = Catch(errors or ("States.ALL",), target, result_path, output, assign or {}, comment)
        return Chain(
            guarded.start,
            guarded.ends,
            guarded.last,
            parts=(guarded,),
            catches=(catcher,),
            handlers=() if isinstance(to, str) else (to,),
        )

    def also(self, *others: Chainable) -> Chain:
        """Put states and chains beside this one that are gone to by their names alone."""
        here = self.chain()
        for other in others:
            as_chain(other, "also(...)")
        return Chain(here.start, here.ends, here.last, parts=(here,), handlers=others)


@dataclass(frozen=True)
class Chain(Chainable):
    """States that follow one another.

    Attributes
    ----------
    start
        The name of the first state.
    ends
        Where it is open: what follows is joined there.
    last
        The name of the last state, for messages.
    parts
        The states and chains that it is made of.
    joins
        Ends, and the name of the state that they go to.
    catches
        Catchers of every state in `parts` and `branches` that can fail.
    handlers
        What the catchers go to, and what stands beside; one that several of them go to stands in the machine once.
    rules, has_default
        The rules of the Choice that it begins with, and whether it goes on where none of them matches.
    branches
        What these go to; one that several of them go to stands in the machine once.
    """

    start: str
    ends: tuple[End, ...]
    last: str
    parts: tuple[Chain | State, ...] = ()
    joins: tuple[tuple[tuple[End, ...], str], ...] = ()
    catches: tuple[Catch, ...] = ()
    handlers: tuple[Chainable, ...] = ()
    rules: tuple[Rule, ...] = ()
    has_default: bool = False
    branches: tuple[Chainable, ...] = ()

    def chain(self) -> Chain:
        """Itself."""
        return self

    def flow(self) -> Flow:
        """Flatten to states and what leads out of each.

        Raises
        ------
        NewelError
            Two states have one name; a catch stands where nothing throws.
        """
        flow = Flow(self.start, {}, {})
        joins: list[tuple[tuple[End, ...], str]] = []
        waiting: list[_Waiting] = [_Waiting(self)]
        seen: set[int] = set()
        written: list[Catch] = []
        while waiting:
            part, catches, shared = waiting.pop()
            if isinstance(part, Chain):
                if shared and id(part) in seen:
                    continue
                seen.add(id(part))
                joins += part.joins
                written += part.catches
                # An inner catcher comes before those around it, as an inner `except` does.
                around = (*part.catches, *catches)
                waiting += [_Waiting(handler, (), shared=True) for handler in reversed(part.handlers)]
                waiting += [_Waiting(branch, around, shared=True) for branch in reversed(part.branches)]
                waiting += [_Waiting(inner, around) for inner in reversed(part.parts)]
                if part.rules:
                    link = flow.links.setdefault(part.start, Link())
                    link.rules, link.has_default = part.rules, part.has_default
                continue
            state = cast("State", part)
            if shared and flow.states.get(state.name) is state:
                continue
            if state.name in flow.states:
                raise NewelError(
                    f"there are two states named {state.name!r}",
                    where=state.source,
                    hint=f'give one another name; to loop or to join, go to it by name: >> "{state.name}"',
                )
            flow.states[state.name] = state
            flow.links.setdefault(state.name, Link()).catches = list(catches) if state.can_catch else []
        in_use = {id(catch) for link in flow.links.values() for catch in link.catches}
        for catch in written:
            if id(catch) not in in_use:
                raise NewelError(
                    f"the catch that goes to {catch.to!r} has nothing to catch from",
                    hint="write .catch(...) on a task, a Parallel or a Map, or on a chain with one in it",
                )
        for ends, target in joins:
            for end in ends:
                flow.links[end.state].join(end, target)
        return flow


class _Waiting(NamedTuple):
    """A part of a chain that is still to be flattened."""

    part: Chainable
    catches: tuple[Catch, ...] = ()
    shared: bool = False
    """Whether it is gone to, by catchers or rules: it may be there already."""


def _is_at_least(value: object, least: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= least


def _insist_on_name(error: object) -> None:
    if not isinstance(error, str) or not error:
        raise NewelError(
            f"catch takes names of errors, not {error!r}", hint='write .catch("States.Timeout", "Other", to=...)'
        )


def as_chain(item: object, taker: str) -> Chain:
    """The chain that a state, or a chain, is; an error for all else."""
    if isinstance(item, Chainable):
        return item.chain()
    raise NewelError(
        f"{taker} takes a state, a chain, or the name of a state, not {item!r}",
        hint='write Pass("Name") or the like, or "Name" of a state that is in the machine',
    )
