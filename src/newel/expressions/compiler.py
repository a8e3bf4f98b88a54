"""The syntax tree to closures.

A closure takes a frame, `[meter, outer frame, parameter, …]`, and gives a value. Closures hold constants of the
source and other closures, never data: one compiled expression serves any number of evaluations.
"""

from __future__ import annotations

from . import nodes
from .builtins import GLOBALS, PENDING_GLOBALS, is_known
from .coerce import to_string, truthy
from .errors import ExpressionError, ExpressionReferenceError
from .left_out import left_out
from .members import get_property
from .operators import BINARY, UNARY
from .quick_operators import QUICK, constant_operator, number_operator
from .regexps import RegExp
from .regexps import make as make_regexp
from .scope import Scope, unbound
from .values import UNDEFINED, UNSET, Undefined, typeof

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias, TypeVar

    from .jsonpath import Steps
    from .values import Value

    Frame: TypeAlias = list[Any]
    Code: TypeAlias = Callable[[Frame], Value]
    AnyNode = TypeVar("AnyNode", bound=nodes.Node)

_RULES: dict[type[nodes.Node], Callable[[Any, Scope], Code]] = {}


def compiles(kind: type[AnyNode]) -> Callable[[Callable[[AnyNode, Scope], Code]], Callable[[AnyNode, Scope], Code]]:
    """Enter the function below as the one that compiles nodes of a kind."""

    def enter(rule: Callable[[AnyNode, Scope], Code]) -> Callable[[AnyNode, Scope], Code]:
        _RULES[kind] = rule
        return rule

    return enter


def code(node: nodes.Node, scope: Scope) -> Code:
    """Compile any node."""
    return _RULES[type(node)](node, scope)


@compiles(nodes.Literal)
def _literal(node: nodes.Literal, _scope: Scope) -> Code:
    value = node.value
    return lambda _frame: value


@compiles(nodes.RegExpLiteral)
def _regexp(node: nodes.RegExpLiteral, _scope: Scope) -> Code:
    try:
        made = make_regexp(node.pattern, node.flags)
    except ExpressionError as error:
        error.at(node.start)
        raise
    program, pattern, flags = made.program, made.pattern, made.flags
    return lambda _frame: RegExp(program, pattern, flags)


@compiles(nodes.Name)
def _name(node: nodes.Name, scope: Scope) -> Code:
    found = scope.resolve(node.name)
    if found:
        hops, slot, level = found
        read = _parameter(hops, slot)
        if level is scope.base:
            return _checked(read, f"`{node.name}` is not defined", node.start)
        if node.name in level.checked:
            return _checked(read, f"Cannot access `{node.name}` before it has a value", node.start)
        return read
    if node.name in GLOBALS:
        value = GLOBALS[node.name]
        return lambda _frame: value
    if node.name in PENDING_GLOBALS:
        raise left_out(node.name, node.start)
    name, start = node.name, node.start

    def fail(_frame: Frame) -> Value:
        raise ExpressionReferenceError(f"`{name}` is not defined", offset=start)

    return fail


def own_parameter(node: nodes.Node, scope: Scope) -> int | None:
    """The slot of a name that is in the frame itself and always has a value; None for all else."""
    if not isinstance(node, nodes.Name):
        return None
    hops, slot, level = scope.resolve(node.name) or (0, 0, scope.base)
    return None if hops or level is scope.base or node.name in level.checked else slot


def _checked(read: Code, message: str, start: int) -> Code:
    def run(frame: Frame) -> Value:
        value = read(frame)
        if value is UNSET:
            raise ExpressionReferenceError(message, offset=start)
        return value

    return run


def _parameter(hops: int, slot: int) -> Code:
    if hops == 0:
        return lambda frame: frame[slot]
    if hops == 1:
        return lambda frame: frame[1][slot]

    def outer(frame: Frame) -> Value:
        for _ in range(hops):
            frame = frame[1]
        value: Value = frame[slot]
        return value

    return outer


@compiles(nodes.Path)
def _path(node: nodes.Path, scope: Scope) -> Code:
    found = scope.bindings.find(node.root, node.steps)
    if found is None:
        return _unbound(unbound(node.root, node.steps).message, node.start)
    slot, rest = found
    return _walk(slot, rest, node.start) if rest else lambda frame: frame[0].roots[slot]


def _walk(slot: int, steps: Steps, start: int) -> Code:
    keys = [str(step) for step in steps]

    def walk(frame: Frame) -> Value:
        value: Value = frame[0].roots[slot]
        try:
            for key in keys:
                value = get_property(value, key)
        except ExpressionError as error:
            error.at(start)
            raise
        return value

    return walk


def _unbound(message: str, start: int) -> Code:
    def fail(_frame: Frame) -> Value:
        raise ExpressionReferenceError(message, offset=start)

    return fail


@compiles(nodes.ForeignPath)
def _foreign_path(node: nodes.ForeignPath, scope: Scope) -> Code:
    if node.text not in scope.bindings.texts:
        return _unbound(f"No value is bound for the path {node.text}", node.start)
    slot = scope.bindings.slot(node.text)
    return lambda frame: frame[0].roots[slot]


@compiles(nodes.Template)
def _template(node: nodes.Template, scope: Scope) -> Code:
    head = node.chunks[0]
    pairs = [(code(part, scope), chunk) for part, chunk in zip(node.parts, node.chunks[1:], strict=True)]
    start = node.start
    if len(pairs) == 1:
        return _one_part(head, *pairs[0], start)

    def run(frame: Frame) -> Value:
        meter = frame[0]
        texts = [head]
        try:
            for part, chunk in pairs:
                texts.append(to_string(meter, part(frame)))
                texts.append(chunk)
            meter.string(sum(map(len, texts)))
        except ExpressionError as error:
            error.at(start)
            raise
        return "".join(texts)

    return run


def _one_part(head: str, part: Code, tail: str, start: int) -> Code:
    fixed = len(head) + len(tail)

    def run(frame: Frame) -> Value:
        value = part(frame)
        meter = frame[0]
        try:
            text = value if type(value) is str else to_string(meter, value)
            meter.string(fixed + len(text))
        except ExpressionError as error:
            error.at(start)
            raise
        return head + text + tail

    return run


@compiles(nodes.Unary)
def _unary(node: nodes.Unary, scope: Scope) -> Code:
    if node.operator == "typeof" and isinstance(node.operand, nodes.Name):
        found = scope.resolve(node.operand.name)
        if found and found[2] is scope.base:
            read = _parameter(found[0], found[1])
            return lambda frame: typeof(read(frame))
        if not found and not is_known(node.operand.name):
            return lambda _frame: "undefined"
    operand, apply, start = code(node.operand, scope), UNARY[node.operator], node.start

    def run(frame: Frame) -> Value:
        value = operand(frame)
        try:
            return apply(frame[0], value)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


@compiles(nodes.Binary)
def _binary(node: nodes.Binary, scope: Scope) -> Code:
    first = code(node.first, scope)
    if len(node.rest) == 1:
        return _one_operator(first, node.rest[0], scope)
    rest = [(BINARY[operator], code(operand, scope), start) for operator, operand, start in node.rest]

    def run(frame: Frame) -> Value:
        meter = frame[0]
        value = first(frame)
        for apply, operand, start in rest:
            right = operand(frame)
            try:
                value = apply(meter, value, right)
            except ExpressionError as error:
                error.at(start)
                raise
        return value

    return run


def _one_operator(first: Code, rest: tuple[str, nodes.Node, int], scope: Scope) -> Code:
    symbol, operand, start = rest
    apply, second = BINARY[symbol], code(operand, scope)
    if isinstance(operand, nodes.Literal) and isinstance(operand.value, float):
        quick = constant_operator(symbol, first, operand.value, apply, start)
        if quick:
            return quick
    if symbol in QUICK:
        return number_operator(symbol, first, second, apply, start)

    def run(frame: Frame) -> Value:
        left = first(frame)
        right = second(frame)
        try:
            return apply(frame[0], left, right)
        except ExpressionError as error:
            error.at(start)
            raise

    return run


@compiles(nodes.Logical)
def _logical(node: nodes.Logical, scope: Scope) -> Code:
    *tests, last = [code(operand, scope) for operand in node.operands]
    if node.operator == "??" and len(tests) == 1:
        return _default(tests[0], last)
    ends = _ENDS[node.operator]

    def run(frame: Frame) -> Value:
        for test in tests:
            value = test(frame)
            if ends(value):
                return value
        return last(frame)

    return run


def _default(first: Code, second: Code) -> Code:
    def run(frame: Frame) -> Value:
        value = first(frame)
        return second(frame) if value is None or isinstance(value, Undefined) else value

    return run


_ENDS: dict[str, Callable[[Value], bool]] = {
    "&&": lambda value: not truthy(value),
    "||": truthy,
    "??": lambda value: value is not None and not isinstance(value, Undefined),
}


@compiles(nodes.Conditional)
def _conditional(node: nodes.Conditional, scope: Scope) -> Code:
    test, then, other = code(node.test, scope), code(node.then, scope), code(node.other, scope)

    def run(frame: Frame) -> Value:
        value = test(frame)
        if value is True or (value is not False and truthy(value)):
            return then(frame)
        return other(frame)

    return run


@compiles(nodes.Sequence)
def _sequence(node: nodes.Sequence, scope: Scope) -> Code:
    items = [code(item, scope) for item in node.items]

    def run(frame: Frame) -> Value:
        value: Value = UNDEFINED
        for item in items:
            value = item(frame)
        return value

    return run
