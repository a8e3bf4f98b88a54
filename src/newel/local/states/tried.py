"""What Task, Map and Parallel have in common: they are tried, tried again, and caught."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from newel.local.failure import StateFailure
from newel.local.flows import flow_of
from newel.local.retry import Retries, catcher

if TYPE_CHECKING:
    from newel.local.flows import PathFlow
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.lanes import Steps
    from newel.local.run_state import Outcome, Visit


class TriedHandler(ABC):
    """Carries out states that have Retry and Catch."""

    def visit(self, visit: Visit) -> Steps[Outcome]:
        """Carry out one visit, its retries included.

        Raises
        ------
        StateFailure
            The last attempt failed, and no Catch takes it.
        """
        retries = Retries(visit.state.get("Retry", ()))
        while True:
            flow = flow_of(visit, self.context(visit, retries.total))
            try:
                result = yield from self.attempt(visit, flow)
                return flow.left(result, visit.state.get("Next"))
            except StateFailure as failure:
                delay = retries.delay(failure)
                if delay is None:
                    if not failure.terminal:
                        self.given_up(visit)
                    return _caught(visit, failure, flow)
                error = failure.error or ""
                visit.run.observer.retrying(visit.name, error, retries.total, delay, virtual=visit.run.clock.virtual)
            yield delay

    def context(self, visit: Visit, retry_count: int) -> dict[str, Any]:
        """Return the context object for an attempt."""
        return visit.context(RetryCount=retry_count)

    @abstractmethod
    def attempt(self, visit: Visit, flow: PathFlow | QueryFlow) -> Steps[Any]:
        """Try once; return the result.

        Raises
        ------
        StateFailure
            It failed.
        """

    @abstractmethod
    def given_up(self, visit: Visit) -> None:
        """Hear that no attempt is left, before the failure is caught or ends the machine."""


def _caught(visit: Visit, failure: StateFailure, flow: PathFlow | QueryFlow) -> Outcome:
    index = catcher(visit.state.get("Catch", ()), failure)
    if index is None:
        raise failure
    found = visit.state["Catch"][index]
    visit.run.observer.caught(visit.name, failure.error or "", found["Next"])
    return flow.caught(found, failure, f"Catch[{index}]/")
