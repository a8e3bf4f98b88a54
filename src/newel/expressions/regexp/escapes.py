"""The lower half of the pattern parser: characters, escapes, classes and names."""

from __future__ import annotations

from ..errors import ExpressionSyntaxError, LimitExceeded, UnsupportedSyntax
from ..literals import is_name_part, is_name_start
from ..text import is_lead, is_trail, join_units, split_units
from . import charsets
from .casefold import closed
from .charsets import Charset
from .properties import SEQUENCES, property_set
from .tree import Back, Part, Set

MAX_PROPERTIES = 32
"""Uses of a property in a pattern; in one class each of them may be asked for each character of a text."""

_CONTROL = {"f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_HEX = frozenset("0123456789abcdefABCDEF")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")


class EscapeParser:
    """A place in the text of a pattern.

    Parameters
    ----------
    text
        The pattern in UTF-16 units.
    flags
        Valid flags.
    """

    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.flags = flags
        self.unicode = "u" in flags or "v" in flags
        self.fold = "i" in flags
        self.position: int = 0
        self.depth: int = 0
        self.properties = 0
        self.groups: int = 0
        self.names: dict[str, int] = {}
        self.references: list[Back] = []
        self.total, self.named = _count_groups(text)

    def invalid(self, why: str) -> ExpressionSyntaxError:
        """Say that the pattern is not valid."""
        return ExpressionSyntaxError(f"A regular expression is not valid: {why}")

    def at(self, mark: str) -> bool:
        """Tell whether a text comes next."""
        return self.text.startswith(mark, self.position)

    def accept(self, mark: str) -> bool:
        """Step over a text if it comes next."""
        if not self.at(mark):
            return False
        self.position += len(mark)
        return True

    def take(self) -> int:
        """Step over a character and give its code: under the u flag a whole pair of units."""
        unit = self.text[self.position]
        self.position += 1
        if self.unicode and is_lead(unit):
            following = self.text[self.position : self.position + 1]
            if following and is_trail(following):
                self.position += 1
                return _joined(unit, following)
        return ord(unit)

    def character(self, code: int) -> Set:
        """Make the part that stands for one character."""
        return self.members(Charset([(code, code)]))

    def members(self, charset: Charset, *, inverted: bool = False) -> Set:
        """Make the part that stands for one character of a set, whatever its case under the i flag."""
        if self.fold:
            charset = closed(charset, unicode=self.unicode)
        return Set(charset.complement() if inverted else charset)

    def escape(self) -> Part:
        """Read the escape that begins here, outside of a class."""
        kind = self.text[self.position + 1 : self.position + 2]
        if kind and kind in "123456789":
            found = self._back_reference()
            if found:
                return found
        if kind == "k" and (self.unicode or self.named):
            self.position += 2
            if not self.accept("<"):
                raise self.invalid("`\\k` needs a name")
            reference = Back(0, self.group_name())
            self.references.append(reference)
            return reference
        charset = self._class_escape(kind)
        if charset:
            return self.members(charset)
        return self.character(self._character_escape(in_class=False))

    def _back_reference(self) -> Part | None:
        end = self.position + 1
        while self.text[end : end + 1] in _DIGITS:
            end += 1
        digits = self.text[self.position + 1 : end]
        number = int(digits) if len(digits) < 6 else 100_000
        if number > self.total:
            if self.unicode:
                raise self.invalid("it refers to a group that does not exist")
            return None
        self.position = end
        return Back(number)

    def _class_escape(self, kind: str) -> Charset | None:
        r"""Read `\d` and its like, and `\p{…}` under the u flag."""
        if not kind or (kind not in "dDsSwW" and not (self.unicode and kind in "pP")):
            return None
        self.position += 2
        if kind in "pP":
            found = self._property(negated=kind == "P")
        else:
            word = charsets.FOLDED_WORD if self.fold and self.unicode else charsets.WORD
            found = {"d": charsets.DIGITS, "s": charsets.SPACE, "w": word}[kind.lower()]
        return found.complement() if kind.isupper() else found

    def _property(self, *, negated: bool) -> Charset:
        self.properties += 1
        if self.properties > MAX_PROPERTIES:
            raise LimitExceeded(f"A regular expression has more than {MAX_PROPERTIES} properties")
        end = self.text.find("}", self.position)
        if not self.at("{") or end < 0:
            raise self.invalid("`\\p` needs a name in braces")
        name, equals, value = self.text[self.position + 1 : end].partition("=")
        self.position = end + 1
        if "v" in self.flags and not equals and name in SEQUENCES:
            if negated:
                raise self.invalid("`\\P` has no property of texts")
            raise UnsupportedSyntax("A property of texts in a regular expression's `\\p{}`")
        return property_set(name, value if equals else None)

    def _character_escape(self, *, in_class: bool) -> int:
        """Read an escape that stands for one character and give its code."""
        self.position += 1
        kind = self.text[self.position : self.position + 1]
        if not kind:
            raise self.invalid("it ends with a backslash")
        if kind in _CONTROL:
            self.position += 1
            return _CONTROL[kind]
        if kind == "c":
            return self._control(in_class=in_class)
        if kind in _DIGITS:
            return self._digits()
        if kind == "x":
            return self._hexadecimal(2)
        if kind == "u":
            return self._unicode_escape()
        return self._identity(kind, in_class=in_class)

    def _identity(self, kind: str, *, in_class: bool) -> int:
        if self.unicode:
            if kind not in _SYNTAX and not (in_class and kind == "-"):
                raise self.invalid("a character is escaped that needs no escape")
        elif kind == "k" and self.named:
            raise self.invalid("`\\k` needs a name")
        return self.take()

    def _control(self, *, in_class: bool) -> int:
        letter = self.text[self.position + 1 : self.position + 2]
        allowed = letter in _LETTERS or (in_class and not self.unicode and (letter in _DIGITS or letter == "_"))
        if allowed:
            self.position += 2
            return ord(letter) % 32
        if self.unicode:
            raise self.invalid("`\\c` needs a letter")
        return 92  # the backslash stands for itself, and the c for itself

    def _digits(self) -> int:
        kind = self.text[self.position]
        if self.unicode:
            if kind != "0" or self.text[self.position + 1 : self.position + 2] in _DIGITS:
                raise self.invalid("it has an octal escape")
            self.position += 1
            return 0
        if kind in "89":
            self.position += 1
            return ord(kind)
        size = 3 if kind in "0123" else 2
        digits = ""
        while len(digits) < size and self.text[self.position : self.position + 1] in set("01234567"):
            digits += self.text[self.position]
            self.position += 1
        return int(digits, 8)

    def _hexadecimal(self, size: int) -> int:
        """Read `xHH` or `uHHHH`; where the digits are missing, the letter stands for itself."""
        digits = self.text[self.position + 1 : self.position + 1 + size]
        letter = self.text[self.position]
        self.position += 1
        if len(digits) == size and set(digits) <= _HEX:
            self.position += size
            return int(digits, 16)
        if self.unicode:
            raise self.invalid(f"`\\{letter}` needs {size} hexadecimal digits")
        return ord(letter)

    def _unicode_escape(self) -> int:
        if self.unicode and self.text.startswith("u{", self.position):
            return self._braced()
        code = self._hexadecimal(4)
        following = self.text[self.position + 2 : self.position + 6]
        is_pair = self.at("\\u") and len(following) == 4 and set(following) <= _HEX
        if self.unicode and 0xD800 <= code <= 0xDBFF and is_pair and 0xDC00 <= int(following, 16) <= 0xDFFF:
            self.position += 6
            return _joined(chr(code), chr(int(following, 16)))
        return code

    def _braced(self) -> int:
        end = self.text.find("}", self.position)
        digits = self.text[self.position + 2 : max(end, 0)]
        if not digits or not set(digits) <= _HEX or len(digits.lstrip("0")) > 6 or int(digits, 16) > charsets.LAST:
            raise self.invalid("a Unicode escape is not valid")
        self.position = end + 1
        return int(digits, 16)

    def character_class(self) -> Charset:
        """Read the class that begins here."""
        self.accept("[")
        inverted = self.accept("^")
        ranges: list[tuple[int, int]] = []
        sets: list[Charset] = []
        while not self.accept("]"):
            first = self._class_atom()
            if not self.at("-") or self.text[self.position + 1 : self.position + 2] in ("]", ""):
                _add(first, ranges, sets)
                continue
            self.accept("-")
            last = self._class_atom()
            if isinstance(first, int) and isinstance(last, int):
                if first > last:
                    raise self.invalid("a range of a class is out of order")
                ranges.append((first, last))
            elif self.unicode:
                raise self.invalid("a range of a class begins or ends with a set")
            else:
                for item in (first, 45, last):
                    _add(item, ranges, sets)
        found = charsets.union([Charset(ranges), *sets])
        return self.members(found, inverted=inverted).charset

    def _class_atom(self) -> int | Charset:
        if self.position >= len(self.text):
            raise self.invalid("a class has no end")
        if not self.at("\\"):
            return self.take()
        kind = self.text[self.position + 1 : self.position + 2]
        if kind == "b":
            self.position += 2
            return 8
        found = self._class_escape(kind)
        return self._character_escape(in_class=True) if found is None else found

    def group_name(self) -> str:
        """Read the rest of `<name>`."""
        end = self.text.find(">", self.position)
        if end < 0:
            raise self.invalid("the name of a group has no end")
        inside, self.position, whole = self.position, end + 1, self.text[self.position : end]
        name = join_units(_NameReader(whole, "u").read())
        if not name or not is_name_start(name[0]) or not all(map(is_name_part, name)):
            self.position = inside
            raise self.invalid("the name of a group is not a name")
        return split_units(name)


class _NameReader(EscapeParser):
    r"""Reads a name that may hold `\uHHHH` and `\u{…}`, whatever the flags of the pattern."""

    def read(self) -> str:
        name = ""
        while self.position < len(self.text):
            if self.at("\\"):
                self.position += 1
                if not self.at("u"):
                    raise self.invalid("the name of a group is not a name")
                name += chr(self._unicode_escape())
            else:
                name += chr(self.take())
        return name


def _add(item: int | Charset, ranges: list[tuple[int, int]], sets: list[Charset]) -> None:
    if isinstance(item, int):
        ranges.append((item, item))
    else:
        sets.append(item)


def _joined(lead: str, trail: str) -> int:
    return 0x10000 + ((ord(lead) & 0x3FF) << 10) + (ord(trail) & 0x3FF)


def _count_groups(text: str) -> tuple[int, bool]:
    """Count the groups that capture, and tell whether one has a name."""
    count = position = 0
    named = in_class = False
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "[":
            in_class = True
        elif character == "]":
            in_class = False
        elif character == "(" and not in_class:
            is_named = text.startswith("(?<", position) and text[position + 3 : position + 4] not in ("=", "!", "")
            named = named or is_named
            count += is_named or not text.startswith("(?", position)
        position += 1
    return count, named
