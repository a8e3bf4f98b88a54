"""Any API of AWS ("Learning to use AWS service SDK integrations in Step Functions")."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from newel.aws import operations
from newel.declared import option
from newel.errors import NewelError, NewelErrors
from newel.iam import Derived, Need
from newel.json_types import is_object
from newel.parameters.sdk import refused
from newel.tasks import stated
from newel.tasks.base import Task, integration
from newel.tasks.direct import given_directly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.operations import Operation
    from newel.iam import Call
    from newel.render import Renderer
    from newel.values import Joined, Jsonata, Placeholder, TemplateValue, Value


class CallAwsService(Task):
    """Call any operation of any service that AWS lists for SDK integrations (API: the service's own).

    The parameters are in PascalCase with acronyms folded, as `newel describe s3:getObject` shows them, and are held to
    the API's model.

    Parameters
    ----------
    service
        Step Functions' name of the service: "s3", "sfn", "cloudwatchlogs".
    action
        The operation in camelCase: "getObject".
    parameters
        What the API is called with. `"DbInstanceIdentifier"`, where the API has `DBInstanceIdentifier`.
    iam_actions
        The IAM actions that the call needs, in place of those that newel derives.
    iam_action
        The same, where it is one.
    iam_resources
        What they are on, in place of what newel derives: ARNs and references, or "*".
    additional_iam_statements
        Statements that the role needs besides: {"Action": [...], "Resource": [...], "Condition": {...}}.

    Example
    -------
    >>> CallAwsService(
    ...     "Get object",
    ...     service="s3",
    ...     action="getObject",
    ...     parameters={"Bucket": Ref("Photos"), "Key": path("$.key")},
    ... )
    """

    api = None

    service: str
    action: str
    parameters: Mapping[str, Value] | Jsonata | None = None
    iam_actions: Sequence[str] | None = option(default=None)
    iam_action: str | None = option(default=None)
    iam_resources: Sequence[str | TemplateValue] | None = option(default=None)
    additional_iam_statements: Sequence[Mapping[str, Value]] | None = option(default=None)
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; the parameters are there though the API takes none."""
        body = super().body(renderer)
        body.setdefault("Parameters" if renderer.language == "JSONPath" else "Arguments", {})
        return body

    def arn(self) -> Joined | Placeholder | str:
        """What the state's Resource is."""
        return integration(self._operation.resource, self.pattern)

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters."""
        return given_directly(renderer, self.parameters, "parameters")

    def called(self) -> str:
        """What it calls, as "aws-sdk:s3:getObject"."""
        return self._operation.resource

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:
        """What the state's role needs: what is derived, and what its author says instead or besides."""
        said = () if self._actions is None else stated.actions(self._actions, "iam_actions", renderer)
        on = () if self.iam_resources is None else stated.resources(self.iam_resources, "iam_resources", renderer)
        if said and on:
            derived = Derived([Need(self.name, said, resource, why=self.called()) for resource in on])
        else:
            derived = super().needs(body, renderer)
            self._insist_on_needs(derived, renderer)
            if said or on:
                service = self._operation.service.iam
                derived = Derived(stated.overridden(derived, said, on, service), [] if on else derived.questions)
        if self.additional_iam_statements is not None:
            more = stated.besides(self.name, self.additional_iam_statements, "additional_iam_statements", renderer)
            derived.needs += more
        return derived

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The operation and its parameters decide what it needs; `newel describe s3:getObject` shows that of one."""
        from newel.tasks.alike import derive_call

        operation = operations.called(call.api)
        return derive_call(call, operation.service, operation.name)

    def _insist_on_needs(self, derived: Derived, renderer: Renderer) -> None:
        """What nothing is derived for has to be said whole."""
        lacking = {'iam_actions=["service:Action"]': self._actions, 'iam_resources=["arn:..."]': self.iam_resources}
        hint = f"write {' and '.join(text for text, value in lacking.items() if value is None)}"
        for question in derived.questions:
            if question.message and not question.actions and not derived.needs:
                raise renderer.error(question.message.partition(";")[0], hint=hint)

    @property
    def _actions(self) -> Sequence[str] | str | None:
        return self.iam_action if self.iam_actions is None else self.iam_actions

    @cached_property
    def _operation(self) -> Operation:
        for field, value in {"service": self.service, "action": self.action}.items():
            if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise NewelError(
                    f"state {self.name!r}: {field}={value!r} is not text", hint=f'write {field}="..." in the source'
                )
        return operations.find(self.service, self.action)

    def _check(self, renderer: Renderer) -> None:
        super()._check(renderer)
        try:
            _ = self._operation
        except NewelError as error:
            raise renderer.error(error.message, hint=error.hint) from None

    def _hold_to_model(self, parameters: dict[str, Any], renderer: Renderer) -> None:
        found = refused(parameters, self._operation) if is_object(parameters) else []
        if found:
            raise NewelErrors(
                [renderer.error(f"parameters.{one.place}: {one.message}", hint=one.hint) for one in found]
            )
