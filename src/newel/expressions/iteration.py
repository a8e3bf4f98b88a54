"""Going over the contents of a value."""

from __future__ import annotations

from .errors import ExpressionTypeError, UnsupportedSyntax
from .text import characters
from .values import Function, Undefined, own_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .limits import Meter
    from .values import Value


def iterate(meter: Meter, value: Value) -> list[Value]:
    """Give what `...` goes over: the elements of an array, the characters of a string."""
    if isinstance(value, (list, str)):
        meter.array(len(value))
        return value if isinstance(value, list) else [*characters(value)]
    raise ExpressionTypeError("What is spread or iterated over is not an array or string")


def entries(meter: Meter, value: Value) -> list[tuple[str, Value]]:
    """Give the own enumerable properties of a value, in order."""
    if isinstance(value, dict):
        meter.array(len(value))
        meter.spend(len(value) >> 2)
        return [(key, value[key]) for key in own_keys(value)]
    if isinstance(value, (list, str)):
        meter.array(len(value))
        return [(str(index), item) for index, item in enumerate(value)]
    if value is None or isinstance(value, Undefined):
        raise ExpressionTypeError("Cannot convert undefined or null to an object")
    if isinstance(value, Function):
        raise UnsupportedSyntax("Looking into a function")
    return []


def copy_properties(meter: Meter, source: Value, target: dict[str, Value]) -> None:
    """Copy a value's own enumerable properties, as object spread does."""
    if source is None or isinstance(source, Undefined):
        return
    found = entries(meter, source)
    meter.array(len(found) + len(target))
    target.update(found)
