"""What the roles of events need where they start a machine by its alias.

SAM lets them start the alias, and Step Functions asks for the machine's ARN whatever alias or version is started
("Authorization for versions and aliases in Step Functions workflows"; serverless-application-model, issue 3720).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.sam.generated import event_roles
from newel.sam.globals import properties_of
from newel.sam.policies import document

if TYPE_CHECKING:
    from newel.sam.template import Template

TYPE = "AWS::IAM::Policy"


def policy_id(machine: str) -> str:
    """The logical id of the policy."""
    return f"{machine}EventsPolicy"


def policy(machine: str, alias: str | None, template: Template) -> dict[str, Any] | None:
    """The policy that lets the events of a machine start it by its alias; None where none of them does.

    Parameters
    ----------
    machine
        The machine's logical id.
    alias
        The alias that newel writes; None: what stands in the template.
    template
        The template.
    """
    properties = properties_of(machine, template.data)
    alias = alias or properties.get("AutoPublishAlias")
    roles = event_roles(machine, properties)
    if properties.get("UseAliasAsEventTarget") is not True or not roles or not isinstance(alias, str):
        return None
    statement = {
        "Effect": "Allow",
        "Action": "states:StartExecution",
        "Resource": {"Ref": machine},
        "Condition": {"StringEquals": {"states:StateMachineQualifier": alias}},
    }
    return {
        "PolicyName": policy_id(machine),
        "PolicyDocument": document([statement]),
        "Roles": [{"Ref": name} for name in roles],
    }
