"""Building a chain of many states, as whole processes, beside the AWS CDK in JavaScript and in Python.

usage: CDK_MODULES=DIR/node_modules CDK_PYTHON=DIR/bin/python .venv/bin/python scripts/bench/synthesis.py [ROUNDS]

Every second state publishes to a topic, the others pass; each side makes its template, its definition and the policy
of its role. The CDK is measured where it is installed: `npm install aws-cdk-lib` gives the first folder, an
environment with `pip install aws-cdk-lib` the second. The sides take turns; compare the ratios, not the times. The
memory is that of the largest process of a side: the CDK in Python has a Node process below it. The aim: at the first
two sizes the CDK takes 15 times as long, and 6 times as much.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import measure, take_turns

BENCH = Path(__file__).parent
NEWEL = str(Path(sys.executable).with_name("newel"))
SIZES = (100, 1_000, 10_000)

WORKFLOW = """\
from newel import Pass, Ref, StateMachine, path
from newel.tasks import sns

chain = Pass("S0")
for number in range(1, {size}):
    name = f"S{{number}}"
    publish = sns.Publish(name, topic_arn=Ref("Topic"), message=path("$.message"))
    chain = chain >> (publish if number % 2 else Pass(name))
machine = StateMachine("Long", chain)
"""
TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
"""


def project(folder: Path, size: int) -> Path:
    """Write a project of one machine; give its template."""
    statemachines = folder / "statemachines"
    statemachines.mkdir(parents=True)
    (statemachines / "long.py").write_text(WORKFLOW.format(size=size), encoding="utf-8")
    template = folder / "template.yaml"
    template.write_text(TEMPLATE, encoding="utf-8")
    return template


def sides(folder: Path, size: int) -> dict[str, tuple[list[str], dict[str, str] | None]]:
    """The commands that build a chain of a size."""
    template = project(folder / str(size), size)
    # Built again each time: what is up to date would be compared, and left as it is.
    again = f"rm -f {template.parent}/statemachines/long.asl.json; exec {NEWEL} build --template {template}"
    found: dict[str, tuple[list[str], dict[str, str] | None]] = {"newel build": (["sh", "-c", again], None)}
    modules, python = os.environ.get("CDK_MODULES"), os.environ.get("CDK_PYTHON")
    out = str(folder / f"cdk.{size}")
    if modules:
        environment = {**os.environ, "NODE_PATH": modules}
        found["CDK, JavaScript"] = (["node", str(BENCH / "cdk_chain.js"), str(size), out], environment)
    if python:
        found["CDK, Python"] = ([python, str(BENCH / "cdk_chain.py"), str(size), out], None)
    return found


def works(command: list[str], environment: dict[str, str] | None) -> bool:
    """Whether a side can build it at all."""
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'states':>6}  {'':<18}{'median ms':>10}{'x newel':>9}{'MiB':>7}{'x newel':>9}")
    with tempfile.TemporaryDirectory() as temporary:
        per_state: list[float] = []
        for size in SIZES:
            commands = sides(Path(temporary), size)
            able = {name: command for name, command in commands.items() if works(*command)}
            taken = take_turns(able, rounds)
            base = statistics.median(seconds for seconds, _ in taken["newel build"])
            memory = max(size for _, size in taken["newel build"])
            per_state.append((base - measure([NEWEL, "--help"])[0]) / size)
            for name in commands:
                if name not in able:
                    print(f"{size:>6}  {name:<18}{'fails':>10}")
                    continue
                middle = statistics.median(seconds for seconds, _ in taken[name])
                most = max(size for _, size in taken[name])
                print(
                    f"{size:>6}  {name:<18}{middle * 1000:>10.0f}{middle / base:>9.1f}{most:>7.0f}{most / memory:>9.1f}"
                )
    print("newel, µs a state:", ", ".join(f"{each * 1e6:.0f}" for each in per_state))
    if len(commands) == 1:
        print("the CDK is not installed: see the usage", file=sys.stderr)


if __name__ == "__main__":
    main()
