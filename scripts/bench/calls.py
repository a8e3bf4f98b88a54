"""Checking calls of AWS, as whole processes: 1, 40 and more calls over 40 services, beside the AWS CDK's synthesis.

usage: CDK_MODULES=DIR/node_modules .venv/bin/python scripts/bench/calls.py [ROUNDS]

`newel check` holds a definition to the models of what it calls; "the check alone" is that without the process around
it, and `newel build` makes the definition and the policies from Python. The CDK checks none of it: its row is what the
same calls take it to synthesize (`npm install aws-cdk-lib` gives the folder). The sides take turns; compare the ratios,
not the times. Growth is linear where a call among the last takes as long as one before; that is told by the processor's
time, which other processes do not lengthen. The first 40 calls read a model each, which the others find read.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import take_turns

from newel.aws import models, naming, operations
from newel.errors import NewelError
from newel.machine import StateMachine
from newel.parameters.sdk import refused
from newel.tasks import CallAwsService

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCH = Path(__file__).parent
NEWEL = str(Path(sys.executable).with_name("newel"))
SIZES = (1, 40, 1_000, 2_000, 4_000)
EACH = 25
SERVICES = [
    "s3",
    "dynamodb",
    "ec2",
    "rds",
    "iam",
    "sagemaker",
    "glue",
    "lambda",
    "sqs",
    "sns",
    "ecs",
    "eks",
    "kms",
    "athena",
    "batch",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "cloudwatchlogs",
    "codebuild",
    "codepipeline",
    "cognitoidentityprovider",
    "comprehend",
    "datasync",
    "efs",
    "elasticache",
    "emr",
    "eventbridge",
    "firehose",
    "iot",
    "kinesis",
    "quicksight",
    "redshift",
    "rekognition",
    "route53",
    "secretsmanager",
    "sfn",
    "ssm",
    "transcribe",
]

TEMPLATE = 'AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\nResources: {}\n'
WORKFLOW = """\
import json
from pathlib import Path

from newel import StateMachine
from newel.tasks import CallAwsService

rows = json.loads(Path(__file__).with_name("calls.json").read_text())
chain = None
for number, (service, action, parameters) in enumerate(rows):
    state = CallAwsService(f"State {number}", service=service, action=action, parameters=parameters)
    chain = state if chain is None else chain >> state
machine = StateMachine("Long", chain)
"""
ALONE = """\
import json, sys, time
from newel.checks import check_definition
definition = json.load(open(sys.argv[1]))
start = time.process_time()
assert check_definition(definition) == []
print(time.process_time() - start)
"""


def calls(size: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Calls of all the services in turn, each of another operation as far as there are."""
    by_service = [list(_calls(service)) for service in SERVICES]
    found: list[tuple[str, str, dict[str, Any]]] = []
    for number in range(size):
        own = by_service[number % len(SERVICES)]
        found.append(own[number // len(SERVICES) % len(own)])
    return found


def _calls(service: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    taken = 0
    for operation in operations.operations(operations.find_service(service)):
        name, _, action = operation.api.partition(":")
        sample = _sample(models.input_shape(name, action), models.service(name)["shapes"])
        if taken < EACH and not refused(sample, operation) and _builds(service, operation.action, sample):
            taken += 1
            yield service, operation.action, sample


def _builds(service: str, action: str, sample: dict[str, Any]) -> bool:
    state = CallAwsService("Call", service=service, action=action, parameters=sample)
    try:
        StateMachine("M", state.chain()).compile()
    except NewelError:
        return False
    return True


def _sample(shape: dict[str, Any], shapes: dict[str, Any]) -> Any:
    """The least that the API takes, as far as that can be told."""
    match shape["type"]:
        case "structure":
            members = shape.get("members", {})
            required = shape.get("required", ())
            return {naming.member(each): _sample(shapes[members[each]["shape"]], shapes) for each in required}
        case "list":
            least = shape.get("min", 0)
            return [_sample(shapes[shape["member"]["shape"]], shapes)] * least if least else []
        case "map":
            return {}
        case "boolean":
            return True
        case "string":
            return shape["enum"][0] if "enum" in shape else "x" * max(shape.get("min", 0), 8)
        case "timestamp" | "blob":
            return "x"
        case _:
            return max(shape.get("min", 1), 1)


def project(folder: Path, rows: list[tuple[str, str, dict[str, Any]]]) -> Path:
    """Write a project of these calls, built; give its definition."""
    statemachines = folder / "statemachines"
    statemachines.mkdir(parents=True)
    (statemachines / "calls.json").write_text(json.dumps(rows), encoding="utf-8")
    (statemachines / "long.py").write_text(WORKFLOW, encoding="utf-8")
    (folder / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    built = subprocess.run([NEWEL, "build"], cwd=folder, capture_output=True, text=True, check=False)
    if built.returncode:
        raise SystemExit(built.stderr)
    return statemachines / "long.asl.json"


def alone(definition: Path) -> float:
    """Seconds of the processor for the check in a process that has read nothing yet."""
    command = [sys.executable, "-c", ALONE, str(definition)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def sides(definition: Path, size: int) -> dict[str, tuple[list[str], dict[str, str] | None]]:
    """The commands, by their names; of the CDK where it is."""
    template = definition.parents[1] / "template.yaml"
    again = f"rm -f {definition}.old; cp {definition} {definition}.old; rm {definition}; {NEWEL} build --template "
    found: dict[str, tuple[list[str], dict[str, str] | None]] = {
        "newel check": ([NEWEL, "check", str(definition)], None),
        "newel build": (["sh", "-c", f"{again}{template}"], None),
    }
    modules = os.environ.get("CDK_MODULES")
    if modules:
        rows, out = str(definition.with_name("calls.json")), str(definition.parent / f"cdk.{size}")
        found["CDK, JavaScript"] = (
            ["node", str(BENCH / "cdk_calls.js"), rows, out],
            {**os.environ, "NODE_PATH": modules},
        )
    return found


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'calls':>6}  {'':<18}{'median ms':>10}{'x check':>9}{'MiB':>7}")
    took: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as temporary:
        every = chosen()
        for size in SIZES:
            definition = project(Path(temporary) / str(size), every[:size])
            taken = take_turns(sides(definition, size), rounds)
            medians = {name: statistics.median(seconds for seconds, _ in each) for name, each in taken.items()}
            for name, middle in medians.items():
                memory = max(most for _, most in taken[name])
                print(
                    f"{size:>6}  {name:<18}{middle * 1000:>10.0f}{middle / medians['newel check']:>9.1f}{memory:>7.0f}"
                )
            took[size] = min(alone(definition) for _ in range(rounds))
            print(f"{size:>6}  {'the check alone':<18}{took[size] * 1000:>10.0f}{'of the processor':>23}")
    few, middle, many = SIZES[-3:]
    first, last = (took[middle] - took[few]) / (middle - few), (took[many] - took[middle]) / (many - middle)
    print(
        f"the check, us a call: {first * 1e6:.0f} up to {middle}, {last * 1e6:.0f} up to {many}: x {last / first:.2f}"
    )
    if "CDK, JavaScript" not in taken:
        print("the CDK is not installed: see the usage", file=sys.stderr)


def chosen() -> list[tuple[str, str, dict[str, Any]]]:
    """The calls, from a process of its own: what this one holds counts as its children's too."""
    command = [sys.executable, __file__, "--choose"]
    found: list[tuple[str, str, dict[str, Any]]] = json.loads(subprocess.check_output(command))
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["--choose"]:
        print(json.dumps(calls(max(SIZES))))
    else:
        main()
