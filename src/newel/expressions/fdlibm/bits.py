"""The two 32-bit halves of a double."""

from __future__ import annotations

import math
from struct import Struct

_DOUBLE = Struct(">d")
_WORDS = Struct(">II")
_SIGNED = Struct(">iI")


def high(number: float) -> int:
    """Give the high word, with its sign."""
    word: int = _SIGNED.unpack(_DOUBLE.pack(number))[0]
    return word


def words(number: float) -> tuple[int, int]:
    """Give the high word with its sign, and the low word."""
    high_word, low_word = _SIGNED.unpack(_DOUBLE.pack(number))
    return high_word, low_word


def double(high_word: int, low_word: int = 0) -> float:
    """Make a double of two words."""
    number: float = _DOUBLE.unpack(_WORDS.pack(high_word & 0xFFFFFFFF, low_word))[0]
    return number


def clear_low(number: float) -> float:
    """Set the low word to 0."""
    return double(high(number))


def with_high(number: float, high_word: int) -> float:
    """Set the high word."""
    return double(high_word, words(number)[1])


def polynomial(number: float, coefficients: tuple[float, ...]) -> float:
    """Compute c0 + x * (c1 + x * (c2 + ...)); the coefficients come last first."""
    result = coefficients[0]
    for coefficient in coefficients[1:]:
        result = coefficient + number * result
    return result


def is_special(number: float) -> bool:
    """Tell whether it is NaN or an infinity."""
    return not math.isfinite(number)
