"""Short definitions, for the examples of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newel.json_types import JsonObject

FUNCTION = "${WorkFunctionArn}"
END: JsonObject = {"Type": "Pass", "End": True}
JOB: JsonObject = {
    "Type": "Task",
    "Resource": "arn:aws:states:::batch:submitJob.sync",
    "Parameters": {"JobName": "count", "JobDefinition": "${Count}", "JobQueue": "${Queue}"},
    "End": True,
}
DISTRIBUTED: JsonObject = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


def machine(*others: tuple[str, JsonObject], start: str = "Begin", **states: JsonObject) -> JsonObject:
    """Return a definition of these states; `others` have names that Python does not take."""
    return {"StartAt": start, "States": {**states, **dict(others)}}


def jsonata(definition: JsonObject) -> JsonObject:
    """Return the definition in JSONata."""
    return {"QueryLanguage": "JSONata", **definition}


def passing(**fields: Any) -> JsonObject:
    """Return a machine of one Pass state."""
    return machine(Begin={"Type": "Pass", **fields, "End": True})


def task(**fields: Any) -> JsonObject:
    """Return a machine of one Task."""
    return machine(Begin={"Type": "Task", "Resource": FUNCTION, **fields, "End": True})


def mapping(inner: JsonObject = END, mode: JsonObject | None = None, **fields: Any) -> JsonObject:
    """Return a machine of one Map over a state; `mode` is its ProcessorConfig."""
    settings = {"ProcessorConfig": mode} if mode else {}
    processor = {**settings, "StartAt": "Inner", "States": {"Inner": inner}}
    return machine(Begin={"Type": "Map", "ItemProcessor": processor, **fields, "End": True})


def choosing(*rules: JsonObject, **fields: Any) -> JsonObject:
    """Return a machine of a Choice between Go and Stop."""
    choice = {"Type": "Choice", "Choices": list(rules), "Default": "Stop", **fields}
    return machine(Begin=choice, Go={"Type": "Pass", "Next": "Stop"}, Stop={"Type": "Succeed"})
