"""Array and the methods of Array.prototype that take no callback."""

from __future__ import annotations

import math

from ..coerce import (
    call,
    list_to_string,
    relative,
    same_value_zero,
    strict_equals,
    to_integer,
    to_number,
    to_string,
)
from ..collections import Iterator
from ..errors import ExpressionRangeError, ExpressionTypeError, LimitExceeded, UnsupportedSyntax
from ..holes import Holey, checked
from ..iteration import iterate, live
from ..tables import Table
from ..values import UNDEFINED, Function, Instance, Namespace, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

ARRAYS = Table("Array", list, "toLocaleString")

_static = Table("Array", None, "fromAsync length name prototype")


def arg(args: Args, index: int) -> Value:
    """Give an argument, undefined where there are not so many."""
    return args[index] if index < len(args) else UNDEFINED


def elements(this: Value) -> list[Value]:
    """Give `this` as the array that the table has made sure it is."""
    return checked(this) if isinstance(this, list) else []


def readable(this: Value) -> list[Value]:
    """Give `this` as an array for a method to which a hole is undefined."""
    return this if isinstance(this, list) else []


@ARRAYS.add("toString")
def _to_string(meter: Meter, this: Value, _args: Args) -> Value:
    return list_to_string(meter, readable(this), ",", 0)


@ARRAYS.add("join")
def _join(meter: Meter, this: Value, args: Args) -> Value:
    separator = arg(args, 0)
    return list_to_string(
        meter, readable(this), "," if isinstance(separator, Undefined) else to_string(meter, separator), 0
    )


@ARRAYS.add("at")
def _at(meter: Meter, this: Value, args: Args) -> Value:
    items, place = readable(this), to_integer(meter, arg(args, 0))
    place += len(items) if place < 0 else 0
    return items[int(place)] if 0 <= place < len(items) else UNDEFINED


@ARRAYS.add("concat")
def _concat(meter: Meter, this: Value, args: Args) -> Value:
    parts = [elements(this)] + [checked(item) if isinstance(item, list) else [item] for item in args]
    meter.array(sum(map(len, parts)))
    return [item for part in parts for item in part]


@ARRAYS.add("includes")
def _includes(meter: Meter, this: Value, args: Args) -> Value:
    items, wanted = readable(this), arg(args, 0)
    if not items:
        return False
    meter.array(len(items))
    return any(same_value_zero(meter, item, wanted) for item in items[relative(meter, arg(args, 1), len(items), 0) :])


@ARRAYS.add("indexOf")
def _index_of(meter: Meter, this: Value, args: Args) -> Value:
    items, wanted = elements(this), arg(args, 0)
    if not items:
        return -1.0
    meter.array(len(items))
    for place in range(relative(meter, arg(args, 1), len(items), 0), len(items)):
        if strict_equals(meter, items[place], wanted):
            return float(place)
    return -1.0


@ARRAYS.add("lastIndexOf")
def _last_index_of(meter: Meter, this: Value, args: Args) -> Value:
    items, wanted = elements(this), arg(args, 0)
    if not items:
        return -1.0
    meter.array(len(items))
    start = to_integer(meter, args[1]) if len(args) > 1 else math.inf
    start = min(start, len(items) - 1) if start >= 0 else len(items) + start
    for place in range(int(max(start, -1)), -1, -1):
        if strict_equals(meter, items[place], wanted):
            return float(place)
    return -1.0


@ARRAYS.add("slice")
def _slice(meter: Meter, this: Value, args: Args) -> Value:
    items = elements(this)
    meter.array(len(items))
    start = relative(meter, arg(args, 0), len(items), 0)
    return items[start : max(start, relative(meter, arg(args, 1), len(items), len(items)))]


@ARRAYS.add("flat")
def _flat(meter: Meter, this: Value, args: Args) -> Value:
    result: Args = []
    flatten(meter, elements(this), to_integer(meter, arg(args, 0), 1), result, 0)
    return result


def flatten(meter: Meter, items: list[Value], levels: float, result: Args, depth: int) -> None:
    """Append items to a result, those of nested arrays themselves so many levels down."""
    if depth > meter.limits.depth:
        raise LimitExceeded(f"An array is nested more than {meter.limits.depth} levels deep")
    meter.array(len(items) + len(result))
    for item in items:
        if isinstance(item, list) and levels >= 1:
            flatten(meter, checked(item), levels - 1, result, depth + 1)
        else:
            result.append(item)


@ARRAYS.add("fill")
def _fill(meter: Meter, this: Value, args: Args) -> Value:
    items = readable(this)
    start = relative(meter, arg(args, 1), len(items), 0)
    end = max(start, relative(meter, arg(args, 2), len(items), len(items)))
    meter.array(len(items))
    items[start:end] = [arg(args, 0)] * (end - start)
    if isinstance(items, Holey):
        items.holes.difference_update(range(start, end))
    return this


@ARRAYS.add("copyWithin")
def _copy_within(meter: Meter, this: Value, args: Args) -> Value:
    items = elements(this)
    target = relative(meter, arg(args, 0), len(items), 0)
    start = relative(meter, arg(args, 1), len(items), 0)
    end = relative(meter, arg(args, 2), len(items), len(items))
    meter.array(len(items))
    count = max(0, min(end - start, len(items) - target))
    items[target : target + count] = items[start : start + count]
    return this


@ARRAYS.add("push")
def _push(meter: Meter, this: Value, args: Args) -> Value:
    items = readable(this)
    meter.grow(len(items), len(args))
    items.extend(args)
    return float(len(items))


@ARRAYS.add("unshift")
def _unshift(meter: Meter, this: Value, args: Args) -> Value:
    items = elements(this)
    meter.array(len(items) + len(args))
    items[:0] = args
    return float(len(items))


@ARRAYS.add("pop")
def _pop(_meter: Meter, this: Value, _args: Args) -> Value:
    items = readable(this)
    if isinstance(items, Holey):
        items.holes.discard(len(items) - 1)
    return items.pop() if items else UNDEFINED


@ARRAYS.add("shift")
def _shift(meter: Meter, this: Value, _args: Args) -> Value:
    items = elements(this)
    meter.array(len(items))
    return items.pop(0) if items else UNDEFINED


@ARRAYS.add("reverse")
def _reverse(meter: Meter, this: Value, _args: Args) -> Value:
    items = elements(this)
    meter.array(len(items))
    items.reverse()
    return this


@ARRAYS.add("toReversed")
def _to_reversed(meter: Meter, this: Value, _args: Args) -> Value:
    meter.array(len(elements(this)))
    return elements(this)[::-1]


@ARRAYS.add("with")
def _with(meter: Meter, this: Value, args: Args) -> Value:
    items, place = elements(this), to_integer(meter, arg(args, 0))
    place += len(items) if place < 0 else 0
    if not 0 <= place < len(items):
        raise ExpressionRangeError("`with` needs an index inside the array")
    meter.array(len(items))
    result = items[:]
    result[int(place)] = arg(args, 1)
    return result


def _cut(meter: Meter, items: list[Value], args: Args) -> tuple[int, int]:
    start = relative(meter, arg(args, 0), len(items), 0)
    if len(args) < 2:
        return start, len(items) if args else start
    count = int(min(max(to_integer(meter, args[1]), 0.0), len(items) - start))
    meter.array(len(items) + len(args) - 2 - count)
    return start, start + count


@ARRAYS.add("splice")
def _splice(meter: Meter, this: Value, args: Args) -> Value:
    items = elements(this)
    start, end = _cut(meter, items, args)
    removed = items[start:end]
    items[start:end] = args[2:]
    return removed


@ARRAYS.add("toSpliced")
def _to_spliced(meter: Meter, this: Value, args: Args) -> Value:
    items = elements(this)
    start, end = _cut(meter, items, args)
    return items[:start] + args[2:] + items[end:]


@ARRAYS.add("keys")
def _keys(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Array", (float(place) for place, _ in enumerate(live(readable(this)))))


@ARRAYS.add("values")
def _values(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Array", live(readable(this)))


@ARRAYS.add("entries")
def _entries(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Array", ([float(place), item] for place, item in enumerate(live(readable(this)))))


@_static.add("isArray")
def _is_array(_meter: Meter, _this: Value, args: Args) -> Value:
    return isinstance(arg(args, 0), list)


@_static.add("of")
def _of(_meter: Meter, _this: Value, args: Args) -> Value:
    return args


@_static.add("from")
def _from(meter: Meter, _this: Value, args: Args) -> Value:
    source, convert = arg(args, 0), arg(args, 1)
    is_namespace = isinstance(convert, Namespace) and not convert.callable
    if is_namespace or not isinstance(convert, (Function, Undefined)):
        raise ExpressionTypeError("`Array.from` needs a function as its second argument")
    if isinstance(convert, Undefined):
        return _array_like(meter, source)
    items = live(source) if isinstance(source, list) else _array_like(meter, source)
    return [call(meter, convert, UNDEFINED, [item, float(index)]) for index, item in enumerate(items)]


def _array_like(meter: Meter, source: Value) -> list[Value]:
    if isinstance(source, (list, str)):
        return iterate(meter, source)[:]
    if isinstance(source, Instance):
        found = source.iterate() or []
        meter.fresh(len(found))
        return found
    if source is None or isinstance(source, Undefined):
        raise ExpressionTypeError("`Array.from` needs an array, a string or an object with a length")
    if isinstance(source, Function):
        raise UnsupportedSyntax("Looking into a function")
    if not isinstance(source, dict):
        return []
    size = max(to_integer(meter, source.get("length", UNDEFINED)), 0.0)
    if size >= 2**32:
        raise ExpressionRangeError("The length of the array is not valid")
    meter.array(size)
    return [source.get(str(index), UNDEFINED) for index in range(int(size))]


def _array(meter: Meter, _this: Value, args: Args) -> Value:
    if len(args) != 1 or not isinstance(args[0], float):
        return Holey(args, set())
    size = to_number(meter, args[0])
    if not size.is_integer() or not 0 <= size < 2**32:
        raise ExpressionRangeError("The length of the array is not valid")
    meter.fresh(size)
    return Holey([UNDEFINED] * int(size), {*range(int(size))})


ARRAY = _static.namespace(_array, _array)
