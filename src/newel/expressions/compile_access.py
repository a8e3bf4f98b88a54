"""Compiling member access, calls, functions and the literals of arrays and objects."""

from __future__ import annotations

from . import nodes
from .coerce import call, to_key, to_new_key
from .compile_calls import method_call
from .compiler import code, compiles, own_parameter
from .errors import ExpressionError, ExpressionTypeError, UnsupportedSyntax
from .holes import Holey
from .iteration import copy_properties, iterate
from .left_out import left_out
from .members import get_index, get_property
from .values import SHORT, UNDEFINED, Function, Namespace, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .compiler import Code, Frame
    from .limits import Meter
    from .scope import Scope
    from .values import Args, Value


__all__ = ["code"]


@compiles(nodes.Member)
def _member(node: nodes.Member, scope: Scope) -> Code:
    slot = own_parameter(node.object, scope)
    if slot is not None and not node.optional:
        return _member_of_parameter(slot, node.name, node.start)
    owner, name, start, optional = code(node.object, scope), node.name, node.start, node.optional

    def run(frame: Frame) -> Value:
        value = owner(frame)
        if type(value) is dict and name in value:  # the likely case, without a call
            return value[name]
        if optional and (value is None or isinstance(value, Undefined)):
            return SHORT
        try:
            return get_property(value, name)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _member_of_parameter(slot: int, name: str, start: int) -> Code:
    """Compile `item.name` of the function's own parameter, without a call for the parameter."""

    def run(frame: Frame) -> Value:
        value: Value = frame[slot]
        if type(value) is dict and name in value:
            return value[name]
        try:
            return get_property(value, name)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


@compiles(nodes.Index)
def _index(node: nodes.Index, scope: Scope) -> Code:
    owner, key_code, start, optional = code(node.object, scope), code(node.key, scope), node.start, node.optional

    def run(frame: Frame) -> Value:
        value = owner(frame)
        if value is SHORT or (optional and (value is None or isinstance(value, Undefined))):
            return SHORT
        key = key_code(frame)
        try:
            return get_member(frame[0], value, key)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def get_member(meter: Meter, value: Value, key: Value) -> Value:
    """Give the property of a value under any key."""
    if isinstance(key, float):
        found = get_index(value, key)
        if found is not SHORT:
            return found
    if value is None or isinstance(value, Undefined):
        return get_property(value, "", shown=False)
    name = to_key(meter, key)
    meter.spend(len(name) >> 10)
    return get_property(value, name, shown=False)


@compiles(nodes.OptionalChain)
def _optional_chain(node: nodes.OptionalChain, scope: Scope) -> Code:
    chain = code(node.chain, scope)

    def run(frame: Frame) -> Value:
        value = chain(frame)
        return UNDEFINED if value is SHORT else value

    return run


@compiles(nodes.Call)
def _call(node: nodes.Call, scope: Scope) -> Code:
    if isinstance(node.callee, nodes.Member) and not node.optional and not node.callee.optional:
        return method_call(node, node.callee, _arguments(node.arguments, scope), scope)
    target = _target(node.callee, scope)
    arguments = _arguments(node.arguments, scope)
    start, optional = node.start, node.optional
    name = node.callee.name if isinstance(node.callee, (nodes.Member, nodes.Name)) else ""

    def run(frame: Frame) -> Value:
        this, function = target(frame)
        if function is SHORT or (optional and (function is None or isinstance(function, Undefined))):
            return SHORT
        args = arguments(frame)
        try:
            if not isinstance(function, Function):
                raise _not_a_function(name)
            return call(frame[0], function, this, args)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


@compiles(nodes.New)
def _new(node: nodes.New, scope: Scope) -> Code:
    callee, arguments, start = code(node.callee, scope), _arguments(node.arguments, scope), node.start

    def run(frame: Frame) -> Value:
        function = callee(frame)
        args = arguments(frame)
        try:
            return _construct(frame[0], function, args)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


_NO_CONSTRUCTORS = ("BigInt", "Symbol")
"""The globals that make primitives alone, and never objects."""


def _construct(meter: Meter, function: Value, args: Args) -> Value:
    if isinstance(function, Namespace) and function.construct:
        meter.spend(1)
        return function.construct(meter, UNDEFINED, args)
    if isinstance(function, Namespace) and function.callable and function.name not in _NO_CONSTRUCTORS:
        raise UnsupportedSyntax(f"`new {function.name}`")
    if isinstance(function, Function) and function.name == "anonymous":
        raise left_out("new")
    raise ExpressionTypeError("What stands behind `new` is not a constructor")


def _not_a_function(name: str) -> ExpressionTypeError:
    return ExpressionTypeError(f"`{name}` is not a function" if name else "What is called is not a function")


def _target(callee: nodes.Node, scope: Scope) -> Callable[[Frame], tuple[Value, Value]]:
    if isinstance(callee, nodes.OptionalChain):
        return _chain_target(_target(callee.chain, scope))
    if isinstance(callee, nodes.Member):
        return _member_target(callee, scope)
    if isinstance(callee, nodes.Index):
        return _index_target(callee, scope)
    function = code(callee, scope)
    return lambda frame: (UNDEFINED, function(frame))


def _chain_target(target: Callable[[Frame], tuple[Value, Value]]) -> Callable[[Frame], tuple[Value, Value]]:
    def run(frame: Frame) -> tuple[Value, Value]:
        this, function = target(frame)
        return this, UNDEFINED if function is SHORT else function

    return run


def _member_target(callee: nodes.Member, scope: Scope) -> Callable[[Frame], tuple[Value, Value]]:
    owner, name, start, optional = code(callee.object, scope), callee.name, callee.start, callee.optional

    def run(frame: Frame) -> tuple[Value, Value]:
        this = owner(frame)
        if optional and (this is None or isinstance(this, Undefined)):
            return UNDEFINED, SHORT
        try:
            return this, get_property(this, name)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _index_target(callee: nodes.Index, scope: Scope) -> Callable[[Frame], tuple[Value, Value]]:
    owner, key_code, start, optional = (
        code(callee.object, scope),
        code(callee.key, scope),
        callee.start,
        callee.optional,
    )

    def run(frame: Frame) -> tuple[Value, Value]:
        this = owner(frame)
        if this is SHORT or (optional and (this is None or isinstance(this, Undefined))):
            return UNDEFINED, SHORT
        key = key_code(frame)
        try:
            return this, get_member(frame[0], this, key)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


def _arguments(items: list[nodes.Node], scope: Scope) -> Callable[[Frame], Args]:
    if any(isinstance(item, nodes.Spread) for item in items):
        return _spread_list(items, scope)
    codes = [code(item, scope) for item in items]
    if not codes:
        return lambda _frame: []
    if len(codes) == 1:
        only = codes[0]
        return lambda frame: [only(frame)]
    if len(codes) == 2:
        first, second = codes
        return lambda frame: [first(frame), second(frame)]
    return lambda frame: [item(frame) for item in codes]


def _spread_list(items: list[nodes.Node], scope: Scope) -> Callable[[Frame], Args]:
    parts = [
        (
            code(item.value if isinstance(item, nodes.Spread) else item, scope),
            isinstance(item, nodes.Spread),
            item.start,
        )
        for item in items
    ]

    def run(frame: Frame) -> Args:
        meter: Meter = frame[0]
        result: Args = []
        for part, is_spread, start in parts:
            value = part(frame)
            if not is_spread:
                result.append(value)
                continue
            try:
                found = iterate(meter, value)
                meter.array(len(result) + len(found))
            except ExpressionError as error:
                error.at(start)
                raise
            result.extend(found)
        return result

    return run


@compiles(nodes.Hole)
def _hole(_node: nodes.Hole, _scope: Scope) -> Code:
    return lambda _frame: UNDEFINED


@compiles(nodes.ArrayLiteral)
def _array(node: nodes.ArrayLiteral, scope: Scope) -> Code:
    holes = {place for place, item in enumerate(node.items) if isinstance(item, nodes.Hole)}
    if holes:
        if any(isinstance(item, nodes.Spread) for item in node.items):
            raise UnsupportedSyntax("Holes beside `...` in an array", offset=node.start)
        items = _arguments(node.items, scope)
        return lambda frame: Holey(items(frame), set(holes))
    items = _arguments(node.items, scope)
    return _holey(items) if scope.sparse else items


def _holey(items: Callable[[Frame], Args]) -> Code:
    return lambda frame: Holey(items(frame), set())


@compiles(nodes.ObjectLiteral)
def _object(node: nodes.ObjectLiteral, scope: Scope) -> Code:
    fixed = [_fixed(entry, scope) for entry in node.entries]
    pairs = [pair for pair in fixed if pair]
    if len(pairs) == len(fixed):
        return lambda frame: {key: value(frame) for key, value in pairs}
    parts = [_entry(entry, scope) for entry in node.entries]

    def run(frame: Frame) -> Value:
        result: dict[str, Value] = {}
        for part in parts:
            part(frame, result)
        return result

    return run


def _fixed(entry: nodes.Property | nodes.Spread, scope: Scope) -> tuple[str, Code] | None:
    if isinstance(entry, nodes.Spread) or not isinstance(entry.key, nodes.Literal):
        return None
    return (entry.key.value, code(entry.value, scope)) if isinstance(entry.key.value, str) else None


def _entry(entry: nodes.Property | nodes.Spread, scope: Scope) -> Callable[[Frame, dict[str, Value]], None]:
    if isinstance(entry, nodes.Spread):
        return _spread_entry(code(entry.value, scope))
    value_code = code(entry.value, scope)
    if isinstance(entry.key, nodes.Literal) and isinstance(entry.key.value, str):
        return _fixed_entry(entry.key.value, value_code)
    return _computed_entry(code(entry.key, scope), value_code)


def _fixed_entry(key: str, value_code: Code) -> Callable[[Frame, dict[str, Value]], None]:
    def add(frame: Frame, result: dict[str, Value]) -> None:
        result[key] = value_code(frame)

    return add


def _computed_entry(key_code: Code, value_code: Code) -> Callable[[Frame, dict[str, Value]], None]:
    def add(frame: Frame, result: dict[str, Value]) -> None:
        key = to_new_key(frame[0], key_code(frame))
        result[key] = value_code(frame)

    return add


def _spread_entry(value_code: Code) -> Callable[[Frame, dict[str, Value]], None]:
    def add(frame: Frame, result: dict[str, Value]) -> None:
        copy_properties(frame[0], value_code(frame), result)

    return add
