"""Compiling functions: arrows and `function`, their parameters, and the names their bodies declare."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .arrows import Arrow
from .compile_targets import store
from .compiler import code, compiles
from .declarations import body_level
from .errors import ExpressionError
from .scope import Level
from .values import UNDEFINED, UNSET, Function, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .compiler import Code, Frame
    from .limits import Meter
    from .scope import Scope
    from .values import Args, Value

    Fill = Callable[[Frame, Args], None]


@compiles(nodes.Arrow)
def _function(node: nodes.Arrow, scope: Scope) -> Code:
    if not node.name:
        return _unnamed(node, scope)
    scope.levels.append(Level([node.name], constants=frozenset((node.name,))))
    inner = _unnamed(node, scope)
    scope.levels.pop()

    def create(frame: Frame) -> Value:
        outer: Frame = [frame[0], frame, UNDEFINED]
        function = inner(outer)
        outer[2] = function
        return function

    return create


def _unnamed(node: nodes.Arrow, scope: Scope) -> Code:
    is_simple = all(isinstance(each.target, nodes.Name) and not each.default for each in node.parameters)
    if is_simple and not isinstance(node.body, made.Block):
        return _simple(node, scope)
    level = body_level(node, is_simple=is_simple)
    scope.levels.append(level)
    fills = [_parameter(position, each, scope) for position, each in enumerate(node.parameters)]
    run = _body(node.body, scope)
    scope.levels.pop()
    levels, effort = node.height + 2, (node.weight - node.cost) >> 3
    blank = [UNSET if name in level.checked else UNDEFINED for name in level.names]

    def create(frame: Frame) -> Value:
        def apply(meter: Meter, _this: Value, args: Args) -> Value:
            meter.enter(levels, effort)
            inner: Frame = [meter, frame, *blank]
            for fill in fills:
                fill(inner, args)
            result = run(inner)
            meter.leave(levels)
            return result

        return Function("anonymous", apply)

    return create


def _body(body: nodes.Node, scope: Scope) -> Code:
    from .compile_statements import function_body

    return function_body(body, scope) if isinstance(body, made.Block) else code(body, scope)


def _parameter(position: int, node: nodes.Parameter, scope: Scope) -> Fill:
    put = store(node.target, scope, declares=True)
    default = code(node.default, scope) if node.default else None
    rest, start = node.rest, node.start

    def fill(frame: Frame, args: Args) -> None:
        value: Value = args[position:] if rest else (args[position] if position < len(args) else UNDEFINED)
        if default and isinstance(value, Undefined):
            value = default(frame)
        try:
            put(frame, value)
        except ExpressionError as error:
            error.at(start)
            raise

    return fill


def _simple(node: nodes.Arrow, scope: Scope) -> Code:
    scope.levels.append(Level([name for each in node.parameters for name in made.names_in(each.target)]))
    body = code(node.body, scope)
    scope.levels.pop()
    levels, effort = node.height + 2, (node.weight - node.cost) >> 3
    count = len(node.parameters)
    if count and node.parameters[-1].rest:
        return _gathering(body, count - 1, levels, effort)
    return lambda frame: Arrow(body, frame, count, levels, effort)


def _gathering(body: Code, count: int, levels: int, effort: int) -> Code:
    """Make a function whose last parameter takes all further arguments."""

    def create(frame: Frame) -> Value:
        def apply(meter: Meter, _this: Value, args: Args) -> Value:
            meter.enter(levels, effort)
            given = args[:count] if len(args) >= count else args + [UNDEFINED] * (count - len(args))
            result = body([meter, frame, *given, args[count:]])
            meter.leave(levels)
            return result

        return Function("anonymous", apply)

    return create
