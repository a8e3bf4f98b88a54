"""Tokens to a syntax tree: statements, and the programs and function bodies they make."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .errors import ExpressionSyntaxError, LimitExceeded, UnsupportedSyntax
from .left_out import left_out
from .lexer import Lexer
from .limits import MAX_NESTING
from .loop_parser import LoopParser
from .patterns import to_target
from .tokens import END, NAME, PUNCTUATOR, RESERVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DECLARATIONS = ("const", "let", "var")


def parse(source: str, odd_keys: tuple[str, ...] = ()) -> nodes.Node | None:
    """Parse an expression or program; None where the source is empty.

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


class Parser(LoopParser):
    """Parses one source, as a program.

    Parameters
    ----------
    source, odd_keys
        See `parse`.
    """

    def __init__(self, source: str, odd_keys: tuple[str, ...] = ()) -> None:
        super().__init__(Lexer(source, odd_keys).run())
        self.depth = -1  # the program itself is no level

    def program(self) -> nodes.Node | None:
        """Parse all of the source; an expression alone is itself, and an empty source None."""
        self.scopes.append(frozenset())
        start = self.token.start
        found: list[nodes.Node] = []
        while self.token.kind != END:
            if not found and self.at("{") and not self._block_begins():
                found.append(self._expression_statement())
            else:
                found.append(self.statement())
        if not found or (len(found) > 1 and all(_is_empty(each) for each in found)):
            return None
        while len(found) > 1 and _is_empty(found[-1]):
            found.pop()
        only = found[0]
        if len(found) == 1 and isinstance(only, made.ExpressionStatement):
            return only.value
        return self.made(made.Block(start, found))

    def _block_begins(self) -> bool:
        word, after = self.peek(), self.peek(2)
        is_name = after.kind == NAME
        return word.kind == NAME and (
            (word.text in _DECLARATIONS and (is_name or after.text in ("{", "[")))
            or (word.text in ("function", "return", "throw") and is_name)
        )

    def function_body(self) -> nodes.Node:
        """Parse `{ … }` as the body of a function."""
        around = self.loops, self.breakable, self.labels
        self.loops, self.breakable, self.labels = 0, 0, {}
        start = self.token.start
        block = made.Block(start, self._braced())
        self.loops, self.breakable, self.labels = around
        return self.made(block)

    def _braced(self) -> list[nodes.Node]:
        self.expect("{")
        self.scopes.append(frozenset())
        found: list[nodes.Node] = []
        while not self.at("}"):
            found.append(self.statement())
        self.scopes.pop()
        self.advance()
        return found

    def _block(self) -> made.Block:
        start = self.token.start
        return self.made(made.Block(start, self._braced()))

    def statement(self) -> nodes.Node:
        """Parse one statement."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        tree = self.made(self._statement())
        self.depth -= 1
        return tree

    def _statement(self) -> nodes.Node:
        token = self.token
        if self.at("{"):
            return self._block()
        if self.accept(";"):
            return made.Block(token.start, [])
        if token.kind == NAME and not token.final:
            if token.text in ("const", "var") or (token.text == "let" and self.declares()):
                declaration = self.declaration()
                self.end()
                return declaration
            rule = _STATEMENTS.get(token.text)
            if rule:
                return rule(self)
            if self.peek().text == ":" and self.peek().kind == PUNCTUATOR and token.text not in RESERVED:
                return self.parse_label()
        return self._expression_statement()

    def declares(self) -> bool:
        """Tell whether `let` begins a declaration here."""
        after = self.peek()
        is_name = after.kind == NAME and after.text not in ("in", "instanceof", "of")
        return is_name or (after.kind == PUNCTUATOR and after.text in ("[", "{"))

    def end(self) -> None:
        """Step over the semicolon that ends a statement, written or not (ECMA-262, "Automatic Semicolon Insertion")."""
        if self.accept(";") or self.at("}") or self.token.kind == END or self.token.newline:
            return
        before = self.tokens[self.position - 1]
        if before.kind == NAME and before.text in ("let", "async", "await"):
            raise left_out(before.text, before.start)
        raise self.unexpected()

    def _expression_statement(self) -> nodes.Node:
        before = self.tokens[self.position - 1] if self.position else None
        if before and before.text == "}" and self.token.text in ("/", "/="):
            raise UnsupportedSyntax(
                "A regular expression right behind a block", offset=self.token.start, hint="Put a semicolon before it."
            )
        value = self.expression()
        self.end()
        if isinstance(value, nodes.Literal) and value.value == "use strict" and value is not self.parenthesised:
            raise UnsupportedSyntax("Strict mode", offset=value.start, hint="Leave 'use strict' out.")
        return made.ExpressionStatement(value.start, value)

    def declaration(self, *, in_loop: bool = False) -> made.Declaration:
        """Parse `const`, `let` or `var` and what they declare."""
        token = self.advance()
        pairs: list[tuple[nodes.Node, nodes.Node | None]] = []
        while True:
            target = self.binding()
            self.scopes[-1] |= {*made.names_in(target)}
            if token.text != "var" and "let" in made.names_in(target):
                raise ExpressionSyntaxError("`let` and `const` cannot declare `let`", offset=target.start)
            value = self.assignment() if self.accept("=") else None
            is_loop = in_loop and self.token.text in ("of", "in") and not pairs
            if value is None and not is_loop and (token.text == "const" or not isinstance(target, nodes.Name)):
                raise ExpressionSyntaxError("A declaration needs a value", offset=target.start)
            pairs.append((target, value))
            if not self.accept(","):
                return self.made(made.Declaration(token.start, token.text, pairs))

    def binding(self) -> nodes.Node:
        """Parse a name or a pattern that declares names."""
        if self.at("[") or self.at("{"):
            return to_target(self.value(), declares=True)
        return nodes.Name(self.token.start, self.declared_name("Expected a name to declare"))

    def parse_if(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        test = self.test()
        then = self.body(loop=False)
        other: nodes.Node | None = None
        if self.token.kind == NAME and self.token.text == "else":
            self.advance()
            other = self.body(loop=False)
        return made.If(start, test, then, other)

    def parse_return(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        bare = self.at(";") or self.at("}") or self.token.kind == END or self.token.newline
        value = None if bare else self.expression()
        self.end()
        return made.Return(start, value)

    def parse_throw(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        if self.token.newline:
            raise self.unexpected()
        value = self.expression()
        self.end()
        return made.Throw(start, value)

    def parse_try(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        block = self._block()
        parameter: nodes.Node | None = None
        handler: made.Block | None = None
        end: made.Block | None = None
        if self.token.text == "catch":
            self.advance()
            self.scopes.append(frozenset())
            if self.accept("("):
                parameter = self.binding()
                self.scopes[-1] |= {*made.names_in(parameter)}
                self.expect(")")
            handler = self._block()
            self.scopes.pop()
        if self.token.text == "finally":
            self.advance()
            end = self._block()
        if handler is None and end is None:
            raise self.unexpected("Expected `catch` or `finally`")
        return made.Try(start, block, parameter, handler, end)

    def parse_function(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        if self.at("*"):
            raise left_out("generator", start)
        name = self.declared_name("Expected the name of the function")
        self.scopes[-1] |= {name}
        return made.FunctionDeclaration(start, name, self.function(start, ""))

    def parse_left_out(self) -> nodes.Node:
        """Parse the statement of this name."""
        raise left_out(self.token.text, self.token.start)


_STATEMENTS: dict[str, Callable[[Parser], nodes.Node]] = {
    "break": Parser.parse_jump,
    "class": Parser.parse_left_out,
    "continue": Parser.parse_jump,
    "debugger": Parser.parse_left_out,
    "do": Parser.parse_do,
    "export": Parser.parse_left_out,
    "for": Parser.parse_for,
    "function": Parser.parse_function,
    "if": Parser.parse_if,
    "import": Parser.parse_left_out,
    "return": Parser.parse_return,
    "switch": Parser.parse_switch,
    "throw": Parser.parse_throw,
    "try": Parser.parse_try,
    "while": Parser.parse_while,
    "with": Parser.parse_left_out,
}


def _is_empty(node: nodes.Node) -> bool:
    return isinstance(node, made.Block) and not node.statements
