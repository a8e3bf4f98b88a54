"""Local runs: our interpreter, virtual time, real function code, and AWS in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.clock import RealClock, VirtualClock
from newel.local.engine import run
from newel.local.execution import Execution
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.observer import Observer
from newel.local.stores import FolderStore

if TYPE_CHECKING:
    from newel.local.one_state import test_state

__all__ = [
    "Execution",
    "FolderStore",
    "InvalidDefinition",
    "NotCovered",
    "Observer",
    "RealClock",
    "VirtualClock",
    "run",
    "test_state",
]


def __getattr__(name: str) -> Any:
    if name == "test_state":  # it reads the models of APIs, which a run does not
        from newel.local.one_state import test_state

        return test_state
    raise AttributeError(name)
