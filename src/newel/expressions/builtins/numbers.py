"""Number, parseInt and parseFloat."""

from __future__ import annotations

import math

from ..bigints import BigInt, bigint_to_number
from ..boxes import boxed
from ..coerce import to_count, to_integer, to_number, to_primitive, to_string
from ..errors import ExpressionRangeError, UnsupportedSyntax
from ..numbers import (
    DIGITS,
    exponential,
    in_radix,
    number_to_string,
    rounded,
    scaled,
    shortest,
    special,
    to_int32,
    whole_number,
)
from ..tables import Table
from ..text import WHITESPACE
from ..values import UNDEFINED, Function, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

NUMBERS = Table("Number", float, "toLocaleString")

_static = Table("Number", None, "length name prototype")


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


def _this(value: Value) -> float:
    return value if isinstance(value, float) else math.nan


@NUMBERS.add("valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    return this


@NUMBERS.add("toString")
def _to_string(meter: Meter, this: Value, args: Args) -> Value:
    number = _this(this)
    radix = to_integer(meter, _arg(args, 0), 10)
    if not 2 <= radix <= 36:
        raise ExpressionRangeError("`toString` needs a radix between 2 and 36")
    return number_to_string(number) if radix == 10 or number - number != 0 else in_radix(number, int(radix))


@NUMBERS.add("toFixed")
def _to_fixed(meter: Meter, this: Value, args: Args) -> Value:
    number = _this(this)
    places = to_count(meter, _arg(args, 0), 0, 100, "The number of decimals")
    if not abs(number) < 1e21:
        return number_to_string(number)
    digits = str(scaled(abs(number), places)).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


@NUMBERS.add("toExponential")
def _to_exponential(meter: Meter, this: Value, args: Args) -> Value:
    number = _this(this)
    places = to_integer(meter, _arg(args, 0))
    if number - number != 0:
        return special(number)
    if not 0 <= places <= 100:
        raise ExpressionRangeError("The number of decimals must be between 0 and 100")
    sign = "-" if number < 0 else ""
    if isinstance(_arg(args, 0), Undefined):
        digits, point = shortest(abs(number)) if number else ("0", 1)
        return sign + exponential(digits, point - 1)
    digits, exponent = rounded(abs(number), int(places) + 1) if number else ("0" * (int(places) + 1), 0)
    return sign + exponential(digits, exponent)


@NUMBERS.add("toPrecision")
def _to_precision(meter: Meter, this: Value, args: Args) -> Value:
    number = _this(this)
    if isinstance(_arg(args, 0), Undefined):
        return number_to_string(number)
    count = to_integer(meter, args[0])
    if number - number != 0:
        return special(number)
    if not 1 <= count <= 100:
        raise ExpressionRangeError("The number of digits must be between 1 and 100")
    size = int(count)
    digits, exponent = rounded(abs(number), size) if number else ("0" * size, 0)
    sign = "-" if number < 0 else ""
    if exponent < -6 or exponent >= size:
        return sign + exponential(digits, exponent)
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    return sign + digits[: exponent + 1] + (f".{digits[exponent + 1 :]}" if exponent + 1 < size else "")


def _is_integer(value: Value) -> bool:
    return isinstance(value, float) and value.is_integer()


@_static.add("isInteger")
def _static_is_integer(_meter: Meter, _this_value: Value, args: Args) -> Value:
    return _is_integer(_arg(args, 0))


@_static.add("isSafeInteger")
def _is_safe_integer(_meter: Meter, _this_value: Value, args: Args) -> Value:
    value = _arg(args, 0)
    return isinstance(value, float) and value.is_integer() and abs(value) < 2**53


@_static.add("isFinite")
def _is_finite(_meter: Meter, _this_value: Value, args: Args) -> Value:
    value = _arg(args, 0)
    return isinstance(value, float) and math.isfinite(value)


@_static.add("isNaN")
def _is_nan(_meter: Meter, _this_value: Value, args: Args) -> Value:
    value = _arg(args, 0)
    return isinstance(value, float) and math.isnan(value)


def _parse_float(meter: Meter, _this_value: Value, args: Args) -> Value:
    text = to_string(meter, _arg(args, 0)).strip(WHITESPACE)
    meter.spend(len(text) >> 3)
    unsigned = text[1:] if text[:1] in ("+", "-") else text
    if unsigned.startswith("Infinity"):
        return -math.inf if text[0] == "-" else math.inf
    whole = _digits(unsigned, 0)
    end = whole
    if unsigned[end : end + 1] == ".":
        end = _digits(unsigned, end + 1)
        if end == whole + 1 and not whole:
            return math.nan
    if not end:
        return math.nan
    mark = end + 1
    if unsigned[end : end + 1] in ("e", "E"):
        mark += unsigned[mark : mark + 1] in ("+", "-")
        exponent = _digits(unsigned, mark)
        end = exponent if exponent > mark else end
    number = float(unsigned[:end])
    return -number if text[0] == "-" else number


def _digits(text: str, start: int) -> int:
    while start < len(text) and text[start] in "0123456789":
        start += 1
    return start


def _parse_int(meter: Meter, _this_value: Value, args: Args) -> Value:
    text = to_string(meter, _arg(args, 0)).strip(WHITESPACE)
    radix = to_int32(to_number(meter, _arg(args, 1)))
    meter.spend(len(text) >> 3)
    negative = text[:1] == "-"
    text = text[1:] if text[:1] in ("+", "-") else text
    if radix in (0, 16) and text[:2] in ("0x", "0X"):
        text, radix = text[2:], 16
    radix = radix or 10
    if not 2 <= radix <= 36:
        return math.nan
    allowed = DIGITS[:radix] + DIGITS[10:radix].upper()
    size = next((place for place, unit in enumerate(text) if unit not in allowed), len(text))
    if not size:
        return math.nan
    number = _whole(text[:size], radix)
    return -number if negative else number


def _whole(digits: str, radix: int) -> float:
    if radix in (2, 4, 8, 10, 16, 32):
        return whole_number(digits, radix)
    digits = digits.lstrip("0") or "0"
    if len(digits) > 54 or int(digits, radix) > 2**53:
        raise UnsupportedSyntax("A number so large in this radix")  # V8 rounds several times there
    return float(int(digits, radix))


parse_float = Function("parseFloat", _parse_float)
parse_int = Function("parseInt", _parse_int)


def _number(meter: Meter, _this_value: Value, args: Args) -> Value:
    if not args:
        return 0.0
    value = to_primitive(meter, args[0])
    return bigint_to_number(value.value) if isinstance(value, BigInt) else to_number(meter, value)


_static.entries.update({"parseFloat": parse_float, "parseInt": parse_int})


def _construct(meter: Meter, this: Value, args: Args) -> Value:
    return boxed(_number(meter, this, args))


NUMBER = _static.namespace(
    _number,
    _construct,
    MAX_VALUE=1.7976931348623157e308,
    MIN_VALUE=5e-324,
    NaN=math.nan,
    NEGATIVE_INFINITY=-math.inf,
    POSITIVE_INFINITY=math.inf,
    MAX_SAFE_INTEGER=9007199254740991.0,
    MIN_SAFE_INTEGER=-9007199254740991.0,
    EPSILON=2.0**-52,
)
