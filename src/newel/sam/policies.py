"""Statements as a SAM state machine's `Policies`: policy templates where one is exact, inline statements elsewhere."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.iam import Arn, Property
from newel.iam.merge import key
from newel.json_types import is_array
from newel.sam.arns import resolve_arn
from newel.sam.policy_templates import EXACT, WIDER
from newel.sam.properties import absent, resolve_property
from newel.sam.references import identifier
from newel.values import Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.config import Preference
    from newel.iam import Resource, Statement
    from newel.iam.grants import Condition
    from newel.sam.policy_templates import PolicyTemplate
    from newel.sam.template import Template

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


def policies(
    statements: list[Statement], template: Template, *, logs: bool, prefer: Preference = "exact"
) -> list[dict[str, Any]]:
    """Write the `Policies` of a state machine.

    Parameters
    ----------
    statements
        What its states need.
    template
        The template, for the references.
    logs
        Whether it delivers logs.
    prefer
        "templates" where SAM's policy templates are to be used though they are wider.

    Raises
    ------
    NewelError
        A reference names nothing in the template, or something of the wrong kind.
    """
    templated: list[dict[str, Any]] = []  # each once, however it was referred to
    inline: list[dict[str, Any]] = []
    for statement in statements:
        left: list[Resource] = []
        for resource in present(statement, template).resources:
            found = _templated(statement, resource, template, prefer)
            if found is None:
                left.append(resource)
            elif found[1] not in templated:
                templated.append(found[1])
        if left:
            inline.append(inlined(replace(statement, resources=tuple(left)), template))
    if logs:
        inline.append(LOG_DELIVERY)
    return [*templated, *([document(inline)] if inline else [])]


def document(inline: list[dict[str, Any]]) -> dict[str, Any]:
    """A policy document of statements."""
    return {"Version": "2012-10-17", "Statement": inline}


def wider(statements: list[Statement], template: Template) -> list[NewelError]:
    """Say what the policy templates that are used by preference allow besides what the states need."""
    found = [
        (statement, _templated(statement, resource, template, "templates"))
        for statement in statements
        for resource in statement.resources
    ]
    return [_besides(*fitting, statement) for statement, fitting in found if fitting and fitting[0] in WIDER]


def _besides(fitting: PolicyTemplate, value: dict[str, Any], statement: Statement) -> NewelError:
    more = [action for action in fitting.actions if action not in statement.actions]
    if fitting.besides:
        more.append(f"{'and all of it' if more else 'the same'} on {fitting.besides}")
    states = ", ".join(dict.fromkeys(repr(state) for state, _ in statement.needed_by))
    [named] = value[fitting.name].values()
    return NewelError(
        f"{fitting.name} of {_named(named)} allows besides: {', '.join(more)}",
        hint=f"needed is {', '.join(statement.actions)}, by {states}",
    )


def _templated(
    statement: Statement, resource: Resource, template: Template, prefer: Preference
) -> tuple[PolicyTemplate, dict[str, Any]] | None:
    """The policy template that allows a statement's actions on one of its resources, and how it is written."""
    if statement.condition is not None:
        return None
    for row in _fitting(statement, resource, prefer):
        of = resource if isinstance(resource, Placeholder) else resource.of if isinstance(resource, Arn) else None
        value = identifier(of, row.form, template) if of is not None else None
        if value is not None:
            return row, {row.name: {row.parameter: value}}
    return None


def _fitting(statement: Statement, resource: Resource, prefer: Preference) -> Iterator[PolicyTemplate]:
    pattern = _pattern(resource)
    if pattern is None:
        return
    yield from (row for row in EXACT if set(row.actions) == set(statement.actions) and pattern in row.arns)
    if prefer == "templates":
        yield from (row for row in WIDER if _covers(row, statement, pattern))


def _covers(row: PolicyTemplate, statement: Statement, pattern: str) -> bool:
    actions = all(any(fnmatchcase(action, allowed) for allowed in row.actions) for action in statement.actions)
    return actions and any(
        pattern == allowed or (allowed.endswith("*") and pattern.startswith(allowed[:-1])) for allowed in row.arns
    )


def _pattern(resource: Resource) -> str | None:
    """The ARN of a resource that is the template's, `{name}` where its name stands."""
    match resource:
        case Placeholder(target=target) if target is not None:
            return target.kind.arn
        case Arn(pattern, of) if of is not None:
            return pattern
        case _:
            return None


def present(statement: Statement, template: Template) -> Statement:
    """The statement without what the template's resources do not have, as the role of a task definition without one."""
    return replace(statement, resources=tuple(each for each in statement.resources if not absent(each, template)))


def inlined(statement: Statement, template: Template) -> dict[str, Any]:
    """Write a statement as IAM does.

    Raises
    ------
    NewelError
        A reference names nothing in the template, or something of the wrong kind.
    """
    written: dict[str, Any] = {}
    for item in statement.resources:
        resource = resolve_property(item, template) if isinstance(item, Property) else resolve_arn(item, template)
        written.setdefault(key(resource), resource)
    inline = {
        "Effect": "Allow",
        "Action": _one_or_all(list(statement.actions)),
        "Resource": _one_or_all(list(written.values())),
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


def _named(written: Any) -> str:
    """The logical id in a `Ref` or a `Fn::GetAtt`."""
    [name] = written.values()
    return str(name[0] if is_array(name) else name)


def _one_or_all(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items
