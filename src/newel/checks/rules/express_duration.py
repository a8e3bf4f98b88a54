"""EXPRESS_DURATION: what cannot end within the five minutes of an Express workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.durations import EXPRESS_SECONDS, Limit, too_long
from newel.checks.rule import Rule
from newel.checks.sample import FUNCTION, machine
from newel.json_types import is_integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


_LIMIT = Limit(EXPRESS_SECONDS, "an Express workflow runs for 300 at the most; take a Standard one, or less")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    seconds = definition.get("TimeoutSeconds")
    if is_integer(seconds) and seconds > EXPRESS_SECONDS:
        yield "/TimeoutSeconds", f"TimeoutSeconds is {seconds:,}, and never acts: {_LIMIT.why}"
    yield from too_long(definition, _LIMIT, express=True)


RULE = Rule(
    id="EXPRESS_DURATION",
    severity="WARNING",
    title="Waits, timeouts and retries of an Express workflow end within five minutes.",
    source="Step Functions service quotas",
    find=_find,
    good=machine(Begin={"Type": "Wait", "Seconds": 60, "End": True}),
    bad={
        "/States/Begin/Seconds": machine(Begin={"Type": "Wait", "Seconds": 600, "End": True}),
        "/States/Begin/TimeoutSeconds": machine(
            Begin={"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 900, "End": True}
        ),
        "/TimeoutSeconds": {"TimeoutSeconds": 600, **machine(Begin={"Type": "Pass", "End": True})},
    },
    machine="EXPRESS",
)
