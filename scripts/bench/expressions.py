"""The expression service beside the function of the AWS CDK, which runs the same expressions with eval in Node.

usage: python scripts/bench/expressions.py [ROUNDS]

Any Python from 3.11 on may run it; Lambda's is 3.13. Both sides take JSON text and give JSON text, without logging.
They take turns in one run, so that a busy moment of the machine hits both; compare the ratios, not the times.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from processes import ROOT, measure, take_turns

BENCH = Path(__file__).parent
ITEMS = [{"name": f"item {n}", "price": 2.5 * n, "count": n % 4 + 1} for n in range(20)]
EXPRESSIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "number": ("$.a / 1000", {"$.a": 5000}),
    "template": ("`Now waiting ${$.seconds} seconds...`", {"$.seconds": 5}),
    "filter + map, 20 items": ("($.items).filter(i => i.price > 10).map(i => i.name)", {"$.items": ITEMS}),
    "?. and ??": ("$.order?.customer?.name ?? 'nobody'", {"$.order": {"id": 7, "customer": {"name": "Ada"}}}),
    "Date": ("new Date($.at).toISOString()", {"$.at": "2026-05-04T10:00:00Z"}),
    "ternary": ("$.count > 10 ? 'many' : 'few'", {"$.count": 12}),
    "reduce + JSON, 20 items": (
        "JSON.stringify({total: ($.items).reduce((sum, i) => sum + i.price * i.count, 0)})",
        {"$.items": ITEMS},
    ),
    "string chain": (
        "($.name).trim().toLowerCase().split(' ').join('-').replace('a', 'A').slice(0, 12).padEnd(16, '.')",
        {"$.name": "  Ada Augusta Lovelace  "},
    ),
}
AIMS = {name: 2.0 if "items" in name else 1.0 for name in EXPRESSIONS}
CALLS = 400
"""Evaluations in a row, so that reading the clock does not count."""


class Worker:
    """A process that stays, and times what it is asked for."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def time(self, event: str) -> tuple[float, Any]:
        """Microseconds of one evaluation, and the answer."""
        if not self.process.stdin or not self.process.stdout:
            raise SystemExit("the pipes of a worker are closed")
        self.process.stdin.write(f"{CALLS} {event}\n")
        self.process.stdin.flush()
        micros, answer = self.process.stdout.readline().split(" ", 1)
        return float(micros), json.loads(answer)

    def stop(self) -> None:
        """End the process."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def environment(**extra: str) -> dict[str, str]:
    """Let Python find this newel, and keep bytecode as it does for users."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": str(ROOT / "src")} | extra


def event_of(expression: str, values: dict[str, Any]) -> str:
    """Write what Step Functions sends."""
    return json.dumps({"expression": expression, "expressionAttributeValues": values}, separators=(",", ":"))


EVENTS = {name: event_of(*given) for name, given in EXPRESSIONS.items()}


def warm(node: str, rounds: int) -> None:
    """Compare evaluations in processes that have evaluated each expression before.

    What Python's `json` alone takes of it is shown beside: no evaluator in Python comes below that.
    """
    handler = [sys.executable, str(BENCH / "newel_handler.py")]
    ours, bare, theirs = Worker(handler), Worker([*handler, "--json"]), Worker([node, str(BENCH / "cdk_handler.js")])
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in EVENTS}
    for turn in range(rounds + 5):
        for name, event in EVENTS.items():
            (micros, answer), (their_micros, their_answer) = ours.time(event), theirs.time(event)
            if answer != their_answer:
                raise SystemExit(f"{name}: newel answers {answer}, Node {their_answer}")
            if turn >= 5:  # before that, Node is still compiling
                taken[name].append((micros, bare.time(event)[0], their_micros))
    for worker in (ours, bare, theirs):
        worker.stop()
    print(f"{'warm, JSON to JSON':<26}{'newel µs':>10}{'json µs':>10}{'Node µs':>10}{'ratio':>8}{'json':>8}{'aim':>6}")
    for name, rows in taken.items():
        micros = "".join(f"{statistics.median(side):>10.1f}" for side in zip(*rows, strict=True))
        ratio = statistics.median(mine / other for mine, _, other in rows)
        floor = statistics.median(only / other for _, only, other in rows)
        print(f"{name:<26}{micros}{ratio:>8.2f}{floor:>8.2f}{AIMS[name]:>6.1f}")


def cold(node: str, rounds: int) -> None:
    """Compare whole processes that start, evaluate and end."""
    first, every = EVENTS["number"], list(EVENTS.values())
    handler, script = str(BENCH / "newel_handler.py"), str(BENCH / "cdk_handler.js")
    cached = environment()
    with tempfile.TemporaryDirectory() as empty:
        # A cache that nothing is written to: what it costs to compile newel, and only newel, each time.
        sources = Path(empty) / "src"
        shutil.copytree(ROOT / "src", sources, ignore=shutil.ignore_patterns("__pycache__"))
        bare = environment(PYTHONPATH=str(sources), PYTHONDONTWRITEBYTECODE="1")
        python = sys.executable
        taken = take_turns(
            {
                "Node, first evaluation": ([node, script, first], None),
                "newel, first evaluation": ([python, handler, first], cached),
                "  without bytecode": ([python, handler, first], bare),
                "Node, all eight": ([node, script, *every], None),
                "newel, all eight": ([python, handler, *every], cached),
                "  without bytecode ": ([python, handler, *every], bare),
                "python -c pass": ([python, "-c", "pass"], cached),
                "  import newel.expressions": ([python, "-c", "import newel.expressions"], cached),
            },
            rounds,
        )
    print(f"\n{'whole process':<28}{'median ms':>10}{'x Node':>8}{'MiB':>6}   aim 0.6")
    base = 1.0
    for name, measured in taken.items():
        middle = statistics.median(seconds for seconds, _ in measured)
        base = middle if name.startswith("Node") else base
        print(f"{name:<28}{middle * 1000:>10.0f}{middle / base:>8.2f}{max(size for _, size in measured):>6.0f}")


def main() -> None:
    """Measure, and print two tables."""
    node = shutil.which("node")
    if node is None:
        print("skipped: without node there is nothing to compare the expression service with", file=sys.stderr)
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 31
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"Python {sys.version.split()[0]} beside Node {version[1:]}\n")
    measure([sys.executable, "-c", "import newel.expressions"], environment())
    warm(node, rounds)
    cold(node, rounds)


if __name__ == "__main__":
    main()
