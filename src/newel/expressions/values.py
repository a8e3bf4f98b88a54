"""The values expressions compute with.

null is None, booleans are bool, numbers are float (never int), strings are str of UTF-16 units, arrays are
list, objects are dict. What Python lacks is here: undefined and functions.
"""

from __future__ import annotations

from .bigints import BigInt
from .symbols import HIDDEN, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from .limits import Meter

    Value: TypeAlias = "Primitive | list[Value] | dict[str, Value] | Function | Instance"
    Scalar: TypeAlias = "bool | float | str | BigInt | None"
    Primitive: TypeAlias = "bool | float | str | Undefined | BigInt | Symbol | None"
    Args: TypeAlias = list[Value]
    Body: TypeAlias = Callable[[Meter, Value, Args], Value]


class Undefined:
    """The type of undefined."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED = Undefined()
UNSET = Undefined()
"""What a name that is declared further down holds; reading it is an error."""

SHORT = Undefined()
"""What a link of an optional chain gives when the chain ends early; it never leaves the chain."""


class Function:
    """Something that can be called.

    Parameters
    ----------
    name
        What messages call it.
    body
        Called with the meter, `this` and the arguments.
    receiver
        The type `this` must have, or None where `this` plays no part.
    """

    __slots__ = ("body", "name", "receiver")

    def __init__(self, name: str, body: Body, receiver: type | None = None) -> None:
        self.name = name
        self.body = body
        self.receiver = receiver


class Instance:
    """An object of a class of its own, such as a regular expression; it has no properties that can be enumerated."""

    __slots__ = ()

    def primitive(self, hint: str) -> Primitive:  # noqa: ARG002 -- for the classes below
        """Give its primitive value; the hint is `string`, `number` or `default` (ECMA-262, "ToPrimitive")."""
        return "[object Object]"

    def iterate(self) -> list[Value] | None:
        """Give what `...` goes over, None where it cannot."""
        return None

    def own(self, key: str) -> Value:  # noqa: ARG002 -- for the classes below
        """Give a property of its own, SHORT where it has none of that name."""
        return SHORT


class Namespace(Function):
    """A global with members: `Math`, or a constructor that can be called as a function too.

    Parameters
    ----------
    members
        What is on it.
    pending
        Names JavaScript has on it and this language has not.
    construct
        What `new` does with it; None where it is no constructor, or `new` is not covered.
    """

    __slots__ = ("callable", "construct", "members", "pending")

    def __init__(
        self,
        name: str,
        members: dict[str, Value],
        pending: frozenset[str],
        body: Body | None = None,
        construct: Body | None = None,
    ) -> None:
        super().__init__(name, body or _not_callable)
        self.callable = body is not None
        self.construct = construct
        self.members = members
        self.pending = pending


def _not_callable(_meter: Meter, _this: Value, _args: Args) -> Value:  # never reached: `callable` is asked first
    return UNDEFINED


def as_function(value: Value) -> Function | None:
    """Give a value that can be called, None for any other."""
    if not isinstance(value, Function) or (isinstance(value, Namespace) and not value.callable):
        return None
    return value


def typeof(value: Value) -> str:
    """Name the type of a value (ECMA-262, "The typeof Operator")."""
    if isinstance(value, Function):
        return "object" if isinstance(value, Namespace) and not value.callable else "function"
    return _TYPES.get(type(value), "object")


_TYPES: dict[type, str] = {
    Undefined: "undefined",
    BigInt: "bigint",
    Symbol: "symbol",
    bool: "boolean",
    float: "number",
    str: "string",
    type(None): "object",
    list: "object",
    dict: "object",
}


def is_object(value: Value) -> bool:
    """Tell whether a value is an object in JavaScript's sense: no primitive."""
    return isinstance(value, (list, dict, Function, Instance))


def is_index(key: str) -> bool:
    """Tell whether a property key is an array index, and so comes first in an enumeration."""
    return key.isascii() and key.isdigit() and (key[0] != "0" or key == "0") and int(key[:11]) < 4294967295


def own_keys(value: dict[str, Value]) -> list[str]:
    """Give the keys of an object that are no symbols, in order: indexes ascending, then the rest as added."""
    if value and max(value) >= HIDDEN:
        value = {key: item for key, item in value.items() if key[:1] != HIDDEN}
    indexes = [key for key in value if key[:1].isdigit() and is_index(key)]
    if not indexes:
        return list(value)
    first = set(indexes)
    return sorted(indexes, key=int) + [key for key in value if key not in first]
