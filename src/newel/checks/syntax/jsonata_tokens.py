"""The tokens of JSONata 2.0 (docs.jsonata.org), for `newel.checks.syntax.jsonata`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATORS = (
    *("..", ":=", "!=", ">=", "<=", "**", "~>"),
    *(".", "[", "]", "{", "}", "(", ")", ",", "@", "#", ";", ":", "?", "+", "-", "*", "/", "%", "|", "=", "<", ">"),
    *("^", "&"),
)

_BLANK = re.compile(r"(?:\s+|/\*.*?\*/)+", re.DOTALL)
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[\"'\\/bfnrt]|u[0-9A-Fa-f]{4})|(\\.)", re.DOTALL)
_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_BACKQUOTED = re.compile(r"`([^`]*)`")
_NAME = re.compile(rf"[^\s{re.escape('.[]{}(),@#;:?+-*/%|=<>^&!~`')}\"']+")
_OPERATOR = re.compile("|".join(re.escape(operator) for operator in OPERATORS))
# Before these a value has ended, so that a slash divides; else it begins a regular expression.
_VALUES = frozenset({"name", "variable", "string", "number", "value", "regex"})


class Unreadable(Exception):
    """The text is no JSONata; the message says what and where."""


@dataclass(frozen=True)
class Token:
    """A piece of an expression.

    Attributes
    ----------
    kind
        name, variable, string, number, value (true, false, null), regex, operator, or end.
    text
        What it says: a name without its backquotes, a variable without its `$`.
    at
        Where it begins, from 0.
    """

    kind: str
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """Cut an expression up.

    Raises
    ------
    Unreadable
        A text, name, comment or regular expression has no end, or a character has no place.
    """
    at, before = 0, Token("operator", "(", 0)
    while True:
        if blank := _BLANK.match(text, at):
            at = blank.end()
        if at >= len(text):
            yield Token("end", "", len(text))
            return
        before, at = _next(text, at, before)
        yield before


def _next(text: str, at: int, before: Token) -> tuple[Token, int]:
    first = text[at]
    if first == "/" and before.kind not in _VALUES and before.text not in (")", "]", "}"):
        if text.startswith("/*", at):
            raise Unreadable("Comment has no closing tag")
        end = _regex_end(text, at)
        return Token("regex", text[at:end], at), end
    if first in "\"'":
        found = _STRING.match(text, at)
        if found is None:
            raise Unreadable("String literal must be terminated by a matching quote")
        inside = found[1] if found[1] is not None else found[2]
        for escape in _ESCAPE.finditer(inside):
            if escape[1]:
                raise Unreadable(f"Unsupported escape sequence: {escape[1]}")
        return Token("string", inside, at), found.end()
    if first == "`":
        found = _BACKQUOTED.match(text, at)
        if found is None:
            raise Unreadable("Quoted property name must be terminated with a backquote (`)")
        return Token("name", found[1], at), found.end()
    if found := _NUMBER.match(text, at):
        return Token("number", found.group(), at), found.end()
    if found := _OPERATOR.match(text, at):
        return Token("operator", found.group(), at), found.end()
    found = _NAME.match(text, at)
    if found is None:
        raise Unreadable(f"Unknown operator: {first!r} at character {at + 1}")
    return _named(found.group(), at, before), found.end()


def _named(text: str, at: int, before: Token) -> Token:
    if text.startswith("$"):
        return Token("variable", text[1:], at)
    if text in ("and", "or", "in") and (before.kind in _VALUES or before.text in (")", "]", "}")):
        return Token("operator", text, at)
    return Token("value" if text in ("true", "false", "null") else "name", text, at)


def _regex_end(text: str, start: int) -> int:
    depth, at = 0, start + 1
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "/" and depth == 0:
            if at == start + 1:
                raise Unreadable("Empty regular expressions are not allowed")
            flags = re.compile(r"[im]*").match(text, at + 1)
            return flags.end() if flags else at + 1
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        at += 1
    raise Unreadable("No terminating / in regular expression")
