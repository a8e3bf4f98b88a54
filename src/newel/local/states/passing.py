"""Pass: hand the input on, or a fixed result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.local.flows import flow_of

if TYPE_CHECKING:
    from newel.local.run_state import Outcome, Visit


class PassHandler:
    """Carries out Pass states."""

    fields = frozenset({"InputPath", "Parameters", "Result", "ResultPath", "OutputPath", "Assign", "Next", "End"})
    query_fields = frozenset({"Output", "Assign", "Next", "End"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit."""
        return flow_of(visit).handed_on(visit.state.get("Next"))
