"""Succeed: end here, well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.local.flows import flow_of

if TYPE_CHECKING:
    from newel.local.run_state import Outcome, Visit


class SucceedHandler:
    """Carries out Succeed states."""

    fields = frozenset({"InputPath", "OutputPath"})
    query_fields = frozenset({"Output"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit."""
        flow = flow_of(visit)
        return flow.passed(flow.effective(), None)
