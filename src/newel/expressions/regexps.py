"""The objects that regular expressions bring along."""

from __future__ import annotations

from .values import Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from .regexp.machine import Program
    from .values import Value

    ListOfValues: TypeAlias = list[Value]
    DictOfValues: TypeAlias = dict[str, Value]
else:
    ListOfValues, DictOfValues = list, dict


class RegExp(Instance):
    """A regular expression; each evaluation of a literal makes a new one.

    Parameters
    ----------
    program
        The compiled pattern, which all of the same text and flags share.
    pattern
        Its text.
    flags
        The flags in the order of the alphabet.
    """

    __slots__ = ("flags", "last_index", "pattern", "program")

    def __init__(self, program: Program, pattern: str, flags: str) -> None:
        self.program = program
        self.pattern = pattern
        self.flags = flags
        self.last_index: Value = 0.0

    def primitive(self, hint: str) -> str:  # noqa: ARG002 -- both hints give the text
        """Give the text of it."""
        return f"/{shown_source(self.pattern)}/{self.flags}"


class Match(ListOfValues):
    """What `exec` gives: an array with properties.

    Parameters
    ----------
    items
        The text that matched, and that of each group.
    properties
        The values of `index`, `input`, `groups`, and of `indices` under the flag d.
    """

    __slots__ = ("properties",)

    def __init__(self, items: list[Value], properties: dict[str, Value]) -> None:
        super().__init__(items)
        self.properties = properties


class Groups(DictOfValues):
    """The captures of named groups: an object that inherits nothing."""

    __slots__ = ()


class MatchIterator(Instance):
    """What `matchAll` gives: it can be gone over once.

    Parameters
    ----------
    items
        The matches that are left.
    """

    __slots__ = ("items",)

    def __init__(self, items: list[Value]) -> None:
        self.items = items

    def primitive(self, hint: str) -> str:  # noqa: ARG002 -- both hints give the text
        """Give the text of it."""
        return "[object RegExp String Iterator]"

    def iterate(self) -> list[Value]:
        """Give what is left, and leave nothing."""
        found, self.items = self.items, []
        return found


def make(pattern: str, flags: str) -> RegExp:
    """Make a regular expression of its text and flags.

    Raises
    ------
    ExpressionError
        See `regexp.compile_pattern`.
    """
    from .regexp import FLAGS, compile_pattern

    program = compile_pattern(pattern, flags)
    return RegExp(program, pattern, "".join([flag for flag in FLAGS if flag in flags]))


_ENDS = {"\n": "n", "\r": "r", "\u2028": "u2028", "\u2029": "u2029"}


def shown_source(pattern: str) -> str:
    """Write a pattern so that it can stand between slashes (ECMA-262, "EscapeRegExpPattern")."""
    if not pattern:
        return "(?:)"
    if "/" not in pattern and not any(end in pattern for end in _ENDS):
        return pattern
    parts: list[str] = []
    escaped = in_class = False
    for unit in pattern:
        if unit in _ENDS:
            parts.append(_ENDS[unit] if escaped else f"\\{_ENDS[unit]}")
        else:
            parts.append("\\/" if unit == "/" and not escaped and not in_class else unit)
        if not escaped:
            in_class = unit == "[" or (in_class and unit != "]")
        escaped = unit == "\\" and not escaped
    return "".join(parts)
