"""What states need, merged into the smallest statements, each with the states that need it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newel.iam.grants import Arn, Property
from newel.json_types import is_array, is_object
from newel.values import Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.iam.grants import Condition, Resource


@dataclass(frozen=True)
class Need:
    """What one state needs: actions on one resource.

    Attributes
    ----------
    state
        The state's name.
    actions
        The IAM actions.
    resource
        The resource.
    condition
        What IAM asks besides.
    template
        The SAM policy template that grants exactly this.
    why
        What the state does that needs it.
    """

    state: str
    actions: tuple[str, ...]
    resource: Resource
    condition: Condition | None = None
    template: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Statement:
    """An allowed set of actions on a set of resources, and who needs it: states, each with its reason."""

    actions: tuple[str, ...]
    resources: tuple[Resource, ...]
    condition: Condition | None
    template: str | None
    needed_by: tuple[tuple[str, str], ...]


def statements(needs: Iterable[Need]) -> list[Statement]:
    """Merge needs that have the same actions, or the same resource, in the order they first came.

    Merging never widens: two needs become one statement only when one side of them is equal, and their conditions are.
    """
    by_resource: dict[tuple[str, str, str | None], list[Need]] = {}
    for need in needs:
        by_resource.setdefault((key(need.resource), key(need.condition), need.template), []).append(need)
    by_actions: dict[tuple[tuple[str, ...], str, str | None], list[Need]] = {}
    for (_, condition, template), same in by_resource.items():
        actions = tuple(dict.fromkeys(action for need in same for action in need.actions))
        by_actions.setdefault((actions, condition, template), []).extend(same)
    return [
        Statement(
            actions,
            tuple({key(need.resource): need.resource for need in same}.values()),
            same[0].condition,
            template,
            tuple(dict.fromkeys((need.state, need.why) for need in same)),
        )
        for (actions, _, template), same in by_actions.items()
    ]


def ordered(merged: Iterable[Statement]) -> list[Statement]:
    """Statements, and what is in them, in an order that does not depend on that of the states."""
    within = [
        replace(one, actions=tuple(sorted(one.actions)), resources=tuple(sorted(one.resources, key=key)))
        for one in merged
    ]
    return sorted(within, key=lambda one: (one.actions, [key(each) for each in one.resources], key(one.condition)))


def key(value: object) -> str:
    """A resource or a condition as text: the same reference in two fields is one."""
    match value:
        case Placeholder():
            return json.dumps([repr(value.value), value.target.form if value.target else ""])
        case Arn():
            return json.dumps([value.pattern, key(value.of), *[[name, key(other)] for name, other in value.others]])
        case Property():
            return json.dumps([key(value.of), value.name])
        case _ if is_array(value):
            return json.dumps([key(item) for item in value])
        case _ if is_object(value):
            return json.dumps({name: key(item) for name, item in value.items()}, sort_keys=True)
        case _:
            return str(value)
