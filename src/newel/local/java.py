"""What shows through of the Java that Step Functions is written in: texts of values, and the order of a set."""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import Any

from newel.json_types import is_array, is_object

_HALF, _WORD = 2**31, 2**32


def to_string(value: Any) -> str:
    """Write a value as Java's `toString` does: `{a=1, b=[x, y]}`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _double(value)
    if is_array(value):
        return f"[{', '.join(to_string(item) for item in value)}]"
    if is_object(value):
        return f"{{{', '.join(f'{name}={to_string(member)}' for name, member in value.items())}}}"
    return str(value)


def _double(value: float) -> str:
    """Write a float: with its exponent apart from 10 to the -3 up to 10 to the 7."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        plain = f"{Decimal(repr(value)):f}"
        return plain if "." in plain else f"{plain}.0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    shown = "".join(map(str, digits))
    return f"{'-' if sign else ''}{shown[0]}.{shown[1:] or '0'}E{int(exponent) + len(shown) - 1}"


def distinct(values: list[Any]) -> list[Any]:
    """Return the different values in the order in which a `HashSet` of them gives them."""
    room = 16
    while room < len(values) / 0.75 + 1:
        room *= 2
    buckets: dict[int, list[Any]] = {}
    for value in values:
        code = _hash(value)
        bucket = buckets.setdefault((code ^ (code >> 16)) & (room - 1), [])
        if not any(_same(value, other) for other in bucket):
            bucket.append(value)
    return [value for place in sorted(buckets) for value in buckets[place]]


def _same(one: Any, other: Any) -> bool:
    """Whether Java finds two values equal: an integer and a float never are."""
    if type(one) is not type(other):
        return False
    if is_array(one):
        return len(one) == len(other) and all(map(_same, one, other))
    if is_object(one):
        return one.keys() == other.keys() and all(_same(member, other[name]) for name, member in one.items())
    return bool(one == other)


def _hash(value: Any) -> int:
    """Return Java's hash code, as the unsigned number of its 32 bits."""
    code = 0
    if isinstance(value, bool):
        code = 1231 if value else 1237
    elif isinstance(value, int):
        code = value if -_HALF <= value < _HALF else value ^ (value >> 32)
    elif isinstance(value, float):
        (bits,) = struct.unpack(">q", struct.pack(">d", value if math.isfinite(value) else 0.0))
        code = bits ^ (bits >> 32)
    elif isinstance(value, str):
        units = value.encode("utf-16-be", "surrogatepass")
        for high, low in zip(units[::2], units[1::2], strict=True):
            code = (31 * code + high * 256 + low) % _WORD
    elif is_array(value):
        code = 1
        for item in value:
            code = (31 * code + _hash(item)) % _WORD
    elif is_object(value):
        code = sum(_hash(name) ^ _hash(member) for name, member in value.items())
    return code % _WORD
