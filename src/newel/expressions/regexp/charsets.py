"""Sets of characters, as sorted ranges and as properties that are asked for one character at a time."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    Property: TypeAlias = Callable[[int], bool]

LAST = 0x10FFFF
"""The last code point."""


class Charset:
    """A set of code points (or, in a pattern without the u flag, of UTF-16 units).

    Parameters
    ----------
    ranges
        First and last of each range, in any order.
    properties
        Tests that bring in more.
    inverted
        Whether it is all the others.
    """

    __slots__ = ("bounds", "inverted", "properties")

    def __init__(
        self, ranges: Iterable[tuple[int, int]], properties: tuple[Property, ...] = (), *, inverted: bool = False
    ) -> None:
        self.bounds = _bounds(ranges)
        self.properties = properties
        self.inverted = inverted

    def __contains__(self, code: int) -> bool:
        return self.holds(code)

    def holds(self, code: int) -> bool:
        """Tell whether a code point is in the set."""
        inside = bisect_right(self.bounds, code) & 1 == 1 or any(test(code) for test in self.properties)
        return inside is not self.inverted

    def ranges(self) -> list[tuple[int, int]]:
        """Give the ranges; one that is inverted has the gaps between them, properties left out."""
        found = [(first, end - 1) for first, end in zip(self.bounds[::2], self.bounds[1::2], strict=True)]
        return _gaps(found) if self.inverted else found

    def single(self) -> int:
        """Give the only code point, -1 where there is not exactly one."""
        if self.inverted or self.properties or len(self.bounds) != 2 or self.bounds[1] - self.bounds[0] != 1:
            return -1
        return self.bounds[0]

    def complement(self) -> Charset:
        """Give the set of all others."""
        return Charset(
            [(first, end - 1) for first, end in zip(self.bounds[::2], self.bounds[1::2], strict=True)],
            self.properties,
            inverted=not self.inverted,
        )


def _bounds(ranges: Iterable[tuple[int, int]]) -> list[int]:
    bounds: list[int] = []
    for first, last in sorted(ranges):
        if bounds and first <= bounds[-1]:
            bounds[-1] = max(bounds[-1], last + 1)
        else:
            bounds += [first, last + 1]
    return bounds


def _gaps(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    begin = 0
    for first, last in ranges:
        if first > begin:
            gaps.append((begin, first - 1))
        begin = last + 1
    if begin <= LAST:
        gaps.append((begin, LAST))
    return gaps


def union(sets: list[Charset]) -> Charset:
    """Join sets into one."""
    ranges: list[tuple[int, int]] = []
    properties: list[Property] = []
    for part in sets:
        if part.inverted and part.properties:
            properties.append(part.holds)
        else:
            ranges += part.ranges()
            properties += part.properties
    return Charset(ranges, tuple(properties))


DIGITS = Charset([(48, 57)])
WORD = Charset([(48, 57), (65, 90), (95, 95), (97, 122)])
FOLDED_WORD = Charset([*WORD.ranges(), (0x17F, 0x17F), (0x212A, 0x212A)])
"""What a word consists of under the flags i and u: two letters fold into ASCII (ECMA-262, "WordCharacters")."""

LINE_ENDS = Charset([(10, 10), (13, 13), (0x2028, 0x2029)])
SPACE = Charset(
    [
        *[(9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)],
        *[(0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)],
    ]
)
ANY = Charset([(0, LAST)])
DOT = LINE_ENDS.complement()


class Members(dict[str, bool]):
    """Whether a set holds a character; the answers for ASCII are kept.

    Parameters
    ----------
    charset
        The set.

    Attributes
    ----------
    heavy
        Whether an answer takes so long that it costs fuel of its own.
    """

    __slots__ = ("charset", "heavy")

    def __init__(self, charset: Charset) -> None:
        super().__init__()
        self.charset = charset
        self.heavy = bool(charset.properties)

    def __missing__(self, character: str) -> bool:
        found = self.charset.holds(ord(character))
        if character < "\x80":
            self[character] = found
        return found
