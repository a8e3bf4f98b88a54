"""States whose Resource is a function's or an activity's own ARN: what it is, and what it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from newel.errors import NewelError
from newel.json_types import is_object
from newel.parameters.find import is_jsonata
from newel.values import GetAtt, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from newel.aws.resources import Target
    from newel.render import Renderer
    from newel.tasks.base import Task


def named_directly(task: Task, field: str, target: Target) -> Placeholder | str:
    """The state's Resource, from a field that has to hold an ARN or a reference.

    Raises
    ------
    NewelError
        It is a name, or known only when the state runs.
    """
    value = getattr(task, field)
    where = f"state {task.name!r}, {field}"
    if isinstance(value, Ref | GetAtt | Sub):
        return Placeholder(value, target, where)
    if isinstance(value, str) and value.startswith(("arn:", "${")):
        return value
    raise NewelError(
        "it is the state's Resource, which is an ARN and stands in the definition",
        where=where,
        hint=f'write {field}=Ref("..."), or "arn:..."',
    )


def given_directly(renderer: Renderer, value: object, field: str) -> dict[str, Any]:
    """The whole of a state's Parameters or Arguments, from a field.

    Raises
    ------
    NewelError
        It is no object.
    """
    written = renderer.value({} if value is None else value, field)
    if is_object(written):
        return written
    if is_jsonata(written):
        return cast("dict[str, Any]", written)  # Arguments may be an expression that gives them
    hint = 'write input_path="$..."' if renderer.is_path(value) else f"write {field}={{...}}"
    raise renderer.error(f"{field} is the whole of the state's parameters, which are an object", hint=hint)
