"""Object.freeze and the like, and what a frozen array refuses."""

from __future__ import annotations

from ..errors import UnsupportedSyntax
from ..freezing import CLOSED, EXTENSIBLE, FROZEN, SEALED, level_of, restrict
from ..regexps import Match
from ..values import UNDEFINED, Function, Instance
from .array_callbacks import ARRAYS
from .grouping import OBJECT, OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Body, Value

__all__ = ["OBJECT"]

_LEVELS = {"preventExtensions": CLOSED, "seal": SEALED, "freeze": FROZEN}
_QUESTIONS = {"isSealed": SEALED, "isFrozen": FROZEN}
_CHANGING = ("copyWithin", "fill", "pop", "push", "reverse", "shift", "sort", "splice", "unshift")


def _first(args: Args) -> Value:
    value = args[0] if args else UNDEFINED
    if isinstance(value, (Function, Instance, Match)):
        raise UnsupportedSyntax("Freezing anything but a plain object or array")
    return value


def _restricting(level: int) -> Body:
    def apply(meter: Meter, _this: Value, args: Args) -> Value:
        value = _first(args)
        if isinstance(value, (list, dict)):
            restrict(meter, value, level)
        return value

    return apply


def _asking(level: int) -> Body:
    def ask(meter: Meter, _this: Value, args: Args) -> Value:
        value = _first(args)
        if not isinstance(value, (list, dict)):
            return True
        found = level_of(meter, value)
        if isinstance(value, dict) and not value:
            return found > EXTENSIBLE  # there is nothing that could change
        if found == CLOSED:
            raise UnsupportedSyntax("Asking this of what takes no new properties")
        return found >= level

    return ask


@OBJECTS.add("isExtensible")
def _is_extensible(meter: Meter, _this: Value, args: Args) -> Value:
    value = _first(args)
    return isinstance(value, (list, dict)) and level_of(meter, value) == EXTENSIBLE


def _guarded(name: str, body: Body) -> Body:
    def apply(meter: Meter, this: Value, args: Args) -> Value:
        if meter.frozen and level_of(meter, this):
            raise UnsupportedSyntax(f"`{name}` of a frozen array", hint="Copy it first: [...array].")
        return body(meter, this, args)

    return apply


for _name, _level in _LEVELS.items():
    OBJECTS.add(_name)(_restricting(_level))
for _name, _level in _QUESTIONS.items():
    OBJECTS.add(_name)(_asking(_level))
for _name in _CHANGING:
    _method = ARRAYS.entries[_name]
    if isinstance(_method, Function):
        _method.body = _guarded(_name, _method.body)
