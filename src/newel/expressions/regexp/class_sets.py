r"""Classes under the flag v: classes in classes, `--`, `&&` and `\q{}` (ECMA-262, "ClassSetExpression")."""

from __future__ import annotations

from ..errors import LimitExceeded, UnsupportedSyntax
from .charsets import Charset, union
from .escapes import EscapeParser
from .properties import SEQUENCES

MAX_GROUPS = 100
"""Levels of groups, and of classes, in each other."""

_SYNTAX = frozenset("()[]{}/-|")
_PUNCTUATION = frozenset("&-!#%,:;<=>@`~")
_DOUBLES = frozenset(mark * 2 for mark in "&!#$%*+,.:;<=>?@^`~")


class Operand:
    """What stands in a class: a set of characters.

    Parameters
    ----------
    charset
        The characters.
    strings
        Whether it may hold texts of more or less than one character too, which this language leaves out.
    made
        Whether it is made of other sets, so that with properties it may be empty.
    code
        The character, where it is a single one as it stands.
    """

    __slots__ = ("charset", "code", "made", "strings")

    def __init__(self, charset: Charset, *, strings: bool = False, made: bool = False, code: int = -1) -> None:
        self.made = made
        self.charset = charset
        self.strings = strings
        self.code = code


class ClassSetParser(EscapeParser):
    """The part of the pattern parser that reads classes under the flag v."""

    def character_class(self) -> Charset:
        """Read the class that begins here."""
        if "v" not in self.flags:
            return super().character_class()
        found = self._class_set()
        if found.strings:
            raise UnsupportedSyntax("Texts of several characters in a class of a regular expression")
        return found.charset

    def _class_set(self) -> Operand:
        self.depth += 1
        if self.depth > MAX_GROUPS:
            raise LimitExceeded(f"A regular expression is nested more than {MAX_GROUPS} levels deep")
        self.accept("[")
        inverted = self.accept("^")
        found = self._contents()
        if inverted and found.strings:
            raise self.invalid("a class that is negated holds texts")
        if inverted and _may_be_empty(found):
            raise UnsupportedSyntax("The flag v with a negated class that holds nothing")  # V8 and ECMA-262 differ
        self.depth -= 1
        return Operand(self.members(found.charset, inverted=inverted).charset, strings=found.strings, made=True)

    def _contents(self) -> Operand:
        """Read up to the closing bracket."""
        operands: list[Operand] = []
        while not self.accept("]"):
            operand = self._operand()
            if len(operands) == 0 and (self.at("&&") or self.at("--")):
                return self._operation(operand, self.text[self.position : self.position + 2])
            operands.append(self._range(operand) if self.at("-") else operand)
        strings = any(operand.strings for operand in operands)
        made = any(operand.made for operand in operands)
        return Operand(union([operand.charset for operand in operands]), strings=strings, made=made)

    def _range(self, first: Operand) -> Operand:
        self.accept("-")
        last = self._operand()
        if first.code < 0 or last.code < 0:
            raise self.invalid("a range of a class begins or ends with a set")
        if first.code > last.code:
            raise self.invalid("a range of a class is out of order")
        return Operand(Charset([(first.code, last.code)]))

    def _operation(self, first: Operand, mark: str) -> Operand:
        """Read the rest of `a && b && c` or `a -- b -- c`."""
        self._refuse_fold()
        operands = [first]
        while not self.accept("]"):
            if not self.accept(mark) or (mark == "&&" and self.at("&")):
                raise self.invalid("the operators of a class are mixed")
            operands.append(self._operand())
        charsets = [operand.charset for operand in operands]
        if mark == "--":
            return Operand(_both([charsets[0], union(charsets[1:]).complement()]), strings=first.strings, made=True)
        return Operand(_both(charsets), strings=all(operand.strings for operand in operands), made=True)

    def _operand(self) -> Operand:
        following = self.text[self.position : self.position + 1]
        if not following:
            raise self.invalid("a class has no end")
        if following == "[":
            self._refuse_fold()
            return self._class_set()
        if following in _SYNTAX or self.text[self.position : self.position + 2] in _DOUBLES:
            raise self.invalid("a class has a mark that must be escaped")
        if following != "\\":
            return _single(self.take())
        kind = self.text[self.position + 1 : self.position + 2]
        if kind == "b":
            self.position += 2
            return _single(8)
        if self.accept("\\q{"):
            return self._texts()
        name, brace, _ = self.text[self.position + 3 :].partition("}")
        if kind == "p" and brace and self.text[self.position + 2] == "{" and name in SEQUENCES:
            self.position += len(name) + 4
            return Operand(Charset((), (_unknown,)), strings=True)
        found = self._class_escape(kind)
        return _single(self._character_escape(in_class=True)) if found is None else Operand(found)

    def _texts(self) -> Operand:
        """Read the rest of a `q` escape: texts with a bar between them."""
        codes: list[int] = []
        strings = False
        length = code = 0
        while True:
            following = self.text[self.position : self.position + 1]
            if following in ("|", "}"):
                self.position += 1
                strings = strings or length != 1
                codes += [code] if length == 1 else []
                length = 0
                if following == "}":
                    return Operand(Charset([(single, single) for single in codes]), strings=strings)
                continue
            operand = self._operand()
            if operand.code < 0:
                raise self.invalid("a text in a class holds a set")
            length, code = length + 1, operand.code

    def _class_escape(self, kind: str) -> Charset | None:
        if "v" in self.flags and kind in ("P", "W"):
            self._refuse_fold()
        return super()._class_escape(kind)

    def _identity(self, kind: str, *, in_class: bool) -> int:
        if in_class and "v" in self.flags and kind in _PUNCTUATION:
            return self.take()
        return super()._identity(kind, in_class=in_class and "v" not in self.flags)

    def _refuse_fold(self) -> None:
        if self.fold:
            raise UnsupportedSyntax("The flags v and i with a set that is made of others")


def _single(code: int) -> Operand:
    return Operand(Charset([(code, code)]), code=code)


def _both(sets: list[Charset]) -> Charset:
    return union([part.complement() for part in sets]).complement()


def _may_be_empty(operand: Operand) -> bool:
    return operand.made if operand.charset.properties else not operand.charset.ranges()


def _unknown(_code: int) -> bool:
    raise UnsupportedSyntax("A property of texts in a regular expression's `\\p{}`")
