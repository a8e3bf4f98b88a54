"""What a task needs of IAM, for people: its grants in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.declared import declared
from newel.iam.grants import On
from newel.json_types import is_array
from newel.reference.text import one_line
from newel.tasks.base import members, patterns, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.iam import Grant
    from newel.tasks.base import Task


@dataclass(frozen=True)
class Permission:
    """Actions on a resource.

    Attributes
    ----------
    actions
        The actions.
    resource
        The ARN; a field's name in braces stands for what it names.
    condition
        What IAM asks besides, a line each.
    patterns
        The integration patterns that need it.
    needed
        When it is needed, where that is not always.
    """

    actions: tuple[str, ...]
    resource: str
    condition: tuple[str, ...]
    patterns: tuple[str, ...]
    needed: str


def permissions(cls: type[Task]) -> list[Permission]:
    """What a task needs; what needs no pattern that the class has is left out."""
    return [
        Permission(grant.actions, _resource(cls, grant), tuple(_conditions(cls, grant)), needing, _needed(cls, grant))
        for grant in cls.grants
        if (needing := tuple(one for one in patterns(cls) if not grant.patterns or one in grant.patterns))
    ]


def _resource(cls: type[Task], grant: Grant) -> str:
    if grant.on is None:
        resource = grant.resource or "*"
    else:
        target = grant.target or targets(cls).get(grant.on)
        resource = grant.resource or (target.kind.arn if target else "*")
        resource = resource.replace("{name}", f"{{{grant.on}}}")
    return re.sub(r"(?<!\$)\{([\w.\[\]]+)\}", lambda member: f"{{{_field(cls, member[1])}}}", resource)


def _conditions(cls: type[Task], grant: Grant) -> Iterator[str]:
    for operator, keys in (grant.condition or {}).items():
        for key, value in keys.items():
            if isinstance(value, On):
                shown = f"what {_field(cls, value.member)} names"
            elif callable(value):
                shown = one_line(value.__doc__ or "what the parameters say").rstrip(".")
            else:
                shown = " or ".join(map(str, value)) if is_array(value) else str(value)
            yield f"{key} {operator} {shown}"


def _needed(cls: type[Task], grant: Grant) -> str:
    """When a grant is needed: where fields are given that may be left out."""
    given = [grant.on] if grant.on and not grant.otherwise and not _always(cls, grant.on) else []
    when = [_field(cls, member) for member in dict.fromkeys([*given, grant.when]) if member]
    said = [f"with {' and '.join(when)}"] if when else []
    return " ".join([*said, *([f"without {_field(cls, grant.unless)}"] if grant.unless else [])])


def _always(cls: type[Task], member: str) -> bool:
    """Whether a parameter, or an option, is always given: it is required, or has a default."""
    fields = {**members(cls), **{item.name: item for item in declared(cls)}}
    return member in fields and fields[member].default is not None


def _field(cls: type[Task], place: str) -> str:
    """A place in the parameters as its author writes it."""
    first, dot, rest = place.partition(".")
    bare = first.removesuffix("[]")
    item = members(cls).get(bare)
    return f"{item.name if item else bare}{first[len(bare) :]}{dot}{rest}"
