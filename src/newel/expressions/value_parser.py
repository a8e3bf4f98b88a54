"""Parsing values: literals, names, arrays, objects and templates."""

from __future__ import annotations

from . import nodes
from .bigints import BigInt, read_bigint
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .function_parser import FunctionParser
from .left_out import left_out
from .numbers import number_to_string
from .statement_nodes import CoverDefault
from .text import split_units
from .tokens import BIGINT, JSONPATH, NAME, NUMBER, PUNCTUATOR, REGEX, RESERVED, STATEMENTS, STRING, TEMPLATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class ValueParser(FunctionParser):
    """Parses values; `PostfixParser` adds what follows them."""

    def new(self, start: int) -> nodes.Node:
        """Parse what follows `new`; see `PostfixParser`."""
        raise NotImplementedError

    def value(self) -> nodes.Node:
        """Parse a value with nothing behind it."""
        token = self.token
        if self.accept("("):
            inside = self.expression()
            self.expect(")")
            self.parenthesised = inside
            return inside
        if self.at("["):
            return self._array()
        if self.at("{"):
            return self._object()
        if token.kind == NAME:
            return self._word(token)
        if token.kind in (NUMBER, STRING):
            self.advance()
            return nodes.Literal(token.start, token.value)
        if token.kind == TEMPLATE and token.text == "`":
            return self._template()
        if token.kind == JSONPATH:
            self.advance()
            return nodes.ForeignPath(token.start, token.text)
        if token.kind == REGEX:
            self.advance()
            pattern, _, flags = token.text[1:].rpartition("/")
            return nodes.RegExpLiteral(token.start, split_units(pattern), flags)
        if token.kind == BIGINT:
            self.advance()
            return nodes.Literal(token.start, BigInt(read_bigint(None, token.text) or 0))
        raise self.unexpected()

    def _word(self, token: Token) -> nodes.Node:
        self.advance()
        word = token.text
        if word in RESERVED and token.final:
            raise ExpressionSyntaxError("A keyword cannot be written with escapes", offset=token.start)
        if word in _CONSTANTS:
            return nodes.Literal(token.start, _CONSTANTS[word])
        if word == "new":
            if self.at("."):
                raise left_out("new.target", token.start)
            return self.new(token.start)
        if word == "function":
            return self.function_value(token.start)
        if word in STATEMENTS or word in ("in", "instanceof"):
            raise ExpressionSyntaxError(f"Unexpected `{word}`", offset=token.start)
        if word in RESERVED:
            raise left_out(word, token.start)
        is_async = self.token.kind == NAME or (self.at("(") and self._arrow_after(self.position))
        if word == "async" and is_async and not self.token.newline:
            if token.final and self.at("("):
                raise ExpressionSyntaxError("`async` must not be written with escapes", offset=token.start)
            raise left_out("async", token.start)
        if word in ("$", "$$") and not any(word in scope for scope in self.scopes):
            return nodes.Path(token.start, word, ())
        return nodes.Name(token.start, word)

    def _array(self) -> nodes.Node:
        start = self.advance().start
        items: list[nodes.Node] = []
        trailing = False
        while not self.at("]"):
            place = self.token.start
            if self.accept(","):
                items.append(nodes.Hole(place))
                continue
            items.append(self.element())
            if not self.at("]"):
                self.expect(",")
                trailing = self.at("]")
        self.advance()
        return self.made(nodes.ArrayLiteral(start, items, trailing=trailing))

    def _object(self) -> nodes.Node:
        start = self.advance().start
        entries: list[nodes.Property | nodes.Spread] = []
        while not self.at("}"):
            if self.at("..."):
                place = self.advance().start
                entries.append(nodes.Spread(place, self.assignment()))
            else:
                entries.append(self._property())
            if not self.at("}"):
                self.expect(",")
        self.advance()
        return self.made(nodes.ObjectLiteral(start, entries))

    def _property(self) -> nodes.Property:
        token = self.token
        if token.kind == NAME and token.text in ("get", "set", "async") and not self._ends_key(self.peek()):
            if token.final:
                raise ExpressionSyntaxError(f"`{token.text}` must not be written with escapes", offset=token.start)
            raise left_out(token.text, token.start)
        if self.at("*"):
            raise left_out("generator", token.start)
        if self.accept("["):
            key = self.assignment()
            self.expect("]")
        else:
            key = self._fixed_key(token)
        if self.at("("):
            return nodes.Property(token.start, key, self.function(token.start, "", is_method=True))
        if token.kind == NAME and (self.at(",") or self.at("}") or self.at("=")):
            return self._shorthand(token, key)
        self.expect(":")
        if token.kind in (NAME, STRING) and isinstance(key, nodes.Literal) and key.value == "__proto__":
            raise UnsupportedSyntax("`__proto__` in an object", offset=token.start, hint="Write ['__proto__'].")
        return nodes.Property(token.start, key, self.assignment())

    def _ends_key(self, token: Token) -> bool:
        return token.kind == PUNCTUATOR and token.text in (",", ":", "(", "}", "=")

    def _fixed_key(self, token: Token) -> nodes.Literal:
        self.advance()
        if token.kind == NAME:
            return nodes.Literal(token.start, token.text)
        if token.kind == STRING:
            return nodes.Literal(token.start, token.value)
        if token.kind == NUMBER and isinstance(token.value, float):
            return nodes.Literal(token.start, number_to_string(token.value))
        if token.kind == BIGINT:
            raise UnsupportedSyntax("A BigInt as a key", offset=token.start)
        self.position -= 1
        self.token = token
        raise self.unexpected("Expected a key")

    def _shorthand(self, token: Token, key: nodes.Node) -> nodes.Property:
        if token.text in RESERVED:
            raise ExpressionSyntaxError(f"`{token.text}` is a keyword and stands for no value", offset=token.start)
        is_root = token.text in ("$", "$$") and not any(token.text in scope for scope in self.scopes)
        value: nodes.Node = nodes.Path(token.start, token.text, ()) if is_root else nodes.Name(token.start, token.text)
        if self.at("="):
            start = self.advance().start
            value = self.made(CoverDefault(start, value, self.assignment()))
        return nodes.Property(token.start, key, value)

    def _template(self) -> nodes.Node:
        token = self.advance()
        start = token.start
        chunks = [str(token.value)]
        parts: list[nodes.Node] = []
        while not token.final:
            parts.append(self.expression())
            token = self.token
            if token.kind != TEMPLATE or token.text != "}":
                raise self.unexpected("Expected `}`")
            self.advance()
            chunks.append(str(token.value))
        return self.made(nodes.Template(start, chunks, parts))

    def element(self) -> nodes.Node:
        """Parse an argument or the element of an array: a value, or one that is spread."""
        if not self.at("..."):
            return self.assignment()
        start = self.advance().start
        return self.made(nodes.Spread(start, self.assignment()))
