"""Set, Map and iterators."""

from __future__ import annotations

from ..coerce import call
from ..collections import Collection, Iterator, MapObject, SetObject
from ..errors import ExpressionTypeError, UnsupportedSyntax
from ..iteration import steps
from ..tables import Table
from ..values import UNDEFINED, Function, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

_PENDING = "constructor hasOwnProperty propertyIsEnumerable valueOf toString"

SETS = Table(
    "Set",
    SetObject,
    f"{_PENDING} difference intersection isDisjointFrom isSubsetOf isSupersetOf symmetricDifference union",
)
MAPS = Table("Map", MapObject, f"{_PENDING} getOrInsert getOrInsertComputed")
ITERATORS = Table(
    "Iterator",
    Iterator,
    f"{_PENDING} drop every filter find flatMap forEach map reduce some take toArray",
)


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


def _collection(this: Value) -> Collection:
    return this if isinstance(this, Collection) else SetObject()


@MAPS.add("get")
def _get(meter: Meter, this: Value, args: Args) -> Value:
    meter.spend(1)
    entry = _collection(this).find(_arg(args, 0))
    return entry[1] if entry else UNDEFINED


@MAPS.add("set")
def _set(meter: Meter, this: Value, args: Args) -> Value:
    _collection(this).put(meter, _arg(args, 0), _arg(args, 1))
    return this


@SETS.add("add")
def _add(meter: Meter, this: Value, args: Args) -> Value:
    _collection(this).put(meter, _arg(args, 0), _arg(args, 0))
    return this


@MAPS.add("has")
@SETS.add("has")
def _has(meter: Meter, this: Value, args: Args) -> Value:
    meter.spend(1)
    return _collection(this).find(_arg(args, 0)) is not None


@MAPS.add("delete")
@SETS.add("delete")
def _delete(meter: Meter, this: Value, args: Args) -> Value:
    meter.spend(1)
    return _collection(this).remove(_arg(args, 0))


@MAPS.add("clear")
@SETS.add("clear")
def _clear(meter: Meter, this: Value, _args: Args) -> Value:
    meter.array(len(_collection(this).slots))
    _collection(this).clear()
    return UNDEFINED


@MAPS.add("forEach")
@SETS.add("forEach")
def _for_each(meter: Meter, this: Value, args: Args) -> Value:
    if not isinstance(_arg(args, 0), Function):
        raise ExpressionTypeError("`forEach` needs a function")
    found = _collection(this)
    for entry in found.walk():
        value = entry[0] if isinstance(found, SetObject) else entry[1]
        call(meter, args[0], _arg(args, 1), [value, entry[0], this])
    return UNDEFINED


@MAPS.getter("size")
@SETS.getter("size")
def _size(this: Value) -> Value:
    return float(len(_collection(this).index))


@MAPS.add("keys")
def _keys(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Map", (entry[0] for entry in _collection(this).walk()))


@MAPS.add("values")
def _values(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Map", (entry[1] for entry in _collection(this).walk()))


@MAPS.add("entries")
def _entries(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Map", _collection(this).live())


@SETS.add("keys", "values")
def _set_values(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Set", _collection(this).live())


@SETS.add("entries")
def _set_entries(_meter: Meter, this: Value, _args: Args) -> Value:
    return Iterator("Set", ([entry[0], entry[0]] for entry in _collection(this).walk()))


@ITERATORS.add("next")
def _next(meter: Meter, this: Value, _args: Args) -> Value:
    meter.spend(1)
    if isinstance(this, Iterator):
        for value in this.source:
            return {"value": value, "done": False}
    return {"value": UNDEFINED, "done": True}


def _make_set(meter: Meter, _this: Value, args: Args) -> Value:
    result = SetObject()
    source = _arg(args, 0)
    if source is not None and not isinstance(source, Undefined):
        for value in steps(meter, source):
            result.put(meter, value, value)
    return result


def _make_map(meter: Meter, _this: Value, args: Args) -> Value:
    result = MapObject()
    source = _arg(args, 0)
    if source is not None and not isinstance(source, Undefined):
        for entry in steps(meter, source):
            if isinstance(entry, list):
                result.put(meter, _arg(entry, 0), _arg(entry, 1))
            elif isinstance(entry, dict):
                result.put(meter, entry.get("0", UNDEFINED), entry.get("1", UNDEFINED))
            elif isinstance(entry, (str, float, bool, Undefined, type(None))):
                raise ExpressionTypeError("`Map` needs pairs of a key and a value")
            else:
                raise UnsupportedSyntax("An entry that is neither an array nor a plain object")
    return result


def _needs_new(_meter: Meter, _this: Value, _args: Args) -> Value:
    raise ExpressionTypeError("`Set` and `Map` need `new`")


SET = Table("Set", None, "length name prototype").namespace(_needs_new, _make_set)
MAP_STATICS = Table("Map", None, "length name prototype")
MAP = MAP_STATICS.namespace(_needs_new, _make_map)
