"""Definitions for the examples of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newel.json_types import JsonObject


def calling(what: str, parameters: object = None, **members: Any) -> JsonObject:
    """A definition of one task, "Call"."""
    given = {} if parameters is None else {"Parameters": parameters}
    task = {"Type": "Task", "Resource": f"arn:aws:states:::{what}", **given, **members, "End": True}
    return {"StartAt": "Call", "States": {"Call": task}}
