"""Any API of AWS in another region, which SDK integrations do not reach: by a function of newel's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws import regions
from newel.aws.resources import FUNCTION, Target
from newel.declared import option
from newel.errors import NewelError
from newel.iam import Call, Derived, Grant, derive
from newel.iam.regions import in_region
from newel.json_types import is_object
from newel.parameters.find import is_jsonata
from newel.tasks.aws_sdk import CallAwsService
from newel.tasks.base import Task, integration
from newel.tasks.direct import given_directly, named_directly
from newel.tasks.lambda_ import LAMBDA_SERVICE_ERRORS
from newel.values import GetAtt, Joined, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.chain import Retry
    from newel.render import Renderer
    from newel.values import Text

CALLS_REGIONS = Ref("CallAwsServiceCrossRegion")
"""The function that `newel build` keeps in the template where a state calls another region."""

_FUNCTION = Target(FUNCTION, "arn")
_INVOKES = Grant(("lambda:InvokeFunction",), on="function")


class CallAwsServiceCrossRegion(CallAwsService):
    """Call any operation of any service in another region.

    A function of newel's makes the call: `newel build` keeps it in the template where a state needs it, with exactly
    the permissions that the calls of all machines need, in the regions that they name. Parameters, result and errors
    are spelled as by `CallAwsService`.

    Parameters
    ----------
    service, action, parameters, iam_actions, iam_action, iam_resources, additional_iam_statements
        See `CallAwsService`. What IAM needs is the function's; the machine may call the function.
    region
        The region: "us-east-1".
    endpoint
        The service's address there, where it is another than AWS's own.
    function
        Another function that does the same, whose permissions are yours to keep.
    retry
        By default Lambda's service errors are retried; `retry=[]` does not.

    Example
    -------
    >>> CallAwsServiceCrossRegion(
    ...     "Get object",
    ...     service="dynamodb",
    ...     action="getItem",
    ...     region="us-east-1",
    ...     parameters={"TableName": "orders", "Key": {"id": {"S": path("$.id")}}},
    ... )
    """

    region: Text
    endpoint: Text | None = None
    function: str | Ref | GetAtt = option(refers=_FUNCTION, default=CALLS_REGIONS)
    retry: Sequence[Retry] | None = (LAMBDA_SERVICE_ERRORS,)
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    def arn(self) -> Joined | Placeholder | str:
        """The function's ARN, whose result is the state's; to wait for a task token, the integration of Lambda."""
        if self.pattern == "request_response":
            return named_directly(self, "function", _FUNCTION)
        return integration("lambda:invoke", self.pattern)

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The function's event, which is that of the CDK's."""
        event = self._event(renderer)
        if self.pattern == "request_response":
            return event
        return {"FunctionName": named_directly(self, "function", _FUNCTION), "Payload": event}

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:  # noqa: ARG002 - the call is in the event
        """The machine calls the function, and what the call needs is the function's."""
        named = Task.named(self, renderer)
        derived = derive(Call(self.name, "lambda:invoke", self.pattern, named, {"function": _FUNCTION}), [_INVOKES])
        derived.add(self.delegated(renderer))
        return derived

    def delegated(self, renderer: Renderer) -> Derived:
        """What the call needs in its region, of the function's role; and what of it is open."""
        given = self._event(renderer).get("parameters")
        there = super().needs({"Parameters": given if is_object(given) else {}}, renderer)
        region = self._region(renderer)
        kept = there.needs if self.function == CALLS_REGIONS else []
        return Derived([], there.questions, [in_region(need, region) for need in kept])

    def named(self, renderer: Renderer) -> dict[str, Any]:  # noqa: ARG002 - the function is no parameter of the call
        """What the call names outside of its parameters: nothing."""
        return {}

    def _event(self, renderer: Renderer) -> dict[str, Any]:
        event: dict[str, Any] = {}
        for field in ("region", "action", "service", "endpoint"):
            value = getattr(self, field)
            if value is not None:
                event[f"{field}.$" if renderer.is_path(value) else field] = renderer.value(value, field)
        if renderer.is_path(self.parameters):
            raise renderer.error(
                "parameters: their names stand in the definition", hint='write parameters={"Name": path("$...")}'
            )
        parameters = given_directly(renderer, self.parameters, "parameters")
        return {**event, "parameters": parameters} if parameters else event

    def _region(self, renderer: Renderer) -> str | Placeholder | None:
        """The region as ARNs have it; None where it is known only when the state runs."""
        if isinstance(self.region, str) and "${" in self.region:
            return Placeholder(Sub(self.region), None, f"{renderer.where}, region")
        if isinstance(self.region, Ref | GetAtt | Sub):
            return Placeholder(self.region, None, f"{renderer.where}, region")
        return self.region if isinstance(self.region, str) and not is_jsonata(self.region) else None

    def _check(self, renderer: Renderer) -> None:
        super()._check(renderer)
        for field in ("region", "endpoint"):
            value = getattr(self, field)
            written = "" if value is None and field == "endpoint" else renderer.value(value, field)
            if not isinstance(written, str | Placeholder | Joined):
                raise renderer.error(f"{field}={value!r} is not text", hint=f'write {field}="..."')
        region = self._region(renderer)
        if isinstance(region, str):
            try:
                regions.check(region)
            except NewelError as error:
                raise renderer.error(f"region: {error.message}", hint=error.hint) from None

    def _hold_to_model(self, parameters: dict[str, Any], renderer: Renderer) -> None:
        event = parameters if self.pattern == "request_response" else parameters["Payload"]
        super()._hold_to_model(event.get("parameters", {}), renderer)
