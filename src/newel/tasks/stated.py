"""What an author says of IAM himself, in place of what newel derives or besides it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from newel.iam import Need
from newel.json_types import is_array, is_object
from newel.suggest import nearest
from newel.values import GetAtt, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.iam import Derived, Resource
    from newel.render import Renderer

_ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")
_MEMBERS = ("Sid", "Effect", "Action", "Resource", "Condition")
_HANDED_ON = "iam:PassRole"


def actions(value: object, field: str, renderer: Renderer) -> tuple[str, ...]:
    """IAM's actions, from one or a list of them.

    Raises
    ------
    NewelError
        It is none, or one of them is.
    """
    listed = [value] if isinstance(value, str) else _items(value)
    for action in listed or [value]:
        if not isinstance(action, str) or not _ACTION.fullmatch(action):
            raise renderer.error(f"{field}: {action!r} is no action of IAM's", hint='write it as "s3:GetObject"')
    return tuple(map(str, listed))


def resources(value: object, field: str, renderer: Renderer) -> tuple[Resource, ...]:
    """IAM's resources, from one or a list of them.

    Raises
    ------
    NewelError
        There is none, or one of them is no ARN and no reference.
    """
    listed = [value] if isinstance(value, str | Ref | GetAtt | Sub) else _items(value)
    if not listed:
        raise renderer.error(
            f"{field}: {value!r} names no resource", hint='write ["arn:..."], or ["*"] if any is meant'
        )
    return tuple(_resource(item, field, renderer) for item in listed)


def _resource(item: object, field: str, renderer: Renderer) -> Resource:
    if isinstance(item, Ref | GetAtt | Sub):
        return Placeholder(item, None, f"{renderer.where}, {field}")
    if isinstance(item, str) and (item == "*" or item.startswith("arn:")):
        return Placeholder(Sub(item), None, f"{renderer.where}, {field}") if "${" in item else item
    raise renderer.error(
        f"{field}: {item!r} is no ARN", hint='write "arn:...", Sub("${Bucket.Arn}/*"), GetAtt("...", "Arn"), or "*"'
    )


def overridden(derived: Derived, said: tuple[str, ...], on: tuple[Resource, ...], service: str) -> list[Need]:
    """What was derived, with other actions, or on other resources. Roles that are handed on stay.

    An action that was derived too is on what that is on; any other on all of the service's that is named. Other
    resources are for the service's actions: what a call reads in S3 besides is not on them.
    """
    handed = [need for need in derived.needs if _HANDED_ON in need.actions]
    rest = [need for need in derived.needs if _HANDED_ON not in need.actions]
    own = [need for need in rest if any(action.startswith(f"{service}:") for action in need.actions)] or rest
    if on:
        first = {action: need for need in reversed(own) for action in need.actions}
        needed = [replace(need, actions=(action,), condition=None) for action, need in first.items()]
        besides = [need for need in rest if need not in own]
        return [replace(need, resource=resource) for need in reversed(needed) for resource in on] + besides + handed
    found: list[Need] = []
    for action in said:
        same = [need for need in rest if action.lower() in map(str.lower, need.actions)]
        named = [need for need in own if need.resource != "*"] or own
        found += [replace(need, actions=(action,), template=None) for need in same]
        found += [] if same else [replace(need, actions=(action,), condition=None, template=None) for need in named]
    return found + handed


def besides(state: str, value: object, field: str, renderer: Renderer) -> Iterator[Need]:
    """What statements of IAM's say, written as IAM has them.

    Raises
    ------
    NewelError
        One of them is no statement that allows something.
    """
    if not is_array(value) and not isinstance(value, tuple):
        raise renderer.error(f"{field} is a list of statements", hint=f'write {field}=[{{"Action": ..., ...}}]')
    for index, statement in enumerate(cast("Sequence[object]", value)):
        place = f"{field}[{index}]"
        if not is_object(statement):
            raise renderer.error(f"{place} is no statement", hint='write {"Action": "...", "Resource": "..."}')
        yield from _statement(state, statement, place, renderer)


def _statement(state: str, statement: dict[str, Any], place: str, renderer: Renderer) -> Iterator[Need]:
    for name in statement:
        if name not in _MEMBERS:
            near = nearest(name, _MEMBERS)
            raise renderer.error(f"{place}: a statement has no {name!r} here", hint=f"write {near}" if near else None)
    for name in ("Action", "Resource"):
        if name not in statement:
            raise renderer.error(f"{place}: it has no {name}", hint=f'write "{name}": ...')
    if statement.get("Effect", "Allow") != "Allow":
        raise renderer.error(f"{place}: it does not allow anything", hint='write "Effect": "Allow", or leave it out')
    condition = renderer.value(statement["Condition"], f"{place}.Condition") if "Condition" in statement else None
    allowed = actions(statement["Action"], f"{place}.Action", renderer)
    for resource in resources(statement["Resource"], f"{place}.Resource", renderer):
        yield Need(state, allowed, resource, condition, why="says its author")


def _items(value: object) -> list[object]:
    return list(cast("Sequence[object]", value)) if isinstance(value, list | tuple) else []
