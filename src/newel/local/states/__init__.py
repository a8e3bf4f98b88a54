"""The state types: one module each, and this table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from newel.local.states.choice import ChoiceHandler
from newel.local.states.fail import FailHandler
from newel.local.states.map import MapHandler
from newel.local.states.parallel import ParallelHandler
from newel.local.states.passing import PassHandler
from newel.local.states.succeed import SucceedHandler
from newel.local.states.task import TaskHandler
from newel.local.states.wait import WaitHandler

if TYPE_CHECKING:
    from newel.local.lanes import Steps
    from newel.local.run_state import Outcome, Visit


class Handler(Protocol):
    """What carries out the states of one type."""

    fields: frozenset[str]
    """The fields it carries out in JSONPath, beside `COMMON`."""

    query_fields: frozenset[str]
    """Those in JSONata."""

    def visit(self, visit: Visit) -> Outcome | Steps[Outcome]:
        """Carry out one visit; by steps, where it may take time.

        Raises
        ------
        StateFailure
            The state failed.
        RuntimeFault
            It cannot be carried out with this data.
        """
        ...


COMMON = frozenset({"Type", "Comment", "QueryLanguage"})

HANDLERS: dict[str, Handler] = {
    "Choice": ChoiceHandler(),
    "Fail": FailHandler(),
    "Map": MapHandler(),
    "Parallel": ParallelHandler(),
    "Pass": PassHandler(),
    "Succeed": SucceedHandler(),
    "Task": TaskHandler(),
    "Wait": WaitHandler(),
}
