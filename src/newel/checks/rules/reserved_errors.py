"""RESERVED_ERRORS: a retrier or catcher of an error that Step Functions does not throw there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.handlers import awaited
from newel.checks.machine import states
from newel.checks.open_values import is_open
from newel.checks.reserved_errors import never_reserved
from newel.checks.rule import Rule
from newel.checks.sample import task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    every = list(states(definition))
    own = {name for state in every if state.kind == "Fail" and isinstance(name := state.body.get("Error"), str)}
    for state in every:
        for one in awaited(state.body):
            said = None if is_open(one.name) else never_reserved(one.name, task=state.kind == "Task", own=own)
            if said:
                yield f"{state.place}/{one.where}", said


def _retrying(*names: str) -> JsonObject:
    return task(Retry=[{"ErrorEquals": list(names)}])


RULE = Rule(
    id="RESERVED_ERRORS",
    severity="WARNING",
    title="An error whose name begins with States. is one that the state can throw, and that can be handled.",
    source="Handling errors in Step Functions workflows",
    find=_find,
    good=_retrying("States.Timeout", "States.HeartbeatTimeout", "OutOfStock"),
    bad={
        "/States/Begin/Retry/0/ErrorEquals/0": _retrying("States.TimedOut"),
        "/States/Begin/Retry/0/ErrorEquals/1": _retrying("States.Timeout", "States.Runtime"),
        "/States/Begin/Retry/0/ErrorEquals/2": _retrying("A", "B", "States.ItemReaderFailed"),
        "/States/Begin/Retry/0/ErrorEquals/3": _retrying("A", "B", "C", "State.Timeout"),
    },
)
