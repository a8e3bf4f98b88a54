"""The methods of Array.prototype that call a function for each element, and sorting."""

from __future__ import annotations

from functools import cmp_to_key

from ..coerce import call, to_number, to_string, truthy
from ..errors import ExpressionTypeError, UnsupportedSyntax
from ..holes import Holey
from ..values import UNDEFINED, UNSET, Function, Undefined, as_function
from .arrays import ARRAYS, arg, flatten, readable
from .callback_loops import answers, chosen, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..limits import Meter
    from ..values import Args, Value


__all__ = ["ARRAYS"]


def callback(args: Args) -> Function:
    """Give the first argument, which must be a function."""
    function = as_function(arg(args, 0))
    if function is None:
        raise ExpressionTypeError("The first argument is not a function")
    return function


def visit(
    meter: Meter, this: Value, args: Args, places: Callable[[int], Iterable[int]] = range
) -> Iterator[tuple[int, Value, Value]]:
    """Call a function for each element there is, holes left out; give index, element and answer."""
    items, function = readable(this), callback(args)
    thing = arg(args, 1)
    for place in places(len(items)):
        if is_there(items, place):
            item = items[place]
            yield place, item, call(meter, function, thing, [item, float(place), this])
        else:
            meter.spend(1)


def is_there(items: list[Value], place: int) -> bool:
    """Tell whether an array has an element at a place, and no hole."""
    return place < len(items) and not (isinstance(items, Holey) and place in items.holes)


def _search(
    meter: Meter, this: Value, args: Args, places: Callable[[int], Iterable[int]]
) -> Iterator[tuple[int, Value]]:
    """Call a function for each place, holes included, until it says yes; give index and element."""
    items, function = readable(this), callback(args)
    thing = arg(args, 1)
    for place in places(len(items)):
        item = items[place] if place < len(items) else UNDEFINED
        if truthy(call(meter, function, thing, [item, float(place), this])):
            yield place, item
            return


def _backwards(size: int) -> range:
    return range(size - 1, -1, -1)


@ARRAYS.add("map")
def _map(meter: Meter, this: Value, args: Args) -> Value:
    size = len(readable(this))
    quick = answers(meter, this, args)
    if quick is not None:
        return _filled_up(meter, quick, size, set())
    result: Args = []
    holes: set[int] = set()
    for place, _, answer in visit(meter, this, args):
        while len(result) < place:
            holes.add(len(result))
            result.append(UNDEFINED)
        result.append(answer)
    return _filled_up(meter, result, size, holes)


def _filled_up(meter: Meter, result: list[Value], size: int, holes: set[int]) -> list[Value]:
    """Make an array of a size: what the function was not called for, since it had gone by then, are holes."""
    if len(result) == size and not holes:
        return result
    meter.array(size)
    return Holey(result + [UNDEFINED] * (size - len(result)), holes | {*range(len(result), size)})


@ARRAYS.add("filter")
def _filter(meter: Meter, this: Value, args: Args) -> Value:
    quick = chosen(meter, this, args)
    return [item for _, item, answer in visit(meter, this, args) if truthy(answer)] if quick is None else quick


@ARRAYS.add("forEach")
def _for_each(meter: Meter, this: Value, args: Args) -> Value:
    for _ in visit(meter, this, args):
        pass
    return UNDEFINED


@ARRAYS.add("every")
def _every(meter: Meter, this: Value, args: Args) -> Value:
    return all(truthy(answer) for _, _, answer in visit(meter, this, args))


@ARRAYS.add("some")
def _some(meter: Meter, this: Value, args: Args) -> Value:
    return any(truthy(answer) for _, _, answer in visit(meter, this, args))


@ARRAYS.add("find")
def _find(meter: Meter, this: Value, args: Args) -> Value:
    return next((item for _, item in _search(meter, this, args, range)), UNDEFINED)


@ARRAYS.add("findIndex")
def _find_index(meter: Meter, this: Value, args: Args) -> Value:
    return next((float(place) for place, _ in _search(meter, this, args, range)), -1.0)


@ARRAYS.add("findLast")
def _find_last(meter: Meter, this: Value, args: Args) -> Value:
    return next((item for _, item in _search(meter, this, args, _backwards)), UNDEFINED)


@ARRAYS.add("findLastIndex")
def _find_last_index(meter: Meter, this: Value, args: Args) -> Value:
    return next((float(place) for place, _ in _search(meter, this, args, _backwards)), -1.0)


@ARRAYS.add("flatMap")
def _flat_map(meter: Meter, this: Value, args: Args) -> Value:
    result: Args = []
    flatten(meter, [answer for _, _, answer in visit(meter, this, args)], 1, result, 0)
    return result


@ARRAYS.add("reduce")
def _reduce(meter: Meter, this: Value, args: Args) -> Value:
    quick = folded(meter, this, args)
    return _fold(meter, this, args, range) if quick is UNSET else quick


@ARRAYS.add("reduceRight")
def _reduce_right(meter: Meter, this: Value, args: Args) -> Value:
    return _fold(meter, this, args, _backwards)


def _fold(meter: Meter, this: Value, args: Args, order: Callable[[int], range]) -> Value:
    items, function = readable(this), callback(args)
    places = iter(order(len(items)))
    if len(args) > 1:
        total = args[1]
    else:
        first = next((place for place in places if is_there(items, place)), None)
        if first is None:
            raise ExpressionTypeError("`reduce` of an empty array needs a value to begin with")
        total = items[first]
    for place in places:
        if is_there(items, place):
            total = call(meter, function, UNDEFINED, [total, items[place], float(place), this])
        else:
            meter.spend(1)
    return total


@ARRAYS.add("sort")
def _sort(meter: Meter, this: Value, args: Args) -> Value:
    items = readable(this)
    size = len(items)
    there: Args = [item for place, item in enumerate(items) if is_there(items, place)]
    there = ordered(meter, there, arg(args, 0))
    if len(items) != size:
        raise UnsupportedSyntax("Changing the length of an array while it is sorted")
    items[:] = there + [UNDEFINED] * (size - len(there))
    if isinstance(items, Holey):
        items.holes = {*range(len(there), size)}
    return this


@ARRAYS.add("toSorted")
def _to_sorted(meter: Meter, this: Value, args: Args) -> Value:
    return ordered(meter, readable(this), arg(args, 0))


def ordered(meter: Meter, items: list[Value], compare: Value) -> list[Value]:
    """Sort stably, undefined last (ECMA-262, "SortIndexedProperties" and "CompareArrayElements")."""
    if not isinstance(compare, Undefined):
        callback([compare])
    meter.array(len(items))
    present: Args = [item for item in items if not isinstance(item, Undefined)]
    missing: Args = [UNDEFINED] * (len(items) - len(present))
    if isinstance(compare, Undefined):
        meter.spend(len(items))
        present.sort(key=lambda item: to_string(meter, item))
        return present + missing

    def order(left: Value, right: Value) -> int:
        answer = to_number(meter, call(meter, compare, UNDEFINED, [left, right]))
        return (answer > 0) - (answer < 0)

    return sorted(present, key=cmp_to_key(order)) + missing
