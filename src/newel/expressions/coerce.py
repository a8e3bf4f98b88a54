"""JavaScript's conversions and comparisons (ECMA-262, "Type Conversion" and "Testing and Comparison")."""

from __future__ import annotations

import math

from .bigints import BigInt, bigint_text, read_bigint
from .boxes import Box
from .errors import ExpressionRangeError, ExpressionTypeError, LimitExceeded, UnsupportedSyntax
from .numbers import number_to_string, string_to_number
from .regexps import Groups
from .symbols import SHARED_KEYS, TO_PRIMITIVE, Symbol
from .values import Function, Instance, Namespace, Undefined, as_function, is_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .limits import Meter
    from .values import Args, Primitive, Value


def truthy(value: Value) -> bool:
    """ToBoolean."""
    if value is True or value is False:
        return value
    if isinstance(value, float):
        return value != 0.0 and not math.isnan(value)
    if isinstance(value, BigInt):
        return value.value != 0
    if isinstance(value, str):
        return value != ""
    return value is not None and not isinstance(value, Undefined)


def to_primitive(meter: Meter, value: Value, hint: str = "number") -> Primitive:
    """ToPrimitive; an object's own `valueOf` and `toString` come before the inherited ones."""
    if isinstance(value, list):
        return list_to_string(meter, value, ",", 0)
    if isinstance(value, Groups):
        raise ExpressionTypeError("Cannot convert object to primitive value")
    if isinstance(value, Instance):
        return value.primitive(hint)
    if isinstance(value, dict):
        if TO_PRIMITIVE.key in value and not _is_missing(value[TO_PRIMITIVE.key]):
            return _exotic_primitive(meter, value, hint)
        if "toString" in value or "valueOf" in value:
            return _own_primitive(meter, value, hint)
        return "[object Object]"
    if isinstance(value, Function):
        if isinstance(value, Namespace) and not value.callable:
            return f"[object {value.name}]"
        raise UnsupportedSyntax("The text of a function")
    return value


def _is_missing(value: Value) -> bool:
    return value is None or isinstance(value, Undefined)


def _exotic_primitive(meter: Meter, value: dict[str, Value], hint: str) -> Primitive:
    """Ask an object's own `Symbol.toPrimitive`."""
    result = call(meter, value[TO_PRIMITIVE.key], value, [hint])
    if isinstance(result, (list, dict, Function, Instance)):
        raise ExpressionTypeError("Cannot convert object to primitive value")
    return result


def _own_primitive(meter: Meter, value: dict[str, Value], hint: str) -> Primitive:
    for name in ("toString", "valueOf") if hint == "string" else ("valueOf", "toString"):
        if name not in value:
            if name == "toString":
                return "[object Object]"
            continue
        method = value[name]
        if isinstance(method, Function):
            result = call(meter, method, value, [])
            if not isinstance(result, (list, dict, Function, Instance)):
                return result
    raise ExpressionTypeError("Cannot convert object to primitive value")


def call(meter: Meter, value: Value, this: Value, args: Args) -> Value:
    """Call a value; a TypeError if it is no function."""
    function = as_function(value)
    if function is None:
        raise ExpressionTypeError("What is called is not a function")
    receiver = function.receiver
    if receiver is not None and not isinstance(this, receiver):
        if isinstance(this, Box) and isinstance(this.value, receiver):
            meter.spend(1)
            return function.body(meter, this.value, args)
        raise UnsupportedSyntax(f"Calling `{function.name}` apart from its own type of value")
    meter.spend(1)
    return function.body(meter, this, args)


def list_to_string(meter: Meter, value: list[Value], separator: str, depth: int) -> str:
    """Array.prototype.join; inside it, arrays join themselves with commas."""
    if depth >= meter.limits.depth:
        raise LimitExceeded(f"An array is nested more than {meter.limits.depth} levels deep")
    meter.spend(1 + (len(value) >> 1))
    parts: list[str] = []
    size = len(separator) * max(0, len(value) - 1)
    meter.fits(size)
    for item in value:
        if isinstance(item, str):
            part = item
        elif item is None or isinstance(item, Undefined):
            part = ""
        elif isinstance(item, list):
            part = list_to_string(meter, item, ",", depth + 1)
        else:
            part = to_string(meter, item)
        size += len(part)
        meter.fits(size)
        parts.append(part)
    meter.string(size)
    return separator.join(parts)


def to_string(meter: Meter, value: Value) -> str:
    """ToString."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return number_to_string(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Undefined):
        return "undefined"
    if isinstance(value, BigInt):
        return bigint_text(meter, value.value)
    if isinstance(value, Symbol):
        raise ExpressionTypeError("Cannot convert a Symbol value to a string")
    return to_string(meter, to_primitive(meter, value, "string"))


def to_key(meter: Meter, value: Value) -> str:
    """ToPropertyKey."""
    if isinstance(value, str):
        return value
    primitive = to_primitive(meter, value, "string")
    return primitive.key if isinstance(primitive, Symbol) else to_string(meter, primitive)


def to_new_key(meter: Meter, value: Value) -> str:
    """Give the key of a property that is set: of the symbols that steer builtins, one alone is followed here."""
    key = to_key(meter, value)
    if key in SHARED_KEYS and key != TO_PRIMITIVE.key:
        raise UnsupportedSyntax(f"An object's own `Symbol.{key[1:]}`")
    return key


def to_number(meter: Meter, value: Value) -> float:
    """ToNumber."""
    if isinstance(value, str):
        meter.spend(1 + (len(value) >> 6))
        return string_to_number(value)
    if value is None or value is False:
        return 0.0
    if value is True:
        return 1.0
    if isinstance(value, float):
        return value
    if isinstance(value, Undefined):
        return math.nan
    if isinstance(value, BigInt):
        raise ExpressionTypeError("Cannot convert a BigInt to a number; use Number(value)")
    if isinstance(value, Symbol):
        raise ExpressionTypeError("Cannot convert a Symbol value to a number")
    return to_number(meter, to_primitive(meter, value))


def to_numeric(meter: Meter, value: Value) -> float | BigInt:
    """ToNumeric."""
    value = to_primitive(meter, value)
    return value if isinstance(value, BigInt) else to_number(meter, value)


def to_integer(meter: Meter, value: Value, default: float = 0.0) -> float:
    """ToIntegerOrInfinity; undefined is the default."""
    if isinstance(value, Undefined):
        return default
    number = to_number(meter, value)
    if number - number != 0:
        return 0.0 if math.isnan(number) else number
    return float(math.trunc(number))


def relative(meter: Meter, value: Value, size: int, default: int) -> int:
    """Resolve an index that counts from the end where negative, as `slice` takes it."""
    if isinstance(value, Undefined):
        return default
    number = to_integer(meter, value)
    return int(max(size + number, 0)) if number < 0 else int(min(number, size))


def clamped(meter: Meter, value: Value, size: int, default: int = 0) -> int:
    """Resolve an index that is cut to the range from 0 to a size, as `substring` takes it."""
    return int(min(max(to_integer(meter, value, default), 0.0), size))


def to_count(meter: Meter, value: Value, lowest: int, highest: int, what: str) -> int:
    """Resolve a number that must lie in a range (ECMAScript throws a RangeError outside of it)."""
    number = to_integer(meter, value)
    if not lowest <= number <= highest:
        raise ExpressionRangeError(f"{what} must be between {lowest} and {highest}")
    return int(number)


def strict_equals(meter: Meter, left: Value, right: Value) -> bool:
    """IsStrictlyEqual."""
    if isinstance(left, float):
        return isinstance(right, float) and left == right
    if isinstance(left, str):
        meter.spend(len(left) >> 10)
        return isinstance(right, str) and left == right
    if isinstance(left, BigInt):
        return left == right
    return left is right


def same_value_zero(meter: Meter, left: Value, right: Value) -> bool:
    """SameValueZero: as `===`, but NaN equals NaN."""
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return strict_equals(meter, left, right)


def same_value(meter: Meter, left: Value, right: Value) -> bool:
    """SameValue: as SameValueZero, but 0 and -0 differ."""
    if isinstance(left, float) and isinstance(right, float) and left == 0.0 and right == 0.0:
        return math.copysign(1, left) == math.copysign(1, right)
    return same_value_zero(meter, left, right)


def loose_equals(meter: Meter, left: Value, right: Value) -> bool:
    """IsLooselyEqual."""
    if left is None or isinstance(left, Undefined):
        return right is None or isinstance(right, Undefined)
    if right is None or isinstance(right, Undefined):
        return False
    left_object = is_object(left)
    right_object = is_object(right)
    if left_object and right_object:
        return left is right
    if left_object:
        return loose_equals(meter, to_primitive(meter, left, "default"), right)
    if right_object:
        return loose_equals(meter, left, to_primitive(meter, right, "default"))
    if type(left) is type(right):
        return strict_equals(meter, left, right)
    if isinstance(left, Symbol) or isinstance(right, Symbol):
        return False
    if isinstance(left, BigInt) or isinstance(right, BigInt):
        return comparable(meter, left) == comparable(meter, right)
    return to_number(meter, left) == to_number(meter, right)


def comparable(meter: Meter, value: Value) -> float | int:
    """Give what a primitive counts for where it is compared with a BigInt; NaN where it compares with none."""
    if isinstance(value, BigInt):
        return value.value
    if isinstance(value, str):
        read = read_bigint(meter, value)
        return math.nan if read is None else read
    return to_number(meter, value)
