"""Integers of any size (ECMA-262, "The BigInt Type"), bounded in bits and checked before they are made."""

from __future__ import annotations

import math

from .errors import ExpressionRangeError, ExpressionTypeError, LimitExceeded
from .limits import MAX_BIGINT
from .numbers import DIGITS
from .text import WHITESPACE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .limits import Meter

_ENGINE_BITS = 2**30
_CHUNK = 4000
_RADIX = {"0x": 16, "0o": 8, "0b": 2}
MIXED = "Cannot mix BigInt and other types, use explicit conversions"


class BigInt:
    """A BigInt; two of the same value are equal.

    Parameters
    ----------
    value
        The integer.
    """

    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BigInt) and self.value == other.value

    def __hash__(self) -> int:
        return hash(("bigint", self.value))


def fits(meter: Meter, bits: float) -> None:
    """Make sure an integer of so many bits may be made, and take fuel for it.

    Raises
    ------
    ExpressionRangeError
        It is too large for V8.
    LimitExceeded
        It is too large here.
    """
    if bits > _ENGINE_BITS:
        raise ExpressionRangeError("Maximum BigInt size exceeded")
    if bits > meter.limits.bigint:
        raise LimitExceeded(f"A BigInt would have more than {meter.limits.bigint} bits")
    meter.spend(1 + (int(bits) >> 8))


def _product_work(meter: Meter, left: int, right: int) -> None:
    meter.spend(1 + ((left.bit_length() >> 6) * (right.bit_length() >> 6) >> 9))


def _add(meter: Meter, left: int, right: int) -> int:
    fits(meter, max(left.bit_length(), right.bit_length()))
    return left + right


def _subtract(meter: Meter, left: int, right: int) -> int:
    return _add(meter, left, -right)


def _multiply(meter: Meter, left: int, right: int) -> int:
    fits(meter, left.bit_length() + right.bit_length())
    _product_work(meter, left, right)
    return left * right


def _divided(meter: Meter, left: int, right: int) -> tuple[int, int]:
    if not right:
        raise ExpressionRangeError("Division by zero")
    _product_work(meter, left, right)
    quotient, rest = divmod(abs(left), abs(right))
    return (-quotient if (left < 0) != (right < 0) else quotient), (-rest if left < 0 else rest)


def _divide(meter: Meter, left: int, right: int) -> int:
    return _divided(meter, left, right)[0]


def _remainder(meter: Meter, left: int, right: int) -> int:
    return _divided(meter, left, right)[1]


def _power(meter: Meter, base: int, exponent: int) -> int:
    if exponent < 0:
        raise ExpressionRangeError("The exponent of a BigInt must not be negative")
    if abs(base) <= 1:
        return base if exponent & 1 else base * base if exponent else 1
    least = (base.bit_length() - 1) * exponent
    if least <= meter.limits.bigint:
        _product_work(meter, 1 << least, 1 << least)
    fits(meter, least)
    result: int = base**exponent
    return result


def _shift_left(meter: Meter, value: int, count: int) -> int:
    if count < 0:
        meter.spend(1 + (value.bit_length() >> 8))
        return value >> min(-count, value.bit_length() + 1)
    if not value:
        return 0
    fits(meter, value.bit_length() + count)
    return value << count


def _shift_right(meter: Meter, value: int, count: int) -> int:
    return _shift_left(meter, value, -count)


def _no_unsigned_shift(_meter: Meter, _left: int, _right: int) -> int:
    raise ExpressionTypeError("BigInts have no unsigned right shift, use >> instead")


def _bits(compute: Callable[[int, int], int]) -> Callable[[Meter, int, int], int]:
    def apply(meter: Meter, left: int, right: int) -> int:
        fits(meter, max(left.bit_length(), right.bit_length()))
        return compute(left, right)

    return apply


_OPERATORS: dict[str, Callable[[Meter, int, int], int]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "%": _remainder,
    "**": _power,
    "<<": _shift_left,
    ">>": _shift_right,
    ">>>": _no_unsigned_shift,
    "&": _bits(lambda left, right: left & right),
    "|": _bits(lambda left, right: left | right),
    "^": _bits(lambda left, right: left ^ right),
}


def combine(meter: Meter, operator: str, left: object, right: object) -> BigInt:
    """Compute with two values of which one is a BigInt; a TypeError if the other is none."""
    if not (isinstance(left, BigInt) and isinstance(right, BigInt)):
        raise ExpressionTypeError(MIXED)
    result = _OPERATORS[operator](meter, left.value, right.value)
    fits(meter, result.bit_length())
    return BigInt(result)


def read_bigint(meter: Meter | None, text: str) -> int | None:
    """Read a whole text as an integer, None if it is none (ECMA-262, "StringToBigInt")."""
    text = text.strip(WHITESPACE)
    radix = _RADIX.get(text[:2].lower(), 10)
    negative = text[:1] == "-"
    digits = text[2:] if radix != 10 else text[1:] if text[:1] in ("+", "-") else text
    if not text:
        return 0
    if not digits or not frozenset(DIGITS[:radix]).issuperset(digits.lower()) or not digits.isascii():
        return None
    bits = len(digits.lstrip("0")) * math.log2(radix)
    if meter is not None:
        fits(meter, bits)
        meter.spend(int(bits) >> 5)
    elif bits > MAX_BIGINT:
        raise LimitExceeded(f"A BigInt would have more than {MAX_BIGINT} bits")
    value = 0
    for start in range(0, len(digits), _CHUNK):  # Python refuses longer texts
        chunk = digits[start : start + _CHUNK]
        value = value * radix ** len(chunk) + int(chunk, radix)
    return -value if negative else value


def bigint_text(meter: Meter, value: int, radix: int = 10) -> str:
    """Write an integer in a radix."""
    size = value.bit_length()
    meter.spend(1 + (size >> 5) + ((size >> 6) ** 2 >> 7))
    meter.string(1 + size / math.log2(radix))
    return ("-" if value < 0 else "") + (_digits(abs(value), radix).lstrip("0") or "0")


def _digits(value: int, radix: int) -> str:
    """Write an integer, perhaps with zeros before it; large ones half by half."""
    if value < 1 << 64:
        parts: list[str] = []
        while value:
            value, digit = divmod(value, radix)
            parts.append(DIGITS[digit])
        return "".join(reversed(parts))
    half = int(value.bit_length() / math.log2(radix) / 2)
    upper, lower = divmod(value, radix**half)
    return _digits(upper, radix) + _digits(lower, radix).rjust(half, "0")


def bigint_to_number(value: int) -> float:
    """Give the number nearest to an integer (ECMA-262, "Number ( value )")."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
