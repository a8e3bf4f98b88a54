"""EXPRESS_CHILD_DURATION: what cannot end within the five minutes of the Express workflows of a Distributed Map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.durations import EXPRESS_SECONDS, Limit, too_long
from newel.checks.rule import Rule
from newel.checks.sample import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


_WHY = 'the Express children of a Map run for 300 at the most; take "ExecutionType": "STANDARD", or less'


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    yield from too_long(definition, Limit(EXPRESS_SECONDS, _WHY), children=True)


def _child(seconds: int) -> JsonObject:
    inner: JsonObject = {"Type": "Wait", "Seconds": seconds, "End": True}
    return mapping(inner, {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"})


RULE = Rule(
    id="EXPRESS_CHILD_DURATION",
    severity="WARNING",
    title="Waits, timeouts and retries of the Express workflows of a Distributed Map end within five minutes.",
    source="Step Functions service quotas",
    find=_find,
    good=_child(60),
    bad={"/States/Begin/ItemProcessor/States/Inner/Seconds": _child(600)},
    machine="STANDARD",
)
