"""What a property of a resource of the template names: the roles of a task definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.iam import Property
from newel.json_types import is_object
from newel.sam.references import identifier, resolve, single
from newel.values import GetAtt, Placeholder, Ref

if TYPE_CHECKING:
    from newel.iam import Resource
    from newel.sam.references import Intrinsic
    from newel.sam.template import Template


def absent(resource: Resource, template: Template) -> bool:
    """Whether a resource is what a property would name that is not set."""
    return isinstance(resource, Property) and _sees(resource, template) and not _held(resource, template)


def resolve_property(wanted: Property, template: Template) -> str | Intrinsic:
    """Write what a property names as an ARN, or as the intrinsic function that gives it.

    Raises
    ------
    NewelError
        The resource is not in the template.
    """
    resolve(wanted.of, template)  # that what is referred to exists and fits is checked here
    if not _sees(wanted, template):
        kind = wanted.of.target.kind.title if wanted.of.target else "resource"
        raise NewelError(
            f"the template does not say which {wanted.name} the {kind} has",
            where=wanted.of.field,
            hint=f'write {wanted.option}=[Ref("...")] with all that it has, or {wanted.option}=[] for none',
        )
    written: str | Intrinsic = _named(_held(wanted, template), wanted, template)
    return written


def _resource(wanted: Property, template: Template) -> Any:
    value = single(wanted.of.value)
    return template.resources.get(value.name) if isinstance(value, Ref | GetAtt) else None


def _sees(wanted: Property, template: Template) -> bool:
    found = _resource(wanted, template)
    return is_object(found) and "Type" in found


def _held(wanted: Property, template: Template) -> Any:
    properties = _resource(wanted, template).get("Properties")
    return properties.get(wanted.name) if is_object(properties) else None


def _named(held: Any, wanted: Property, template: Template) -> Any:
    match held:
        case {"Ref": str(name)} if name in template.resources:
            return identifier(Placeholder(Ref(name), wanted.target, wanted.of.field), "arn", template) or held
        case str() if held and not held.startswith("arn:"):
            return {"Fn::Sub": wanted.target.kind.arn.replace("{name}", held)}
        case _:
            return held
