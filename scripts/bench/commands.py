"""Time and memory of newel's commands as whole processes, beside a bare Python in the same run.

usage: .venv/bin/python scripts/bench/commands.py [ROUNDS]

The commands take turns, so that a busy moment of the machine hits all of them; compare the ratios, not the times.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from processes import take_turns

NEWEL = str(Path(sys.executable).with_name("newel"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "newel --help": [NEWEL, "--help"],
    "newel list": [NEWEL, "list"],
    "newel describe": [NEWEL, "describe", "sns.Publish"],
    "newel build": [NEWEL, "build"],
    "newel build --check": [NEWEL, "build", "--check"],
    "newel eval": [NEWEL, "eval", "$.a / 1000", "--input", '{"a": 5000}'],
    "newel run": [NEWEL, "run", "statemachines/wait_and_tell.py", "--input", "events/wait_and_tell.json"],
}


def main() -> None:
    """Measure every command in turn, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    taken = take_turns({name: (command, None) for name, command in COMMANDS.items()}, rounds)
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
