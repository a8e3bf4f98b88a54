"""Changing a property: only of objects and arrays that the expression made or was given a copy of."""

from __future__ import annotations

from .coerce import to_key, to_new_key, to_number
from .errors import ExpressionRangeError, ExpressionTypeError, UnsupportedSyntax
from .freezing import EXTENSIBLE, FROZEN, SEALED, level_of
from .holes import Holey
from .regexps import Groups, RegExp
from .values import UNDEFINED, Undefined, is_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .limits import Meter
    from .values import Value


def set_property(meter: Meter, owner: Value, key: Value, value: Value) -> None:
    """Put a value under a key; nothing happens where the owner is frozen, as in sloppy mode.

    Raises
    ------
    ExpressionTypeError
        The owner is null or undefined.
    ExpressionRangeError
        The length of an array would be no length.
    UnsupportedSyntax
        The owner is neither a plain object nor an array, or the array cannot have holes.
    """
    if owner is None or isinstance(owner, Undefined):
        raise ExpressionTypeError("Cannot set a property of null or undefined")
    name = to_new_key(meter, key)
    meter.spend(1 + (len(name) >> 10))
    if type(owner) is dict or isinstance(owner, Groups):
        if name == "__proto__":
            raise UnsupportedSyntax("Assigning `__proto__`")
        if meter.frozen and not _may_set(meter, owner, is_new=name not in owner):
            return
        meter.grow(len(owner), 1)
        owner[name] = value
    elif type(owner) is list or isinstance(owner, Holey):
        _set_in_array(meter, owner, name, value)
    elif isinstance(owner, RegExp) and name == "lastIndex":
        owner.last_index = value
    else:
        raise UnsupportedSyntax("Assigning a property of something other than a plain object or array")


def _may_set(meter: Meter, owner: Value, *, is_new: bool) -> bool:
    level = level_of(meter, owner)
    return level == EXTENSIBLE or (level < FROZEN and not is_new)


def _set_in_array(meter: Meter, owner: list[Value], name: str, value: Value) -> None:
    if name == "length":
        _set_length(meter, owner, value)
    elif name[:1].isdigit() and is_index(name):
        _set_element(meter, owner, int(name), value)
    else:
        raise UnsupportedSyntax(
            "Assigning a property of an array that is no index", hint="Use an object, or keep the value beside it."
        )


def _set_element(meter: Meter, owner: list[Value], place: int, value: Value) -> None:
    size = len(owner)
    if meter.frozen:
        is_hole = isinstance(owner, Holey) and place in owner.holes
        if not _may_set(meter, owner, is_new=place >= size or is_hole):
            return
    if place < size:
        owner[place] = value
        if isinstance(owner, Holey):
            owner.holes.discard(place)
        return
    if place > size:
        _lengthen(meter, owner, place)
    meter.grow(place, 1)
    owner.append(value)


def _lengthen(meter: Meter, owner: list[Value], size: int) -> None:
    if not isinstance(owner, Holey):
        raise UnsupportedSyntax(
            "Assigning behind the end of an array that has no literal", hint="Copy it first: [...array]; or use push."
        )
    meter.array(size)
    before = len(owner)
    meter.spend((size - before) >> 1)  # to remember each hole takes more room than an element
    owner.holes.update(range(before, size))
    owner.extend([UNDEFINED] * (size - before))


def _set_length(meter: Meter, owner: list[Value], value: Value) -> None:
    """Set the length of an array (ECMA-262, "ArraySetLength")."""
    number = to_number(meter, value)
    if not 0 <= number < 2**32 or not number.is_integer():
        raise ExpressionRangeError("The length of the array is not valid")
    size = int(number)
    level = level_of(meter, owner)
    if level == FROZEN:
        return
    if level == SEALED and size < len(owner):
        raise UnsupportedSyntax("Shortening a sealed array")
    if size > len(owner):
        _lengthen(meter, owner, size)
        return
    del owner[size:]
    if isinstance(owner, Holey):
        owner.holes = {place for place in owner.holes if place < size}


def delete_property(meter: Meter, owner: Value, key: Value) -> Value:
    """Take a property away; tell whether it may be, as JavaScript does."""
    if owner is None or isinstance(owner, Undefined):
        raise ExpressionTypeError("Cannot delete a property of null or undefined")
    name = to_key(meter, key)
    meter.spend(1)
    if isinstance(owner, Holey) and name[:1].isdigit() and is_index(name):
        return _delete_element(meter, owner, int(name))
    if type(owner) is not dict and not isinstance(owner, Groups):
        raise UnsupportedSyntax("`delete` of anything but a field of a plain object")
    if name in owner and level_of(meter, owner) >= SEALED:
        return False
    owner.pop(name, UNDEFINED)
    return True


def _delete_element(meter: Meter, owner: Holey, place: int) -> bool:
    if place >= len(owner) or place in owner.holes:
        return True
    if level_of(meter, owner) >= SEALED:
        return False
    owner[place] = UNDEFINED
    owner.holes.add(place)
    return True
