"""Keeping a template's state machines: one `AWS::Serverless::StateMachine`, and its log group, per machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError, NewelErrors
from newel.iam import statements
from newel.sam import template as templates
from newel.sam.document import Mapping
from newel.sam.patch import ABSENT, Patch
from newel.sam.policies import policies
from newel.sam.references import resolve

if TYPE_CHECKING:
    from newel.machine import Definition, StateMachine
    from newel.sam.template import Template

MARK = "NewelSource"
"""The member of a resource's `Metadata` that says newel keeps it, and from which file."""


@dataclass(frozen=True)
class Woven:
    """A machine as it goes into the template.

    Attributes
    ----------
    machine
        The machine.
    definition
        The machine compiled.
    source
        The file that it is written in, relative to the template's folder.
    asl
        The file of its definition, relative to the template's folder.
    """

    machine: StateMachine
    definition: Definition
    source: str
    asl: str


def weave(template: Template, machines: list[Woven]) -> str:
    """Write the template's text with its state machines up to date.

    What is up to date already keeps its bytes; members that newel does not write, such as Tags or Events, stay.

    Raises
    ------
    NewelErrors
        References that name nothing in the template, or something of the wrong kind; resources that have a machine's
        name and are not newel's; a resource that newel keeps and whose machine is gone.
    """
    errors: list[NewelError] = []
    wanted: dict[str, Any] = {}
    for woven in machines:
        try:
            wanted.update(_resources(woven, template))
        except NewelErrors as several:
            errors += several.errors
    errors += _foreign(wanted, template) + _left_over(wanted, template)
    if errors:
        raise NewelErrors(errors)
    if template.root.flow:
        raise NewelError(
            "newel keeps templates in YAML's block style, and this one is JSON or one line",
            where=str(template.path),
            hint="convert it: one member a line, without braces",
        )
    patch = Patch(template.text)
    _, resources = template.root.members["Resources"]
    if isinstance(resources, Mapping) and not resources.flow:
        patch.mapping(resources, wanted, keep=3, space=True)
    elif wanted:
        patch.mapping(template.root, {"Resources": {**template.resources, **wanted}}, keep=1)
    text = patch.apply()
    _check(text, template, wanted)
    return text


def _resources(woven: Woven, template: Template) -> dict[str, Any]:
    machine, definition = woven.machine, woven.definition
    errors: list[NewelError] = []
    substitutions: dict[str, Any] = {}
    for name, placeholder in definition.substitutions.items():
        try:
            substitutions[name] = resolve(placeholder, template)
        except NewelError as error:
            errors.append(NewelError(str(error), where=woven.source))
    if errors:
        raise NewelErrors(errors)
    logs = machine.log_level != "OFF"
    log_group = f"{machine.name}Logs"
    metadata = {MARK: woven.source}
    granted = policies(statements(definition.needs), template, logs=logs)
    properties: dict[str, Any] = {
        "Type": machine.type,
        "DefinitionUri": woven.asl,
        "DefinitionSubstitutions": substitutions or ABSENT,
        "Policies": granted or ABSENT,
        "Logging": {
            "Level": machine.log_level,
            "IncludeExecutionData": machine.log_execution_data,
            "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": [log_group, "Arn"]}}}],
        }
        if logs
        else {"Level": "OFF"},
        "Tracing": {"Enabled": machine.tracing},
    }
    resources: dict[str, Any] = {
        machine.name: {
            "Type": "AWS::Serverless::StateMachine",
            "Metadata": metadata,
            "Properties": properties,
        }
    }
    if logs:
        # "Using CloudWatch Logs to log execution history": the prefix keeps the log resource policy short.
        path = {"Fn::Sub": f"/aws/vendedlogs/states/${{AWS::StackName}}-{machine.name}"}
        resources[log_group] = {
            "Type": "AWS::Logs::LogGroup",
            "Metadata": metadata,
            "Properties": {"LogGroupName": path, "RetentionInDays": machine.log_retention_days},
        }
    return resources


def _mark(resource: Any) -> str | None:
    match resource:
        case {"Metadata": {"NewelSource": str(mark)}}:
            return mark
        case _:
            return None


def _foreign(wanted: dict[str, Any], template: Template) -> list[NewelError]:
    return [
        NewelError(
            f"{name!r} is in the template already, and newel does not keep it",
            where=str(template.path),
            hint=f"rename the machine, or hand it over: Metadata: {{{MARK}: {resource['Metadata'][MARK]}}}",
        )
        for name, resource in wanted.items()
        if name in template.resources and _mark(template.resources[name]) is None
    ]


def _left_over(wanted: dict[str, Any], template: Template) -> list[NewelError]:
    return [
        NewelError(
            f"{name!r} is kept from {_mark(resource)}, which no longer defines it",
            where=str(template.path),
            hint=f"delete {name} from the template, or its Metadata {MARK} to keep it yourself",
        )
        for name, resource in template.resources.items()
        if _mark(resource) is not None and name not in wanted
    ]


def _check(text: str, template: Template, wanted: dict[str, Any]) -> None:
    """Read what was written: the wanted members are there, and all else is as it was."""
    after = templates.parse(text, template.path).data
    resources = after["Resources"]
    rest = {name: resource for name, resource in template.resources.items() if name not in wanted}
    untouched = {name: resource for name, resource in resources.items() if name not in wanted}
    outside = [{k: v for k, v in data.items() if k != "Resources"} for data in (after, template.data)]
    kept = all(
        resources[name]["Properties"].get(member, ABSENT) == value
        for name, resource in wanted.items()
        for member, value in resource["Properties"].items()
    )
    if not kept or rest != untouched or outside[0] != outside[1]:
        raise NewelError(
            "the template is written in a way that newel cannot change without harm",
            where=str(template.path),
            hint=f"write the resources {' and '.join(wanted)} in plain block style",
        )
