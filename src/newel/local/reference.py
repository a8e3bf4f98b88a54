"""Reference paths: where ResultPath puts a result, leaving the data it got unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.data import to_text
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from newel.local.paths import Path, Step

MISMATCH = "States.ResultPathMatchFailure"


def put(path: Path, data: Any, value: Any) -> Any:
    """Return `data` with `value` at `path`; objects on the way are made where they are missing.

    Raises
    ------
    StateFailure
        `data` has something on the way that can hold no such member: a text, a number, an index past the end.
    """
    if not path.steps:
        return value
    try:
        return _put(path.steps, data, value)
    except _Mismatch:
        cause = f"Unable to apply ReferencePath {path.text} to input {to_text(data)}"
        raise StateFailure(MISMATCH, cause, terminal=True) from None


class _Mismatch(Exception):
    """The data has no room for the value."""


def _put(steps: tuple[Step, ...], data: Any, value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        if not is_object(data):
            raise _Mismatch
        return {**data, step: _put(rest, data.get(step, {}), value)}
    if isinstance(step, int) and is_array(data) and -len(data) <= step < len(data):
        changed = list(data)
        changed[step] = _put(rest, data[step], value)
        return changed
    raise _Mismatch
