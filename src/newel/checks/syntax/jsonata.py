"""JSONata 2.0 as far as a check needs it: does it parse, and what does it refer to.

A parser of our own, for it needs a fraction of the time that the library takes to be imported. Its rules are those of
the reference implementation (docs.jsonata.org: "Operators", "Expressions"): an operator binds with its power.
"""

from __future__ import annotations

from dataclasses import dataclass

from newel.checks.syntax.jsonata_tokens import Token, Unreadable, tokens

POWERS = {
    **dict.fromkeys((".",), 75),
    **dict.fromkeys(("[", "(", "@", "#"), 80),
    **dict.fromkeys(("{",), 70),
    **dict.fromkeys(("*", "/", "%"), 60),
    **dict.fromkeys(("+", "-", "&"), 50),
    **dict.fromkeys(("=", "<", ">", "!=", "<=", ">=", "~>", "in", "^"), 40),
    **dict.fromkeys(("and",), 30),
    **dict.fromkeys(("or",), 25),
    **dict.fromkeys(("?",), 20),
    **dict.fromkeys((":=",), 10),
}
_UNARY = 70
_DEEPEST = 150


@dataclass(frozen=True)
class Node:
    """A part of an expression.

    Attributes
    ----------
    kind
        name, variable, literal, wildcard, binary, step, filter, group, sort, call, function, transform, bind,
        or several (a block, an array, an object, a condition).
    text
        The name, the variable, or the operator.
    parts
        What it is made of; of step, filter, group and sort the first is what the others are applied to.
    """

    kind: str
    text: str
    parts: tuple[Node, ...] = ()


def parse(text: str) -> Node:
    """Parse an expression, without `{%` and `%}`.

    Raises
    ------
    Unreadable
        It is no JSONata 2.0.
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._now = next(self._tokens)
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self._now.kind != "end":
            raise Unreadable(f"Syntax error: {self._now.text!r} at character {self._now.at + 1}")
        return node

    def _take(self) -> Token:
        token = self._now
        if token.kind != "end":
            self._now = next(self._tokens)
        return token

    def _is(self, operator: str) -> bool:
        return self._now.kind == "operator" and self._now.text == operator

    def _want(self, operator: str) -> None:
        if not self._is(operator):
            if self._now.kind == "end":
                raise Unreadable(f"Expected {operator!r} before end of expression")
            raise Unreadable(f"Expected {operator!r}, got {self._now.text!r} at character {self._now.at + 1}")
        self._take()

    def _next(self, end: str | None) -> None:
        """Pass over a separator, after which there is no `end`."""
        self._take()
        if end and self._is(end):
            raise Unreadable(f"Unexpected {end!r} after a comma")

    def _expression(self, power: int) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("the expression is nested too deeply")
        left = self._prefix(self._take())
        while self._now.kind == "operator" and POWERS.get(self._now.text, 0) > power:
            left = self._infix(left, self._take())
        self._depth -= 1
        return left

    def _prefix(self, token: Token) -> Node:
        match token.kind:
            case "end":
                raise Unreadable("Unexpected end of expression")
            case "name":
                if token.text in ("function", "λ") and self._is("("):
                    return self._function()
                return Node("name", token.text)
            case "variable":
                return Node("variable", token.text)
            case "string" | "number" | "value" | "regex":
                return Node("literal", token.text)
            case _:
                return self._opening(token)

    def _opening(self, token: Token) -> Node:
        match token.text:
            case "-":
                return Node("several", "-", (self._expression(_UNARY),))
            case "*" | "**" | "%":
                return Node("wildcard", token.text)
            case "(":
                return Node("several", "(", tuple(self._until(")", ";")))
            case "[":
                return Node("several", "[", tuple(self._items()))
            case "{":
                return Node("several", "{", tuple(self._members()))
            case "|":
                return self._transform()
            case _:
                pass
        raise Unreadable(f'The symbol "{token.text}" cannot be used as a unary operator (character {token.at + 1})')

    def _infix(self, left: Node, token: Token) -> Node:
        match token.text:
            case ".":
                if self._now.kind in ("number", "value"):
                    raise Unreadable(f"The literal value {self._now.text} cannot be used as a step within a path")
                return Node("step", ".", (left, self._expression(POWERS["."])))
            case "[":
                if self._is("]"):
                    self._take()
                    return left
                inside = self._expression(0)
                self._want("]")
                return Node("filter", "[", (left, inside))
            case "(":
                return Node("call", "(", (left, *self._until(")", ",", placeholders=True)))
            case "{":
                return Node("group", "{", (left, *self._members()))
            case "^":
                self._want("(")
                return Node("sort", "^", (left, *self._terms()))
            case _:
                return self._joining(left, token)

    def _joining(self, left: Node, token: Token) -> Node:
        match token.text:
            case "@" | "#":
                if self._now.kind != "variable":
                    raise Unreadable(f"The right side of {token.text} must be a variable name (start with $)")
                return Node("bind", self._take().text, (left,))
            case "?":
                return self._condition(left)
            case ":=":
                if left.kind != "variable":
                    raise Unreadable("The left side of := must be a variable name (start with $)")
                return Node("bind", left.text, (self._expression(POWERS[":="] - 1),))
            case _:
                pass
        return Node("binary", token.text, (left, self._expression(POWERS[token.text])))

    def _until(self, end: str, separator: str, *, placeholders: bool = False) -> list[Node]:
        """Expressions up to `end`; a block may close with its separator."""
        found: list[Node] = []
        while not self._is(end):
            if placeholders and self._is("?"):
                self._take()
            else:
                found.append(self._expression(0))
            if not self._is(separator):
                break
            self._next(end if separator == "," else None)
        self._want(end)
        return found

    def _items(self) -> list[Node]:
        found: list[Node] = []
        while not self._is("]"):
            found.append(self._expression(0))
            if self._is(".."):
                self._take()
                found.append(self._expression(0))
            if not self._is(","):
                break
            self._next("]")
        self._want("]")
        return found

    def _members(self) -> list[Node]:
        found: list[Node] = []
        while not self._is("}"):
            found.append(self._expression(0))
            self._want(":")
            found.append(self._expression(0))
            if not self._is(","):
                break
            self._next("}")
        self._want("}")
        return found

    def _terms(self) -> list[Node]:
        found: list[Node] = []
        while True:
            if self._is("<") or self._is(">"):
                self._take()
            found.append(self._expression(0))
            if not self._is(","):
                break
            self._take()
        self._want(")")
        return found

    def _condition(self, left: Node) -> Node:
        then = self._expression(0)
        if not self._is(":"):
            return Node("several", "?", (left, then))
        self._take()
        return Node("several", "?", (left, then, self._expression(0)))

    def _transform(self) -> Node:
        parts = [self._expression(0)]
        self._want("|")
        parts.append(self._expression(0))
        if self._is(","):
            self._take()
            parts.append(self._expression(0))
        self._want("|")
        return Node("transform", "|", tuple(parts))

    def _function(self) -> Node:
        self._want("(")
        parameters: list[Node] = []
        while self._now.kind == "variable":
            parameters.append(Node("variable", self._take().text))
            if not self._is(","):
                break
            self._next(")")
        if not self._is(")"):
            raise Unreadable("the parameters of a function definition must be variable names (start with $)")
        self._take()
        if self._is("<"):
            self._signature()
        self._want("{")
        body = self._expression(0)
        self._want("}")
        names = ",".join(parameter.text for parameter in parameters)
        return Node("function", names, (body,))

    def _signature(self) -> None:
        depth = 0
        while True:
            token = self._take()
            if token.kind == "end":
                raise Unreadable("the signature of a function has no closing >")
            depth += (token.text == "<") - (token.text == ">")
            if depth == 0:
                return
