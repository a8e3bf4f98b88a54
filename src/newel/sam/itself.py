"""What a state machine may do with itself, as a Distributed Map does, without a circular reference.

The role that SAM makes of `Policies` is created before the machine, so that it cannot name it. A policy of its own,
attached to that role, is created after both, and the machine's name stays CloudFormation's to choose. The CDK does so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newel.aws.resources import STATE_MACHINE
from newel.iam import Arn
from newel.values import Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.iam import Resource, Statement

_MACHINE = "{machine}"
_UNNAMED = "StateMachineName"
"""Stands for the name of a machine that is in no template."""


def split(statements: Sequence[Statement], machine: str) -> tuple[list[Statement], list[Statement]]:
    """What is about the machine itself, and what is not; the first with its logical id in place."""
    own: list[Statement] = []
    rest: list[Statement] = []
    for statement in statements:
        about = [each for each in statement.resources if is_about(each, machine)]
        others = [each for each in statement.resources if not is_about(each, machine)]
        if about:
            own.append(replace(statement, resources=tuple(about), template=None))
        if others:
            rest.append(replace(statement, resources=tuple(others)))
    return [named(each, machine) for each in own], rest


def is_about(resource: Resource, machine: str) -> bool:
    """Whether a resource is the machine itself, or an execution of it."""
    match resource:
        case Placeholder():
            return refers_to(resource, machine)
        case Arn(pattern, of):
            return _MACHINE in pattern or (of is not None and refers_to(of, machine))
        case _:
            return False


def refers_to(placeholder: Placeholder, machine: str) -> bool:
    """Whether a reference is to the machine."""
    value = placeholder.value
    if isinstance(value, Sub):
        return f"${{{machine}}}" in value.text or f"${{{machine}." in value.text
    return value.name == machine


def named(statement: Statement, machine: str | None) -> Statement:
    """The statement with the logical id of the machine in place; None: a machine that is in no template."""
    return replace(statement, resources=tuple(_named(each, machine) for each in statement.resources))


def _named(resource: Resource, machine: str | None) -> Resource:
    match resource:
        case Arn(pattern, of) if machine is not None and of is not None and refers_to(of, machine):
            return _named(Arn(pattern.replace("{name}", _MACHINE)), machine)
        case Placeholder(value=Ref()) if machine is not None and refers_to(resource, machine):
            return Arn(f"${{{machine}}}")
        case Arn(pattern) if _MACHINE in pattern:
            if machine is None:
                return Arn(pattern.replace(_MACHINE, f"${{{_UNNAMED}}}"))
            if pattern == STATE_MACHINE.arn.replace("{name}", _MACHINE):
                return Arn(f"${{{machine}}}")
            return Arn(pattern.replace(_MACHINE, f"${{{machine}.Name}}"))
        case _:
            return resource


def policy(machine: str, document: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    """The resource that attaches a policy to the role that SAM makes for a machine."""
    return {
        "Type": "AWS::IAM::Policy",
        "Metadata": metadata,
        "Properties": {
            "PolicyName": policy_id(machine),
            "PolicyDocument": document,
            "Roles": [{"Ref": f"{machine}Role"}],
        },
    }


def policy_id(machine: str) -> str:
    """The logical id of that resource."""
    return f"{machine}ItselfPolicy"
