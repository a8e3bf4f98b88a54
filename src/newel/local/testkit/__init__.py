"""Testing workflows: what a test asserts of a run, snapshots, coverage, and cases written down in a file."""

from __future__ import annotations

from newel.local.testkit.machine import LocalMachine
from newel.local.testkit.run import MachineRun

__all__ = ["LocalMachine", "MachineRun"]
