"""Fail: end here, with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.local.failure import RuntimeFault, StateFailure
from newel.local.flows import PathFlow, flow_of

if TYPE_CHECKING:
    from newel.local.payload import Source
    from newel.local.run_state import Outcome, Visit


class FailHandler:
    """Carries out Fail states."""

    fields = frozenset({"Error", "ErrorPath", "Cause", "CausePath"})
    query_fields = frozenset({"Error", "Cause"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit: it always fails."""
        flow = flow_of(visit)
        if isinstance(flow, PathFlow):
            source = flow.source(visit.data)
            raise StateFailure(_text(visit, "Error", source), _text(visit, "Cause", source))
        raise StateFailure(flow.expected(visit.state, "Error", "string"), flow.expected(visit.state, "Cause", "string"))


def _text(visit: Visit, field: str, source: Source) -> str | None:
    path = visit.state.get(f"{field}Path")
    if path is None:
        literal: str | None = visit.state.get(field)
        return literal
    value = source.read(path, f"{field}Path")
    if not isinstance(value, str):
        raise RuntimeFault(f"The {field}Path field refers to a value that is not a string: {path}")
    return value
