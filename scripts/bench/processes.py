"""Whole processes: how long they take, and how much memory they hold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def measure(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Seconds that the process took, and the most MiB that it held."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def take_turns(
    commands: dict[str, tuple[list[str], dict[str, str] | None]], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Measure every command in turn, so that a busy moment of the machine hits all of them."""
    for command, environment in commands.values():
        measure(command, environment)  # once for the caches
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, environment) in commands.items():
            taken[name].append(measure(command, environment))
    return taken
