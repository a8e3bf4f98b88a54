"""Compiling `try`."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .builtins.failures import caught
from .compile_targets import store
from .compiler import code, compiles
from .completions import Left, blank, valued
from .declarations import handler_level
from .errors import ExpressionError, LimitExceeded, UnsupportedSyntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .compiler import Code, Frame
    from .scope import Scope
    from .values import Value


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
            return valued(guarded(frame))
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
                return valued(last)
            raise
        last = end(frame)
        return valued(last if isinstance(last, Left) else done)

    return run


def _handler(parameter: nodes.Node | None, block: made.Block, scope: Scope) -> Callable[[Frame, Value], Value]:
    level = handler_level(parameter, block)
    scope.levels.append(level)
    put = store(parameter, scope, declares=True) if parameter else None
    body = code(block, scope)
    scope.levels.pop()
    first = blank(level)

    def run(frame: Frame, value: Value) -> Value:
        inner: Frame = [frame[0], frame, *first]
        if put:
            put(inner, value)
        return body(inner)

    return run
