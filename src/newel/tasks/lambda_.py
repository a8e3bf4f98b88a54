"""AWS Lambda ("Invoke an AWS Lambda function with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import FUNCTION, Target, arn
from newel.chain import Retry
from newel.declared import member, option
from newel.iam import Grant
from newel.tasks.base import Task
from newel.tasks.direct import given_directly, named_directly
from newel.values import Discard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.iam import Derived
    from newel.render import Renderer
    from newel.values import Joined, Placeholder, Text, Value

LAMBDA_SERVICE_ERRORS = Retry(
    errors=(
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
    ),
    interval_seconds=2,
    max_attempts=6,
    backoff_rate=2,
)
"""Errors of the Lambda service that pass ("Best practices for Step Functions": handle transient Lambda exceptions)."""

_FUNCTION = Target(FUNCTION, "arn", names=True)

_QUALIFIED = arn("lambda", "function:{name}:{Qualifier}")


class Invoke(Task):
    """Call a function (API: Lambda Invoke).

    The result is what Lambda answers, the function's own result under "Payload". A function that SAM publishes under
    an alias is called by it. The role may call exactly what is named: the function, its version, or its alias.

    Parameters
    ----------
    payload
        What the function gets; the state's input where it is left out, and nothing with `payload=DISCARD`.
    response_only
        Make the function's own result the state's. The state then names the function as its Resource, and takes no
        `pattern`, `qualifier`, `invocation_type` and the like ("Directly specified function resource").
    retry
        By default Lambda's service errors are retried; `retry=[LAMBDA_SERVICE_ERRORS, Retry(...)]` adds to them,
        `retry=[]` does not retry.

    Example
    -------
    >>> lambda_.Invoke("Call", function_name=Ref("Greeter"), payload={"order": path("$.order")})
    """

    resource = "lambda:invoke"
    grants = (
        Grant(("lambda:InvokeFunction",), on="FunctionName", unless="Qualifier"),
        Grant(("lambda:InvokeFunction",), on="FunctionName", resource=_QUALIFIED, when="Qualifier"),
    )

    function_name: Text = member(refers=_FUNCTION)
    payload: Value | Discard | None = None
    qualifier: Text | None = None
    invocation_type: Text | None = None
    client_context: Text | None = None
    log_type: Text | None = None
    durable_execution_name: Text | None = None
    tenant_id: Text | None = None
    response_only: bool = option(default=False)
    retry: Sequence[Retry] | None = (LAMBDA_SERVICE_ERRORS,)
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    def arn(self) -> Joined | Placeholder | str:
        """The integration; or the function itself, where its own result is asked for."""
        if not self.response_only:
            return super().arn()
        return named_directly(self, "function_name", _FUNCTION)

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters; or the payload itself, where the function is called directly."""
        if self.response_only:
            return self._direct(renderer)
        parameters = super().sent(renderer)
        if isinstance(self.payload, Discard):
            return {name: value for name, value in parameters.items() if name != "Payload"}
        if self.payload is not None:
            return parameters
        return {**parameters, **({"Payload.$": "$"} if renderer.language == "JSONPath" else {"Payload": _INPUT})}

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:
        """What the state's role needs; see `Task.needs`."""
        return super().needs(
            {"Parameters": {"FunctionName": body["Resource"]}} if self.response_only else body, renderer
        )

    def _hold_to_model(self, parameters: dict[str, Any], renderer: Renderer) -> None:
        if not self.response_only:
            super()._hold_to_model(parameters, renderer)

    def _direct(self, renderer: Renderer) -> dict[str, Any]:
        for name in _NOT_DIRECT:
            if getattr(self, name) not in (None, "request_response"):
                raise renderer.error(
                    f"response_only calls the function directly, without {name}",
                    hint=f"leave out {name}, or response_only",
                )
        return given_directly(renderer, None if isinstance(self.payload, Discard) else self.payload, "payload")


_INPUT = "{% $states.input %}"

_NOT_DIRECT = (
    "pattern",
    "qualifier",
    "invocation_type",
    "client_context",
    "log_type",
    "durable_execution_name",
    "tenant_id",
)
