"""Tokens to a syntax tree: precedence climbing over the operators of ECMAScript."""

from __future__ import annotations

from . import nodes
from .errors import ExpressionSyntaxError, LimitExceeded, UnsupportedSyntax
from .lexer import Lexer
from .limits import MAX_NESTING
from .postfix import PostfixParser
from .tokens import ASSIGNMENTS, END, NAME, PUNCTUATOR, STATEMENTS

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


def parse(source: str, odd_keys: tuple[str, ...] = ()) -> nodes.Node | None:
    """Parse an expression; None where the source is empty.

    Parameters
    ----------
    source
        The text of the expression.
    odd_keys
        See `Lexer`.

    Raises
    ------
    ExpressionSyntaxError
        It is not JavaScript.
    UnsupportedSyntax
        It is JavaScript that this language leaves out.
    LimitExceeded
        It is too long or nested too deeply.
    """
    try:
        return Parser(source, odd_keys).program()
    except RecursionError:
        raise LimitExceeded(f"The expression is nested more than {MAX_NESTING} levels deep") from None


class Parser(PostfixParser):
    """Parses one source.

    Parameters
    ----------
    source, odd_keys
        See `parse`.
    """

    def __init__(self, source: str, odd_keys: tuple[str, ...] = ()) -> None:
        super().__init__(Lexer(source, odd_keys).run())

    def program(self) -> nodes.Node | None:
        """Parse all of the source as one expression; a semicolon may end it."""
        if self.token.kind == END:
            return None
        if self.token.kind == NAME and self.token.text in STATEMENTS:
            raise UnsupportedSyntax(f"The statement `{self.token.text}`", offset=self.token.start)
        tree = self.expression()
        while self.accept(";"):
            pass
        if self.token.kind != END:
            self._not_the_end()
        return tree

    def _not_the_end(self) -> None:
        token = self.token
        before = self.tokens[self.position - 1]
        if before.text == ";" or (token.newline and token.kind != PUNCTUATOR):
            raise UnsupportedSyntax("A program of several statements", offset=token.start)
        if before.kind == NAME and before.text in ("let", "async", "await") and not token.newline:
            raise UnsupportedSyntax(f"`{before.text}`", offset=before.start)
        raise self.unexpected()

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
        tree = self.arrow() or self._binary(0)
        if self.at("?"):
            start = self.advance().start
            then = self.assignment()
            self.expect(":")
            tree = self.made(nodes.Conditional(start, tree, then, self.assignment()))
        if self.token.kind == PUNCTUATOR and self.token.text in ASSIGNMENTS:
            self._refuse_assignment(tree)
        self.depth -= 1
        return tree

    def _refuse_assignment(self, target: nodes.Node) -> None:
        place = self.token.start
        if self.token.text == "=" and isinstance(target, (nodes.ArrayLiteral, nodes.ObjectLiteral)):
            if self.parenthesised is not target:
                raise UnsupportedSyntax("A destructuring assignment", offset=place)
        elif isinstance(target, (nodes.Name, nodes.Path, nodes.Member, nodes.Index, nodes.Call)):
            raise UnsupportedSyntax("An assignment", offset=place, hint="Write == or === to compare.")
        raise ExpressionSyntaxError("What stands before the assignment cannot be assigned to", offset=place)

    def _operator(self) -> str:
        token = self.token
        if token.kind == PUNCTUATOR or (token.kind == NAME and token.text in _AFTER_VALUE and not token.final):
            return token.text
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
            if "instanceof" in operators:
                raise UnsupportedSyntax("`instanceof`", offset=start)
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
            self._refuse_update(self._unary(), token.start, word)
        if word == "delete":
            raise UnsupportedSyntax("`delete`", offset=token.start)
        base = self.postfix()
        token = self.token
        if token.kind == PUNCTUATOR and token.text in ("++", "--") and not token.newline:
            self._refuse_update(base, token.start, token.text)
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

    def _refuse_update(self, target: nodes.Node, place: int, operator: str) -> None:
        if isinstance(target, (nodes.Name, nodes.Path, nodes.Member, nodes.Index, nodes.Call)):
            raise UnsupportedSyntax(f"`{operator}`", offset=place, hint="Write a + 1 for the next number.")
        raise ExpressionSyntaxError(f"`{operator}` cannot change this", offset=place)


def _mixed(place: int) -> ExpressionSyntaxError:
    return ExpressionSyntaxError("`??` cannot stand beside `&&` or `||` without parentheses", offset=place)
