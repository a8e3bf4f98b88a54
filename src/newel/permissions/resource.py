"""The Resource of a Task: which integration it is, or which function or activity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from newel.aws.resources import FUNCTION

if TYPE_CHECKING:
    from newel.sam.template import Template

Means: TypeAlias = Literal["integration", "sdk", "function", "activity", "unknown"]

_PART = r"(?:\$\{[^}]*\}|[^:$])*"  # of an ARN, in any partition: `${AWS::Partition}` has colons of its own
_INTEGRATION = re.compile(rf"arn:{_PART}:states:{_PART}:{_PART}:(?P<what>.+)")
_FUNCTION = re.compile(rf"arn:{_PART}:lambda:{_PART}:{_PART}:function:.+")
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z0-9]+)(?:\.(?P<attribute>[\w.]+))?\}(?P<rest>.*)")

# Resources whose `Ref`, and attributes whose `Fn::GetAtt`, give what a Resource may be ("Return values" on the pages of
# the CloudFormation reference; "AWS::Serverless::Function" for Alias and Version).
_BY_TYPE: dict[str, tuple[Means, tuple[str | None, ...]]] = {
    **dict.fromkeys(FUNCTION.types, ("function", ("Arn", "Alias", "Version"))),
    "AWS::Lambda::Alias": ("function", (None, "AliasArn")),
    "AWS::Lambda::Version": ("function", (None, "FunctionArn")),
    "AWS::StepFunctions::Activity": ("activity", (None, "Arn")),
}


@dataclass(frozen=True)
class Resource:
    """A Resource that was read.

    Attributes
    ----------
    means
        What it is.
    what
        Of an integration what follows `:states:::`, as "sns:publish.waitForTaskToken"; else the whole.
    """

    means: Means
    what: str


def read(text: object, template: Template | None) -> Resource:
    """Read a Resource, as `bind` leaves it."""
    if not isinstance(text, str):
        return Resource("unknown", str(text))
    if found := _INTEGRATION.fullmatch(text):
        what = found["what"]
        if what.startswith("activity:"):
            return Resource("activity", text)
        return Resource("sdk" if what.startswith("aws-sdk:") else "integration", what)
    if _FUNCTION.fullmatch(text):
        return Resource("function", text)
    if (found := _VARIABLE.fullmatch(text)) and template is not None:
        return Resource(_by_type(found, template), text)
    return Resource("unknown", text)


def _by_type(found: re.Match[str], template: Template) -> Means:
    match template.resources.get(found["name"]):
        case {"Type": str(kind)} if kind in _BY_TYPE:
            means, attributes = _BY_TYPE[kind]
            return means if found["attribute"] in attributes and found["rest"][:1] in ("", ":") else "unknown"
        case _:
            return "unknown"
