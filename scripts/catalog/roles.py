"""Which members of an API hand a role to a service, and to which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.aws.naming import member as spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.catalog.exceptions import Exceptions

    from newel.aws.services import Service

_READS = re.compile(r"(Get|List|Describe|Delete|Search|BatchGet|BatchDelete|Remove|Disassociate|Untag|Query|Assume)")
_ROLE = re.compile(r"role(arn)?s?$", re.IGNORECASE)


def passed(model: Mapping[str, Any], operation: str, service: Service, exceptions: Exceptions) -> list[str]:
    """Say which members hold roles that a service is handed: "Role lambda.amazonaws.com"."""
    shape = model["operations"][operation].get("input")
    rows = list(exceptions.and_passed.get(f"{service.id}:{operation}", ()))
    if shape is None or _READS.match(operation) or rows or exceptions.hands_nothing(service.id):
        return rows
    found = _texts(model["shapes"], shape["shape"], "", frozenset())
    paths = dict.fromkeys(path for path, name, about in found if _is_role(name, about))
    for path in paths:
        last = path.rpartition(".")[2].removesuffix("[]")
        if exceptions.hands_nothing(f"{service.id}.{last}"):
            continue
        to = exceptions.handed_to(f"{service.id}:{operation}", f"{service.id}.{last}", service.id)
        rows.append(f"{path} {to or f'{service.iam}.amazonaws.com'}")
    return rows


def _is_role(name: str, about: Mapping[str, Any]) -> bool:
    if not _ROLE.search(name) or "enum" in about:
        return False
    text = f"{about.get('pattern', '')} {about.get('documentation', '')}".lower()
    return bool(re.search(r"arns?$", name, re.IGNORECASE)) or "arn" in text or "amazon resource name" in text


def _texts(
    shapes: Mapping[str, Any], name: str, path: str, seen: frozenset[str]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The members that are text, wherever they are; those of maps have names that the author chooses."""
    for member, about in shapes[name].get("members", {}).items():
        place = f"{path}.{spelled(member)}" if path else spelled(member)
        below, shape = about["shape"], shapes[about["shape"]]
        while shape["type"] == "list":
            place += "[]"
            below = shape["member"]["shape"]
            shape = shapes[below]
        if shape["type"] == "string" and place.count("[][]") == 0:
            yield place, member, {**shape, "documentation": about.get("documentation", "")}
        elif shape["type"] == "structure" and below not in seen:
            yield from _texts(shapes, below, place, seen | {below})
