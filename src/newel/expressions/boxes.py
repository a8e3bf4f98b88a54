"""Objects around primitive values, as `new Number(1)` and `Object('a')` make them."""

from __future__ import annotations

from .bigints import BigInt
from .symbols import Symbol
from .text import characters
from .values import SHORT, Function, Instance, is_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Primitive, Value


class Box(Instance):
    """An object around a primitive value.

    Parameters
    ----------
    value
        The primitive.
    """

    __slots__ = ("value",)

    def __init__(self, value: Primitive) -> None:
        self.value = value

    def primitive(self, hint: str) -> Primitive:  # noqa: ARG002 -- the same for each
        """Give what it is around."""
        return self.value


class NumberBox(Box):
    """`new Number(1)`."""

    __slots__ = ()


class BooleanBox(Box):
    """`new Boolean(true)`."""

    __slots__ = ()


class BigIntBox(Box):
    """`Object(1n)`."""

    __slots__ = ()


class SymbolBox(Box):
    """`Object(Symbol())`."""

    __slots__ = ()


class StringBox(Box):
    """`new String("a")`: its units are its properties."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The text that it is around."""
        return self.value if isinstance(self.value, str) else ""

    def own(self, key: str) -> Value:
        """Give its length, or a unit of its text."""
        if key == "length":
            return float(len(self.text))
        if key[:1].isdigit() and is_index(key) and int(key) < len(self.text):
            return self.text[int(key)]
        return SHORT

    def iterate(self) -> list[Value] | None:
        """Give its characters."""
        return [*characters(self.text)]


_BOXES: dict[type, type[Box]] = {
    bool: BooleanBox,
    float: NumberBox,
    str: StringBox,
    BigInt: BigIntBox,
    Symbol: SymbolBox,
}


def boxed(value: Value) -> Value:
    """Put a primitive, which is neither null nor undefined, into an object (ECMA-262, "ToObject")."""
    if isinstance(value, (list, dict, Function, Instance)):
        return value
    return _BOXES[type(value)](value)
