"""Wait: let time pass, for some seconds or until a moment."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newel.json_types import is_integer
from newel.local import paths
from newel.local.data import to_text
from newel.local.failure import RuntimeFault
from newel.local.flows import PathFlow, flow_of

if TYPE_CHECKING:
    from newel.local.clock import Clock
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.lanes import Steps
    from newel.local.payload import Source
    from newel.local.run_state import Outcome, Visit

MAX_SECONDS = 99_999_999
"""The most seconds of a Wait state (AWS: "Wait workflow state")."""
MAX_AHEAD = 2**31 - 1
"""The most seconds that a timestamp may lie ahead: what Step Functions was seen to accept."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


class WaitHandler:
    """Carries out Wait states."""

    fields = frozenset(
        {
            *("InputPath", "OutputPath", "Seconds", "SecondsPath", "Timestamp", "TimestampPath"),
            *("Assign", "Next", "End"),
        }
    )
    query_fields = frozenset({"Seconds", "Timestamp", "Output", "Assign", "Next", "End"})

    def visit(self, visit: Visit) -> Steps[Outcome]:
        """Carry out one visit."""
        flow, clock = flow_of(visit), visit.run.clock
        effective = flow.effective()
        if isinstance(flow, PathFlow):
            seconds = _seconds(visit.state, flow.source(effective), clock)
        else:
            seconds = _computed(visit.state, flow, clock)
        visit.run.observer.waiting(visit.name, seconds, virtual=clock.virtual)
        yield seconds
        return flow.passed(effective, visit.state.get("Next"))


def _computed(state: dict[str, Any], flow: QueryFlow, clock: Clock) -> float:
    if "Seconds" in state:
        seconds = flow.expected(state, "Seconds", "number")
        if not is_integer(seconds):
            raise flow.failed(f"The Seconds field cannot be parsed as a long value: {seconds}", "Seconds")
        if seconds < 0:
            raise flow.failed(f"The Seconds field references a negative value: {seconds}", "Seconds")
        if seconds > MAX_SECONDS:
            raise flow.failed("Wait state delay is too long.", "Seconds")
        return float(seconds)
    text = flow.expected(state, "Timestamp", "string")
    moment = moment_of(text)
    if moment is None:
        message = "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
        raise flow.failed(f"{message}{text}", "Timestamp", begun=True)
    ahead = (moment - clock.now()).total_seconds()
    if ahead > MAX_AHEAD:
        raise flow.failed("Wait state delay is too long.", "Timestamp", begun=True)
    return max(ahead, 0)


def _seconds(state: dict[str, Any], source: Source, clock: Clock) -> float:
    if "Seconds" in state:
        return float(state["Seconds"])
    if "SecondsPath" in state:
        return _seconds_at(state["SecondsPath"], source)
    if "Timestamp" in state:
        moment = moment_of(state["Timestamp"])
    else:
        path = state["TimestampPath"]
        found = _at(path, source, "TimestampPath")
        moment = moment_of(found) if isinstance(found, str) else None
        if moment is None:
            raise RuntimeFault(
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format "
                f"string: {path} == {_shown(found)}"
            )
    ahead = (moment - clock.now()).total_seconds() if moment else 0
    if ahead > MAX_AHEAD:
        raise RuntimeFault("Wait state delay is too long.")
    return max(ahead, 0)


def _seconds_at(path: str, source: Source) -> float:
    found = _at(path, source, "SecondsPath")
    if not is_integer(found):
        raise RuntimeFault(f"The SecondsPath parameter cannot be parsed as a long value: {path} == {_shown(found)}")
    if found < 0:
        raise RuntimeFault(f"The SecondsPath parameter references a negative value: {path} == {found}")
    if found > MAX_SECONDS:
        raise RuntimeFault("Wait state delay is too long.")
    return float(found)


def _at(text: str, source: Source, field: str) -> Any:
    path = paths.parse(text)
    try:
        return paths.find(path, source.root(path))
    except paths.Missing:
        raise RuntimeFault(f"The {field} parameter does not reference an input value: {text}") from None


def _shown(value: object) -> str:
    return value if isinstance(value, str) else to_text(value)


def moment_of(text: str) -> datetime | None:
    """Read an RFC 3339 timestamp with its offset; None where it is none. Past microseconds it is cut."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.fromisoformat(found[1] + (found[2] or "")[:7] + found[3])
    except ValueError:
        return None
