"""Holding a field's value to its annotation, for those who run no type checker: text, a number, an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newel.values import ContextValue, GetAtt, Intrinsic, Joined, Jsonata, Path, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from dataclasses import Field

_DYNAMIC = (Path, Jsonata, ContextValue, Intrinsic)
_TEMPLATE = (Ref, GetAtt, Sub, Joined, Placeholder)
_TAKES: dict[str, tuple[str, tuple[type[object], ...]]] = {
    "Text": ("text", (str, *_DYNAMIC, *_TEMPLATE)),
    "Method": ("text", (str, *_DYNAMIC)),
    "str": ("text", (str, *_DYNAMIC)),
    "Integer": ("a whole number", (int, *_DYNAMIC)),
    "Number": ("a number", (int, float, *_DYNAMIC)),
    "Boolean": ("True or False", (bool, *_DYNAMIC)),
    "Object": ("an object", (Mapping, *_DYNAMIC)),
    "List": ("a list", (Sequence, *_DYNAMIC)),
}
"""What the names in `newel.values` stand for."""

_HINTS = {
    "text": 'write "...", or path("$...")',
    "a whole number": 'write a number, or path("$...")',
    "a number": 'write a number, or path("$...")',
    "True or False": 'write True, False, or path("$...")',
    "an object": 'write {"...": ...}, or path("$...")',
    "a list": 'write [...], or path("$...")',
}


def misfit(value: object, field: Field[Any]) -> tuple[str, str] | None:
    """Say what is wrong with the value of a field, and what to write instead; None if it fits.

    An annotation that is not made of the names in `newel.values` is not looked at.

    Parameters
    ----------
    value
        The value.
    field
        The field, whose annotation is text.
    """
    names = [name for name in str(field.type).split(" | ") if name != "None"]
    if not names or any(name not in _TAKES for name in names):
        return None
    if any(_fits(value, name) for name in names):
        return None
    wanted = list(dict.fromkeys(_TAKES[name][0] for name in names))
    return f"it is {_shown(value)}, and takes {' or '.join(wanted)}", _HINTS[wanted[0]]


def _fits(value: object, name: str) -> bool:
    kinds = _TAKES[name][1]
    if isinstance(value, bool):  # which Python counts among the numbers
        return bool in kinds
    return isinstance(value, kinds) and not (name == "List" and isinstance(value, str | bytes))


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value)
        case str():
            return "text"
        case int() | float():
            return "a number"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case Ref() | GetAtt() | Sub():
            return "a reference, which is text"
        case _:
            return f"a {type(value).__name__}"
