"""ARNs of a template in one spelling, so that two that are the same read the same.

`!GetAtt Table.Arn` and `!Sub arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}` are one table.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from newel.aws import resources
from newel.aws.resources import Kind
from newel.json_types import is_array, is_object
from newel.permissions.substitutions import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.resources import Form
    from newel.sam.template import Template

_VARIABLE = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")
_PARTITION = re.compile(r"\barn:(?:aws|aws-cn|aws-us-gov):")

UNKNOWN = "${?}"
"""What stands where the template does not say which value there is."""


def canonical(value: Any, template: Template) -> Any:
    """A value of a policy with its intrinsic functions as text, and its ARNs in one spelling."""
    text = as_text(value) if not is_array(value) else None
    if isinstance(text, str):
        return _PARTITION.sub("arn:${AWS::Partition}:", _VARIABLE.sub(lambda found: _of(found[1], template), text))
    if is_array(value):
        return [canonical(item, template) for item in value]
    if is_object(value):
        if any(name == "Ref" or name.startswith("Fn::") for name in value):
            return UNKNOWN
        return {name: canonical(item, template) for name, item in value.items()}
    return value


def _of(name: str, template: Template) -> str:
    """What `${name}` is: the name of a resource, its ARN, or unknown, as a parameter is."""
    resource, dot, attribute = name.partition(".")
    found = template.resources.get(resource)
    if name.startswith("AWS::"):
        return f"${{{name}}}"
    if not is_object(found):
        return UNKNOWN
    source = attribute if dot else "Ref"
    for kind, forms in _kinds().get(str(found.get("Type")), ()):
        if source in forms.get("arn", ()):
            return kind.arn.replace("{name}", _name(resource, found, template))
        if source in forms.get("name", ()):
            return _name(resource, found, template)
    return f"${{{name}}}"


def _name(logical: str, resource: Mapping[str, Any], template: Template) -> str:
    """The name of a resource: the one that it is given, else CloudFormation's."""
    properties = resource.get("Properties")
    last = str(resource.get("Type")).rpartition("::")[2]
    given = None
    if is_object(properties):
        given = next((properties[each] for each in (f"{last}Name", "Name") if each in properties), None)
    text = as_text(given)
    if text in (None, "${AWS::NoValue}") or any(
        each.partition(".")[0] in template.resources for each in _VARIABLE.findall(text or "")
    ):
        return f"${{{logical}}}"
    return str(text)


@cache
def _kinds() -> dict[str, list[tuple[Kind, Mapping[Form, Sequence[str]]]]]:
    """The kinds that a type of CloudFormation is of."""
    found: dict[str, list[tuple[Kind, Mapping[Form, Sequence[str]]]]] = {}
    for each in vars(resources).values():
        if isinstance(each, Kind):
            for name, forms in each.types.items():
                found.setdefault(name, []).append((each, forms))
    return found
