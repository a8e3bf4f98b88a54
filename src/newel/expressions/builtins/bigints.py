"""BigInt: the function and the methods of its values."""

from __future__ import annotations

from ..bigints import BigInt, bigint_text, fits, read_bigint
from ..coerce import to_integer, to_primitive
from ..errors import ExpressionRangeError, ExpressionSyntaxError, ExpressionTypeError
from ..tables import Table
from ..values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

BIGINTS = Table("BigInt", BigInt, "toLocaleString")

_static = Table("BigInt", None, "length name prototype")
_MAX_INDEX = 2.0**53 - 1


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


def _this(value: Value) -> int:
    return value.value if isinstance(value, BigInt) else 0


@BIGINTS.add("valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    return this


@BIGINTS.add("toString")
def _to_string(meter: Meter, this: Value, args: Args) -> Value:
    radix = to_integer(meter, _arg(args, 0), 10)
    if not 2 <= radix <= 36:
        raise ExpressionRangeError("`toString` needs a radix between 2 and 36")
    return bigint_text(meter, _this(this), int(radix))


def _to_bigint(meter: Meter, value: Value) -> int:
    """ToBigInt."""
    value = to_primitive(meter, value)
    if isinstance(value, BigInt):
        return value.value
    if value is True or value is False:
        return int(value)
    if isinstance(value, str):
        read = read_bigint(meter, value)
        if read is None:
            raise ExpressionSyntaxError("`BigInt` was given text that is no integer")
        return read
    raise ExpressionTypeError("Cannot convert the value to a BigInt")


def _bigint(meter: Meter, _this_value: Value, args: Args) -> Value:
    value = to_primitive(meter, _arg(args, 0))
    if isinstance(value, float):
        if not value.is_integer():
            raise ExpressionRangeError("A number that is no integer cannot be a BigInt")
        return BigInt(int(value))
    return BigInt(_to_bigint(meter, value))


def _index(meter: Meter, value: Value) -> int:
    bits = to_integer(meter, value)
    if not 0 <= bits <= _MAX_INDEX:
        raise ExpressionRangeError("The number of bits is not valid")
    return int(bits)


@_static.add("asIntN")
def _as_signed(meter: Meter, _this_value: Value, args: Args) -> Value:
    bits = _index(meter, _arg(args, 0))
    value = _to_bigint(meter, _arg(args, 1))
    meter.spend(1 + (value.bit_length() >> 8))
    if bits > value.bit_length() or not bits:
        return BigInt(value if bits else 0)
    wrapped = value & ((1 << bits) - 1)
    return BigInt(wrapped - (1 << bits) if wrapped >> (bits - 1) else wrapped)


@_static.add("asUintN")
def _as_unsigned(meter: Meter, _this_value: Value, args: Args) -> Value:
    bits = _index(meter, _arg(args, 0))
    value = _to_bigint(meter, _arg(args, 1))
    if value >= 0 and bits >= value.bit_length():
        return BigInt(value)
    fits(meter, bits)
    return BigInt(value & ((1 << bits) - 1))


BIGINT = _static.namespace(_bigint)
"""The global `BigInt`."""
