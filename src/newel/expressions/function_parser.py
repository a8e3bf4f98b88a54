"""The parser's lowest part: functions, from their parameters to their bodies."""

from __future__ import annotations

from . import nodes
from .cursor import Cursor
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .left_out import left_out
from .limits import MAX_NESTING
from .statement_nodes import names_in
from .tokens import NAME, PUNCTUATOR, RESERVED


class FunctionParser(Cursor):
    """Parses arrow functions and `function`; what they hold is parsed by the classes that stand on this one."""

    def expression(self) -> nodes.Node:
        """Parse `a, b`; see `Parser`."""
        raise NotImplementedError

    def assignment(self) -> nodes.Node:
        """Parse all but the comma operator; see `Parser`."""
        raise NotImplementedError

    def declared_name(self, wanted: str) -> str:
        """Parse a name that is declared here."""
        token = self.token
        if token.kind != NAME or token.text in RESERVED:
            raise self.unexpected(wanted)
        self.advance()
        return token.text

    def binding(self) -> nodes.Node:
        """Parse a name or a pattern that declares names; see `Parser`."""
        raise NotImplementedError

    def function_body(self) -> nodes.Node:
        """Parse the statements of a function; see `Parser`."""
        raise NotImplementedError

    def arrow(self) -> nodes.Node | None:
        """Parse an arrow function if one begins here."""
        token = self.token
        if token.kind == NAME and self.peek().text == "=>" and self.peek().kind == PUNCTUATOR:
            if token.text in RESERVED:
                return None
            self.advance()
            name = nodes.Name(token.start, token.text)
            return self._arrow_body([nodes.Parameter(token.start, name, None, rest=False)])
        if not self.at("(") or not self._arrow_after(self.position):
            return None
        return self._arrow_body(self._parameters(sloppy=False))

    def _arrow_after(self, position: int) -> bool:
        level = 0
        for index in range(position, len(self.tokens)):
            token = self.tokens[index]
            if token.kind == PUNCTUATOR and token.text in ("(", ")"):
                level += 1 if token.text == "(" else -1
                if not level:
                    following = self.tokens[index + 1]
                    return following.kind == PUNCTUATOR and following.text == "=>" and not following.newline
        return False

    def _parameters(self, *, sloppy: bool) -> list[nodes.Parameter]:
        self.expect("(")
        found: list[nodes.Parameter] = []
        self.scopes.append(frozenset())
        while not self.at(")"):
            rest = self.accept("...")
            token = self.token
            target = self.binding()
            self.scopes[-1] |= {*names_in(target)}
            default = self.assignment() if not rest and self.accept("=") else None
            found.append(self.made(nodes.Parameter(token.start, target, default, rest=rest)))
            if rest or not self.accept(","):
                break
        self.scopes.pop()
        self.expect(")")
        names = [name for parameter in found for name in names_in(parameter.target)]
        if len(set(names)) < len(names):
            is_simple = all(
                isinstance(each.target, nodes.Name) and not each.default and not each.rest for each in found
            )
            if sloppy and is_simple:
                raise UnsupportedSyntax("Two parameters of one name", offset=found[0].start)
            raise ExpressionSyntaxError("Two parameters have one name", offset=found[0].start)
        return found

    def function(self, start: int, name: str, *, is_method: bool = False) -> nodes.Arrow:
        """Parse a function from its parameters on."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        parameters = self._parameters(sloppy=not is_method)
        self.scopes.append(frozenset(name for each in parameters for name in names_in(each.target)))
        body = self.function_body()
        self.scopes.pop()
        self.depth -= 1
        return self.made(nodes.Arrow(start, parameters, body, name=name, is_arrow=False))

    def function_value(self, start: int) -> nodes.Node:
        """Parse a function from behind the word `function` on."""
        if self.at("*"):
            raise left_out("generator", start)
        return self.function(start, "" if self.at("(") else self.declared_name("Expected a name"))

    def _arrow_body(self, parameters: list[nodes.Parameter]) -> nodes.Node:
        if self.token.newline:
            raise self.unexpected()
        start = self.expect("=>").start
        self.scopes.append(frozenset(name for each in parameters for name in names_in(each.target)))
        body = self.function_body() if self.at("{") else self.assignment()
        self.scopes.pop()
        return self.made(nodes.Arrow(start, parameters, body))
