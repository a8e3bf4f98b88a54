"""AWS Step Functions itself ("Start a new AWS Step Functions state machine from a running execution")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import ACTIVITY, STATE_MACHINE, Target, arn
from newel.declared import member, option
from newel.iam import SYNC, Grant, managed_rule
from newel.json_types import is_object
from newel.tasks.base import Task
from newel.tasks.direct import given_directly, named_directly
from newel.values import context

if TYPE_CHECKING:
    from newel.render import Renderer
    from newel.values import Joined, Object, Placeholder, TemplateValue, Text, Value

_EXECUTIONS = arn("states", "execution:{name}:*")

_ACTIVITY = Target(ACTIVITY, "arn")

_PARENT = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"


class StartExecution(Task):
    """Start an execution of another state machine (API: Step Functions StartExecution).

    With `pattern="sync:2"` the state waits for it, and its output is JSON; with "sync" it is JSON as text. An Express
    workflow cannot be waited for.

    Parameters
    ----------
    associate_with_parent
        Link the execution to this one in the console, by a member of its input.

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
    associate_with_parent: bool = option(default=False)
    pattern: Literal["request_response", "sync", "sync:2", "wait_for_task_token"] = "request_response"

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters, with the parent's id in the input where it is asked for."""
        parameters = super().sent(renderer)
        if not self.associate_with_parent:
            return parameters
        given: Any = {} if self.input is None else parameters.get("Input")
        if not is_object(given):
            raise renderer.error(
                "associate_with_parent adds a member to the input, which has to be an object",
                hint=f'write input={{"{_PARENT}": context.execution.id, ...}}',
            )
        return {**parameters, "Input": {**given, **renderer.payload({_PARENT: context.execution.id}, "input")}}


class InvokeActivity(Task):
    """Have an activity's worker do the work ("Learn about Activities in Step Functions").

    The worker asks for it with GetActivityTask, and gets `input`, or the state's input where that is left out. It
    needs permissions, not the state. Express workflows have no activities.

    Example
    -------
    >>> stepfunctions.InvokeActivity("Approve", activity_arn=Ref("Approval"), input={"order": path("$.order")})
    """

    standard_only = True

    activity_arn: str | TemplateValue = member(refers=_ACTIVITY)
    input: Object | None = None
    pattern: Literal["request_response"] = "request_response"

    def arn(self) -> Joined | Placeholder | str:
        """The activity's ARN, which is the state's Resource."""
        return named_directly(self, "activity_arn", _ACTIVITY)

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """What the worker gets."""
        return given_directly(renderer, self.input, "input")
