"""The syntax tree of a pattern."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .charsets import Charset


class Part:
    """Any piece of a pattern."""

    __slots__ = ()


class Set(Part):
    r"""One character out of a set: `a`, `.`, `[a-z]`, `\d`."""

    __slots__ = ("charset",)

    def __init__(self, charset: Charset) -> None:
        self.charset = charset


class Edge(Part):
    r"""`^`, `$`, `\b` or `\B`, by that name."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Sequence(Part):
    """Parts that follow each other; none of them is the empty pattern."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts


class Choice(Part):
    """`a|b|c`."""

    __slots__ = ("branches",)

    def __init__(self, branches: list[Part]) -> None:
        self.branches = branches


class Capture(Part):
    """`(a)` or `(?<name>a)`, by its number."""

    __slots__ = ("body", "number")

    def __init__(self, number: int, body: Part) -> None:
        self.number = number
        self.body = body


class Back(Part):
    r"""`\1` or `\k<name>`; the number of a name is known when the whole pattern is read."""

    __slots__ = ("name", "number")

    def __init__(self, number: int, name: str = "") -> None:
        self.number = number
        self.name = name


class Look(Part):
    """`(?=a)`, `(?!a)`, `(?<=a)`, `(?<!a)`."""

    __slots__ = ("behind", "body", "negative")

    def __init__(self, body: Part, *, behind: bool, negative: bool) -> None:
        self.body = body
        self.behind = behind
        self.negative = negative


class Loop(Part):
    """A part with a quantifier.

    Parameters
    ----------
    body
        What is repeated.
    least, most
        How often.
    greedy
        Whether more is tried before less.
    captures
        The numbers of the groups inside, the first and the one behind the last.
    """

    __slots__ = ("body", "captures", "greedy", "least", "most")

    def __init__(self, body: Part, least: int, most: int, captures: tuple[int, int], *, greedy: bool) -> None:
        self.body = body
        self.least = least
        self.most = most
        self.captures = captures
        self.greedy = greedy
