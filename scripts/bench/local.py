"""Local runs: the time of a transition beside other interpreters, the import, and a Map over 10,000 items.

usage: .venv/bin/python scripts/bench/local.py [ROUNDS]

Others are measured where ENGINES_PYTHON names a Python that has them: `pip install sfnx
'moto[stepfunctions]' boto3`. Every figure is of processes of their own, taken in turns; the ratios are of one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from processes import ROOT, take_turns

HERE = Path(__file__).parent
OTHERS = os.environ.get("ENGINES_PYTHON")
LANGUAGES = {"paths": "JSONPath", "queries": "JSONata"}
READS = {"moto": "paths", "sfnx": "queries"}
"""Engines that carry out one of the languages alone: moto's JSONata fails without parts of LocalStack's."""


def figure(python: str, script: str, what: str) -> float:
    """What a script prints."""
    command = [python, str(HERE / script), what]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ran.stderr}")
    return float(ran.stdout)


def main(rounds: int) -> None:
    """Measure, and print."""
    engines = {"newel": (sys.executable, "run_newel.py")}
    if OTHERS:
        engines |= {"moto": (OTHERS, "run_moto.py"), "sfnx": (OTHERS, "run_sfnx.py")}
    for what, language in LANGUAGES.items():
        able = {name: each for name, each in engines.items() if READS.get(name, what) == what}
        taken: dict[str, list[float]] = {name: [] for name in able}
        for _ in range(rounds):
            for name, (python, script) in able.items():
                taken[name].append(figure(python, script, what))
        ours = statistics.median(taken["newel"])
        print(f"{language}: a transition takes {ours:.3f} ms (aim: under 0.1)")
        for name in able:
            if name != "newel":
                other = statistics.median(taken[name])
                print(f"  {name}: {other:.3f} ms, {other / ours:.1f} times as long")
    seconds = statistics.median(figure(sys.executable, "run_newel.py", "map") for _ in range(rounds))
    print(f"a distributed Map over 10,000 items takes {seconds:.2f} s (aim: under 5)")
    commands = {
        "python alone": ([sys.executable, "-c", ""], None),
        "import newel.local": ([sys.executable, "-c", "import newel.local"], None),
    }
    if OTHERS:
        commands["import sfnx.testing"] = ([OTHERS, "-c", "import sfnx.testing"], None)
        commands["import moto and boto3"] = ([OTHERS, "-c", "import moto, boto3"], None)
    turns = take_turns(commands, rounds * 2 + 1)
    start = statistics.median(seconds for seconds, _ in turns["python alone"])
    for name, measured in turns.items():
        own = statistics.median(seconds for seconds, _ in measured) - start
        print(f"{name}: {own * 1000:.0f} ms beyond the start, {max(size for _, size in measured):.0f} MB")


main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
