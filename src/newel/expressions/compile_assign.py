"""Compiling assignment, compound and logical assignment, `++` and `delete`."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .assigning import delete_property, set_property
from .bigints import BigInt
from .builtins import is_known
from .coerce import to_numeric, truthy
from .compile_access import get_member
from .compile_targets import reference_to, store
from .compiler import code, compiles
from .errors import ExpressionError, ExpressionSyntaxError, UnsupportedSyntax
from .operators import BINARY, add
from .values import UNSET, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Value


@compiles(made.CoverDefault)
def _cover_default(node: made.CoverDefault, _scope: Scope) -> Code:
    raise ExpressionSyntaxError("A default value can only stand in a pattern", offset=node.start)


@compiles(made.Assign)
def _assign(node: made.Assign, scope: Scope) -> Code:
    if node.operator in ("&&=", "||=", "??="):
        return _logical_assign(node, scope)
    if node.operator != "=":
        return _compound(node, scope)
    value_code, start = code(node.value, scope), node.start
    if isinstance(node.target, (nodes.Member, nodes.Index)):
        reference = reference_to(node.target, scope)

        def assign_member(frame: Frame) -> Value:
            owner, key = reference(frame)
            value = value_code(frame)
            try:
                set_property(frame[0], owner, key, value)
            except ExpressionError as error:
                error.at(start)
                raise
            return value

        return assign_member
    put = store(node.target, scope, declares=False)

    def assign(frame: Frame) -> Value:
        value = value_code(frame)
        put(frame, value)
        return value

    return assign


def _place(target: nodes.Node, scope: Scope) -> Callable[[Frame], tuple[Value, Callable[[Value], None]]]:
    """Compile what reads a target once, and gives its value and what writes it."""
    start = target.start
    if isinstance(target, nodes.Name):
        read, put = code(target, scope), store(target, scope, declares=False)
        return lambda frame: (read(frame), lambda value: put(frame, value))
    reference = reference_to(target, scope)

    def run(frame: Frame) -> tuple[Value, Callable[[Value], None]]:
        meter = frame[0]
        owner, key = reference(frame)

        def write(value: Value) -> None:
            try:
                set_property(meter, owner, key, value)
            except ExpressionError as error:
                error.at(start)
                raise

        try:
            return get_member(meter, owner, key), write
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _compound(node: made.Assign, scope: Scope) -> Code:
    if not isinstance(node.target, (nodes.Name, nodes.Member, nodes.Index)):
        raise ExpressionSyntaxError("This cannot be assigned to", offset=node.start)
    place, value_code = _place(node.target, scope), code(node.value, scope)
    apply, start = BINARY[node.operator[:-1]], node.start

    def run(frame: Frame) -> Value:
        before, write = place(frame)
        right = value_code(frame)
        try:
            value = apply(frame[0], before, right)
        except ExpressionError as error:
            error.at(start)
            raise
        write(value)
        return value

    return run


_STOPS: dict[str, Callable[[Value], bool]] = {
    "&&=": lambda value: not truthy(value),
    "||=": truthy,
    "??=": lambda value: value is not None and not isinstance(value, Undefined),
}


def _logical_assign(node: made.Assign, scope: Scope) -> Code:
    place, value_code, stops = _place(node.target, scope), code(node.value, scope), _STOPS[node.operator]

    def run(frame: Frame) -> Value:
        before, write = place(frame)
        if stops(before):
            return before
        value = value_code(frame)
        write(value)
        return value

    return run


@compiles(made.Update)
def _update(node: made.Update, scope: Scope) -> Code:
    place, amount, prefix, start = _place(node.target, scope), node.amount, node.prefix, node.start

    def run(frame: Frame) -> Value:
        value, write = place(frame)
        try:
            before = value if isinstance(value, float) else to_numeric(frame[0], value)
        except ExpressionError as error:
            error.at(start)
            raise
        after = add(frame[0], before, BigInt(int(amount)) if isinstance(before, BigInt) else amount)
        write(after)
        return after if prefix else before

    return run


@compiles(made.Delete)
def _delete(node: made.Delete, scope: Scope) -> Code:
    target, start = node.target, node.start
    if isinstance(target, nodes.Name):
        return _delete_name(target, scope)
    if not isinstance(target, (nodes.Member, nodes.Index)):
        value = code(target, scope)

        def discard(frame: Frame) -> Value:
            value(frame)
            return True

        return discard
    reference = reference_to(target, scope)

    def run(frame: Frame) -> Value:
        owner, key = reference(frame)
        try:
            return delete_property(frame[0], owner, key)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _delete_name(target: nodes.Name, scope: Scope) -> Code:
    found = scope.resolve(target.name)
    if found is None:
        if is_known(target.name):
            raise UnsupportedSyntax("`delete` of a global", offset=target.start)
        return lambda _frame: True
    hops, slot, level = found
    if level is not scope.base:
        return lambda _frame: False

    def run(frame: Frame) -> Value:
        for _ in range(hops):
            frame = frame[1]
        frame[slot] = UNSET
        return True

    return run
