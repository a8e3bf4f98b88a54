"""Fail: end here, with an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.local.failure import RuntimeFault, StateFailure
from newel.local.payload import Source

if TYPE_CHECKING:
    from newel.local.run_state import Outcome, Visit


class FailHandler:
    """Carries out Fail states."""

    fields = frozenset({"Error", "ErrorPath", "Cause", "CausePath"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit: it always fails."""
        raise StateFailure(_text(visit, "Error"), _text(visit, "Cause"))


def _text(visit: Visit, field: str) -> str | None:
    path = visit.state.get(f"{field}Path")
    if path is None:
        literal: str | None = visit.state.get(field)
        return literal
    value = Source(visit.data, visit.context()).read(path, f"{field}Path")
    if not isinstance(value, str):
        raise RuntimeFault(f"The {field}Path field refers to a value that is not a string: {path}")
    return value
