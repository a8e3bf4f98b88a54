"""Object."""

from __future__ import annotations

from ..boxes import Box, boxed
from ..coerce import same_value, to_key, to_new_key
from ..errors import ExpressionTypeError, UnsupportedSyntax
from ..freezing import level_of
from ..holes import Holey
from ..iteration import entries, iterate
from ..regexps import Match
from ..symbols import HIDDEN
from ..tables import Table
from ..values import SHORT, UNDEFINED, Function, Instance, Namespace, Undefined, is_index, is_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

OBJECTS = Table(
    "Object",
    None,
    "create defineProperties defineProperty getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames "
    "getPrototypeOf length name prototype setPrototypeOf",
)


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


@OBJECTS.add("keys")
def _keys(meter: Meter, _this: Value, args: Args) -> Value:
    return [key for key, _ in entries(meter, _arg(args, 0))]


@OBJECTS.add("values")
def _values(meter: Meter, _this: Value, args: Args) -> Value:
    return [value for _, value in entries(meter, _arg(args, 0))]


@OBJECTS.add("entries")
def _entries(meter: Meter, _this: Value, args: Args) -> Value:
    found = entries(meter, _arg(args, 0))
    meter.fresh(len(found))
    return [[key, value] for key, value in found]


@OBJECTS.add("assign")
def _assign(meter: Meter, _this: Value, args: Args) -> Value:
    target = _arg(args, 0)
    if target is None or isinstance(target, Undefined):
        raise ExpressionTypeError("`Object.assign` needs an object")
    if not is_object(target) and all(source is None or isinstance(source, Undefined) for source in args[1:]):
        return boxed(target)
    if not isinstance(target, dict):
        raise UnsupportedSyntax("`Object.assign` to something other than a plain object")
    if level_of(meter, target):
        raise UnsupportedSyntax("`Object.assign` to a frozen object")
    for source in args[1:]:
        if source is None or isinstance(source, Undefined):
            continue
        if isinstance(source, dict) and source and max(source) >= HIDDEN:
            raise UnsupportedSyntax("Copying properties that are symbols")
        found = entries(meter, source)
        if any(key == "__proto__" for key, _ in found):
            raise UnsupportedSyntax("Assigning `__proto__`")
        meter.array(len(found) + len(target))
        target.update(found)
    return target


@OBJECTS.add("fromEntries")
def _from_entries(meter: Meter, _this: Value, args: Args) -> Value:
    result: dict[str, Value] = {}
    for entry in iterate(meter, _arg(args, 0)):
        if isinstance(entry, list):
            result[to_new_key(meter, _arg(entry, 0))] = _arg(entry, 1)
        elif isinstance(entry, dict):
            result[to_new_key(meter, entry.get("0", UNDEFINED))] = entry.get("1", UNDEFINED)
        elif isinstance(entry, (Function, Instance)):
            raise UnsupportedSyntax("Looking into a function")
        else:
            raise ExpressionTypeError("`Object.fromEntries` needs pairs of a key and a value")
    return result


@OBJECTS.add("getOwnPropertySymbols")
def _symbols_of(_meter: Meter, _this: Value, args: Args) -> Value:
    value = _arg(args, 0)
    if value is None or isinstance(value, Undefined):
        raise ExpressionTypeError("Cannot convert undefined or null to an object")
    if is_object(value) and (type(value) is not dict or (value and max(value) >= HIDDEN)):
        raise UnsupportedSyntax("The symbols of this")
    return []


@OBJECTS.add("is")
def _is(meter: Meter, _this: Value, args: Args) -> Value:
    return same_value(meter, _arg(args, 0), _arg(args, 1))


@OBJECTS.add("hasOwn")
def _has_own(meter: Meter, _this: Value, args: Args) -> Value:
    value = _arg(args, 0)
    if value is None or isinstance(value, Undefined):
        raise ExpressionTypeError("Cannot convert undefined or null to an object")
    if isinstance(value, Instance) and not isinstance(value, Box):
        raise UnsupportedSyntax("Looking into a function")
    return has_own(value, to_key(meter, _arg(args, 1)))


def has_own(value: Value, key: str) -> bool:
    """Tell whether a value has a property of its own."""
    if isinstance(value, dict):
        return key in value
    if isinstance(value, Function):
        return _function_has_own(value, key)
    if isinstance(value, Instance):
        return value.own(key) is not SHORT
    if isinstance(value, Holey):
        value.check()
    if isinstance(value, (list, str)):
        own = key == "length" or (key[:1].isdigit() and is_index(key) and int(key) < len(value))
        return own or (isinstance(value, Match) and key in value.properties)
    return False


def _function_has_own(value: Function, key: str) -> bool:
    if isinstance(value, Namespace):
        # V8 puts names of its own on these (`RegExp.$_`, `Error.stackTraceLimit`), not on each kind of error the same
        extended = value.name == "RegExp" or value.name.endswith("Error")
        if key in value.members or (key in value.pending and (not extended or key == "prototype")):
            return True
        if extended and key not in {"length", "name"}:
            raise UnsupportedSyntax(f"Looking into `{value.name}`")
    if key in {"length", "name"}:
        return not isinstance(value, Namespace) or value.callable
    if key in {"prototype", "arguments", "caller"}:
        raise UnsupportedSyntax("Looking for the prototype of a function")
    return False


def _object(_meter: Meter, _this: Value, args: Args) -> Value:
    value = _arg(args, 0)
    if value is None or isinstance(value, Undefined):
        return {}
    return boxed(value)


OBJECT = OBJECTS.namespace(_object, _object)
