"""AWS Step Functions itself ("Start a new AWS Step Functions state machine from a running execution")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import STATE_MACHINE, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, managed_rule
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Text, Value

_EXECUTIONS = arn("states", "execution:{name}:*")


class StartExecution(Task):
    """Start an execution of another state machine (API: Step Functions StartExecution).

    With `pattern="sync:2"` the state waits for it, and its output is JSON; with "sync" it is JSON as text. An Express
    workflow cannot be waited for.

    Example
    -------
    >>> stepfunctions.StartExecution(
    ...     "Run", state_machine_arn=Ref("Child"), input={"order": path("$.order")}, pattern="sync:2"
    ... )
    """

    resource = "states:startExecution"
    api = "stepfunctions:StartExecution"
    grants = (
        Grant(("states:StartExecution",), on="StateMachineArn"),
        Grant(
            ("states:DescribeExecution", "states:StopExecution"),
            on="StateMachineArn",
            resource=_EXECUTIONS,
            patterns=SYNC,
        ),
        managed_rule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    )

    state_machine_arn: Text = member(refers=Target(STATE_MACHINE, "arn"))
    execution_name: Text | None = member("Name", default=None)
    input: Value | None = None
    trace_header: Text | None = None
    pattern: Literal["request_response", "sync", "sync:2", "wait_for_task_token"] = "request_response"
