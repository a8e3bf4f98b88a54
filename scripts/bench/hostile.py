"""Time and memory of each expression that means harm, in one process; 1 where one takes more than is promised.

usage: .venv/bin/python scripts/bench/hostile.py [ROWS]

The time is the processor's, so that a busy machine does not fail it; the memory is the growth of the peak so far.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.hostile import CASES, VALUES

from newel.expressions import ExpressionError, Limits, evaluate

SECONDS = 0.5
MEBIBYTES = 128.0


def peak() -> float:
    """Give the most MiB that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def measure(source: str) -> tuple[float, str]:
    """Seconds that an expression takes, and what it ends with."""
    began = time.process_time()
    try:
        evaluate(source, VALUES, limits=Limits(seconds=60))
        end = "a value"
    except ExpressionError as error:
        end = type(error).__name__
    return time.process_time() - began, end


def main() -> int:
    """Measure them all, print those that take longest, and tell whether the promise is kept."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    evaluate("1 + 1", {})
    start = peak()
    found: list[tuple[float, float, str, str]] = []
    for source, _ in CASES:
        seconds, end = measure(source)
        found.append((seconds, peak() - start, end, source))
    print(f"{'ms':>6}{'MiB':>7}  {'ends with':<26}expression")
    for seconds, memory, end, source in sorted(found, reverse=True)[:rows]:
        print(f"{seconds * 1000:>6.0f}{memory:>7.0f}  {end:<26}{source[:70]}")
    worst, most = max(row[0] for row in found), max(row[1] for row in found)
    print(f"{len(found)} expressions, at most {worst:.2f} s (promised {SECONDS}) and {most:.0f} MiB ({MEBIBYTES:.0f})")
    return int(worst > SECONDS or most > MEBIBYTES)


if __name__ == "__main__":
    sys.exit(main())
