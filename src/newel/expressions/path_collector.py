"""Walking a tree for the paths it reads, and how each is used."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .checks import check_member_call, check_name, is_guard, is_nullish
from .declarations import assigned_names, functions_below, functions_of, hoisted_names, lexical_names
from .jsonpath import OWN_MEMBERS, path_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .jsonpath import Steps

STRICT, TOLERANT, LAZY = range(3)
"""How a path is used: its value is needed; it may be missing; it may never be evaluated at all."""

_EQUALITY = frozenset(("==", "!=", "===", "!=="))


def paths_in(tree: nodes.Node) -> tuple[str, ...]:
    """Give the paths to bind for a tree, in order of first appearance; none covers another.

    Raises
    ------
    ExpressionReferenceError, UnsupportedSyntax
        It uses a name or method that does not exist, or one that this language leaves out.
    """
    collector = _Collector(assigned_names(tree))
    collector.visit(tree)
    return collector.result()


class _Collector:
    """Walks a tree and gathers its paths; `declared` are names that stand for something everywhere."""

    def __init__(self, declared: frozenset[str]) -> None:
        self.found: list[tuple[str, Steps, int]] = []
        self.foreign: dict[int, str] = {}
        self.locals: list[str] = [*declared]
        self.lazy = False

    def result(self) -> tuple[str, ...]:
        strict = {_prefix(root, steps, mode) for root, steps, mode in self.found if mode != LAZY}
        wanted: list[tuple[str, Steps]] = []
        texts: dict[tuple[str, Steps], str] = {}
        for place, (root, steps, mode) in enumerate(self.found):
            if place in self.foreign:
                texts[root, steps] = self.foreign[place]
                wanted.append((root, steps))
            elif mode != LAZY:
                wanted.append(_prefix(root, steps, mode))
            elif not any(_covers(path, (root, steps)) for path in strict):
                wanted.append((root, ()))
        kept = [path for path in wanted if not any(_covers(other, path) for other in wanted if other != path)]
        return tuple(dict.fromkeys(texts.get(path) or path_text(*path) for path in kept))

    def visit(self, node: nodes.Node, mode: int = STRICT) -> None:
        _VISITORS[type(node)](self, node, mode)

    def visit_lazily(self, node: nodes.Node, mode: int) -> None:
        before, self.lazy = self.lazy, True
        self.visit(node, mode)
        self.lazy = before

    def path(self, node: nodes.Path, mode: int) -> None:
        self.found.append((node.root, node.steps, LAZY if self.lazy else mode))

    def foreign_path(self, node: nodes.ForeignPath, _mode: int) -> None:
        self.foreign[len(self.found)] = node.text
        self.found.append((node.text, (), STRICT))

    def name(self, node: nodes.Name, _mode: int) -> None:
        if node.name not in self.locals:
            check_name(node)

    def unary(self, node: nodes.Unary, _mode: int) -> None:
        if node.operator == "typeof" and isinstance(node.operand, nodes.Name):
            return
        self.visit(node.operand, TOLERANT if node.operator in ("!", "typeof") else STRICT)

    def binary(self, node: nodes.Binary, _mode: int) -> None:
        operands = [node.first, *[operand for _, operand, _ in node.rest]]
        is_presence = len(operands) == 2 and node.rest[0][0] in _EQUALITY and any(map(is_nullish, operands))
        for operand in operands:
            self.visit(operand, TOLERANT if is_presence else STRICT)

    def logical(self, node: nodes.Logical, mode: int) -> None:
        first, *others = node.operands
        self.visit(first, TOLERANT)
        for operand in others:
            self.visit_lazily(operand, mode)

    def conditional(self, node: nodes.Conditional, mode: int) -> None:
        self.visit(node.test, TOLERANT)
        self.visit_lazily(node.then, mode)
        self.visit_lazily(node.other, mode)

    def sequence(self, node: nodes.Sequence, mode: int) -> None:
        for item in node.items[:-1]:
            self.visit(item)
        self.visit(node.items[-1], mode)

    def member(self, node: nodes.Member, _mode: int) -> None:
        self.visit(node.object, TOLERANT if node.optional else STRICT)

    def index(self, node: nodes.Index, _mode: int) -> None:
        self.visit(node.object, TOLERANT if node.optional else STRICT)
        (self.visit_lazily if node.optional else self.visit)(node.key, STRICT)

    def call(self, node: nodes.Call, _mode: int) -> None:
        check_member_call(node)
        self.visit(node.callee, TOLERANT if node.optional else STRICT)
        mode = TOLERANT if is_guard(node.callee) else STRICT
        for argument in node.arguments:
            (self.visit_lazily if node.optional else self.visit)(argument, mode)

    def new(self, node: nodes.New, _mode: int) -> None:
        self.visit(node.callee)
        for argument in node.arguments:
            self.visit(argument)

    def chain(self, node: nodes.OptionalChain, mode: int) -> None:
        self.visit(node.chain, mode)

    def template(self, node: nodes.Template, _mode: int) -> None:
        for part in node.parts:
            self.visit(part)

    def spread(self, node: nodes.Spread, mode: int) -> None:
        self.visit(node.value, mode)

    def array(self, node: nodes.ArrayLiteral, _mode: int) -> None:
        for item in node.items:
            self.visit(item)

    def object(self, node: nodes.ObjectLiteral, _mode: int) -> None:
        for entry in node.entries:
            if isinstance(entry, nodes.Spread):
                self.visit(entry, TOLERANT)
            else:
                self.visit(entry.key)
                self.visit(entry.value)

    def arrow(self, node: nodes.Arrow, _mode: int) -> None:
        size = len(self.locals)
        self.locals += [node.name] if node.name else []
        self.locals += [name for parameter in node.parameters for name in made.names_in(parameter.target)]
        for parameter in node.parameters:
            self.target(parameter.target)
            if parameter.default:
                self.visit_lazily(parameter.default, STRICT)
        if isinstance(node.body, made.Block):
            self.visit_lazily(node.body, STRICT)
        else:
            self.visit(node.body)
        del self.locals[size:]

    def block(self, node: made.Block, _mode: int) -> None:
        """Go over statements; behind one that may leave, nothing is sure to be evaluated."""
        size, before = len(self.locals), self.lazy
        self.locals += [name for name, _ in lexical_names(node.statements)]
        for statement in node.statements:
            self.locals += hoisted_names(statement)
            self.locals += [each.name for each in functions_below(statement, frozenset())]
        self.locals += [each.name for each in functions_of(node.statements)]
        for statement in node.statements:
            self.visit(statement)
            if not isinstance(statement, _STRAIGHT):
                self.lazy = True
        del self.locals[size:]
        self.lazy = before

    def branch(self, node: made.If, _mode: int) -> None:
        self.visit(node.test, TOLERANT)
        self.visit_lazily(node.then, STRICT)
        if node.other:
            self.visit_lazily(node.other, STRICT)

    def switch(self, node: made.Switch, _mode: int) -> None:
        self.visit(node.subject)
        size = len(self.locals)
        self.locals += [name for name, _ in lexical_names(node.statements)]
        self.locals += [each.name for each in functions_of(node.statements)]
        for case in node.cases:
            self.visit_lazily(case, STRICT)
        del self.locals[size:]

    def loop(self, node: nodes.Node, _mode: int) -> None:
        """Go over a loop or `try`: what it declares, then all that is in it."""
        size = len(self.locals)
        if isinstance(node, made.For) and isinstance(node.begin, made.Declaration):
            self.locals += [name for target, _ in node.begin.pairs for name in made.names_in(target)]
        if isinstance(node, made.ForEach) and node.kind:
            self.locals += made.names_in(node.target)
        if isinstance(node, made.Try) and node.parameter:
            self.locals += made.names_in(node.parameter)
        if isinstance(node, made.ForEach):
            self.visit(node.source)
        for child in node.children:
            self.visit_lazily(child, STRICT)
        del self.locals[size:]

    def all(self, node: nodes.Node, _mode: int) -> None:
        for child in node.children:
            self.visit(child)

    def target(self, node: nodes.Node) -> None:
        """Go over what is assigned to; whether a name is declared, compiling tells."""
        if not isinstance(node, nodes.Name):
            self.visit(node)

    def update(self, node: made.Update, _mode: int) -> None:
        self.target(node.target)

    def element(self, node: made.Element, _mode: int) -> None:
        self.target(node.target)
        if node.default:
            self.visit_lazily(node.default, STRICT)

    def assign(self, node: made.Assign, _mode: int) -> None:
        self.target(node.target)
        (self.visit_lazily if node.operator in ("&&=", "||=", "??=") else self.visit)(node.value, STRICT)

    def nothing(self, _node: nodes.Node, _mode: int) -> None:
        """Literals hold no paths."""


_STRAIGHT = (made.Declaration, made.ExpressionStatement, made.FunctionDeclaration)

_VISITORS: dict[type[nodes.Node], Callable[[_Collector, Any, int], None]] = {
    nodes.ArrayLiteral: _Collector.array,
    nodes.Arrow: _Collector.arrow,
    nodes.Binary: _Collector.binary,
    nodes.Call: _Collector.call,
    nodes.Conditional: _Collector.conditional,
    nodes.ForeignPath: _Collector.foreign_path,
    nodes.Index: _Collector.index,
    nodes.Literal: _Collector.nothing,
    nodes.Logical: _Collector.logical,
    nodes.Member: _Collector.member,
    nodes.Name: _Collector.name,
    nodes.New: _Collector.new,
    nodes.ObjectLiteral: _Collector.object,
    nodes.OptionalChain: _Collector.chain,
    nodes.Path: _Collector.path,
    nodes.RegExpLiteral: _Collector.nothing,
    nodes.Sequence: _Collector.sequence,
    nodes.Spread: _Collector.spread,
    nodes.Template: _Collector.template,
    nodes.Hole: _Collector.nothing,
    nodes.Unary: _Collector.unary,
    made.ArrayPattern: _Collector.all,
    made.Assign: _Collector.assign,
    made.Block: _Collector.block,
    made.Case: _Collector.all,
    made.CoverDefault: _Collector.nothing,
    made.Declaration: _Collector.all,
    made.Delete: _Collector.all,
    made.DoWhile: _Collector.loop,
    made.Element: _Collector.element,
    made.ExpressionStatement: _Collector.all,
    made.For: _Collector.loop,
    made.ForEach: _Collector.loop,
    made.ForIn: _Collector.loop,
    made.FunctionDeclaration: _Collector.all,
    made.If: _Collector.branch,
    made.Jump: _Collector.nothing,
    made.Labelled: _Collector.all,
    made.ObjectPattern: _Collector.all,
    made.Return: _Collector.all,
    made.Switch: _Collector.switch,
    made.Throw: _Collector.all,
    made.Try: _Collector.loop,
    made.Update: _Collector.update,
}


def _prefix(root: str, steps: Steps, mode: int) -> tuple[str, Steps]:
    """Cut a path before an index or a member that JavaScript may mean otherwise, and to what holds it."""
    end = next((n for n, step in enumerate(steps) if isinstance(step, int) or step in OWN_MEMBERS), len(steps))
    return root, steps[: min(end, len(steps) - 1) if mode == TOLERANT and steps else end]


def _covers(path: tuple[str, Steps], other: tuple[str, Steps]) -> bool:
    return path[0] == other[0] and other[1][: len(path[1])] == path[1]
