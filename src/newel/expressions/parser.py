"""Tokens to a syntax tree: statements, and the programs and function bodies they make."""

from __future__ import annotations

from . import nodes
from . import statement_nodes as made
from .errors import ExpressionSyntaxError, LimitExceeded, UnsupportedSyntax
from .expression_parser import ExpressionParser
from .lexer import Lexer
from .limits import MAX_NESTING
from .patterns import to_target
from .tokens import END, NAME, PUNCTUATOR

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


class Parser(ExpressionParser):
    """Parses one source, as a program.

    Parameters
    ----------
    source, odd_keys
        See `parse`.
    """

    def __init__(self, source: str, odd_keys: tuple[str, ...] = ()) -> None:
        super().__init__(Lexer(source, odd_keys).run())
        self.loops = 0
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
        return word.kind == NAME and word.text in _DECLARATIONS and (after.kind == NAME or after.text in ("{", "["))

    def function_body(self) -> nodes.Node:
        """Parse `{ … }` as the body of a function."""
        loops, self.loops = self.loops, 0
        start = self.token.start
        block = made.Block(start, self._braced())
        self.loops = loops
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
        found = self._braced()
        for statement in found:
            if isinstance(statement, made.FunctionDeclaration):
                raise UnsupportedSyntax(
                    "A function declared in a block", offset=statement.start, hint="Write const f = () => …"
                )
        return self.made(made.Block(start, found))

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
            if token.text in ("const", "var") or (token.text == "let" and self._declares()):
                declaration = self._declaration()
                self._end()
                return declaration
            rule = _STATEMENTS.get(token.text)
            if rule:
                return rule(self)
            if self.peek().text == ":" and self.peek().kind == PUNCTUATOR and token.text not in ("default", "case"):
                raise UnsupportedSyntax("A label", offset=token.start)
        return self._expression_statement()

    def _declares(self) -> bool:
        after = self.peek()
        is_name = after.kind == NAME and after.text not in ("in", "instanceof", "of")
        return is_name or (after.kind == PUNCTUATOR and after.text in ("[", "{"))

    def _end(self) -> None:
        """Step over the semicolon that ends a statement, written or not (ECMA-262, "Automatic Semicolon Insertion")."""
        if self.accept(";") or self.at("}") or self.token.kind == END or self.token.newline:
            return
        before = self.tokens[self.position - 1]
        if before.kind == NAME and before.text in ("let", "async", "await"):
            raise UnsupportedSyntax(f"`{before.text}`", offset=before.start)
        raise self.unexpected()

    def _expression_statement(self) -> nodes.Node:
        value = self.expression()
        self._end()
        return made.ExpressionStatement(value.start, value)

    def _declaration(self, *, in_loop: bool = False) -> made.Declaration:
        token = self.advance()
        pairs: list[tuple[nodes.Node, nodes.Node | None]] = []
        while True:
            target = self.binding()
            self.scopes[-1] |= {*made.names_in(target)}
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

    def _body(self, *, loop: bool) -> nodes.Node:
        if self.token.kind == NAME and self.token.text in ("const", "function", "class"):
            raise ExpressionSyntaxError("A declaration needs a block around it here", offset=self.token.start)
        self.loops += loop
        tree = self.statement()
        self.loops -= loop
        return tree

    def _test(self) -> nodes.Node:
        self.expect("(")
        test = self.expression()
        self.expect(")")
        return test

    def parse_if(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        test = self._test()
        then = self._body(loop=False)
        other: nodes.Node | None = None
        if self.token.kind == NAME and self.token.text == "else":
            self.advance()
            other = self._body(loop=False)
        return made.If(start, test, then, other)

    def parse_while(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        return made.For(start, None, self._test(), None, self._body(loop=True))

    def parse_do(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        body = self._body(loop=True)
        if self.token.text != "while":
            raise self.unexpected("Expected `while`")
        self.advance()
        test = self._test()
        self.accept(";")
        return made.DoWhile(start, body, test)

    def parse_for(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        if self.token.text == "await":
            raise UnsupportedSyntax("`await`", offset=self.token.start)
        self.expect("(")
        self.scopes.append(frozenset())
        begin: nodes.Node | None = None
        if self.token.text in ("const", "var") or (self.token.text == "let" and self._declares()):
            self.no_in += 1
            begin = self._declaration(in_loop=True)
            self.no_in -= 1
        elif not self.at(";"):
            self.no_in += 1
            begin = self.expression()
            self.no_in -= 1
        if begin and self.token.kind == NAME and self.token.text in ("of", "in"):
            tree: nodes.Node = self._for_each(start, begin)
        else:
            self.expect(";")
            test = None if self.at(";") else self.expression()
            self.expect(";")
            step = None if self.at(")") else self.expression()
            self.expect(")")
            tree = made.For(start, begin, test, step, self._body(loop=True))
        self.scopes.pop()
        return tree

    def _for_each(self, start: int, begin: nodes.Node) -> nodes.Node:
        keys = self.advance().text == "in"
        kind = ""
        target = begin
        if isinstance(begin, made.Declaration):
            kind, target = begin.kind, begin.pairs[0][0]
            if len(begin.pairs) > 1 or begin.pairs[0][1]:
                raise ExpressionSyntaxError("A loop over values declares one target without a value", offset=start)
        else:
            target = to_target(begin, declares=False)
        source = self.expression() if keys else self.assignment()
        self.expect(")")
        each = made.ForIn if keys else made.ForEach
        return each(start, kind, target, source, self._body(loop=True))

    def parse_jump(self) -> nodes.Node:
        """Parse the statement of this name."""
        token = self.advance()
        if self.token.kind == NAME and not self.token.newline:
            raise UnsupportedSyntax("A label", offset=self.token.start)
        if not self.loops:
            raise ExpressionSyntaxError(f"`{token.text}` stands outside of a loop", offset=token.start)
        self._end()
        return made.Jump(token.start, token.text)

    def parse_return(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        bare = self.at(";") or self.at("}") or self.token.kind == END or self.token.newline
        value = None if bare else self.expression()
        self._end()
        return made.Return(start, value)

    def parse_throw(self) -> nodes.Node:
        """Parse the statement of this name."""
        start = self.advance().start
        if self.token.newline:
            raise self.unexpected()
        value = self.expression()
        self._end()
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
        name = self.declared_name("Expected the name of the function")
        self.scopes[-1] |= {name}
        return made.FunctionDeclaration(start, name, self.function(start, ""))

    def parse_left_out(self) -> nodes.Node:
        """Parse the statement of this name."""
        token = self.token
        raise UnsupportedSyntax(f"The statement `{token.text}`", offset=token.start)


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
    "switch": Parser.parse_left_out,
    "throw": Parser.parse_throw,
    "try": Parser.parse_try,
    "while": Parser.parse_while,
    "with": Parser.parse_left_out,
}


def _is_empty(node: nodes.Node) -> bool:
    return isinstance(node, made.Block) and not node.statements
