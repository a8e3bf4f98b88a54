"""The words in which a task says what it needs of IAM. They stand beside its fields, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from newel.aws.resources import KEY, ROLE, Target, arn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.aws.resources import Form
    from newel.values import Placeholder


@dataclass(frozen=True)
class Arn:
    """An ARN that CloudFormation completes.

    Attributes
    ----------
    pattern
        The ARN; `${AWS::Region}` and the like stand for themselves, `{name}` for the name of a resource, `{machine}`
        for that of the state machine whose states need it.
    of
        The resource that is referred to, where the pattern has a `{name}`.
    others
        What else is referred to, by the names in braces that stand for it.
    """

    pattern: str
    of: Placeholder | None = None
    others: tuple[tuple[str, Placeholder], ...] = ()


@dataclass(frozen=True)
class Property:
    """The resource that a property of another one names, as the role of a task definition. None, where it has none.

    Attributes
    ----------
    of
        The resource of the template that is referred to.
    name
        The property.
    target
        What the property holds.
    option
        The task's option that says it, where what is referred to is not in the template.
    """

    of: Placeholder
    name: str
    target: Target
    option: str


Resource: TypeAlias = "str | Placeholder | Arn | Property"
"""An ARN as text, `*` where IAM accepts nothing else, a reference whose target is an ARN, a pattern, or what a
property names."""

Condition: TypeAlias = "Mapping[str, Mapping[str, object]]"
"""Conditions as IAM writes them: operator, key, value. A value may be an `On`, or a function that is given the `Call`
and gives the value; None leaves the key out."""


@dataclass(frozen=True)
class On:
    """In a condition: the ARN that a parameter names. Where the parameter is not given, there is no such condition."""

    member: str


@dataclass(frozen=True)
class Grant:
    """What a task needs.

    Attributes
    ----------
    actions
        The IAM actions.
    on
        The parameter that names the resource, in the API's spelling: "TopicArn"; "Overrides.TaskRoleArn" in a
        structure, "Targets[].RoleArn" in a list. Where it is not given, nothing is needed. None: the resource stands
        in no parameter.
    resource
        The resource, where it is not what the parameter names: `*`, or the ARN of something that belongs to it,
        `{name}` where the name of what is named stands, `{ClusterName}` where that of another parameter does.
    target
        What the parameter names, where no field of the task says it.
    otherwise
        The resource, where the parameter may be left out and then means a default.
    patterns
        The integration patterns that need it; empty: all.
    when, unless
        Another parameter that makes it needed, or not needed, where it is given: "Tags".
    condition
        What IAM asks besides.
    template
        The SAM policy template that grants exactly this, and no more, when the resource is one of the template's.
    """

    actions: tuple[str, ...]
    on: str | None = None
    resource: str | None = None
    target: Target | None = None
    otherwise: str | None = None
    patterns: tuple[str, ...] = ()
    when: str | None = None
    unless: str | None = None
    condition: Condition | None = None
    template: str | None = None


SYNC = ("sync", "sync:2")
"""The patterns that run a job to its end: what only they need."""


def pass_role(on: str, *services: str, form: Form = "arn") -> Grant:
    """Handing a role to a service ("Granting a user permissions to pass a role to an AWS service").

    `form` is the role's identifier that the parameter `on` takes.
    """
    service = services[0] if len(services) == 1 else list(services)
    condition = {"StringEquals": {"iam:PassedToService": service}}
    return Grant(("iam:PassRole",), on=on, target=Target(ROLE, form), condition=condition)


def managed_rule(name: str) -> Grant:
    """The EventBridge rule by which Step Functions hears that a job has ended.

    AWS: "How Step Functions generates IAM policies for integrated services".
    """
    actions = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
    return Grant(actions, resource=arn("events", f"rule/{name}"), patterns=SYNC)


def key_of(service: str, *actions: str, on: str = "kms_key") -> Grant:
    """What the customer's own key of a resource asks for, named by the option `kms_key`; by way of the service alone.

    `on` is the parameter that names the key, where the API has one. AWS: "AWS KMS condition keys", `kms:ViaService`.
    """
    condition = {"StringEquals": {"kms:ViaService": f"{service}.${{AWS::Region}}.${{AWS::URLSuffix}}"}}
    return Grant(actions, on=on, target=Target(KEY, "arn", names=True), condition=condition)


def service_linked_role(service: str, name: str) -> Grant:
    """Letting a service make its own role, which it does once an account.

    AWS: "Using service-linked roles" in the service's guide.
    """
    role = arn("iam", f"role/aws-service-role/{service}/{name}", region="")
    condition = {"StringEquals": {"iam:AWSServiceName": service}}
    return Grant(("iam:CreateServiceLinkedRole",), resource=role, condition=condition)
