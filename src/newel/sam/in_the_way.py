"""What in a template stands in the way of the resources that newel keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.sam import crossing
from newel.sam.generated import generated
from newel.sam.machines import MACHINE

if TYPE_CHECKING:
    from newel.sam.template import Template

# What an author may have put into a kept machine, and what Properties of newel's it would contradict.
_CONTRADICTIONS = {
    "Definition": "newel writes the DefinitionUri",
    "Role": "SAM makes the role from the Policies that newel writes",
}

MARK = "NewelSource"
"""The member of a resource's `Metadata` that says newel keeps it, and from which file."""


def mark_of(resource: Any) -> str | None:
    """The file that newel keeps a resource from; None where it does not keep it."""
    match resource:
        case {"Metadata": {"NewelSource": str(mark)}}:
            return mark
        case _:
            return None


def foreign(wanted: dict[str, Any], template: Template) -> list[NewelError]:
    """Say what in the template stands in the way of the wanted resources."""
    errors: list[NewelError] = []
    for name, resource in wanted.items():
        actual = template.resources.get(name)
        if name in template.parameters:
            hint = "rename one of them: parameters and resources share their names"
            errors.append(in_the_way(f"{name!r} is a parameter of the template", hint, template))
        elif name in template.resources and mark_of(actual) is None:
            it = "it" if name in (crossing.NAME, crossing.LOGS) else "the machine"
            hint = f"rename {it}, or hand it over: Metadata: {{{MARK}: {resource['Metadata'][MARK]}}}"
            errors.append(
                in_the_way(f"{name!r} is in the template already, and newel does not keep it", hint, template)
            )
        elif is_object(actual) and actual.get("Type") != resource["Type"]:
            hint = f"rename the machine, or write Type: {resource['Type']}"
            errors.append(in_the_way(f"{name!r} is of type {actual.get('Type')}", hint, template))
        elif is_object(actual) and is_object(actual.get("Properties")):
            if resource["Type"] == MACHINE and not isinstance(actual["Properties"].get("AutoPublishAlias", ""), str):
                message = f"{name!r} has an AutoPublishAlias that is no text, and SAM makes a logical id of it"
                errors.append(in_the_way(message, "write AutoPublishAlias: live", template))
            errors += [
                in_the_way(f"{name!r} has a {member} of its own, but {why}", f"delete {member}", template)
                for member, why in _CONTRADICTIONS.items()
                if member in actual["Properties"] and resource["Type"] == MACHINE
            ]
    return errors


def doubled(after: Template, wanted: dict[str, Any], template: Template) -> list[NewelError]:
    """Say what is called as something that SAM makes of a kept machine."""
    made = generated({**after.data, "Resources": {name: after.resources.get(name) for name in wanted}})
    return [
        in_the_way(f"SAM makes a resource {name!r} of a machine, and there is one already", f"rename {name}", after)
        for name in made
        if name in template.resources or name in wanted
    ]


def in_the_way(message: str, hint: str, template: Template) -> NewelError:
    """The error of something in the template that is in the way."""
    return NewelError(message, where=str(template.path), hint=hint)
