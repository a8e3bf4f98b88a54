"""The objects behind Set and Map, and iterators over what has contents."""

from __future__ import annotations

import math

from .bigints import BigInt
from .values import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator as Source

    from .limits import Meter
    from .values import Value


def identity(value: Value) -> object:
    """Give what two values share where SameValueZero says they are the same (ECMA-262)."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return ("number", "NaN") if math.isnan(value) else ("number", value + 0.0)
    if isinstance(value, BigInt):
        return ("bigint", value.value)
    return ("object", id(value))


class Collection(Instance):
    """A Set or Map: entries in the order they came, a key and a value each; a deleted one leaves None."""

    __slots__ = ("index", "slots")

    def __init__(self) -> None:
        self.index: dict[object, int] = {}
        self.slots: list[list[Value] | None] = []

    def find(self, key: Value) -> list[Value] | None:
        """Give the entry of a key."""
        place = self.index.get(identity(key))
        return None if place is None else self.slots[place]

    def put(self, meter: Meter, key: Value, value: Value) -> None:
        """Add an entry, or change the one there is."""
        meter.spend(1)
        entry = self.find(key)
        if entry:
            entry[1] = value
            return
        meter.grow(len(self.slots), 1)
        kept = key + 0.0 if isinstance(key, float) else key
        self.index[identity(key)] = len(self.slots)
        self.slots.append([kept, value])

    def remove(self, key: Value) -> bool:
        """Take an entry away; tell whether it was there."""
        place = self.index.pop(identity(key), None)
        if place is None:
            return False
        self.slots[place] = None
        return True

    def clear(self) -> None:
        """Take all entries away; who is on the way over them finds the end."""
        self.index.clear()
        self.slots[:] = [None] * len(self.slots)

    def walk(self) -> Source[list[Value]]:
        """Go over the entries, those included that are added on the way."""
        place = 0
        while place < len(self.slots):
            entry = self.slots[place]
            place += 1
            if entry:
                yield entry

    def live(self) -> Source[Value]:
        """Go over what `for (… of …)` gives."""
        for entry in self.walk():
            yield self.shown(entry)

    def shown(self, entry: list[Value]) -> Value:
        """Give an entry as iteration shows it."""
        return [*entry]

    def iterate(self) -> list[Value] | None:
        """Give all that iteration shows."""
        return [*self.live()]


class SetObject(Collection):
    """A Set: each value is its own key."""

    __slots__ = ()

    def primitive(self, hint: str) -> str:  # noqa: ARG002 -- the same for each
        """Give its text."""
        return "[object Set]"

    def shown(self, entry: list[Value]) -> Value:
        """Give the value."""
        return entry[0]


class MapObject(Collection):
    """A Map."""

    __slots__ = ()

    def primitive(self, hint: str) -> str:  # noqa: ARG002 -- the same for each
        """Give its text."""
        return "[object Map]"


class Iterator(Instance):
    """What `keys()`, `values()` and `entries()` give.

    Parameters
    ----------
    name
        What its text calls it: `Array`, `Set`, `Map`.
    source
        Its values.
    """

    __slots__ = ("name", "source")

    def __init__(self, name: str, source: Source[Value]) -> None:
        self.name = name
        self.source = source

    def primitive(self, hint: str) -> str:  # noqa: ARG002 -- the same for each
        """Give its text."""
        return f"[object {self.name} Iterator]"

    def iterate(self) -> list[Value] | None:
        """Give all that is left."""
        return [*self.source]
