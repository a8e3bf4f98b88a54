"""Changing a property: only of objects and arrays that the expression made or was given a copy of."""

from __future__ import annotations

from .coerce import to_key
from .errors import ExpressionTypeError, UnsupportedSyntax
from .holes import Holey
from .limits import MAX_ARRAY
from .regexps import RegExp
from .values import UNDEFINED, Undefined, is_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .limits import Meter
    from .values import Value


def set_property(meter: Meter, owner: Value, key: Value, value: Value) -> None:
    """Put a value under a key.

    Raises
    ------
    ExpressionTypeError
        The owner is null or undefined.
    UnsupportedSyntax
        The owner is neither a plain object nor an array, or the array would have holes.
    """
    if owner is None or isinstance(owner, Undefined):
        raise ExpressionTypeError("Cannot set a property of null or undefined")
    name = to_key(meter, key)
    meter.spend(1 + (len(name) >> 10))
    if type(owner) is dict:
        if name == "__proto__":
            raise UnsupportedSyntax("Assigning `__proto__`")
        if len(owner) >= MAX_ARRAY:
            meter.array(len(owner) + 1)
        owner[name] = value
    elif type(owner) is list or isinstance(owner, Holey):
        _set_element(meter, owner, name, value)
    elif isinstance(owner, RegExp) and name == "lastIndex":
        owner.last_index = value
    else:
        raise UnsupportedSyntax("Assigning a property of something other than a plain object or array")


def _set_element(meter: Meter, owner: list[Value], name: str, value: Value) -> None:
    if name == "length" and isinstance(value, float) and 0 <= value <= len(owner) and value.is_integer():
        if isinstance(owner, Holey):
            owner.check()
        del owner[int(value) :]
        return
    if name[:1].isdigit() and is_index(name):
        place = int(name)
        if place < len(owner):
            owner[place] = value
            if isinstance(owner, Holey):
                owner.holes.discard(place)
            return
        if place == len(owner):
            if place >= MAX_ARRAY:
                meter.array(place + 1)
            owner.append(value)
            return
        raise UnsupportedSyntax("Assigning behind the end of an array", hint="Use push.")
    raise UnsupportedSyntax("Assigning a property of an array that is no index")


def delete_property(meter: Meter, owner: Value, key: Value) -> Value:
    """Take a property away; True as JavaScript says."""
    if owner is None or isinstance(owner, Undefined):
        raise ExpressionTypeError("Cannot delete a property of null or undefined")
    name = to_key(meter, key)
    if type(owner) is not dict:
        raise UnsupportedSyntax("`delete` of anything but a field of a plain object")
    meter.spend(1)
    owner.pop(name, UNDEFINED)
    return True
