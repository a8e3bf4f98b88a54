"""The properties of a template's resources, with those that they share ("Globals section of the AWS SAM template")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import JsonObject, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION = "AWS::Serverless::Function"

_SECTIONS = {FUNCTION: "Function"}
"""Where `Globals` has what all resources of a type share."""


def properties_of(name: str, template: Mapping[str, Any]) -> JsonObject:
    """The properties of a resource as SAM sees them; none where there is no such resource.

    Of what both `Globals` and the resource say, objects are merged, lists follow each other, else the resource's holds.

    Parameters
    ----------
    name
        The resource's logical id.
    template
        The template as plain data.
    """
    resource = as_object(as_object(template.get("Resources")).get(name))
    own = as_object(resource.get("Properties"))
    section = _SECTIONS.get(str(resource.get("Type")))
    shared = as_object(as_object(template.get("Globals")).get(section)) if section else {}
    return as_object(_merged(shared, own)) if shared else own


def as_object(value: object) -> JsonObject:
    """The value where it is an object, else an empty one."""
    return value if is_object(value) else {}


def _merged(shared: Any, own: Any) -> Any:
    if is_array(shared) and is_array(own):
        return [*shared, *own]
    if is_object(shared) and is_object(own) and not _is_function(shared) and not _is_function(own):
        both = {name: _merged(shared[name], own[name]) for name in shared if name in own}
        return {**shared, **own, **both}
    return own


def _is_function(value: JsonObject) -> bool:
    """Whether it is an intrinsic function."""
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Condition", "Fn::"))
