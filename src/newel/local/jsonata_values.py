"""Values between JSON and the library of JSONata, whose null is not None: that is what is nothing there."""

from __future__ import annotations

import math
from typing import Any

from newel.json_types import is_array, is_object
from newel.local.jsonata_library import Utils

NULL: Any = Utils.NULL_VALUE


class JsonataFault(Exception):
    """An expression that cannot be evaluated; the message says why."""


def given(value: Any) -> Any:
    """Return JSON as the library takes it: the same object, where there is no null in it."""
    if value is None:
        return NULL
    if is_object(value):
        changed = {name: given(member) for name, member in value.items()}
        return changed if any(changed[name] is not member for name, member in value.items()) else value
    if is_array(value):
        items = [given(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def taken(value: Any) -> Any:
    """Return a result of the library as JSON.

    Raises
    ------
    JsonataFault
        There is a function in it.
    """
    if value is NULL or isinstance(value, str | bool | int):
        return None if value is NULL else value
    if isinstance(value, float):
        return _number(value)
    if is_object(value):
        return {name: taken(member) for name, member in value.items()}
    if is_array(value):
        return [taken(item) for item in value]
    if value is None:
        return None
    raise JsonataFault("the result has a function in it, which is no JSON")


def _number(value: float) -> Any:
    """A whole number without a point; what JSON has no number for by JavaScript's name, as AWS writes it."""
    if math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < 1e21 else value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
