"""Mocks: the answers that a test gives for a state, taken in turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.answers import Answer, Call
from newel.local.data import plain, to_text
from newel.local.failure import TASK_FAILED, TIMEOUT, StateFailure
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.local.resource import Resource

Mocks: TypeAlias = "Mapping[str, Sequence[Mapping[str, Any]] | Mapping[str, Mapping[str, Any]]]"
"""State name to the answers that its calls get: in turn, or by the number of the call."""

MAX_SECONDS = 366 * 24 * 3600
"""How long an answer may take: more than an execution may."""

HINT = 'write {"Return": ...} or {"Throw": {"Error": "...", "Cause": "..."}}'

_MEMBERS = ("Return", "Throw", "Submitted", "Seconds", "HeartbeatSeconds")
_THROWN = ("Error", "Cause")

_CALLS = re.compile(r"(?P<first>\d{1,5})(-(?P<last>\d{1,5}))?")


class MockAnswers:
    """Answers the states that have mocks.

    Parameters
    ----------
    mocks
        State name to a list of answers, each `{"Return": ...}` or `{"Throw": {"Error": ..., "Cause": ...}}`,
        taken in turn, one a call, retries included; or to an object of calls, `{"0": ..., "1-3": ...}`, as
        `MockConfigFile.json` has them. For `.sync` and `.waitForTaskToken` an answer may also say
        what the first call gave: `"Submitted": ...`. `"Seconds": ...` is how long it takes in virtual time, and
        `"HeartbeatSeconds": ...` the pause between heartbeats meanwhile.

    Raises
    ------
    NewelError
        An answer has another form.
    """

    def __init__(self, mocks: Mocks) -> None:
        self._given = {state: list(_answers(state, many)) for state, many in mocks.items()}
        self._left: dict[str, Iterator[dict[str, Any]]] = {state: iter(many) for state, many in self._given.items()}

    @property
    def states(self) -> frozenset[str]:
        """The states that have mocks."""
        return frozenset(self._given)

    def given(self, state: str) -> list[dict[str, Any]]:
        """The answers of a state, in their order."""
        return self._given.get(state, [])

    def returned(self, state: str) -> list[Any]:
        """The results that a state's mocks return."""
        return [answer["Return"] for answer in self.given(state) if "Return" in answer]

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the state has mocks."""
        return state in self._given

    def answer(self, call: Call) -> Answer:
        """Give the state's next answer.

        Raises
        ------
        NewelError
            All answers are used up.
        """
        answer = next(self._left[call.state], None)
        if answer is None:
            count = len(self._given[call.state])
            raise NewelError(
                f"the state was called once more than it has mocks ({count})",
                where=f"state {call.state!r}",
                hint="add an answer; every retry takes one too",
            )
        submitted, seconds = answer.get("Submitted"), answer.get("Seconds", 0)
        heartbeat = answer.get("HeartbeatSeconds", 0)
        if "Return" in answer:
            first: Any = {} if submitted is None else submitted
            return Answer("mock", answer["Return"], submitted=first, seconds=seconds, heartbeat=heartbeat)
        failure = _failure(answer["Throw"])
        if submitted is None and failure.error in (TASK_FAILED, TIMEOUT):
            submitted = {}
        return Answer("mock", failure=failure, submitted=submitted, seconds=seconds, heartbeat=heartbeat)


def _answers(state: str, many: object) -> Iterator[dict[str, Any]]:
    if is_array(many) or isinstance(many, tuple):
        for each in cast("Sequence[Any]", many):
            yield _checked(state, each)
    elif is_object(many) and many and all(_CALLS.fullmatch(calls) for calls in many):
        yield from _by_call(state, many)
    else:
        raise NewelError("its mocks are no list of answers", where=f"state {state!r}", hint=f"in a list, {HINT}")


def _by_call(state: str, many: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers of `{"0": ..., "1-3": ...}`, one a call."""
    following = 0
    for calls, first, last in sorted((_span(calls) for calls in many), key=lambda span: span[1]):
        if first != following or last < first:
            wanted = f"call {following} has no answer" if first > following else f"call {first} has two answers"
            raise NewelError(
                f"in its mocks, {wanted}" if last >= first else f"in its mocks, {calls!r} goes backwards",
                where=f"state {state!r}",
                hint='count the calls from 0, each once: {"0": ..., "1-2": ...}',
            )
        answer = _checked(state, many[calls])
        yield from (answer for _ in range(first, last + 1))
        following = last + 1


def _span(calls: str) -> tuple[str, int, int]:
    first, _, last = calls.partition("-")
    return calls, int(first), int(last or first)


def _checked(state: str, answer: object) -> dict[str, Any]:
    _insist_on_members(state, answer, _MEMBERS, "mock")
    if not is_object(answer) or ("Return" in answer) == ("Throw" in answer):
        raise NewelError(f"{answer!r:.80} is no mock", where=f"state {state!r}", hint=HINT)
    if "Throw" in answer and not (is_object(answer["Throw"]) and isinstance(answer["Throw"].get("Error"), str)):
        raise NewelError("a mock's Throw has no Error", where=f"state {state!r}", hint=HINT)
    _insist_on_members(state, answer.get("Throw"), _THROWN, "mock's Throw")
    for name in ("Seconds", "HeartbeatSeconds"):
        seconds = answer.get(name, 0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= MAX_SECONDS:
            said = f"a mock's {name} are {seconds!r:.40}"
            raise NewelError(said, where=f"state {state!r}", hint="write a number from 0 on")
    copied: dict[str, Any] = plain(answer, f"the mock of {state!r}")
    return copied


def _insist_on_members(state: str, holder: object, known: Sequence[str], what: str) -> None:
    for name in holder if is_object(holder) else ():
        if name not in known:
            said = f"a {what} has no member {name!r:.60}"
            raise NewelError(said, where=f"state {state!r}", hint=instead(name, known))


def _failure(thrown: Mapping[str, Any]) -> StateFailure:
    cause = thrown.get("Cause")
    return StateFailure(thrown["Error"], cause if cause is None or isinstance(cause, str) else to_text(cause))
