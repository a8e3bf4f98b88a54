"""Cutting the text of a date into tokens, as V8 does it (dateparser.h)."""

from __future__ import annotations

from .dates import MONTHS
from .text import LINE_ENDS, WHITESPACE

NUMBER, SYMBOL, MONTH, HALF_DAY, ZONE, SEPARATOR, WORD, SPACE, UNKNOWN, END = range(10)
"""The kinds of token."""

_DIGITS = frozenset("0123456789")
_SPACE = frozenset(WHITESPACE) | frozenset(LINE_ENDS)
_SIGNIFICANT = 9
_PREFIX = 3
_KEYWORDS = {
    "am": (HALF_DAY, 0),
    "pm": (HALF_DAY, 12),
    "ut": (ZONE, 0),
    "utc": (ZONE, 0),
    "z": (ZONE, 0),
    "gmt": (ZONE, 0),
    "est": (ZONE, -5),
    "edt": (ZONE, -4),
    "cst": (ZONE, -6),
    "cdt": (ZONE, -5),
    "mst": (ZONE, -7),
    "mdt": (ZONE, -6),
    "pst": (ZONE, -8),
    "pdt": (ZONE, -7),
    "t": (SEPARATOR, 0),
}
_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}


class DateToken:
    """A piece of the text of a date.

    Parameters
    ----------
    kind
        One of the kinds above.
    value
        A number, or what a keyword stands for.
    size
        How many characters it has.
    symbol
        The character of a symbol.
    """

    __slots__ = ("kind", "size", "symbol", "value")

    def __init__(self, kind: int, value: int = 0, size: int = 0, symbol: str = "") -> None:
        self.kind = kind
        self.value = value
        self.size = size
        self.symbol = symbol

    def is_digits(self, size: int) -> bool:
        """Tell whether it is a number of so many digits."""
        return self.kind == NUMBER and self.size == size

    @property
    def is_sign(self) -> bool:
        """Whether it is a plus or minus."""
        return self.symbol in ("+", "-")

    @property
    def is_z(self) -> bool:
        """Whether it is the letter Z."""
        return self.kind == ZONE and self.size == 1


def tokens_of(text: str) -> list[DateToken]:
    """Cut a text into tokens; the last is of kind END."""
    found: list[DateToken] = []
    position = 0
    while position < len(text):
        token, position = _read(text, position)
        found.append(token)
    found.append(DateToken(END))
    return found


def _read(text: str, start: int) -> tuple[DateToken, int]:
    character = text[start]
    if character in _DIGITS:
        end = start
        while text[end : end + 1] in _DIGITS:
            end += 1
        significant = text[start:end].lstrip("0")[:_SIGNIFICANT]
        return DateToken(NUMBER, int(significant or "0"), end - start), end
    if character in ":-+.)":
        return DateToken(SYMBOL, size=1, symbol=character), start + 1
    if character in _SPACE:
        return DateToken(SPACE, size=1), start + 1
    if character >= "A":
        return _word(text, start)
    if character == "(":
        return DateToken(UNKNOWN), _after_parentheses(text, start)
    return DateToken(UNKNOWN), start + 1


def _word(text: str, start: int) -> tuple[DateToken, int]:
    end = start
    while end < len(text) and text[end] >= "A" and text[end] not in _SPACE:
        end += 1
    size = end - start
    prefix = "".join([chr(ord(character) | 0x20) for character in text[start : min(end, start + _PREFIX)]])
    if prefix in _MONTHS:
        return DateToken(MONTH, _MONTHS[prefix], size), end
    kind, value = _KEYWORDS.get(prefix, (WORD, 0)) if size <= _PREFIX else (WORD, 0)
    return DateToken(kind, value, size), end


def _after_parentheses(text: str, start: int) -> int:
    balance = 0
    for position in range(start, len(text)):
        balance += {"(": 1, ")": -1}.get(text[position], 0)
        if not balance:
            return position + 1
    return len(text)
