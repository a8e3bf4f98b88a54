"""What a state needs of IAM, merged into the smallest statements, each with the states that need it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from newel.values import Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable

Resource: TypeAlias = "str | Placeholder"
"""An ARN as text, `*` where IAM accepts nothing else, or a reference whose target is an ARN."""


@dataclass(frozen=True)
class Grant:
    """What a task needs when one of its fields is set. Stands beside the task's fields.

    Attributes
    ----------
    actions
        The IAM actions.
    on
        The field whose value is the resource.
    resource
        The resource, where it is not the field's value.
    template
        The SAM policy template that grants exactly this, and no more, when the resource is one of the template's.
    """

    actions: tuple[str, ...]
    on: str
    resource: str | None = None
    template: str | None = None


@dataclass(frozen=True)
class Need:
    """What one state needs: actions on one resource."""

    state: str
    actions: tuple[str, ...]
    resource: Resource
    template: str | None = None


@dataclass(frozen=True)
class Statement:
    """An allowed set of actions on a set of resources, and the states that need it."""

    actions: tuple[str, ...]
    resources: tuple[Resource, ...]
    states: tuple[str, ...]
    template: str | None = None


def statements(needs: Iterable[Need]) -> list[Statement]:
    """Merge needs that have the same actions, or the same resource, in the order they first came.

    Merging never widens: two needs become one statement only when one side of them is equal.
    """
    by_resource: dict[tuple[str, str | None], list[Need]] = {}
    for need in needs:
        by_resource.setdefault((_key(need.resource), need.template), []).append(need)
    by_actions: dict[tuple[tuple[str, ...], str | None], list[Need]] = {}
    for (_, template), same in by_resource.items():
        actions = tuple(dict.fromkeys(action for need in same for action in need.actions))
        by_actions.setdefault((actions, template), []).extend(same)
    return [
        Statement(
            actions,
            tuple({_key(need.resource): need.resource for need in same}.values()),
            tuple(dict.fromkeys(need.state for need in same)),
            template,
        )
        for (actions, template), same in by_actions.items()
    ]


def _key(resource: Resource) -> str:
    """The resource as text: the same reference in two fields is one resource."""
    if isinstance(resource, Placeholder):
        form = resource.target.form if resource.target else ""
        return json.dumps([repr(resource.value), form])
    return resource
