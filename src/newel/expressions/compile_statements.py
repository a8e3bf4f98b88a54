"""Compiling statements. Each gives its completion: see `completions`."""

from __future__ import annotations

from . import compile_assign, compile_functions, compile_loops, compile_try, nodes
from . import statement_nodes as made
from .builtins.failures import raised
from .coerce import strict_equals, truthy
from .compile_targets import store
from .compiler import code, compiles
from .completions import EMPTY, Left, blank, broken_off, in_order, nothing, valued
from .declarations import block_level, functions_of, program_level
from .values import UNDEFINED, UNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .compiler import Code, Frame
    from .scope import Level, Scope
    from .values import Value

__all__ = ["compile_assign", "compile_functions", "compile_loops", "compile_try"]


def compile_program(tree: nodes.Node, scope: Scope) -> Code:
    """Compile an expression or a program."""
    body = _program(tree, scope) if isinstance(tree, made.Block) else code(tree, scope)
    if not scope.base.names:
        return body
    unset = [UNSET] * len(scope.base.names)
    return lambda frame: body([*frame, *unset])


def _program(tree: made.Block, scope: Scope) -> Code:
    level = program_level(tree)
    scope.levels.append(level)
    body = _hoisting(tree.statements, scope)
    scope.levels.pop()
    first = blank(level)

    def run(frame: Frame) -> Value:
        done = body([frame[0], frame, *first])
        if isinstance(done, Left):
            done = done.value
        return UNDEFINED if done is EMPTY else done

    return run


def function_body(block: made.Block, scope: Scope) -> Code:
    """Compile the body of a function, whose level is in place."""
    body = _hoisting(block.statements, scope)

    def run(frame: Frame) -> Value:
        done = body(frame)
        return done.value if isinstance(done, Left) else UNDEFINED

    return run


def _hoisting(statements: list[nodes.Node], scope: Scope) -> Code:
    begin = _functions(statements, scope)
    body = in_order([code(each, scope) for each in statements if not isinstance(each, made.FunctionDeclaration)])
    return _both(begin, body) if begin else body


def _both(begin: Code, body: Code) -> Code:
    def run(frame: Frame) -> Value:
        begin(frame)
        return body(frame)

    return run


def _functions(statements: list[nodes.Node], scope: Scope) -> Code | None:
    """Compile what gives the functions of a list of statements their first values."""
    puts = [
        (store(nodes.Name(each.start, each.name), scope, declares=True), code(each.function, scope))
        for each in functions_of(statements)
    ]
    if not puts:
        return None

    def run(frame: Frame) -> Value:
        for put, function in puts:
            put(frame, function(frame))
        return EMPTY

    return run


@compiles(made.FunctionDeclaration)
def _function_in_block(node: made.FunctionDeclaration, scope: Scope) -> Code:
    """Compile the place where a function stands in a block: it becomes a variable of the function around."""
    for hops, level in enumerate(reversed(scope.levels)):
        if node in level.hoists:
            return _outwards(code(nodes.Name(node.start, node.name), scope), hops, level.slots[node.name])
    return nothing


def _outwards(read: Code, hops: int, slot: int) -> Code:
    def run(frame: Frame) -> Value:
        value = read(frame)
        outer = frame
        for _ in range(hops):
            outer = outer[1]
        outer[slot] = value
        return value  # V8 counts it as an expression

    return run


@compiles(made.Block)
def _block(node: made.Block, scope: Scope) -> Code:
    level = block_level(node)
    if level is None:
        return in_order([code(statement, scope) for statement in node.statements])
    scope.levels.append(level)
    begin = _functions(node.statements, scope)
    body = in_order([code(statement, scope) for statement in node.statements])
    scope.levels.pop()
    return _scoped(_both(begin, body) if begin else body, level)


def _scoped(body: Code, level: Level) -> Code:
    first = blank(level)
    return lambda frame: body([frame[0], frame, *first])


@compiles(made.Switch)
def _switch(node: made.Switch, scope: Scope) -> Code:
    subject = code(node.subject, scope)
    level = block_level(node)
    if level:
        scope.levels.append(level)
    begin: Code = _functions(node.statements, scope) or nothing
    codes = [code(statement, scope) for statement in node.statements]
    tests: list[tuple[Code, Code]] = []
    other: Code = nothing
    first = 0
    for case in node.cases:
        rest = in_order(codes, first)
        first += len(case.statements)
        if case.test:
            tests.append((code(case.test, scope), rest))
        else:
            other = rest
    if level:
        scope.levels.pop()
    names = blank(level) if level else None

    def run(frame: Frame) -> Value:
        meter = frame[0]
        wanted = subject(frame)
        inner = frame if names is None else [meter, frame, *names]
        begin(inner)
        body = other
        for test, rest in tests:
            meter.spend(1)
            if strict_equals(meter, wanted, test(inner)):
                body = rest
                break
        return broken_off(valued(body(inner)))

    return run


@compiles(made.Labelled)
def _labelled(node: made.Labelled, scope: Scope) -> Code:
    labels = {node.label}
    statement = node.statement
    while isinstance(statement, made.Labelled):
        labels.add(statement.label)
        statement = statement.statement
    body = compile_loops.loop(statement, scope, frozenset(labels)) or code(statement, scope)

    def run(frame: Frame) -> Value:
        done = body(frame)
        return done.value if isinstance(done, Left) and done.kind == "break" and done.label in labels else done

    return run


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
    other: Code = code(node.other, scope) if node.other else nothing
    return lambda frame: valued(then(frame) if truthy(test(frame)) else other(frame))


@compiles(made.Jump)
def _jump(node: made.Jump, _scope: Scope) -> Code:
    kind, label = node.kind, node.label
    return lambda _frame: Left(kind, EMPTY, label)


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
