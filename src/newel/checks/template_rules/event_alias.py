"""EVENT_ALIAS: events that start a machine by its alias, with a role that may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import TemplateRule
from newel.checks.template_sample import publishing
from newel.definition import pointer
from newel.json_types import is_object
from newel.sam.cycles import references
from newel.sam.generated import event_roles
from newel.sam.globals import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.sam.template import Template


def _find(template: Template, machine: str) -> Iterator[tuple[str, str]]:
    properties = properties_of(machine, template.data)
    if properties.get("UseAliasAsEventTarget") is not True:
        return
    policies = [each for each in template.resources.values() if _is_policy(each)]
    attached = {name for policy in policies for name in references(policy)}
    missing = [name for name in event_roles(machine, properties) if name not in attached]
    if missing:
        roles = ", ".join(f"!Ref {name}" for name in missing)
        said = f"SAM lets {' and '.join(missing)} start the alias alone, and AWS asks for the machine"
        hint = f"write an AWS::IAM::Policy with Roles: [{roles}] that allows states:StartExecution on !Ref {machine}"
        yield f"/Resources{pointer(machine)}/Properties/UseAliasAsEventTarget", f"{said}; {hint}"


def _is_policy(resource: object) -> bool:
    return is_object(resource) and str(resource.get("Type")).startswith("AWS::IAM::") and "states:" in str(resource)


_EVENTS = """\
      AutoPublishAlias: live
      UseAliasAsEventTarget: true
      Events:
        Came: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.s3]}}}
"""
_POLICY = """\
  Start:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: start
      Roles: [!Ref MachineCameRole]
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: states:StartExecution, Resource: !Ref Machine}]
"""
_BAD = publishing("{SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}}") + _EVENTS

RULE = TemplateRule(
    id="EVENT_ALIAS",
    severity="WARNING",
    title="Events that start a machine by its alias may start the machine.",
    source='"Authorization for versions and aliases in Step Functions workflows"; SAM, issue 3720',
    find=_find,
    good=_BAD + _POLICY,
    bad={"/Resources/Machine/Properties/UseAliasAsEventTarget": _BAD},
)
