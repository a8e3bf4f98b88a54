"""Numbers to text and text to numbers, digit for digit as V8 does it."""

from __future__ import annotations

import math

from .text import WHITESPACE

NAN = math.nan
INFINITY = math.inf
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

_DECIMAL = frozenset("0123456789+-.eE")
_RADIX = {"x": 16, "X": 16, "o": 8, "O": 8, "b": 2, "B": 2}


def number_to_string(number: float) -> str:
    """Write a number as JavaScript does (ECMA-262, "Number::toString").

    Python's repr has the same shortest digits; only their layout differs.
    """
    if number.is_integer() and -1e15 < number < 1e15:
        return str(int(number))
    if not math.isfinite(number):
        return special(number)
    sign = "-" if number < 0 else ""
    digits, point = shortest(abs(number))
    return sign + _layout(digits, point)


def special(number: float) -> str:
    """Name a number that has no digits."""
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def shortest(number: float) -> tuple[str, int]:
    """Give the shortest digits that tell a positive number, and where the point stands in them."""
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or "0")
    digits = whole + fraction
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    return stripped.rstrip("0") or "0", point


def _layout(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    return exponential(digits, point - 1)


def exponential(digits: str, exponent: int) -> str:
    """Write digits in scientific notation."""
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{mantissa}e{'+' if exponent >= 0 else '-'}{abs(exponent)}"


def scaled(number: float, places: int) -> int:
    """Give number * 10**places to the nearest integer, exactly, halves up; for a number that is not negative."""
    numerator, denominator = number.as_integer_ratio()
    if places >= 0:
        numerator *= 10**places
    else:
        denominator *= 10**-places
    return (2 * numerator + denominator) // (2 * denominator)


def rounded(number: float, count: int) -> tuple[str, int]:
    """Give so many digits of a positive number, and its decimal exponent."""
    exponent = shortest(number)[1] - 1
    numerator, denominator = number.as_integer_ratio()
    if numerator * 10 ** max(-exponent, 0) < denominator * 10 ** max(exponent, 0):
        exponent -= 1  # the shortest digits of 1e-7 are rounded up: it lies below the power of ten
    digits = str(scaled(number, count - 1 - exponent))
    if len(digits) > count:
        exponent += 1
        digits = digits[:count]
    return digits, exponent


def in_radix(number: float, radix: int) -> str:
    """Write a finite number in a radix other than 10, by the algorithm of V8 (conversions.cc)."""
    sign, number = ("-", -number) if number < 0 else ("", number)
    whole = math.floor(number)
    fraction = number - whole
    delta = max(0.5 * (math.nextafter(number, INFINITY) - number), 5e-324)
    digits: list[int] = []
    carry = False
    while fraction >= delta:
        fraction *= radix
        delta *= radix
        digit = int(fraction)
        digits.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit & 1)) and fraction + delta > 1:
            while digits and digits[-1] + 1 == radix:
                digits.pop()
            if digits:
                digits[-1] += 1
            carry = not digits
            break
    head = _whole_in_radix(float(whole) + carry, radix)
    tail = "".join([DIGITS[digit] for digit in digits])
    return f"{sign}{head}.{tail}" if tail else sign + head


def _whole_in_radix(whole: float, radix: int) -> str:
    digits: list[str] = []
    while math.frexp(whole / radix)[1] > 53:
        whole /= radix
        digits.append("0")
    while True:
        remainder = math.fmod(whole, radix)
        digits.append(DIGITS[int(remainder)])
        whole = (whole - remainder) / radix
        if whole <= 0:
            return "".join(reversed(digits))


def string_to_number(text: str) -> float:
    """Read a whole text as a number, NaN if it is none (ECMA-262, "StringToNumber")."""
    text = text.strip(WHITESPACE)
    if not text:
        return 0.0
    if _DECIMAL.issuperset(text):
        try:
            return float(text)
        except ValueError:
            return NAN
    if text[0] == "0" and text[1:2] in _RADIX:
        return _whole(text[2:], _RADIX[text[1]])
    return {"Infinity": INFINITY, "+Infinity": INFINITY, "-Infinity": -INFINITY}.get(text, NAN)


def _whole(digits: str, radix: int) -> float:
    if not digits or not frozenset(DIGITS[:radix]).issuperset(digits.lower()) or not digits.isascii():
        return NAN
    return whole_number(digits, radix)


def whole_number(digits: str, radix: int) -> float:
    """Read digits that are known to be good; radix 10 or a power of 2, where the nearest number is V8's."""
    if radix == 10:
        return float(digits)
    try:
        return float(int(digits, radix))
    except OverflowError:
        return INFINITY


def to_int32(number: float) -> int:
    """Wrap a number into 32 bits with a sign (ECMA-262, "ToInt32")."""
    wrapped = to_uint32(number)
    return wrapped - 0x100000000 if wrapped >= 0x80000000 else wrapped


def to_uint32(number: float) -> int:
    """Wrap a number into 32 bits (ECMA-262, "ToUint32")."""
    if number - number != 0:
        return 0
    return int(number) & 0xFFFFFFFF
