"""What leads out of a state: catchers, the rules of a Choice; or the state as it is, where that is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.importing.conditions import read_condition
from newel.importing.graph import Catcher, Node, Rule
from newel.importing.values import NotTypedError
from newel.json_types import is_array, is_object
from newel.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.importing.values import Values
    from newel.json_types import JsonObject


def read_catcher(item: JsonObject, values: Values, others: Mapping[str, Any]) -> Catcher:
    """Read a catcher.

    Raises
    ------
    NotTypedError
        `.catch(...)` does not say it.
    """
    arguments: dict[str, Any] = {}
    for member, value in item.items():
        match member:
            case "ErrorEquals" | "Next":
                continue
            case "ResultPath" if values.language == "JSONPath":
                arguments["result_path"] = values.path(value)
            case "Output" if values.language == "JSONata" and value is not None:
                arguments["output"] = values.payload(value)
            case "Assign" if value:
                arguments["assign"] = values.payload(value)
            case "Comment" if isinstance(value, str):
                arguments["comment"] = value
            case _:
                raise NotTypedError
    errors = item["ErrorEquals"]
    insist(is_array(errors) and bool(errors) and all(isinstance(error, str) and error for error in errors))
    insist(item["Next"] in others)
    return Catcher(item["Next"], tuple(errors), tuple(arguments.items()))


def read_rule(rule: JsonObject, values: Values, others: Mapping[str, Any]) -> Rule:
    """Read a rule of a Choice.

    Raises
    ------
    NotTypedError
        `.when(...)` does not say it.
    """
    insist(is_object(rule))
    arguments: dict[str, Any] = {}
    condition = dict(rule)
    target = condition.pop("Next")
    insist(target in others)
    if "Comment" in condition:
        arguments["comment"] = condition.pop("Comment")
        insist(isinstance(arguments["comment"], str))
    if "Output" in condition:
        insist(values.language == "JSONata" and condition["Output"] is not None)
        arguments["output"] = values.payload(condition.pop("Output"))
    if condition.get("Assign"):
        arguments["assign"] = values.payload(condition.pop("Assign"))
    return Rule(target, read_condition(condition, values), tuple(arguments.items()))


def as_it_is(name: str, body: JsonObject) -> Node:
    """A state as the States Language has it, with what leads out of it."""
    state = Raw(name, body)
    if not state.ends_here:
        raise NewelError(
            f"state {name!r} has neither Next nor End", hint='write "End": true, or the state that follows'
        )
    return Node(state)


def insist(holds: bool) -> None:  # noqa: FBT001 -- as `assert`
    """Give up on typed Python where something does not hold."""
    if not holds:
        raise NotTypedError
