"""Compiling what takes a value: names, members and patterns."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .assigning import set_property
from .coerce import to_key
from .compile_access import get_member
from .compiler import code
from .errors import (
    ExpressionError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    UnsupportedSyntax,
)
from .iteration import entries, first_items
from .values import UNDEFINED, UNSET, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Value

    Store: TypeAlias = Callable[[Frame, Value], None]


_FIXED = ("undefined", "NaN", "Infinity")


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
        if name in _FIXED:
            return _ignore
        raise UnsupportedSyntax("An assignment to a global", offset=start, hint=f"Declare it: let {name} = …")
    hops, slot, level = found
    checked = not declares and name in level.checked
    constant = not declares and name in level.constants
    if constant and name not in level.checked:  # the function's own name
        return _ignore

    def put(frame: Frame, value: Value) -> None:
        for _ in range(hops):
            frame = frame[1]
        if checked and frame[slot] is UNSET:
            raise ExpressionReferenceError(f"Cannot access `{name}` before it has a value", offset=start)
        if constant:
            raise ExpressionTypeError(f"`{name}` is a constant", offset=start)
        frame[slot] = value

    return put


def _ignore(_frame: Frame, _value: Value) -> None:
    """Leave what cannot be changed as it is, silently, as sloppy mode does."""


def _store_member(target: nodes.Node, scope: Scope) -> Store:
    reference = reference_to(target, scope)
    start = target.start

    def put(frame: Frame, value: Value) -> None:
        owner, key = reference(frame)
        try:
            set_property(frame[0], owner, key, value)
        except ExpressionError as error:
            error.at(start)
            raise

    return put


def reference_to(target: nodes.Node, scope: Scope) -> Callable[[Frame], tuple[Value, Value]]:
    """Compile what finds a member: the value that has it, and its key."""
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
    default = code(element.default, scope)
    if isinstance(element.target, (nodes.Member, nodes.Index)):
        return _member_or_default(element.target, default, scope)
    put = store(element.target, scope, declares=declares)

    def run(frame: Frame, value: Value) -> None:
        put(frame, default(frame) if isinstance(value, Undefined) else value)

    return run


def _member_or_default(target: nodes.Node, default: Code, scope: Scope) -> Store:
    """Compile a member that takes a value: it is found before its default is computed."""
    reference, start = reference_to(target, scope), target.start

    def run(frame: Frame, value: Value) -> None:
        owner, key = reference(frame)
        value = default(frame) if isinstance(value, Undefined) else value
        try:
            set_property(frame[0], owner, key, value)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


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
