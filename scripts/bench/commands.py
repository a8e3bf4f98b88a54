"""Time and memory of newel's commands as whole processes, beside a bare Python in the same run.

usage: .venv/bin/python scripts/bench/commands.py [ROUNDS]

The commands take turns, so that a busy moment of the machine hits all of them; compare the ratios, not the times.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEWEL = str(Path(sys.executable).with_name("newel"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "newel --help": [NEWEL, "--help"],
    "newel build": [NEWEL, "build"],
    "newel build --check": [NEWEL, "build", "--check"],
    "newel eval": [NEWEL, "eval", "$.a / 1000", "--input", '{"a": 5000}'],
    "newel run": [NEWEL, "run", "statemachines/wait_and_tell.py", "--input", "events/wait_and_tell.json"],
}


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds that the process took, and the most MiB that it held."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def main() -> None:
    """Measure every command in turn, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for command in COMMANDS.values():
        measure(command)  # once for the caches
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            taken[name].append(measure(command))
    bare = statistics.median(seconds for seconds, _ in taken["python -c pass"])
    print(f"{'command':<22}{'median ms':>10}{'min':>8}{'max':>8}{'x python':>10}{'MiB':>7}")
    for name, measured in taken.items():
        times = sorted(seconds for seconds, _ in measured)
        memory = max(size for _, size in measured)
        middle = statistics.median(times)
        spread = f"{middle * 1000:>10.0f}{times[0] * 1000:>8.0f}{times[-1] * 1000:>8.0f}"
        print(f"{name:<22}{spread}{middle / bare:>10.1f}{memory:>7.0f}")


if __name__ == "__main__":
    main()
