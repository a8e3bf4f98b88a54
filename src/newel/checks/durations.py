"""What takes longer than the execution that it is in: waits, timeouts, retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.json_types import is_array, is_integer, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import State
    from newel.json_types import JsonObject

EXPRESS_SECONDS = 300
"""How long an Express workflow runs at the most ("Step Functions service quotas")."""

_ATTEMPTS, _INTERVAL, _RATE = 3, 1, 2.0
"""What a retrier does that says nothing of it ("Handling errors in Step Functions workflows")."""
_MOST_COUNTED = 1000


@dataclass(frozen=True)
class Limit:
    """How long an execution runs.

    Attributes
    ----------
    seconds
        Its longest time.
    why
        Where that comes from, as messages say it.
    """

    seconds: float
    why: str


def too_long(
    definition: JsonObject, limit: Limit, *, express: bool = False, children: bool = False
) -> Iterator[tuple[str, str]]:
    """What the states of a definition do that cannot end before the limit.

    Parameters
    ----------
    definition
        The definition.
    limit
        How long its executions run.
    express
        Whether the machine is Express.
    children
        Whether to look at the states of Express flows alone.
    """
    for state in states(definition, express=express):
        if state.flow.express or not children:
            yield from _of(state, limit)


def _of(state: State, limit: Limit) -> Iterator[tuple[str, str]]:
    seconds = _seconds(state.body.get("Seconds")) if state.kind == "Wait" else None
    if seconds is not None and seconds >= limit.seconds:
        yield f"{state.place}/Seconds", f"it waits {seconds:,} seconds, and {limit.why}"
    if state.kind == "Task":
        for member in ("TimeoutSeconds", "HeartbeatSeconds"):
            seconds = _seconds(state.body.get(member))
            if seconds is not None and seconds > limit.seconds:
                yield f"{state.place}/{member}", f"{member} is {seconds:,}, and never acts: {limit.why}"
    retriers = state.body.get("Retry") if state.kind in ("Task", "Map", "Parallel") else None
    for index, retrier in enumerate(retriers if is_array(retriers) else []):
        said = _retrying(state, retrier, limit) if is_object(retrier) else None
        if said:
            yield f"{state.place}/Retry/{index}", said


def _retrying(state: State, retrier: JsonObject, limit: Limit) -> str | None:
    """Say which attempt of a retrier never begins: jitter makes its intervals shorter, and nothing certain."""
    if retrier.get("JitterStrategy") == "FULL":
        return None
    attempts, interval = retrier.get("MaxAttempts", _ATTEMPTS), retrier.get("IntervalSeconds", _INTERVAL)
    rate, most = retrier.get("BackoffRate", _RATE), retrier.get("MaxDelaySeconds", float("inf"))
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (attempts, interval, rate, most)):
        return None
    each, each_said = _before_each(state, retrier), ""
    if each:
        each_said = f", TimeoutSeconds of {each:,} before each,"
    passed = 0.0
    for attempt in range(1, min(int(attempts), _MOST_COUNTED) + 1):
        passed += each + min(interval, most)
        if passed >= limit.seconds:
            return (
                f"retry {attempt} of {attempts}{each_said} begins after {passed:,.0f} seconds at the earliest, "
                f"and {limit.why}; make it fewer, or set MaxDelaySeconds"
            )
        interval = min(interval * rate, most)
    return None


def _before_each(state: State, retrier: JsonObject) -> float:
    """How long each attempt took that a retrier follows: of what retries timeouts alone that is known."""
    timeout = _seconds(state.body.get("TimeoutSeconds"))
    only = retrier.get("ErrorEquals") == ["States.Timeout"] and "HeartbeatSeconds" not in state.body
    return timeout if only and timeout is not None and "HeartbeatSecondsPath" not in state.body else 0


def _seconds(value: object) -> int | None:
    return value if is_integer(value) else None
