"""JSON values as the interpreter holds them: plain, checked at the door, never changed in place."""

from __future__ import annotations

import json
import math
from typing import Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object

PAYLOAD_LIMIT = 256 * 1024
"""Bytes of UTF-8 that a state's input or output may have (AWS: "Step Functions service quotas")."""


def member(holder: object, name: str) -> dict[str, Any]:
    """Return the object that `holder` has at `name`; an empty one where it has none, as YAML may leave it."""
    value = holder.get(name) if is_object(holder) else None
    return value if is_object(value) else {}


def plain(value: object, what: str) -> Any:
    """Copy `value`, insisting that every part of it is JSON; `what` names it in messages.

    Raises
    ------
    NewelError
        Some part is no JSON value, or it is nested too deeply.
    """
    try:
        return _copy(value, what)
    except RecursionError:
        raise NewelError(f"{what} is nested too deeply, or contains itself") from None


def _copy(value: object, place: str) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        raise NewelError(f"{place} is {value}, which JSON cannot hold", hint="use null or a string instead")
    if is_object(value):
        for name in value:
            _insist_on_text(name, place)
        return {name: _copy(member, f"{place}.{name}") for name, member in value.items()}
    if is_array(value):
        return [_copy(item, f"{place}[{index}]") for index, item in enumerate(value)]
    kind = type(value).__name__
    raise NewelError(f"{place} is of type {kind}, which is no JSON value", hint="give dicts, lists and plain values")


def _insist_on_text(name: object, place: str) -> None:
    if not isinstance(name, str):
        raise NewelError(f"{place} has the member name {name!r}; JSON names are strings")


def to_text(value: object) -> str:
    """Write `value` as JSON text, compact as Step Functions writes it in histories."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def too_large(text: str) -> bool:
    """Say whether JSON text is past what may pass from one state to the next."""
    if len(text) * 4 <= PAYLOAD_LIMIT:
        return False
    return size_of(text) > PAYLOAD_LIMIT


def size_of(text: str) -> int:
    """Return the bytes of JSON text as Step Functions counts them, in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))
