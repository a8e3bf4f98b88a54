"""One engine, one machine: moto's interpreter (JSONPath alone). Prints the milliseconds of a transition."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

from moto import mock_aws

from machines import INPUT, PATHS, TRANSITIONS


def main(what: str) -> None:
    """Run it twice; the first time is for the caches."""
    if what != "paths":
        raise SystemExit("moto's JSONata fails without parts of LocalStack's")
    machine = PATHS
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        client = import_module("boto3").client(
            "stepfunctions", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        made = client.create_state_machine(
            name="m", definition=json.dumps(machine), roleArn="arn:aws:iam::123456789012:role/r"
        )
        for name, given in {"warm": {**INPUT, "n": 990}, "timed": INPUT}.items():
            start = time.perf_counter()
            arn = client.start_execution(stateMachineArn=made["stateMachineArn"], input=json.dumps(given), name=name)[
                "executionArn"
            ]
            while (status := client.describe_execution(executionArn=arn))["status"] == "RUNNING":
                time.sleep(0.002)
            seconds = time.perf_counter() - start
            assert status["status"] == "SUCCEEDED", status
        print(seconds / TRANSITIONS * 1000)


main(sys.argv[1])
