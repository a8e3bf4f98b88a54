"""Error and its kinds."""

from __future__ import annotations

from ..coerce import to_string
from ..errors import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    UnsupportedSyntax,
)
from ..failures import Failure
from ..tables import Table
from ..values import UNDEFINED, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..limits import Meter
    from ..values import Args, Body, Namespace, Value

FAILURES = Table("Error", Failure, "cause constructor hasOwnProperty propertyIsEnumerable stack valueOf")

_KINDS: dict[str, type[ExpressionError]] = {
    "Error": ExpressionError,
    "EvalError": ExpressionError,
    "RangeError": ExpressionRangeError,
    "ReferenceError": ExpressionReferenceError,
    "SyntaxError": ExpressionSyntaxError,
    "TypeError": ExpressionTypeError,
    "URIError": ExpressionError,
}


@FAILURES.add("toString")
def _to_string(meter: Meter, this: Value, _args: Args) -> Value:
    return to_string(meter, this)


@FAILURES.getter("name")
def _name(this: Value) -> Value:
    return this.name if isinstance(this, Failure) else UNDEFINED


@FAILURES.getter("message")
def _message(this: Value) -> Value:
    return this.text() if isinstance(this, Failure) else UNDEFINED


def _maker(name: str) -> Body:
    def make(meter: Meter, _this: Value, args: Args) -> Value:
        if len(args) > 1 and isinstance(args[1], dict) and "cause" in args[1]:
            raise UnsupportedSyntax("The cause of an error")
        message = "" if not args or isinstance(args[0], Undefined) else to_string(meter, args[0])
        return Failure(name, message)

    return make


def _global(name: str) -> Namespace:
    body = _maker(name)
    pending = "captureStackTrace prepareStackTrace length name prototype stackTraceLimit"
    return Table(name, None, pending).namespace(body, body)


ERRORS: dict[str, Value] = {name: _global(name) for name in _KINDS}
"""The globals that make errors."""


def raised(value: Value) -> ExpressionError:
    """Make what `throw value` raises: an error of the same kind, which never shows the value."""
    name = value.name if isinstance(value, Failure) else ""
    error = _KINDS.get(name, ExpressionError)(f"The expression throws {name or 'a value'}")
    error.thrown = (value,)
    return error


def caught(error: ExpressionError) -> Any:
    """Give what `catch` receives for an error."""
    if error.thrown:
        return error.thrown[0]
    for name, kind in _KINDS.items():
        if type(error) is kind and name != "Error":
            return Failure("URIError" if kind is ExpressionError else name, None)
    return Failure("Error", None)
