"""Data through a state, in the query language that it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.flows.path_flow import PathFlow

if TYPE_CHECKING:
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.run_state import Visit

__all__ = ["PathFlow", "flow_of"]

JSONATA = "JSONata"


def flow_of(visit: Visit, context: dict[str, Any] | None = None) -> PathFlow | QueryFlow:
    """Return what reads and writes a state's data, `context` being the context object of this attempt."""
    seen = visit.context() if context is None else context
    if visit.state.get("QueryLanguage", visit.run.language) == JSONATA:
        from newel.local.flows.query_flow import QueryFlow  # reading JSONata takes a library of its own

        return QueryFlow(visit, seen)
    return PathFlow(visit, seen)
