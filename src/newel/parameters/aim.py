"""Telling references inside of a task's parameters what they have to give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.values import Placeholder

if TYPE_CHECKING:
    from newel.aws.resources import Target


def aimed(value: Any, place: str, target: Target) -> Any:
    """The same parameters, where references at a place such as "Targets[].RoleArn" know what the API wants there.

    Parameters
    ----------
    value
        A state's Parameters or Arguments, or something in them.
    place
        The members that lead to it, as `find` takes them; empty: the value itself.
    target
        What it has to be.
    """
    if not place:
        return replace(value, target=target) if isinstance(value, Placeholder) and value.target is None else value
    step, _, rest = place.partition(".")
    name = step.removesuffix("[]")
    if not is_object(value) or name not in value:
        return value
    item = value[name]
    if step.endswith("[]"):
        within = [aimed(each, rest, target) for each in item] if is_array(item) else item
    else:
        within = aimed(item, rest, target)
    return {**value, name: within}
