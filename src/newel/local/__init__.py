"""Local runs: our interpreter, virtual time, real function code, and AWS in this process."""

from __future__ import annotations

from newel.local.clock import RealClock, VirtualClock
from newel.local.engine import run
from newel.local.execution import Execution
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.observer import Observer
from newel.local.stores import FolderStore

__all__ = [
    "Execution",
    "FolderStore",
    "InvalidDefinition",
    "NotCovered",
    "Observer",
    "RealClock",
    "VirtualClock",
    "run",
]
