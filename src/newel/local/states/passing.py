"""Pass: hand the input on, or a fixed result."""

from __future__ import annotations

from newel.local import flow
from newel.local.run_state import Outcome, Visit


class PassHandler:
    """Carries out Pass states."""

    fields = frozenset({"InputPath", "Parameters", "Result", "ResultPath", "OutputPath", "Next", "End"})

    def visit(self, visit: Visit) -> Outcome:
        """Carry out one visit."""
        state, context = visit.state, visit.context()
        arguments = flow.arguments(state, visit.data, context)
        result = state.get("Result", arguments)
        return Outcome(flow.output(state, visit.data, result, context), state.get("Next"))
