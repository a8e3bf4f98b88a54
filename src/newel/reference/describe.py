"""All that a task's class tells: its fields, patterns, permissions and example."""

from __future__ import annotations

from dataclasses import MISSING, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.aws.models import input_shape, service
from newel.declared import declared
from newel.parameters.shapes import spelled
from newel.reference.examples import asl
from newel.reference.listing import summary
from newel.reference.permissions import Permission, permissions
from newel.reference.text import first_sentence, parameters, sections, titles
from newel.tasks import cdk
from newel.tasks.base import Task, member_name, members, patterns
from newel.tasks.catalog import example, title

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import Field

_FEW = 12


@dataclass(frozen=True)
class FieldOf:
    """A field of a task.

    Attributes
    ----------
    name
        Its name.
    member
        The API's name of it; None for an option of newel's.
    type
        Its type.
    required
        Whether it has to be given.
    doc
        What it is.
    values
        The values that the API knows, where they are few.
    """

    name: str
    member: str | None
    type: str
    required: bool
    doc: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """A task.

    Attributes
    ----------
    name
        How people write it.
    summary, notes
        What it does, and what is special.
    resource
        Step Functions' name of the integration.
    api
        The API that it calls.
    sources
        The pages of AWS's documentation that it is from.
    cdk
        What the CDK calls it.
    patterns
        Its integration patterns, the default first.
    fields
        Its fields, the required ones first.
    one_of
        Fields of which exactly one has to be given.
    permissions, besides
        What it needs of IAM, and what decides on that besides.
    example, asl
        An example in Python, and the state that it gives.
    """

    name: str
    summary: str
    notes: str
    resource: str
    api: str
    sources: tuple[str, ...]
    cdk: tuple[str, ...]
    patterns: tuple[str, ...]
    fields: tuple[FieldOf, ...]
    one_of: tuple[str, ...]
    permissions: tuple[Permission, ...]
    besides: str
    example: str
    asl: dict[str, Any]


def describe(cls: type[Task]) -> Description:
    """Tell all of a task."""
    doc, module = cls.__doc__ or "", import_module(cls.__module__)
    return Description(
        name=title(cls),
        summary=summary(doc),
        notes=sections(doc)[""].partition("\n\n")[2].strip(),
        resource=cls.resource,
        api=doc.partition("(API: ")[2].partition(")")[0],
        sources=tuple(dict.fromkeys([*titles((module.__doc__ or "").partition("\n")[0]), *titles(doc)])),
        cdk=cdk.of(title(cls)),
        patterns=tuple(sorted(patterns(cls), key=lambda pattern: pattern != cls.pattern)),
        fields=_fields(cls),
        one_of=cls.one_of,
        permissions=tuple(permissions(cls)),
        besides=summary(cls.derive.__doc__) if "derive" in vars(cls) else "",
        example=example(cls),
        asl=asl(cls),
    )


def common() -> tuple[str, ...]:
    """The fields that every task has."""
    return tuple(item.name for item in declared(Task) if item.name != "pattern")


def _fields(cls: type[Task]) -> tuple[FieldOf, ...]:
    said, known = parameters(cls.__doc__), _model(cls)
    own = [item for item in declared(cls) if item.name not in {*common(), "pattern"} or item.name in said]
    found = [_field(cls, item, said, known) for item in own]
    return tuple(sorted(found, key=lambda field: not field.required))


def _field(
    cls: type[Task], item: Field[Any], said: Mapping[str, str], known: Mapping[str, tuple[str, tuple[str, ...]]]
) -> FieldOf:
    parameter = cls.resource and not item.metadata.get("option") and not item.metadata.get("asl")
    member = member_name(item) if parameter else None
    doc, values = known.get(member or "", ("", ()))
    doc = said.get(item.name) or doc or _of(item)
    annotation = str(item.type).removesuffix(" | None")
    return FieldOf(item.name, member, annotation, item.default is MISSING, doc, values)


def _of(item: Field[Any]) -> str:
    """What a field is by its name, or by what it refers to."""
    target = item.metadata.get("refers")
    if item.name == "kms_key":
        return "The resource's own key, where it has one."
    if target is None:
        return ""
    return f"The {target.form if target.form == 'name' else target.form.upper()} of the {target.kind.title}."


def _model(cls: type[Task]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What the API's model says of its members: a sentence, and the values that it knows."""
    if cls.api is None:
        return {}
    name, _, operation = cls.api.partition(":")
    shapes = service(name)["shapes"]
    api = input_shape(name, operation)["members"]
    found: dict[str, Any] = {spelled(member): about for member, about in api.items()}
    found |= {member: {"shape": shape, **shapes[shape]} for member, shape in cls.shapes.items()}
    here = {member: item.name for member, item in members(cls).items()}
    called = {member: here[spelled(member)] for member in {*api, *here} if spelled(member) in here}
    return {
        member: (
            first_sentence(about.get("documentation") or shapes[about["shape"]].get("documentation", ""), called),
            _values(shapes, about),
        )
        for member, about in found.items()
    }


def _values(shapes: dict[str, Any], about: dict[str, Any]) -> tuple[str, ...]:
    values = shapes.get(about["shape"], {}).get("enum", [])
    return tuple(values) if len(values) <= _FEW else ()
