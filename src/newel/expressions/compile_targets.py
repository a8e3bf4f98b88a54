"""Compiling what takes a value: names, members and patterns; assignment, `++` and `delete`."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .assigning import delete_property, set_property
from .bigints import BigInt
from .builtins import is_known
from .coerce import to_key, to_numeric, truthy
from .compile_access import get_member
from .compiler import code, compiles
from .errors import (
    ExpressionError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    UnsupportedSyntax,
)
from .iteration import entries, first_items
from .operators import BINARY, add
from .values import UNDEFINED, UNSET, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Value

    Store: TypeAlias = Callable[[Frame, Value], None]


def store(target: nodes.Node, scope: Scope, *, declares: bool) -> Store:
    """Compile what puts a value into a target; one that `declares` gives names their first value."""
    if isinstance(target, nodes.Name):
        return _store_name(target, scope, declares=declares)
    if isinstance(target, made.ArrayPattern):
        return _store_array(target, scope, declares=declares)
    if isinstance(target, made.ObjectPattern):
        return _store_object(target, scope, declares=declares)
    return _store_member(target, scope)


def _store_name(target: nodes.Name, scope: Scope, *, declares: bool) -> Store:
    name, start = target.name, target.start
    found = scope.resolve(name)
    if found is None:
        what = "An assignment to a global" if is_known(name) else "An assignment to a name that is not declared"
        raise UnsupportedSyntax(what, offset=start, hint=f"Declare it: let {name} = …")
    hops, slot, level = found
    checked = not declares and name in level.checked
    constant = not declares and name in level.constants
    if constant and name not in level.checked:
        raise UnsupportedSyntax("An assignment to the function's own name", offset=start)

    def put(frame: Frame, value: Value) -> None:
        for _ in range(hops):
            frame = frame[1]
        if checked and frame[slot] is UNSET:
            raise ExpressionReferenceError(f"Cannot access `{name}` before it has a value", offset=start)
        if constant:
            raise ExpressionTypeError(f"`{name}` is a constant", offset=start)
        frame[slot] = value

    return put


def _store_member(target: nodes.Node, scope: Scope) -> Store:
    reference = _reference(target, scope)
    start = target.start

    def put(frame: Frame, value: Value) -> None:
        owner, key = reference(frame)
        try:
            set_property(frame[0], owner, key, value)
        except ExpressionError as error:
            error.at(start)
            raise

    return put


def _reference(target: nodes.Node, scope: Scope) -> Callable[[Frame], tuple[Value, Value]]:
    if isinstance(target, nodes.Member):
        owner, name = code(target.object, scope), target.name
        return lambda frame: (owner(frame), name)
    if isinstance(target, nodes.Index):
        owner, key = code(target.object, scope), code(target.key, scope)
        return lambda frame: (owner(frame), key(frame))
    raise ExpressionSyntaxError("This cannot be assigned to", offset=target.start)


def _element(element: made.Element, scope: Scope, *, declares: bool) -> Store:
    if not element.default:
        return store(element.target, scope, declares=declares)
    if isinstance(element.target, (nodes.Member, nodes.Index)):
        raise UnsupportedSyntax("A default value for a member in a pattern", offset=element.start)
    put, default = store(element.target, scope, declares=declares), named(element.default, element.target, scope)

    def run(frame: Frame, value: Value) -> None:
        put(frame, default(frame) if isinstance(value, Undefined) else value)

    return run


def named(value: nodes.Node, _target: nodes.Node, scope: Scope) -> Code:
    """Compile a value that may take the name of its target."""
    return code(value, scope)


def _store_array(pattern: made.ArrayPattern, scope: Scope, *, declares: bool) -> Store:
    items = [_element(item, scope, declares=declares) if item else None for item in pattern.items]
    rest = store(pattern.rest, scope, declares=declares) if pattern.rest else None
    size, start = len(items), pattern.start

    def put(frame: Frame, value: Value) -> None:
        try:
            found = first_items(frame[0], value, None if rest else size)
        except ExpressionError as error:
            error.at(start)
            raise
        for place, item in enumerate(items):
            if item:
                item(frame, found[place] if place < len(found) else UNDEFINED)
        if rest:
            rest(frame, found[size:])

    return put


def _store_object(pattern: made.ObjectPattern, scope: Scope, *, declares: bool) -> Store:
    parts = [
        (code(key, scope), _element(element, scope, declares=declares), key.start) for key, element in pattern.entries
    ]
    rest = store(pattern.rest, scope, declares=declares) if pattern.rest else None
    start = pattern.start

    def put(frame: Frame, value: Value) -> None:
        if value is None or isinstance(value, Undefined):
            raise ExpressionTypeError("Cannot take null or undefined apart", offset=start)
        seen: set[str] = set()
        for key_code, item, place in parts:
            try:
                key = to_key(frame[0], key_code(frame))
                found = get_member(frame[0], value, key)
            except ExpressionError as error:
                error.at(place)
                raise
            seen.add(key)
            item(frame, found)
        if rest:
            rest(frame, {key: item for key, item in entries(frame[0], value) if key not in seen})

    return put


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
        reference = _reference(node.target, scope)

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
    reference = _reference(target, scope)

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
        if scope.resolve(target.name) is None:
            raise UnsupportedSyntax("`delete` of a global", offset=start)
        return lambda _frame: False
    if not isinstance(target, (nodes.Member, nodes.Index)):
        value = code(target, scope)

        def discard(frame: Frame) -> Value:
            value(frame)
            return True

        return discard
    reference = _reference(target, scope)

    def run(frame: Frame) -> Value:
        owner, key = reference(frame)
        try:
            return delete_property(frame[0], owner, key)
        except ExpressionError as error:
            error.at(start)
            raise

    return run
