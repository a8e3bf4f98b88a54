"""Parallel: several machines at once, all with the same input ("Parallel workflow state")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.run_state import Branch, Visit
from newel.local.states.branches import side_by_side
from newel.local.states.tried import TriedHandler

if TYPE_CHECKING:
    from newel.local.flows import PathFlow
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.history import Track
    from newel.local.lanes import Steps


class ParallelHandler(TriedHandler):
    """Carries out Parallel states."""

    fields = frozenset(
        {
            *("Branches", "InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"),
            *("Assign", "Retry", "Catch", "Next", "End"),
        }
    )
    query_fields = frozenset({"Branches", "Arguments", "Output", "Assign", "Retry", "Catch", "Next", "End"})

    def attempt(self, visit: Visit, flow: PathFlow | QueryFlow) -> Steps[Any]:
        """Carry out all branches; their outputs are the result, in the order of the branches."""
        data = flow.arguments()
        branches: list[dict[str, Any]] = visit.state["Branches"]
        visit.track.add("ParallelStateStarted")

        def begin(index: int, track: Track) -> Steps[tuple[Any, int]]:
            inner = Branch(visit.run, track, visit.branch.context, inner=True, variables=dict(visit.branch.variables))
            output, _ = yield from visit.run.walk(branches[index], data, inner)
            return output, track.last

        outputs = yield from side_by_side(visit, begin, len(branches), len(branches))
        visit.track.aside("ParallelStateSucceeded")
        return outputs

    def given_up(self, visit: Visit) -> None:
        """Write that the state failed."""
        visit.track.add("ParallelStateFailed")
