"""JSON into the evaluator's values, and back out."""

from __future__ import annotations

from .bigints import BigInt
from .boxes import Box, SymbolBox
from .dates import Date
from .errors import ExpressionTypeError, LimitExceeded, UnsupportedSyntax
from .numbers import number_to_string
from .symbols import Symbol
from .text import join_units, split_units
from .values import UNDEFINED, Function, Instance, own_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from .limits import Limits
    from .values import Value

    Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


_is_ascii = str.isascii


def incoming(value: Json, limits: Limits, depth: int = 0) -> Value:
    """Copy a JSON value into the evaluator; the original is never changed.

    Raises
    ------
    LimitExceeded
        It is nested too deeply or too large.
    ExpressionTypeError
        It holds something JSON has not.
    """
    kind = type(value)
    if kind is str:
        return _text_in(value, limits)  # type: ignore[arg-type]
    if kind is list:
        return _array_in(value, limits, depth)  # type: ignore[arg-type]
    if kind is dict:
        return _object_in(value, limits, depth)  # type: ignore[arg-type]
    if kind is int:
        return _number_in(value)  # type: ignore[arg-type]
    if value is None or value is True or value is False or kind is float:
        return value  # type: ignore[return-value]
    return _odd_in(value, limits, depth)


def _odd_in(value: Any, limits: Limits, depth: int) -> Value:
    """Take in a number that may be whole, or a value of a class made from one of JSON's types."""
    if isinstance(value, (int, float)):
        return _number_in(value)
    given = value
    if isinstance(value, str):
        return _text_in(str(value), limits)
    if isinstance(value, list):
        return _array_in(given, limits, depth)
    if isinstance(value, dict):
        return _object_in(given, limits, depth)
    raise ExpressionTypeError("The input holds something that is no JSON value")


def _array_in(value: list[Any], limits: Limits, depth: int) -> Value:
    if depth >= limits.depth:
        raise LimitExceeded(f"The input is nested more than {limits.depth} levels deep")
    if len(value) > limits.array:
        raise LimitExceeded(f"An array in the input has more than {limits.array} elements")
    below = depth + 1
    return [incoming(item, limits, below) for item in value]


def _object_in(value: dict[Any, Any], limits: Limits, depth: int) -> Value:
    """Copy an object. What JSON mostly holds is put in here, without a call for each."""
    if depth >= limits.depth:
        raise LimitExceeded(f"The input is nested more than {limits.depth} levels deep")
    below = depth + 1
    longest = limits.string
    result: dict[str, Value] = {}
    try:
        for key, item in value.items():
            name = key if _is_ascii(key) else split_units(key)
            kind = type(item)  # pyright: ignore[reportUnknownVariableType] -- of JSON
            if kind is float or (kind is str and item.isascii() and len(item) <= longest):
                result[name] = item
            elif kind is int:
                result[name] = _number_in(item)
            else:
                result[name] = incoming(item, limits, below)
    except TypeError:  # of `_is_ascii`
        raise ExpressionTypeError("The input holds an object with a key that is no string") from None
    return result


def _text_in(value: str, limits: Limits) -> str:
    if value.isascii() and len(value) <= limits.string:
        return value
    if len(value) > limits.string:
        raise LimitExceeded(f"A string in the input is longer than {limits.string} characters")
    return split_units(value)


def _number_in(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # an integer beyond the largest number; JSON.parse gives Infinity
        return float("inf") if value > 0 else float("-inf")


def outgoing(value: Value, limits: Limits) -> Json:
    """Turn a result into JSON, as `JSON.stringify` would: what JSON has no word for becomes null.

    Raises
    ------
    LimitExceeded
        The result is nested too deeply (or holds itself), or is too large to be a state's output.
    """
    kind = type(value)
    if kind is float:
        return _number_out(value)  # type: ignore[arg-type]
    if kind is bool or value is None:
        return value  # type: ignore[return-value]
    return _Writer(limits).value(value, 0)


def _number_out(value: float) -> Json:
    if not value.is_integer():
        return value if value - value == 0 else None
    if -9007199254740992 <= value <= 9007199254740992:
        return int(value)
    return int(number_to_string(value)) if -1e21 < value < 1e21 else value


class _Writer:
    __slots__ = ("limits", "room")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.room = limits.output

    def value(self, value: Value, depth: int) -> Json:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, float):
            self.take(1)
            return _number_out(value)
        if value is None or value is True or value is False:
            self.take(4)
            return value
        if isinstance(value, (list, dict)):
            if depth >= self.limits.depth:
                raise LimitExceeded(f"The result is nested more than {self.limits.depth} levels deep")
            self.take(2)
            below = depth + 1
            if isinstance(value, list):
                return [self.text(item) if type(item) is str else self.value(item, below) for item in value]
            if isinstance(value.get("toJSON"), Function):
                raise UnsupportedSyntax("A result with a toJSON function")
            return {
                self.text(key): self.value(value[key], below)
                for key in own_keys(value)
                if value[key] is not UNDEFINED and not isinstance(value[key], (Function, Symbol))
            }
        if isinstance(value, BigInt):
            return self.bigint(value.value)
        if isinstance(value, Date):
            self.take(30)
            return value.json()
        if isinstance(value, Box) and not isinstance(value, SymbolBox):
            return self.value(value.value, depth)
        if isinstance(value, Instance):
            self.take(2)
            return {}
        self.take(4)
        return None

    def bigint(self, value: int) -> int:
        self.take(1)
        if abs(value) > 9007199254740992:
            raise ExpressionTypeError("A BigInt beyond 2 ** 53 has no place in JSON: use String(value)")
        return value

    def text(self, text: str) -> str:
        self.room -= len(text) + 3
        if self.room < 0 or not text.isascii():
            self.take(0)
            text = join_units(text)
            self.take(len(text.encode("utf-8", "surrogatepass")) - len(text))
        return text

    def take(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise LimitExceeded(f"The result is larger than {self.limits.output} bytes")
