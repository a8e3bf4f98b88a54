"""The text of a pattern to its tree: groups, alternatives, quantifiers (ECMA-262, "Patterns" and its Annex B)."""

from __future__ import annotations

from ..errors import LimitExceeded
from .charsets import ANY, DOT
from .class_sets import MAX_GROUPS, ClassSetParser
from .tree import Capture, Choice, Edge, Look, Loop, Part, Sequence, Set

MAX_PATTERN = 16 * 1024
"""UTF-16 units in a pattern."""

INFINITE = 2**31 - 1
"""The most a quantifier can say; as much or more is without end, as in V8."""

_QUANTIFIERS = {"*": (0, INFINITE), "+": (1, INFINITE), "?": (0, 1)}
_LOOKS = {"(?=": (False, False), "(?!": (False, True), "(?<=": (True, False), "(?<!": (True, True)}


class Pattern:
    """A pattern that was read.

    Parameters
    ----------
    tree
        Its syntax tree.
    groups
        How many groups capture.
    names
        The numbers of those that have a name, in the order of the pattern.
    """

    __slots__ = ("groups", "names", "tree")

    def __init__(self, tree: Part, groups: int, names: dict[str, int]) -> None:
        self.tree = tree
        self.groups = groups
        self.names = names


def parse_pattern(source: str, flags: str) -> Pattern:
    """Read a pattern.

    Parameters
    ----------
    source
        Its text, in UTF-16 units.
    flags
        Valid flags.

    Raises
    ------
    ExpressionSyntaxError
        The pattern is not valid.
    UnsupportedSyntax
        It needs what this language leaves out.
    LimitExceeded
        It is too long or nested too deeply.
    """
    if len(source) > MAX_PATTERN:
        raise LimitExceeded(f"A regular expression is longer than {MAX_PATTERN} characters")
    return _Parser(source, flags).run()


class _Parser(ClassSetParser):
    def run(self) -> Pattern:
        tree = self.disjunction()
        if self.position < len(self.text):
            raise self.invalid("it closes a group that is not open")
        for reference in self.references:
            if reference.name not in self.names:
                raise self.invalid("it refers to a name that no group has")
            reference.number = self.names[reference.name]
        return Pattern(tree, self.groups, self.names)

    def disjunction(self) -> Part:
        self.depth += 1
        if self.depth > MAX_GROUPS:
            raise LimitExceeded(f"A regular expression is nested more than {MAX_GROUPS} levels deep")
        branches = [self.alternative()]
        while self.accept("|"):
            branches.append(self.alternative())
        self.depth -= 1
        return branches[0] if len(branches) == 1 else Choice(branches)

    def alternative(self) -> Part:
        parts: list[Part] = []
        while self.position < len(self.text) and self.text[self.position] not in "|)":
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else Sequence(parts)

    def term(self) -> Part:
        before = self.groups
        part, is_repeatable = self.atom()
        found = self.quantifier()
        if found is None:
            return part
        if not is_repeatable:
            raise self.invalid("nothing stands before a quantifier")
        least, most = found
        greedy = not self.accept("?")
        return Loop(part, least, most, (before + 1, self.groups + 1), greedy=greedy)

    def atom(self) -> tuple[Part, bool]:
        """Give the next part, and whether a quantifier may follow it."""
        if self.accept("^"):
            return Edge("^"), False
        if self.accept("$"):
            return Edge("$"), False
        if self.at("("):
            return self.group()
        if self.accept("."):
            return Set(ANY if "s" in self.flags else DOT), True
        if self.at("["):
            return Set(self.character_class()), True
        if self.at("\\"):
            if self.text[self.position + 1 : self.position + 2] in ("b", "B"):
                self.position += 2
                return Edge(f"\\{self.text[self.position - 1]}"), False
            return self.escape(), True
        if self.text[self.position] in "*+?" or (not self.unicode and self.braces() is not None):
            raise self.invalid("nothing stands before a quantifier")
        if self.unicode and self.text[self.position] in "]{}":
            raise self.invalid("a bracket stands alone")
        return self.character(self.take()), True

    def group(self) -> tuple[Part, bool]:
        for opening in ("(?<=", "(?<!", "(?=", "(?!"):
            if self.accept(opening):
                behind, negative = _LOOKS[opening]
                body = self.closed_group()
                return Look(body, behind=behind, negative=negative), not behind and not self.unicode
        if self.accept("(?:"):
            return self.closed_group(), True
        if self.accept("(?<"):
            name = self.group_name()
            if name in self.names:
                raise self.invalid("two groups have one name")
            self.names[name] = self.groups + 1
        elif self.at("(?"):
            raise self.invalid("a group begins with an unknown mark")
        else:
            self.accept("(")
        self.groups += 1
        number = self.groups
        return Capture(number, self.closed_group()), True

    def closed_group(self) -> Part:
        body = self.disjunction()
        if not self.accept(")"):
            raise self.invalid("a group has no end")
        return body

    def quantifier(self) -> tuple[int, int] | None:
        mark = self.text[self.position : self.position + 1]
        if mark in _QUANTIFIERS:
            self.position += 1
            return _QUANTIFIERS[mark]
        found = self.braces()
        if found is None:
            if self.unicode and mark == "{":
                raise self.invalid("a quantifier is incomplete")
            return None
        least, most, self.position = found
        if least > most:
            raise self.invalid("the numbers of a quantifier are out of order")
        return least, most

    def braces(self) -> tuple[int, int, int] | None:
        """Read `{n}`, `{n,}` or `{n,m}` ahead: the numbers, and where it ends."""
        if not self.at("{"):
            return None
        end = self.text.find("}", self.position)
        least, comma, most = self.text[self.position + 1 : max(end, 0)].partition(",")
        if not _is_number(least) or (most and not _is_number(most)):
            return None
        lowest = _number(least)
        if not comma:
            return lowest, lowest, end + 1
        return lowest, _number(most) if most else INFINITE, end + 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _number(text: str) -> int:
    digits = text.lstrip("0")
    return min(int(digits or "0"), INFINITE) if len(digits) < 12 else INFINITE
