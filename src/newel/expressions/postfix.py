"""The parser's lower half: values, and what follows them directly (`.a`, `[b]`, `(c)`)."""

from __future__ import annotations

from . import nodes
from .bigints import BigInt, read_bigint
from .builtins import is_known
from .cursor import Cursor
from .errors import ExpressionSyntaxError, UnsupportedSyntax
from .limits import MAX_NESTING
from .numbers import number_to_string
from .statement_nodes import CoverDefault, names_in
from .text import split_units
from .tokens import (
    BIGINT,
    JSONPATH,
    NAME,
    NUMBER,
    PUNCTUATOR,
    REGEX,
    RESERVED,
    STATEMENTS,
    STRING,
    TEMPLATE,
    Token,
)

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_LARGEST_STEP = 2**31


class PostfixParser(Cursor):
    """Parses values and chains of member access and calls; `Parser` adds the operators."""

    def expression(self) -> nodes.Node:
        """Parse `a, b`; see `Parser`."""
        raise NotImplementedError

    def assignment(self) -> nodes.Node:
        """Parse all but the comma operator; see `Parser`."""
        raise NotImplementedError

    def postfix(self) -> nodes.Node:
        """Parse a value and the chain that follows it."""
        tree = self._primary()
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
                raise UnsupportedSyntax("A tagged template", offset=token.start)
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
            arguments.append(self._element())
            if not self.at(")"):
                self.expect(",")
        self.advance()
        return arguments

    def _new(self, start: int) -> nodes.Node:
        """Parse what follows `new`: its callee ends before the first parenthesis."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        callee = self._primary()
        while self.at(".") or self.at("["):
            place = self.token.start
            callee = self._member(callee, place) if self.accept(".") else self._index(callee, optional=False)
            self.made(callee)
        self.depth -= 1
        if self.at("?."):
            raise self.unexpected()
        return self.made(nodes.New(start, callee, self._arguments() if self.at("(") else []))

    def _element(self) -> nodes.Node:
        if not self.at("..."):
            return self.assignment()
        start = self.advance().start
        return self.made(nodes.Spread(start, self.assignment()))

    def _primary(self) -> nodes.Node:
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
                raise UnsupportedSyntax("`new.target`", offset=token.start)
            return self._new(token.start)
        if word == "function":
            return self._function_value(token.start)
        if word in STATEMENTS or word in ("in", "instanceof"):
            raise ExpressionSyntaxError(f"Unexpected `{word}`", offset=token.start)
        if word in RESERVED:
            raise UnsupportedSyntax(f"`{word}`", offset=token.start)
        is_async = self.token.kind == NAME or (self.at("(") and self._arrow_after(self.position))
        if word == "async" and is_async and not self.token.newline:
            raise UnsupportedSyntax("`async`", offset=token.start)
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
            items.append(self._element())
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
            raise UnsupportedSyntax("An accessor or async method in an object", offset=token.start)
        if self.at("*"):
            raise UnsupportedSyntax("A generator", offset=token.start)
        if self.accept("["):
            key = self.assignment()
            self.expect("]")
        else:
            key = self._fixed_key(token)
        if self.at("("):
            return nodes.Property(token.start, key, self.function(token.start, ""))
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
        return self._arrow_body(self._parameters())

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

    def _parameters(self) -> list[nodes.Parameter]:
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
            raise ExpressionSyntaxError("Two parameters have one name", offset=found[0].start)
        return found

    def binding(self) -> nodes.Node:
        """Parse a name or a pattern that declares names; see `Parser`."""
        raise NotImplementedError

    def function_body(self) -> nodes.Node:
        """Parse the statements of a function; see `Parser`."""
        raise NotImplementedError

    def value(self) -> nodes.Node:
        """Parse a value with nothing behind it."""
        return self._primary()

    def declared_name(self, wanted: str) -> str:
        """Parse a name that is declared here."""
        token = self.token
        if token.kind != NAME or token.text in RESERVED:
            raise self.unexpected(wanted)
        self.advance()
        return token.text

    def function(self, start: int, name: str) -> nodes.Arrow:
        """Parse a function from its parameters on."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.too_deep()
        parameters = self._parameters()
        self.scopes.append(frozenset(name for each in parameters for name in names_in(each.target)))
        body = self.function_body()
        self.scopes.pop()
        self.depth -= 1
        return self.made(nodes.Arrow(start, parameters, body, name=name, is_arrow=False))

    def _function_value(self, start: int) -> nodes.Node:
        if self.at("*"):
            raise UnsupportedSyntax("A generator", offset=start)
        return self.function(start, "" if self.at("(") else self.declared_name("Expected a name"))

    def _arrow_body(self, parameters: list[nodes.Parameter]) -> nodes.Node:
        if self.token.newline:
            raise self.unexpected()
        start = self.expect("=>").start
        self.scopes.append(frozenset(name for each in parameters for name in names_in(each.target)))
        body = self.function_body() if self.at("{") else self.assignment()
        self.scopes.pop()
        return self.made(nodes.Arrow(start, parameters, body))
