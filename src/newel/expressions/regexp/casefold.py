"""Which characters are the same under the i flag (ECMA-262, "Canonicalize").

Without the u flag that is the simple upper case, with it the simple case folding of Unicode.
"""

from __future__ import annotations

from functools import cache

from ..text import join_units
from .charsets import Charset
from .properties import is_unassigned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .charsets import Property

_CASED = (
    (0x41, 0x5B), (0x61, 0x7B), (0xB5, 0x590), (0x10A0, 0x1100), (0x13A0, 0x1400), (0x1C80, 0x1CC0), (0x1D79, 0x1D8F),
    (0x1E00, 0x2000), (0x2126, 0x2190), (0x24B6, 0x24EA), (0x2C00, 0x2E00), (0xA640, 0xA800), (0xAB30, 0xABC0),
    (0xFB00, 0xFB07), (0xFF21, 0xFF5B), (0x10400, 0x10600), (0x10C80, 0x10D00), (0x118A0, 0x118E0),
    (0x16E40, 0x16E80), (0x1E900, 0x1E944),
)  # fmt: skip
"""Where letters with another case are, so that not all of Unicode is looked through."""

_ADDED = {0xFB05: 0xFB06, 0x1FD3: 0x390, 0x1FE3: 0x3B0}
"""Foldings of Unicode 15.1 between characters that are older."""


_CHANGED = "\u019b\u0264\ua7d3\ua7d5"
"""Letters that have had another case only since Unicode 16."""


def is_certain(text: str) -> bool:
    """Tell whether the case of each character of a text is the same in this version of Unicode and in newer ones."""
    if text.isascii():
        return True
    return not any(is_unassigned(character) or character in _CHANGED for character in set(join_units(text)))


def canonical(code: int, *, unicode: bool) -> int:
    """Give the character that stands for all that are the same as this one."""
    return _folded(code) if unicode else _upper(code)


def _upper(code: int) -> int:
    upper = chr(code).upper()
    if len(upper) != 1 or (code >= 128 and ord(upper) < 128) or ord(upper) > 0xFFFF:
        return code
    return ord(upper)


def _folded(code: int) -> int:
    character = chr(code)
    folded = character.casefold()
    if len(folded) == 1:
        return ord(folded)
    lower = character.lower()
    return _ADDED.get(code, code) if lower == character or len(lower) != 1 else ord(lower)


@cache
def _classes(*, unicode: bool) -> dict[int, tuple[int, ...]]:
    """Give all characters that are the same as another one, and those that they are the same as."""
    groups: dict[int, list[int]] = {}
    for first, end in _CASED:
        for code in range(first, end if unicode else min(end, 0x10000)):
            groups.setdefault(canonical(code, unicode=unicode), []).append(code)
    return {code: tuple(group) for group in groups.values() if len(group) > 1 for code in group}


def same(code: int, *, unicode: bool) -> tuple[int, ...]:
    """Give all characters that are the same as this one, itself included."""
    if code < 128 and not (unicode and code in b"kKsS"):
        character = chr(code)
        return (ord(character.lower()), ord(character.upper())) if character.isalpha() else (code,)
    return _classes(unicode=unicode).get(code, (code,))


def closed(charset: Charset, *, unicode: bool) -> Charset:
    """Give a set with all that is the same as one of its characters."""
    if charset.inverted and charset.properties:
        return Charset((), (_any_same(charset.holds, unicode=unicode),))
    ranges = charset.ranges()
    if sum(last - first for first, last in ranges) < 256:
        codes = [code for first, last in ranges for code in range(first, last + 1)]
        ranges += [(other, other) for code in codes for other in same(code, unicode=unicode)]
        asked = charset.properties
    else:
        asked = (charset.holds,)
    return Charset(ranges, tuple(_any_same(test, unicode=unicode) for test in asked))


def _any_same(test: Property, *, unicode: bool) -> Property:
    return lambda code: any(test(other) for other in same(code, unicode=unicode))
