"""Local runs: our interpreter, virtual time, real function code, and AWS in this process."""

from __future__ import annotations

from newel.local.clock import RealClock, VirtualClock
from newel.local.engine import run
from newel.local.execution import Execution
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.observer import Observer

__all__ = ["Execution", "InvalidDefinition", "NotCovered", "Observer", "RealClock", "VirtualClock", "run"]
