"""Object.groupBy, Map.groupBy (ECMAScript 2024; Node has them since 21) and structuredClone."""

from __future__ import annotations

from ..bigints import BigInt
from ..coerce import call, to_new_key
from ..collections import Collection, MapObject
from ..dates import Date
from ..errors import ExpressionTypeError, LimitExceeded, UnsupportedSyntax
from ..holes import Holey
from ..iteration import steps
from ..regexps import Groups, Match
from ..tables import Table
from ..values import UNDEFINED, Function, Undefined, own_keys
from .collections import MAP, MAP_STATICS, SET
from .objects import OBJECT, OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..limits import Meter
    from ..values import Args, Value

__all__ = ["CLONING", "MAP", "OBJECT", "OBJECTS", "SET"]

CLONING = Table("global", None)


def _pairs(meter: Meter, args: Args) -> Iterator[tuple[Value, Value]]:
    """Give what the function answers for each item, and the item (ECMA-262, "GroupBy")."""
    source, function = [*args[:2], UNDEFINED, UNDEFINED][:2]
    if source is None or isinstance(source, Undefined) or not isinstance(function, Function):
        raise ExpressionTypeError("`groupBy` needs something to go over, and a function")
    for place, item in enumerate(steps(meter, source)):
        meter.spend(1)
        yield call(meter, function, UNDEFINED, [item, float(place)]), item


@OBJECTS.add("groupBy")
def _group_to_object(meter: Meter, _this: Value, args: Args) -> Value:
    groups: dict[str, list[Value]] = {}
    for answer, item in _pairs(meter, args):
        groups.setdefault(to_new_key(meter, answer), []).append(item)
    return Groups(groups)


@MAP_STATICS.add("groupBy")
def _group_to_map(meter: Meter, _this: Value, args: Args) -> Value:
    result = MapObject()
    for answer, item in _pairs(meter, args):
        entry = result.find(answer)
        if entry and isinstance(entry[1], list):
            entry[1].append(item)
        else:
            result.put(meter, answer, [item])
    return result


@CLONING.add("structuredClone")
def _structured_clone(meter: Meter, _this: Value, args: Args) -> Value:
    if not args:
        raise ExpressionTypeError("`structuredClone` needs a value")
    if len(args) > 1:
        raise UnsupportedSyntax("An option of `structuredClone`")
    return _clone(meter, args[0], {}, 0)


def _clone(meter: Meter, value: Value, made: dict[int, Value], depth: int) -> Value:
    """Copy a value; what stands in it twice stands in the copy twice (HTML, "StructuredSerializeInternal")."""
    if value is None or isinstance(value, (bool, float, str, Undefined, BigInt)):
        return value
    if id(value) in made:
        return made[id(value)]
    if depth > meter.limits.depth:
        raise LimitExceeded(f"A value is nested more than {meter.limits.depth} levels deep")
    if isinstance(value, list) and not isinstance(value, Match):
        meter.array(len(value))
        items: list[Value] = Holey([], {*value.holes}) if isinstance(value, Holey) else []
        made[id(value)] = items
        for item in value:
            items.append(_clone(meter, item, made, depth + 1))  # noqa: PERF401 -- it may hold itself
        return items
    if isinstance(value, dict):
        meter.array(len(value))
        fields: dict[str, Value] = {}
        made[id(value)] = fields
        for name in own_keys(value):
            item = value[name]
            fields[name] = _clone(meter, item, made, depth + 1)
        return fields
    if isinstance(value, Date):
        return made.setdefault(id(value), Date(value.time))
    if isinstance(value, Collection):
        copy = made[id(value)] = type(value)()
        for key, item in [*value.walk()]:
            copied = _clone(meter, key, made, depth + 1)
            copy.put(meter, copied, copied if item is key else _clone(meter, item, made, depth + 1))
        return copy
    raise UnsupportedSyntax("`structuredClone` of this")
