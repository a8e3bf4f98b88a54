"""CloudFormation's intrinsic functions as IAM sees them: every reference becomes an ARN, a name or a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.aws import resources
from newel.aws.resources import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::AccountId": "123456789012",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "stack",
}
_REVISED = {"AWS::Batch::JobDefinition", "AWS::ECS::TaskDefinition"}
_KINDS = [value for value in vars(resources).values() if isinstance(value, Kind)]


def literal(value: Any, template: Mapping[str, Any]) -> Any:
    """The value with every intrinsic function replaced by what it may give."""
    match value:
        case {"Ref": str(name)}:
            return _given(name, "Ref", template)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return _given(name, attribute, template)
        case {"Fn::Sub": str(text)}:
            return _filled(text, {}, template)
        case {"Fn::Sub": [str(text), variables]}:
            return _filled(text, {name: literal(item, template) for name, item in variables.items()}, template)
        case {"Fn::Select": [index, items]}:
            return literal(items, template)[int(index)]
        case {"Fn::Split": [str(delimiter), text]}:
            return literal(text, template).split(delimiter)
        case {"Fn::Join": [str(delimiter), items]}:
            return delimiter.join(literal(item, template) for item in items)
        case dict():
            return {name: literal(item, template) for name, item in value.items()}
        case list():
            return [literal(item, template) for item in value]
        case _:
            return value


def _filled(text: str, variables: Mapping[str, str], template: Mapping[str, Any]) -> str:
    def replacement(found: re.Match[str]) -> str:
        name, _, attribute = found[1].partition(".")
        return variables.get(found[1]) or _given(name, attribute or "Ref", template)

    return re.sub(r"\$\{([^!}]+)\}", replacement, text)


def _given(name: str, source: str, template: Mapping[str, Any]) -> str:
    if name in PSEUDO:
        return PSEUDO[name]
    actual = template.get("Resources", {}).get(name, {}).get("Type")
    for kind in _KINDS:
        for form, sources in kind.types.get(actual, {}).items():
            if source in sources:
                if form == "url":
                    return f"https://sqs.eu-west-1.amazonaws.com/123456789012/{name}"
                known = f"{name}:1" if actual in _REVISED else name
                return _filled(kind.arn.replace("{name}", known), {}, {}) if form == "arn" else name
    return name
