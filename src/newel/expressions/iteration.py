"""Going over the contents of a value."""

from __future__ import annotations

from .boxes import StringBox
from .collections import Collection, Iterator
from .errors import ExpressionTypeError, UnsupportedSyntax
from .holes import Holey
from .regexps import Match
from .symbols import HIDDEN
from .text import characters
from .values import Function, Instance, Undefined, own_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator as Source

    from .limits import Meter
    from .values import Value


def iterate(meter: Meter, value: Value) -> list[Value]:
    """Give what `...` goes over: the elements of an array, the characters of a string."""
    if isinstance(value, list):
        meter.array(len(value))
        return value
    if isinstance(value, str):
        meter.fresh(len(value))
        return [*characters(value)]
    found = value.iterate() if isinstance(value, Instance) else None
    if found is not None:
        meter.fresh(len(found))
        return found
    raise ExpressionTypeError("What is spread or iterated over is not an array or string")


def first_items(meter: Meter, value: Value, count: int | None) -> list[Value]:
    """Give what a pattern takes of a value: so many items, or all for None."""
    if isinstance(value, Iterator):
        found: list[Value] = []
        for item in value.source:
            if count is not None and len(found) >= count:
                raise UnsupportedSyntax("Taking the first values of an iterator")
            meter.spend(1)
            found.append(item)
        return found
    return iterate(meter, value)


def steps(meter: Meter, value: Value) -> Iterable[Value]:
    """Give what a loop goes over, one by one, changes made on the way included."""
    if isinstance(value, list):
        return live(value)
    if isinstance(value, Iterator):
        return value.source
    if isinstance(value, Collection):
        return value.live()
    return iterate(meter, value)


def live(items: list[Value]) -> Source[Value]:
    """Go over an array that may change on the way."""
    place = 0
    while place < len(items):
        yield items[place]
        place += 1


def keys_of(meter: Meter, value: Value) -> Iterable[Value]:
    """Give the keys that `for (… in …)` goes over."""
    if value is None or isinstance(value, Undefined):
        return
    for key, _ in entries(meter, value):
        if isinstance(value, dict) and key not in value:
            continue
        yield key


def entries(meter: Meter, value: Value) -> list[tuple[str, Value]]:
    """Give the own enumerable properties of a value, in order."""
    if isinstance(value, dict):
        meter.fresh(len(value))
        return [(key, value[key]) for key in own_keys(value)]
    if isinstance(value, (list, str)):
        meter.array(len(value))
        meter.spend(len(value))
        holes: set[int] | tuple[()] = value.holes if isinstance(value, Holey) else ()
        found = [(str(index), item) for index, item in enumerate(value) if index not in holes]
        return [*found, *value.properties.items()] if isinstance(value, Match) else found
    if value is None or isinstance(value, Undefined):
        raise ExpressionTypeError("Cannot convert undefined or null to an object")
    if isinstance(value, Function):
        raise UnsupportedSyntax("Looking into a function")
    if isinstance(value, StringBox):
        return entries(meter, value.text)
    return []


def copy_properties(meter: Meter, source: Value, target: dict[str, Value]) -> None:
    """Copy a value's own enumerable properties, as object spread does."""
    if source is None or isinstance(source, Undefined):
        return
    if isinstance(source, dict) and source and max(source) >= HIDDEN:
        raise UnsupportedSyntax("Copying properties that are symbols")
    found = entries(meter, source)
    meter.array(len(found) + len(target))
    target.update(found)
