"""Compiling loops: what makes the frame of each turn, and one rule for what the turns give."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .coerce import truthy
from .compile_targets import store
from .compiler import code, compiles
from .completions import EMPTY, Left, blank, nothing
from .declarations import head_level, lexical_names
from .errors import ExpressionError
from .iteration import keys_of, steps
from .values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Value

    Turns: TypeAlias = Callable[[Frame], Iterator[Frame]]

_NO_LABELS: frozenset[str] = frozenset()


def loop(node: nodes.Node, scope: Scope, labels: frozenset[str]) -> Code | None:
    """Compile a loop with labels; None if it is no loop."""
    rule = _RULES.get(type(node))
    return _looping(*rule(node, scope), labels) if rule else None


def _looping(turns: Turns, body: Code, labels: frozenset[str]) -> Code:
    """Run the body for each turn (ECMA-262, "LoopContinues")."""

    def run(frame: Frame) -> Value:
        value: Value = UNDEFINED
        for inner in turns(frame):
            done = body(inner)
            if done is EMPTY:
                continue
            if not isinstance(done, Left):
                value = done
                continue
            if done.value is not EMPTY:
                value = done.value
            if done.label and done.label not in labels:
                done.value = value
                return done
            if done.kind == "continue":
                continue
            if done.kind == "break" and not done.label:
                return value
            done.value = value
            return done
        return value

    return run


def _for(node: made.For, scope: Scope) -> tuple[Turns, Code]:
    begin = node.begin
    level = None
    if isinstance(begin, made.Declaration) and begin.kind != "var":
        level = head_level(lexical_names([begin]), node.body)
        scope.levels.append(level)
    first = code(begin, scope) if begin else nothing
    test = code(node.test, scope) if node.test else None
    step = code(node.step, scope) if node.step else nothing
    body = code(node.body, scope)
    if level:
        scope.levels.pop()
    names, effort = blank(level) if level else None, 1 + node.effort

    def turns(frame: Frame) -> Iterator[Frame]:
        meter = frame[0]
        inner = frame if names is None else [meter, frame, *names]
        first(inner)
        if names is not None:
            inner = inner[:]  # each turn has its own names (ECMA-262, "CreatePerIterationEnvironment")
        while True:
            meter.spend(effort)
            if test and not truthy(test(inner)):
                return
            yield inner
            if names is not None:
                inner = inner[:]
            step(inner)

    return turns, body


def _do_while(node: made.DoWhile, scope: Scope) -> tuple[Turns, Code]:
    body, test, effort = code(node.body, scope), code(node.test, scope), 1 + node.effort

    def turns(frame: Frame) -> Iterator[Frame]:
        while True:
            frame[0].spend(effort)
            yield frame
            if not truthy(test(frame)):
                return

    return turns, body


def _for_each(node: made.ForEach, scope: Scope) -> tuple[Turns, Code]:
    level = None
    if node.kind in ("let", "const"):
        level = head_level([(name, node.kind) for name in made.names_in(node.target)], node.body)
        scope.levels.append(level)
    source = code(node.source, scope)
    put = store(node.target, scope, declares=bool(node.kind))
    body = code(node.body, scope)
    if level:
        scope.levels.pop()
    names, effort = blank(level) if level else None, 1 + node.effort
    over, start = keys_of if isinstance(node, made.ForIn) else steps, node.start

    def turns(frame: Frame) -> Iterator[Frame]:
        meter = frame[0]
        found = source(frame if names is None else [meter, frame, *names])
        try:
            items = iter(over(meter, found))
        except ExpressionError as error:
            error.at(start)
            raise
        for item in items:
            meter.spend(effort)
            inner = frame if names is None else [meter, frame, *names]
            put(inner, item)
            yield inner

    return turns, body


_RULES: dict[type[nodes.Node], Callable[[Any, Scope], tuple[Turns, Code]]] = {
    made.DoWhile: _do_while,
    made.For: _for,
    made.ForEach: _for_each,
    made.ForIn: _for_each,
}


def _plain(node: nodes.Node, scope: Scope) -> Code:
    return _looping(*_RULES[type(node)](node, scope), _NO_LABELS)


for _kind in _RULES:
    compiles(_kind)(_plain)
