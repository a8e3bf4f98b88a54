"""Succeed: end here, well."""

from __future__ import annotations

from newel.local import flow
from newel.local.run_state import Outcome, Visit


class SucceedHandler:
    """Carries out Succeed states."""

    fields = frozenset({"InputPath", "OutputPath"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit."""
        context = visit.context()
        effective = flow.narrowed(visit.state, "InputPath", visit.data, context)
        return Outcome(flow.narrowed(visit.state, "OutputPath", effective, context), None)
