"""Starting a deployed machine, and following the history of an execution ("GetExecutionHistory")."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from newel.deployed.clients import client, told
from newel.deployed.machines import region_of
from newel.errors import NewelError
from newel.local.execution import Execution
from newel.sam.machines import Machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.history import Event

SHORT, LONG = 0.5, 5.0
"""Pauses between two looks at the history, in seconds: at first, and when nothing happens for long."""


def start(arn: str, data: Any, name: str | None = None) -> str:
    """Start an execution; return its ARN.

    Raises
    ------
    NewelError
        AWS refuses it; or the machine is an Express one, whose histories are in CloudWatch alone.
    """
    states = client("stepfunctions", region_of(arn))
    with told():
        if states.describe_state_machine(stateMachineArn=arn)["type"] == "EXPRESS":
            raise NewelError(
                "an Express machine has no history to follow",
                where=arn,
                hint="aws stepfunctions start-sync-execution runs it; its events are in CloudWatch Logs",
            )
        request = {"stateMachineArn": arn, "input": json.dumps(data), **({"name": name} if name else {})}
        started: str = states.start_execution(**request)["executionArn"]
        return started


def follow(arn: str, heard: Callable[[Event], None], pause: Callable[[float], None] = time.sleep) -> Execution:
    """Hear of every event of an execution, those to come too, until it has ended.

    Raises
    ------
    NewelError
        AWS refuses it.
    """
    states = client("stepfunctions", region_of(arn))
    events: list[Event] = []
    page: dict[str, str] = {}
    wait = SHORT
    while True:
        before = len(events)
        with told():
            described = states.describe_execution(executionArn=arn)  # first: what has ended then is in the history
            while True:
                found = states.get_execution_history(
                    executionArn=arn, maxResults=1000, includeExecutionData=True, **page
                )
                for event in found["events"]:
                    if event["id"] > len(events):
                        events.append(event)
                        heard(event)
                if "nextToken" not in found:
                    break
                page = {"nextToken": found["nextToken"]}
        if described["status"] not in ("RUNNING", "PENDING_REDRIVE"):
            return _ended(described, events)
        wait = SHORT if len(events) > before else min(wait * 1.5, LONG)
        pause(wait)


def machine_of(arn: str) -> Machine:
    """The machine of an execution, as it was when that began.

    Raises
    ------
    NewelError
        AWS refuses it.
    """
    with told():
        found = client("stepfunctions", region_of(arn)).describe_state_machine_for_execution(executionArn=arn)
    definition: dict[str, Any] = json.loads(found["definition"])
    return Machine(found["name"], definition, where=found["stateMachineArn"])


def console_link(arn: str) -> str:
    """Where AWS's console shows an execution."""
    region, partition = region_of(arn), arn.split(":")[1]
    host = {"aws-cn": "console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}.get(
        partition, f"{region}.console.aws.amazon.com"
    )
    return f"https://{host}/states/home?region={region}#/v2/executions/details/{arn}"


def _ended(described: dict[str, Any], events: list[Event]) -> Execution:
    output = described.get("output")
    return Execution(
        described["status"],
        json.loads(output) if output is not None else None,
        described.get("error"),
        described.get("cause"),
        events,
    )
