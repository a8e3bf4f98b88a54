"""Filters of paths: `[?(@.price > 10 && @.name =~ /a.*/)]`, as Jayway's JsonPath has them, which AWS uses."""

from __future__ import annotations

import json
import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.json_types import is_array, is_object
from newel.local import paths
from newel.local.failure import InvalidDefinition
from newel.local.java import to_string

if TYPE_CHECKING:
    from collections.abc import Callable

Test: TypeAlias = "Callable[[Any, Any], bool]"
"""Says of an item (`@`), with the root of its path (`$`), whether it stays."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<path>[@$](?:\.{1,2}(?:\*|[\w-]+(?:\(\))?)|\[(?:'[^']*'|"[^"]*"|[^\]'"(])*\])*)
    |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<regex>/(?:[^/\\]|\\.)*/[imsux]*)
    |(?P<list>\[(?:'[^']*'|"[^"]*"|[^\]'"])*\])
    |(?P<plain>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)
    |(?P<sign>&&|\|\||==|!=|<=|>=|=~|[<>()!]|(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\b))""",
    re.VERBOSE,
)
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE, "u": re.UNICODE}

NOTHING = object()
"""What a path gives that finds nothing."""


@dataclass(frozen=True)
class Pattern:
    """A regular expression, whole texts of which match."""

    regex: re.Pattern[str]


Value: TypeAlias = "Callable[[Any, Any], Any]"


def read(text: str, at: int) -> tuple[Test, int]:
    """Read the filter that begins with `[?(` at `at`; return what it tests, and where it ends.

    Raises
    ------
    NewelError
        It cannot be read.
    """
    reader = _Reader(text, at + 3)
    try:
        test = reader.either()
    except RecursionError:
        raise reader.wrong() from None
    reader.insist_on(")")
    end = re.compile(r"\s*\]").match(text, reader.at)
    if end is None:
        raise reader.wrong()
    return test, end.end()


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self.at = at

    def wrong(self) -> InvalidDefinition:
        rest = self._text[self.at : self.at + 12]
        return InvalidDefinition(f"the filter of {self._text!r} cannot be read at character {self.at + 1}: {rest!r}")

    def _sign(self, *signs: str) -> str | None:
        """Go past the next token where it is one of `signs`."""
        found = _TOKEN.match(self._text, self.at)
        if found is None or found["sign"] not in signs:
            return None
        self.at = found.end()
        return found["sign"]

    def insist_on(self, sign: str) -> None:
        if self._sign(sign) is None:
            raise self.wrong()

    def either(self) -> Test:
        tests = [self._both()]
        while self._sign("||"):
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda item, root: any(test(item, root) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._sign("&&"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda item, root: all(test(item, root) for test in tests)

    def _one(self) -> Test:
        if self._sign("!"):
            inner = self._one()
            return lambda item, root: not inner(item, root)
        if self._sign("("):
            inner = self.either()
            self.insist_on(")")
            return inner
        left = self._value()
        sign = self._sign(*_COMPARISONS)
        if sign is None:
            return lambda item, root: left(item, root) is not NOTHING
        compare, right = _COMPARISONS[sign], self._value()
        return lambda item, root: compare(left(item, root), right(item, root))

    def _value(self) -> Value:
        found = _TOKEN.match(self._text, self.at)
        if found is None or found["sign"]:
            raise self.wrong()
        token: str = found.group().strip()
        try:
            value = _READERS[str(found.lastgroup)](token)
        except (ValueError, re.error):
            raise self.wrong() from None
        self.at = found.end()
        return value


def _path(token: str) -> Value:
    path = paths.parse(f"${token[1:]}")
    here = token.startswith("@")

    def find(item: Any, root: Any) -> Any:
        try:
            return paths.find(path, item if here else root)
        except paths.Missing:
            return NOTHING

    return find


def _constant(value: Any) -> Value:
    return lambda _item, _root: value


def _regex(token: str) -> Value:
    pattern, _, flags = token[1:].rpartition("/")
    joined = re.NOFLAG
    for flag in flags:
        joined |= _FLAGS[flag]
    return _constant(Pattern(re.compile(pattern, joined)))


_READERS: dict[str, Callable[[str], Value]] = {
    "path": _path,
    "text": lambda token: _constant(paths.unquote(token)),
    "regex": _regex,
    "list": lambda token: _constant(json.loads(re.sub(r"'([^'\"]*)'", r'"\1"', token))),
    "plain": lambda token: _constant(json.loads(token)),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(left: Any, right: Any) -> bool:
    """Whether two values are equal; a number and a text are, where one reads as the other."""
    if isinstance(left, str) and _is_number(right):
        return left == to_string(right)
    if _is_number(left) and isinstance(right, str):
        try:
            return bool(left == float(right))
        except ValueError:
            return False
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right) and left is not NOTHING


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def test(left: Any, right: Any) -> bool:
        alike = (_is_number(left) and _is_number(right)) or (isinstance(left, str) and isinstance(right, str))
        return alike and compare(left, right)

    return test


def _matches(left: Any, right: Any) -> bool:
    return isinstance(right, Pattern) and isinstance(left, str) and right.regex.fullmatch(left) is not None


def _among(left: Any, right: Any) -> bool:
    return is_array(right) and any(_equal(left, item) for item in right)


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return isinstance(right, str) and right in left
    return _among(right, left)


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, str) or is_array(value) or is_object(value) else None


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "=~": _matches,
    "in": _among,
    "nin": lambda left, right: not _among(left, right),
    "subsetof": lambda left, right: is_array(left) and all(_among(item, right) for item in left),
    "anyof": lambda left, right: is_array(left) and any(_among(item, right) for item in left),
    "noneof": lambda left, right: is_array(left) and not any(_among(item, right) for item in left),
    "size": lambda left, right: _size(left) is not None and _size(left) == right,
    "empty": lambda left, right: _size(left) is not None and (_size(left) == 0) is right,
    "contains": _contains,
}
"""The operators of filters (JsonPath's manual: "Filter Operators")."""
