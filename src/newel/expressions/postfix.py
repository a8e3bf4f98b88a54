"""Parsing what follows a value directly: `.a`, `[b]`, `(c)`; and `new`."""

from __future__ import annotations

from . import nodes
from .builtins import is_known
from .left_out import left_out
from .limits import MAX_NESTING
from .tokens import NAME, PUNCTUATOR, RESERVED, TEMPLATE
from .value_parser import ValueParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token

_LARGEST_STEP = 2**31


class PostfixParser(ValueParser):
    """Parses chains of member access and calls; `ExpressionParser` adds the operators."""

    def postfix(self) -> nodes.Node:
        """Parse a value and the chain that follows it."""
        tree = self.value()
        optional = False
        while self.token.kind in (PUNCTUATOR, TEMPLATE):
            token = self.token
            if self.accept("."):
                tree = self._member(tree, token.start)
            elif self.accept("?."):
                optional = True
                tree = self._optional(tree, token.start)
            elif self.at("["):
                tree = self._index(tree, optional=False)
            elif self.at("("):
                tree = self._call(tree, optional=False)
            elif token.kind == TEMPLATE and token.text == "`":
                raise left_out("tag", token.start)
            else:
                break
            self.made(tree)
        return self.made(nodes.OptionalChain(tree.start, tree)) if optional else tree

    def _steps(self, tree: nodes.Node) -> nodes.Path | None:
        """Give the path that may grow by another step; one in parentheses does not."""
        return tree if isinstance(tree, nodes.Path) and tree is not self.parenthesised else None

    def _member(self, tree: nodes.Node, start: int) -> nodes.Node:
        token = self.token
        if token.kind != NAME:
            raise self.unexpected("Expected a name after `.`")
        self.advance()
        path = self._steps(tree)
        if path is None:
            return nodes.Member(start, tree, token.text, optional=False)
        return nodes.Path(path.start, path.root, (*path.steps, token.text + self._dashes(token)))

    def _dashes(self, token: Token) -> str:
        """Read `-name` as part of a state's key, as in `$.data-name`: where the name stands for nothing.

        Without this rule it would be a subtraction of something that does not exist.
        """
        text = ""
        end = token.end
        while self.at("-") and self.token.start == end:
            name = self.peek()
            if name.kind != NAME or name.start != self.token.end or name.text in RESERVED or self._known(name.text):
                break
            self.advance()
            self.advance()
            text += f"-{name.text}"
            end = name.end
        return text

    def _known(self, name: str) -> bool:
        return name in ("$", "$$") or is_known(name) or any(name in scope for scope in self.scopes)

    def _optional(self, tree: nodes.Node, start: int) -> nodes.Node:
        if self.at("["):
            return self._index(tree, optional=True)
        if self.at("("):
            return self._call(tree, optional=True)
        token = self.token
        if token.kind != NAME:
            raise self.unexpected("Expected a name after `?.`")
        self.advance()
        return nodes.Member(start, tree, token.text, optional=True)

    def _index(self, tree: nodes.Node, *, optional: bool) -> nodes.Node:
        start = self.expect("[").start
        key = self.expression()
        self.expect("]")
        path = self._steps(tree)
        if path and not optional and isinstance(key, nodes.Literal):
            if isinstance(key.value, str):
                return nodes.Path(path.start, path.root, (*path.steps, key.value))
            if isinstance(key.value, float) and key.value.is_integer() and 0 <= key.value < _LARGEST_STEP:
                return nodes.Path(path.start, path.root, (*path.steps, int(key.value)))
        return nodes.Index(start, tree, key, optional=optional)

    def _call(self, tree: nodes.Node, *, optional: bool) -> nodes.Node:
        start = self.token.start
        path = self._steps(tree)
        if path and path.steps:
            owner = nodes.Path(path.start, path.root, path.steps[:-1])
            tree = nodes.Member(path.start, owner, str(path.steps[-1]), optional=False)
        return nodes.Call(start, tree, self._arguments(), optional=optional)

    def _arguments(self) -> list[nodes.Node]:
        self.expect("(")
        arguments: list[nodes.Node] = []
        while not self.at(")"):
            arguments.append(self.element())
            if not self.at(")"):
                self.expect(",")
        self.advance()
        return arguments

    def new(self, start: int) -> nodes.Node:
        """Parse what follows `new`: its callee ends before the first parenthesis."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        callee = self.value()
        while self.at(".") or self.at("["):
            place = self.token.start
            callee = self._member(callee, place) if self.accept(".") else self._index(callee, optional=False)
            self.made(callee)
        self.depth -= 1
        if self.at("?."):
            raise self.unexpected()
        return self.made(nodes.New(start, callee, self._arguments() if self.at("(") else []))
