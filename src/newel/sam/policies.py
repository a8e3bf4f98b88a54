"""Statements as a SAM state machine's `Policies`: policy templates where one is exact, inline statements elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.iam import Arn
from newel.json_types import is_array
from newel.sam.arns import resolve_arn
from newel.sam.references import identifier
from newel.values import Placeholder

if TYPE_CHECKING:
    from newel.aws.resources import Form
    from newel.iam import Resource, Statement
    from newel.iam.grants import Condition
    from newel.sam.template import Template

# SAM policy templates take one identifier of a resource of the same account, region and partition
# ("AWS SAM policy templates").
_POLICY_TEMPLATES: dict[str, tuple[str, Form]] = {
    "SNSPublishMessagePolicy": ("TopicName", "name"),
}

# "Using CloudWatch Logs to log execution history in Step Functions": these actions accept no resource but `*`.
LOG_DELIVERY: dict[str, Any] = {
    "Sid": "DeliverLogs",
    "Effect": "Allow",
    "Action": [
        "logs:CreateLogDelivery",
        "logs:GetLogDelivery",
        "logs:UpdateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:DescribeResourcePolicies",
        "logs:DescribeLogGroups",
    ],
    "Resource": "*",
}


def policies(statements: list[Statement], template: Template, *, logs: bool) -> list[dict[str, Any]]:
    """Write the `Policies` of a state machine.

    Parameters
    ----------
    statements
        What its states need.
    template
        The template, for the references.
    logs
        Whether it delivers logs.

    Raises
    ------
    NewelError
        A reference names nothing in the template, or something of the wrong kind.
    """
    templated: list[dict[str, Any]] = []  # each once, however it was referred to
    inline: list[dict[str, Any]] = []
    for statement in statements:
        left: list[Resource] = []
        for resource in statement.resources:
            exact = _templated(statement.template, resource, template)
            if exact is None:
                left.append(resource)
            elif exact not in templated:
                templated.append(exact)
        if left:
            inline.append(_inline(statement, left, template))
    if logs:
        inline.append(LOG_DELIVERY)
    document = [{"Version": "2012-10-17", "Statement": inline}] if inline else []
    return [*templated, *document]


def _templated(name: str | None, resource: Resource, template: Template) -> dict[str, Any] | None:
    if name is None or not isinstance(resource, Placeholder):
        return None
    parameter, form = _POLICY_TEMPLATES[name]
    value = identifier(resource, form, template)
    return {name: {parameter: value}} if value is not None else None


def _inline(statement: Statement, resources: list[Resource], template: Template) -> dict[str, Any]:
    written: list[Any] = []
    for item in resources:
        resource = resolve_arn(item, template)
        if resource not in written:
            written.append(resource)
    inline = {
        "Effect": "Allow",
        "Action": _one_or_all(list(statement.actions)),
        "Resource": _one_or_all(written),
    }
    return inline if statement.condition is None else {**inline, "Condition": _condition(statement.condition, template)}


def _condition(condition: Condition, template: Template) -> dict[str, Any]:
    return {
        operator: {name: _value(value, template) for name, value in keys.items()}
        for operator, keys in condition.items()
    }


def _value(value: Any, template: Template) -> Any:
    if is_array(value):
        return [_value(item, template) for item in value]
    if isinstance(value, str) and "${AWS::" in value:
        return {"Fn::Sub": value}
    return resolve_arn(value, template) if isinstance(value, Placeholder | Arn) else value


def _one_or_all(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items
