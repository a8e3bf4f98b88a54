"""Compiling statements. Each gives its completion value (ECMA-262, "Completion Record"), or how it was left."""

from __future__ import annotations

from . import compile_functions, nodes
from . import statement_nodes as made
from .builtins.failures import caught, raised
from .coerce import truthy
from .compile_targets import store
from .compiler import code, compiles
from .declarations import block_level, lexical_level, program_level
from .errors import ExpressionError, LimitExceeded, UnsupportedSyntax
from .iteration import keys_of, steps
from .values import UNDEFINED, UNSET, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .compiler import Code, Frame
    from .scope import Level, Scope
    from .values import Value

__all__ = ["compile_functions"]

EMPTY = Undefined()
"""The completion of a statement that has no value."""


class Left(Undefined):
    """How a statement was left before its end: by `break`, `continue` or `return`."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: Value) -> None:
        self.kind = kind
        self.value = value


def compile_program(tree: nodes.Node, scope: Scope) -> Code:
    """Compile an expression or a program."""
    if not isinstance(tree, made.Block):
        return code(tree, scope)
    level = program_level(tree)
    scope.levels.append(level)
    body = _hoisting(tree, scope)
    scope.levels.pop()
    blank = _blank(level)

    def run(frame: Frame) -> Value:
        done = body([frame[0], frame, *blank])
        if isinstance(done, Left):
            done = done.value
        return UNDEFINED if done is EMPTY else done

    return run


def function_body(block: made.Block, scope: Scope) -> Code:
    """Compile the body of a function, whose level is in place."""
    body = _hoisting(block, scope)

    def run(frame: Frame) -> Value:
        done = body(frame)
        return done.value if isinstance(done, Left) else UNDEFINED

    return run


def _blank(level: Level) -> list[Any]:
    return [UNSET if name in level.checked else UNDEFINED for name in level.names]


def _hoisting(block: made.Block, scope: Scope) -> Code:
    functions = [each for each in block.statements if isinstance(each, made.FunctionDeclaration)]
    puts = [
        (store(nodes.Name(each.start, each.name), scope, declares=True), code(each.function, scope))
        for each in functions
    ]
    body = _list([each for each in block.statements if each not in functions], scope)
    if not puts:
        return body

    def run(frame: Frame) -> Value:
        for put, function in puts:
            put(frame, function(frame))
        return body(frame)

    return run


def _list(statements: list[nodes.Node], scope: Scope) -> Code:
    codes = [code(statement, scope) for statement in statements]

    def run(frame: Frame) -> Value:
        value: Value = EMPTY
        frame[0].spend(len(codes))
        for statement in codes:
            done = statement(frame)
            if isinstance(done, Left):
                if done.value is EMPTY:
                    done.value = value
                return done
            if done is not EMPTY:
                value = done
        return value

    return run


@compiles(made.Block)
def _block(node: made.Block, scope: Scope) -> Code:
    level = block_level(node)
    if level is None:
        return _list(node.statements, scope)
    scope.levels.append(level)
    body = _list(node.statements, scope)
    scope.levels.pop()
    blank = _blank(level)
    return lambda frame: body([frame[0], frame, *blank])


@compiles(made.ExpressionStatement)
def _expression(node: made.ExpressionStatement, scope: Scope) -> Code:
    return code(node.value, scope)


@compiles(made.Declaration)
def _declaration(node: made.Declaration, scope: Scope) -> Code:
    parts = [
        (store(target, scope, declares=True), code(value, scope) if value else None)
        for target, value in node.pairs
        if value or node.kind != "var"
    ]

    def run(frame: Frame) -> Value:
        for put, value in parts:
            put(frame, value(frame) if value else UNDEFINED)
        return EMPTY

    return run


@compiles(made.If)
def _if(node: made.If, scope: Scope) -> Code:
    test, then = code(node.test, scope), code(node.then, scope)
    other = code(node.other, scope) if node.other else None

    def run(frame: Frame) -> Value:
        if truthy(test(frame)):
            return _valued(then(frame))
        return _valued(other(frame)) if other else UNDEFINED

    return run


def _valued(done: Value) -> Value:
    """Take undefined for a completion without a value."""
    if isinstance(done, Left):
        if done.value is EMPTY:
            done.value = UNDEFINED
        return done
    return UNDEFINED if done is EMPTY else done


def _nothing(_frame: Frame) -> Value:
    return EMPTY


def _same(frame: Frame) -> Frame:
    return frame


def _copied(frame: Frame) -> Frame:
    """Give each turn its own names (ECMA-262, "CreatePerIterationEnvironment")."""
    return frame[:]


@compiles(made.For)
def _for(node: made.For, scope: Scope) -> Code:
    begin = node.begin
    level = None
    if isinstance(begin, made.Declaration) and begin.kind != "var":
        level = lexical_level(made.lexical_names([begin]))
        scope.levels.append(level)
    first = code(begin, scope) if begin else _nothing
    test = code(node.test, scope) if node.test else None
    step = code(node.step, scope) if node.step else _nothing
    body = code(node.body, scope)
    if level:
        scope.levels.pop()
    blank = _blank(level) if level else None

    def run(frame: Frame) -> Value:
        meter = frame[0]
        inner = frame if blank is None else [meter, frame, *blank]
        turn: Callable[[Frame], Frame] = _same if blank is None else _copied
        first(inner)
        value: Value = UNDEFINED
        inner = turn(inner)
        while True:
            meter.spend(1)
            if test and not truthy(test(inner)):
                return value
            done = body(inner)
            if isinstance(done, Left):
                if done.kind == "return":
                    return done
                value = value if done.value is EMPTY else done.value
                if done.kind == "break":
                    return value
            elif done is not EMPTY:
                value = done
            inner = turn(inner)
            step(inner)

    return run


@compiles(made.DoWhile)
def _do_while(node: made.DoWhile, scope: Scope) -> Code:
    body, test = code(node.body, scope), code(node.test, scope)

    def run(frame: Frame) -> Value:
        value: Value = UNDEFINED
        while True:
            frame[0].spend(1)
            done = body(frame)
            if isinstance(done, Left):
                if done.kind == "return":
                    return done
                value = value if done.value is EMPTY else done.value
                if done.kind == "break":
                    return value
            elif done is not EMPTY:
                value = done
            if not truthy(test(frame)):
                return value

    return run


@compiles(made.ForIn)
@compiles(made.ForEach)
def _for_each(node: made.ForEach, scope: Scope) -> Code:
    level = None
    if node.kind in ("let", "const"):
        level = lexical_level([(name, node.kind) for name in made.names_in(node.target)])
        scope.levels.append(level)
    source = code(node.source, scope)
    put = store(node.target, scope, declares=bool(node.kind))
    body = code(node.body, scope)
    if level:
        scope.levels.pop()
    blank = _blank(level) if level else None
    over, start = keys_of if isinstance(node, made.ForIn) else steps, node.start

    def run(frame: Frame) -> Value:
        meter = frame[0]
        found = source(frame if blank is None else [meter, frame, *blank])
        try:
            turns = iter(over(meter, found))
        except ExpressionError as error:
            error.at(start)
            raise
        value: Value = UNDEFINED
        for item in turns:
            meter.spend(1)
            inner = frame if blank is None else [meter, frame, *blank]
            put(inner, item)
            done = body(inner)
            if isinstance(done, Left):
                if done.kind == "return":
                    return done
                value = value if done.value is EMPTY else done.value
                if done.kind == "break":
                    return value
            elif done is not EMPTY:
                value = done
        return value

    return run


@compiles(made.Jump)
def _jump(node: made.Jump, _scope: Scope) -> Code:
    kind = node.kind
    return lambda _frame: Left(kind, EMPTY)


@compiles(made.Return)
def _return(node: made.Return, scope: Scope) -> Code:
    value = code(node.value, scope) if node.value else None

    def run(frame: Frame) -> Value:
        return Left("return", value(frame) if value else UNDEFINED)

    return run


@compiles(made.Throw)
def _throw(node: made.Throw, scope: Scope) -> Code:
    value, start = code(node.value, scope), node.start

    def run(frame: Frame) -> Value:
        raise raised(value(frame)).at(start)

    return run


@compiles(made.Try)
def _try(node: made.Try, scope: Scope) -> Code:
    block = code(node.block, scope)
    handler = _handler(node.parameter, node.handler, scope) if node.handler else None
    end = code(node.end, scope) if node.end else None

    def guarded(frame: Frame) -> Value:
        meter = frame[0]
        calls, stack = meter.calls, meter.stack
        try:
            return block(frame)
        except (LimitExceeded, UnsupportedSyntax):
            raise
        except ExpressionError as error:
            meter.calls, meter.stack = calls, stack
            if not handler:
                raise
            meter.spend(10)
            return handler(frame, caught(error))

    def run(frame: Frame) -> Value:
        if not end:
            return _valued(guarded(frame))
        meter = frame[0]
        calls, stack = meter.calls, meter.stack
        try:
            done = guarded(frame)
        except (LimitExceeded, UnsupportedSyntax):
            raise
        except ExpressionError:
            meter.calls, meter.stack = calls, stack
            last = end(frame)
            if isinstance(last, Left):
                return _valued(last)
            raise
        last = end(frame)
        return _valued(last if isinstance(last, Left) else done)

    return run


def _handler(parameter: nodes.Node | None, block: made.Block, scope: Scope) -> Callable[[Frame, Value], Value]:
    names = made.names_in(parameter) if parameter else []
    level = lexical_level([(name, "let") for name in names])
    scope.levels.append(level)
    put = store(parameter, scope, declares=True) if parameter else None
    body = code(block, scope)
    scope.levels.pop()
    blank = _blank(level)

    def run(frame: Frame, value: Value) -> Value:
        inner: Frame = [frame[0], frame, *blank]
        if put:
            put(inner, value)
        return body(inner)

    return run
