"""Compiling the call of a method that is named in the source: `text.trim()`, `Math.max(a, b)`."""

from __future__ import annotations

from . import nodes
from .builtins import GLOBALS
from .builtins.prototypes import PROTOTYPES
from .coerce import call
from .compiler import code
from .errors import ExpressionError, ExpressionTypeError
from .members import get_property
from .quick_strings import WORK, quick_method
from .values import SHORT, Function, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Args, Body, Scalar, Value

_PRIMITIVE = frozenset((str, list, float))
"""The types whose values have no methods of their own."""


def method_call(node: nodes.Call, callee: nodes.Member, arguments: Callable[[Frame], Args], scope: Scope) -> Code:
    """Compile `owner.name(arguments)`.

    What a name means on a text, array or number never changes, so each place in the source looks it up once for
    each of these types; that saves half of a short method's time.
    """
    constant = _namespace_call(node, callee, arguments, scope)
    if constant:
        return constant
    owner, name, start, member_start = code(callee.object, scope), callee.name, node.start, callee.start
    methods: dict[type, Body] = {}
    quick = quick_method(name, constants) if (constants := _constants(node.arguments)) is not None else None

    def run(frame: Frame) -> Value:
        this = owner(frame)
        kind = type(this)
        if quick is not None and type(this) is str and len(this) <= frame[0].limits.quick and this.isascii():
            frame[0].spend(WORK)
            return quick(this)
        body = methods.get(kind)
        function: Value = SHORT
        if body is None:
            if kind in _PRIMITIVE:
                found = PROTOTYPES[kind].entries.get(name)
                if isinstance(found, Function):
                    methods[kind] = found.body
            try:
                function = get_property(this, name)
            except ExpressionError as error:
                error.at(member_start)
                raise
            if function is SHORT:
                return SHORT
        args = arguments(frame)
        meter = frame[0]
        try:
            if body is not None:
                meter.spend(1)
                return body(meter, this, args)
            if not isinstance(function, Function):
                raise ExpressionTypeError(f"`{name}` is not a function")
            return call(meter, function, this, args)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _constants(arguments: list[nodes.Node]) -> list[Scalar] | None:
    """The arguments, where all of them stand in the source."""
    values: list[Scalar] = []
    for argument in arguments:
        sign, node = 1, argument
        if isinstance(node, nodes.Unary) and node.operator == "-":
            sign, node = -1, node.operand
        if not isinstance(node, nodes.Literal) or (sign < 0 and not isinstance(node.value, float)):
            return None
        values.append(sign * node.value if isinstance(node.value, float) else node.value)
    return values


def _namespace_call(
    node: nodes.Call, callee: nodes.Member, arguments: Callable[[Frame], Args], scope: Scope
) -> Code | None:
    """Compile the call of a function of a global, which is known beforehand."""
    if not isinstance(callee.object, nodes.Name) or scope.resolve(callee.object.name):
        return None
    this = GLOBALS.find(callee.object.name)
    function = this.members.get(callee.name) if isinstance(this, Namespace) else None
    if not isinstance(function, Function) or function.receiver is not None or isinstance(function, Namespace):
        return None
    body, start = function.body, node.start

    def run(frame: Frame) -> Value:
        args = arguments(frame)
        meter = frame[0]
        try:
            meter.spend(1)
            return body(meter, this, args)
        except ExpressionError as error:
            error.at(start)
            raise

    return run
