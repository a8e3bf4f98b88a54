"""The parser's middle: precedence climbing over the operators of ECMAScript."""

from __future__ import annotations

from . import nodes
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .limits import MAX_NESTING
from .patterns import to_target
from .postfix import PostfixParser
from .statement_nodes import Assign, Delete, Update, names_in
from .tokens import ASSIGNMENTS, NAME, PUNCTUATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token

_LEVELS = (
    ("||", "??"),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!=", "===", "!=="),
    ("<", ">", "<=", ">=", "in", "instanceof"),
    ("<<", ">>", ">>>"),
    ("+", "-"),
    ("*", "/", "%"),
)
_PRECEDENCE = {operator: level for level, row in enumerate(_LEVELS) for operator in row}
_LOGICAL = frozenset(("&&", "||", "??"))
_UNARY = frozenset(("+", "-", "!", "~", "typeof", "void"))
_AFTER_VALUE = frozenset(("in", "instanceof", "of", "as"))


class ExpressionParser(PostfixParser):
    """Parses expressions; `Parser` adds the statements."""

    def expression(self) -> nodes.Node:
        """Parse `a, b`."""
        first = self.assignment()
        if not self.at(","):
            return first
        items = [first]
        while self.accept(","):
            items.append(self.assignment())
        return self.made(nodes.Sequence(first.start, items))

    def assignment(self) -> nodes.Node:
        """Parse what may stand as an argument: all but the comma operator."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        function = self.arrow()
        tree = function or self._binary(0)
        if self.at("?"):
            if function:
                raise self.unexpected()
            start = self.advance().start
            then = self.assignment()
            self.expect(":")
            tree = self.made(nodes.Conditional(start, tree, then, self.assignment()))
        if self.token.kind == PUNCTUATOR and self.token.text in ASSIGNMENTS:
            tree = self._assign(tree)
        self.depth -= 1
        return tree

    def _assign(self, left: nodes.Node) -> nodes.Node:
        token = self.token
        is_literal = isinstance(left, (nodes.ArrayLiteral, nodes.ObjectLiteral))
        if is_literal and (token.text != "=" or self.parenthesised is left):
            raise ExpressionSyntaxError("What stands before the assignment cannot be assigned to", offset=token.start)
        try:
            target = to_target(left, declares=False)
        except ExpressionSyntaxError as error:
            error.offset = token.start
            raise
        self.advance()
        self.scopes[0] |= {*names_in(target)}
        return self.made(Assign(token.start, token.text, target, self.assignment()))

    def _operator(self) -> str:
        token = self.token
        if token.kind == PUNCTUATOR or (token.kind == NAME and token.text in _AFTER_VALUE and not token.final):
            return "" if self.position == self.loop_word else token.text
        return ""

    def _binary(self, level: int) -> nodes.Node:
        """Parse operators of a level and above; those of one level in a row make one node."""
        tree = self._unary()
        found = _PRECEDENCE.get(self._operator(), -1)
        while found >= level:
            start = self.token.start
            self._refuse_mixed(tree)
            rest: list[tuple[str, nodes.Node, int]] = []
            while _PRECEDENCE.get(self._operator(), -1) == found:
                token = self.advance()
                rest.append((token.text, self._binary(found + 1), token.start))
                self._refuse_mixed(rest[-1][1], token.text)
            tree = self._joined(start, tree, rest)
            found = _PRECEDENCE.get(self._operator(), -1)
        return tree

    def _joined(self, start: int, first: nodes.Node, rest: list[tuple[str, nodes.Node, int]]) -> nodes.Node:
        operators = {operator for operator, _, _ in rest}
        if operators.isdisjoint(_LOGICAL):
            return self.made(nodes.Binary(start, first, rest))
        if len(operators) > 1:
            raise _mixed(start)
        return self.made(nodes.Logical(start, operators.pop(), [first, *[operand for _, operand, _ in rest]]))

    def _refuse_mixed(self, operand: nodes.Node, operator: str = "") -> None:
        """Refuse `&&` without parentheses as an operand of `??`; `||` beside it is found by its level."""
        is_bare = isinstance(operand, nodes.Logical) and operand is not self.parenthesised
        if is_bare and "??" in (operator, self._operator()):
            raise _mixed(operand.start)

    def _unary(self) -> nodes.Node:
        token = self.token
        word = token.text if token.kind in (PUNCTUATOR, NAME) and not token.final else ""
        if word in _UNARY:
            self.advance()
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise self.too_deep()
            operand = self._unary()
            self.depth -= 1
            if self._is_bare_power(operand):
                raise ExpressionSyntaxError(
                    "A unary operator before `**` needs parentheses", offset=token.start, hint="Write (-a) ** b."
                )
            return self.made(nodes.Unary(token.start, word, operand))
        if word in ("++", "--"):
            self.advance()
            base = self._update(self.postfix(), token, prefix=True)
            return self._power(base) if self.at("**") else base
        if word == "delete":
            self.advance()
            operand = self._unary()
            if self._is_bare_power(operand):
                raise ExpressionSyntaxError("A unary operator before `**` needs parentheses", offset=token.start)
            return self.made(Delete(token.start, self._deleted(operand)))
        base = self.postfix()
        token = self.token
        if token.kind == PUNCTUATOR and token.text in ("++", "--") and not token.newline:
            self.advance()
            base = self._update(base, token, prefix=False)
        return self._power(base) if self.at("**") else base

    def _is_bare_power(self, operand: nodes.Node) -> bool:
        is_power = isinstance(operand, nodes.Binary) and operand.rest[0][0] == "**"
        return is_power and operand is not self.parenthesised

    def _power(self, base: nodes.Node) -> nodes.Node:
        token = self.advance()
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        exponent = self._unary()
        self.depth -= 1
        return self.made(nodes.Binary(token.start, base, [("**", exponent, token.start)]))

    def _update(self, operand: nodes.Node, token: Token, *, prefix: bool) -> nodes.Node:
        if isinstance(operand, (nodes.ArrayLiteral, nodes.ObjectLiteral)):
            raise ExpressionSyntaxError(f"`{token.text}` cannot change this", offset=token.start)
        try:
            target = to_target(operand, declares=False)
        except ExpressionSyntaxError as error:
            error.offset = token.start
            raise
        amount = 1.0 if token.text == "++" else -1.0
        return self.made(Update(token.start, amount, target, prefix=prefix))

    def _deleted(self, operand: nodes.Node) -> nodes.Node:
        if isinstance(operand, (nodes.Path, nodes.ForeignPath, nodes.OptionalChain)):
            raise UnsupportedSyntax("`delete` of this", offset=operand.start, hint="Copy the value with const first.")
        return to_target(operand, declares=False) if isinstance(operand, (nodes.Member, nodes.Index)) else operand


def _mixed(place: int) -> ExpressionSyntaxError:
    return ExpressionSyntaxError("`??` cannot stand beside `&&` or `||` without parentheses", offset=place)
