"""HANDLED_BEFORE: an error that an earlier retrier or catcher takes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from newel.checks.handlers import awaited
from newel.checks.machine import states
from newel.checks.rule import Rule
from newel.checks.sample import task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.checks.handlers import Awaited
    from newel.json_types import JsonObject

_WIDE = "States.TaskFailed"
_NOT_IN_WIDE = frozenset({"States.ALL", "States.Timeout", "States.HeartbeatTimeout", "States.DataLimitExceeded"})


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        first: dict[tuple[str, str], int] = {}
        for (member, number), group in groupby(awaited(state.body), lambda one: (one.member, one.handler)):
            for where, said in _in_vain(list(group), first):
                yield f"{state.place}/{where or f'{member}/{number}'}", said


def _in_vain(names: list[Awaited], first: dict[tuple[str, str], int]) -> Iterable[tuple[str, str]]:
    """What of a retrier or catcher never acts, where in its state; "" is the whole of it."""
    found = [(one, before) for one in names if (before := _taker(one, first)) < one.handler]
    if len(found) == len(names):
        one, before = found[0]
        yield "", f"{one.member}/{before} has taken {_listed(names)} already, so this never acts; write it before"
        return
    for one, before in found:
        yield one.where, f"{one.member}/{before} has taken {one.name} already; take it out here, or write it before"


def _taker(one: Awaited, first: dict[tuple[str, str], int]) -> int:
    """The number of the first retrier or catcher that takes an error."""
    same = first.setdefault((one.member, one.name), one.handler)
    return same if one.name in _NOT_IN_WIDE else min(same, first.get((one.member, _WIDE), same))


def _listed(names: list[Awaited]) -> str:
    return ", ".join(one.name for one in names[:3]) + (" …" if len(names) > 3 else "")


def _retrying(*names: list[str]) -> JsonObject:
    return task(Retry=[{"ErrorEquals": each} for each in names])


RULE = Rule(
    id="HANDLED_BEFORE",
    severity="WARNING",
    title="No retrier and no catcher waits for an error that an earlier one takes.",
    source="Handling errors in Step Functions workflows",
    find=_find,
    good=_retrying(["OutOfStock"], ["States.TaskFailed"], ["States.Timeout"], ["States.ALL"]),
    bad={
        "/States/Begin/Retry/1": _retrying(["OutOfStock"], ["OutOfStock"], ["States.ALL"]),
        "/States/Begin/Retry/2": _retrying(["States.Timeout"], ["States.TaskFailed"], ["OutOfStock"]),
        "/States/Begin/Retry/1/ErrorEquals/0": _retrying(["States.TaskFailed"], ["OutOfStock", "States.Timeout"]),
    },
)
