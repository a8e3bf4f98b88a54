"""STATES_ALL: States.ALL stands alone, and last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.rule import Rule
from newel.checks.sample import task
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

ALL = "States.ALL"


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        for member in ("Retry", "Catch"):
            handlers = state.body.get(member)
            for index, handler in enumerate(handlers if is_array(handlers) else []):
                names = handler.get("ErrorEquals") if is_object(handler) else None
                if not is_array(names) or ALL not in names:
                    continue
                place = f"{state.place}/{member}/{index}/ErrorEquals"
                if len(names) > 1:
                    yield place, f"{ALL} covers every error: write it alone, or leave it out"
                if is_array(handlers) and index + 1 < len(handlers):
                    yield place, f"{ALL} stands last in {member}; what follows it is never reached"


RULE = Rule(
    id="STATES_ALL",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="States.ALL stands alone in its ErrorEquals, in the last retrier and catcher.",
    source="Handling errors in Step Functions workflows",
    find=_find,
    good=task(Retry=[{"ErrorEquals": ["States.Timeout"]}, {"ErrorEquals": ["States.ALL"]}]),
    bad={
        "/States/Begin/Retry/0/ErrorEquals": task(
            Retry=[{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["States.Timeout"]}]
        ),
        "/States/Begin/Retry/1/ErrorEquals": task(
            Retry=[{"ErrorEquals": ["States.TaskFailed"]}, {"ErrorEquals": ["States.Timeout", "States.ALL"]}]
        ),
    },
)
