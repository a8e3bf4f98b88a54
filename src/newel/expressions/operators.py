"""What the operators compute (ECMA-262, "ECMAScript Language: Expressions")."""

from __future__ import annotations

import math
import operator

from .bigints import BigInt, combine, fits
from .builtins.prototypes import PROTOTYPES
from .coerce import (
    comparable,
    loose_equals,
    strict_equals,
    to_key,
    to_number,
    to_numeric,
    to_primitive,
    to_string,
    truthy,
)
from .errors import ExpressionTypeError, UnsupportedSyntax
from .failures import Failure
from .members import has_property
from .numbers import to_int32, to_uint32
from .regexps import Groups
from .values import UNDEFINED, Function, Instance, Namespace, as_function, is_object, typeof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .limits import Meter
    from .values import Value


def add(meter: Meter, left: Value, right: Value) -> Value:
    """`+`: adds numbers, joins as soon as one side is text."""
    if isinstance(left, float) and isinstance(right, float):
        return left + right
    left, right = to_primitive(meter, left, "default"), to_primitive(meter, right, "default")
    if isinstance(left, str) or isinstance(right, str):
        left, right = to_string(meter, left), to_string(meter, right)
        meter.string(len(left) + len(right))
        return left + right
    if isinstance(left, BigInt) or isinstance(right, BigInt):
        return combine(meter, "+", left, right)
    return to_number(meter, left) + to_number(meter, right)


def subtract(meter: Meter, left: Value, right: Value) -> Value:
    """`-`."""
    return to_number(meter, left) - to_number(meter, right)


def multiply(meter: Meter, left: Value, right: Value) -> Value:
    """`*`."""
    return to_number(meter, left) * to_number(meter, right)


def divide(meter: Meter, left: Value, right: Value) -> Value:
    """`/`: by zero it gives an infinity or NaN."""
    dividend, divisor = to_number(meter, left), to_number(meter, right)
    if divisor:
        return dividend / divisor
    if math.isnan(dividend) or dividend == 0 or math.isnan(divisor):
        return math.nan
    return math.copysign(math.inf, math.copysign(1, dividend) * math.copysign(1, divisor))


def remainder(meter: Meter, left: Value, right: Value) -> Value:
    """`%`: takes the sign of the dividend."""
    dividend, divisor = to_number(meter, left), to_number(meter, right)
    if dividend - dividend != 0 or math.isnan(divisor) or divisor == 0:
        return math.nan
    return math.fmod(dividend, divisor)


def exponentiate(meter: Meter, left: Value, right: Value) -> Value:
    """`**`."""
    from .power import power

    base = to_number(meter, left)
    return power(base, to_number(meter, right))


def _bitwise(compute: Callable[[int, int], int]) -> Callable[[Meter, Value, Value], Value]:
    def apply(meter: Meter, left: Value, right: Value) -> Value:
        bits = to_int32(to_number(meter, left))
        return float(compute(bits, to_int32(to_number(meter, right))))

    return apply


def _shift(compute: Callable[[int, int], int]) -> Callable[[Meter, Value, Value], Value]:
    def apply(meter: Meter, left: Value, right: Value) -> Value:
        bits = to_int32(to_number(meter, left))
        return float(to_int32(compute(bits, to_uint32(to_number(meter, right)) & 31)))

    return apply


def _unsigned_shift(meter: Meter, left: Value, right: Value) -> Value:
    bits = to_uint32(to_number(meter, left))
    return float(bits >> (to_uint32(to_number(meter, right)) & 31))


def _relation(
    numbers: Callable[[float, float], bool], texts: Callable[[str, str], bool]
) -> Callable[[Meter, Value, Value], Value]:
    def apply(meter: Meter, left: Value, right: Value) -> Value:
        if isinstance(left, float) and isinstance(right, float):
            return numbers(left, right)
        left, right = to_primitive(meter, left), to_primitive(meter, right)
        if isinstance(left, str) and isinstance(right, str):
            meter.spend(min(len(left), len(right)) >> 10)
            return texts(left, right)
        if isinstance(left, BigInt) or isinstance(right, BigInt):
            return numbers(comparable(meter, left), comparable(meter, right))
        return numbers(to_number(meter, left), to_number(meter, right))

    return apply


def _numeric(symbol: str, compute: Callable[[Meter, Value, Value], Value]) -> Callable[[Meter, Value, Value], Value]:
    """Let an operator on numbers take BigInts too."""

    def apply(meter: Meter, left: Value, right: Value) -> Value:
        if not (isinstance(left, float) and isinstance(right, float)):
            left, right = to_numeric(meter, left), to_numeric(meter, right)
            if isinstance(left, BigInt) or isinstance(right, BigInt):
                return combine(meter, symbol, left, right)
        return compute(meter, left, right)

    return apply


def _negate(meter: Meter, value: Value) -> Value:
    number = to_numeric(meter, value)
    if not isinstance(number, BigInt):
        return -number
    fits(meter, number.value.bit_length())
    return BigInt(-number.value)


def _invert(meter: Meter, value: Value) -> Value:
    number = to_numeric(meter, value)
    if not isinstance(number, BigInt):
        return float(~to_int32(number))
    fits(meter, number.value.bit_length() + 1)
    return BigInt(~number.value)


def _instance_of(_meter: Meter, left: Value, right: Value) -> Value:
    if as_function(right) is None:
        raise ExpressionTypeError("`instanceof` needs a constructor on its right")
    if not isinstance(right, Namespace):
        raise UnsupportedSyntax("`instanceof` with a function")
    if not is_object(left):
        return False
    if isinstance(left, Failure):
        return right.name in ("Object", "Error", left.name)
    if isinstance(left, Groups):
        return False
    if isinstance(left, Function):
        return right.name in ("Object", "Function")
    return right.name == "Object" or PROTOTYPES[type(left)].name == right.name


def _contains(meter: Meter, left: Value, right: Value) -> Value:
    if isinstance(right, (Function, Instance)):
        raise UnsupportedSyntax("Looking into a function")
    if not isinstance(right, (list, dict)):
        raise ExpressionTypeError("`in` needs an object or array on its right")
    return has_property(right, to_key(meter, left))


BINARY: dict[str, Callable[[Meter, Value, Value], Value]] = {
    "+": add,
    "-": _numeric("-", subtract),
    "*": _numeric("*", multiply),
    "/": _numeric("/", divide),
    "%": _numeric("%", remainder),
    "**": _numeric("**", exponentiate),
    "&": _numeric("&", _bitwise(lambda left, right: left & right)),
    "|": _numeric("|", _bitwise(lambda left, right: left | right)),
    "^": _numeric("^", _bitwise(lambda left, right: left ^ right)),
    "<<": _numeric("<<", _shift(lambda bits, count: bits << count)),
    ">>": _numeric(">>", _shift(lambda bits, count: bits >> count)),
    ">>>": _numeric(">>>", _unsigned_shift),
    "<": _relation(operator.lt, operator.lt),
    ">": _relation(operator.gt, operator.gt),
    "<=": _relation(operator.le, operator.le),
    ">=": _relation(operator.ge, operator.ge),
    "==": loose_equals,
    "!=": lambda meter, left, right: not loose_equals(meter, left, right),
    "===": strict_equals,
    "!==": lambda meter, left, right: not strict_equals(meter, left, right),
    "in": _contains,
    "instanceof": _instance_of,
}
"""What each binary operator does, with the meter and both sides."""

UNARY: dict[str, Callable[[Meter, Value], Value]] = {
    "+": to_number,
    "-": _negate,
    "~": _invert,
    "!": lambda _meter, value: not truthy(value),
    "typeof": lambda _meter, value: typeof(value),
    "void": lambda _meter, _value: UNDEFINED,
}
"""What each unary operator does, with the meter and its operand."""
