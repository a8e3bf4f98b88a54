"""Python expressions laid out as ruff lays them out, in lines of 120."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH = 120
_STEP = 4


class Node:
    """A piece of Python."""

    def flat(self) -> str:
        """It on one line."""
        raise NotImplementedError

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines, the first of which begins with `prefix` and the last of which ends in `suffix`."""
        return [" " * indent + prefix + self.flat() + suffix]


@dataclass(frozen=True)
class Atom(Node):
    """A name, a number, or what else is never split."""

    text: str

    def flat(self) -> str:
        """It on one line."""
        return self.text


@dataclass(frozen=True)
class Text(Node):
    """Text between quotes; where it is long, several pieces of it."""

    text: str
    bare: bool = False
    """Whether it stands alone in a call, where its pieces need no brackets of their own."""

    def flat(self) -> str:
        """It on one line."""
        return quoted(self.text)

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        bare = self.bare and not prefix
        inner = indent if bare else indent + _STEP
        room = _WIDTH - inner - (len(suffix) if bare else 0)
        whole = quoted(self.text)
        pieces = [whole] if len(whole) <= room else list(_pieces(self.text, room))
        if bare:
            return [*(" " * inner + piece for piece in pieces[:-1]), " " * inner + pieces[-1] + suffix]
        return [" " * indent + prefix + "(", *(" " * inner + piece for piece in pieces), " " * indent + ")" + suffix]


@dataclass(frozen=True)
class Group(Node):
    """A call, a list or a dict: items between brackets, each with what stands before it (`name=`, `"key": `)."""

    head: str
    brackets: str
    items: Sequence[tuple[str, Node]]

    def flat(self) -> str:
        """It on one line."""
        inside = ", ".join(name + item.flat() for name, item in self.items)
        return self.head + self.brackets[0] + inside + self.brackets[1]

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        if not self.items:
            return super().lines(indent, prefix, suffix)
        inside = [line for name, item in self.items for line in written(item, indent + _STEP, name, ",")]
        return [" " * indent + prefix + self.head + self.brackets[0], *inside, " " * indent + self.brackets[1] + suffix]


@dataclass(frozen=True)
class Binary(Node):
    """Operands that one operator joins."""

    operator: str
    operands: Sequence[Node]

    def flat(self) -> str:
        """It on one line."""
        return f" {self.operator} ".join(operand.flat() for operand in self.operands)

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        if prefix:
            return Bracketed(self).lines(indent, prefix, suffix)
        last = len(self.operands) - 1
        return [
            line
            for index, operand in enumerate(self.operands)
            for line in written(operand, indent, f"{self.operator} " if index else "", suffix if index == last else "")
        ]


@dataclass(frozen=True)
class Bracketed(Node):
    """Something in round brackets, with what stands before them."""

    inner: Node
    before: str = ""

    def flat(self) -> str:
        """It on one line."""
        return f"{self.before}({self.inner.flat()})"

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        inside = written(self.inner, indent + _STEP, "", "")
        return [" " * indent + prefix + self.before + "(", *inside, " " * indent + ")" + suffix]


@dataclass(frozen=True)
class Calls(Node):
    """Methods called one after the other: `base.when(...).otherwise(...)`."""

    base: Node
    calls: Sequence[Group]

    def flat(self) -> str:
        """It on one line."""
        return self.base.flat() + "".join(call.flat() for call in self.calls)

    def lines(self, indent: int, prefix: str, suffix: str) -> list[str]:
        """It on several lines; see `Node.lines`."""
        after_brackets = len(self.calls) - (not isinstance(self.base, Group))
        if after_brackets < 2:
            before, lines = prefix + self.base.flat(), list[str]()
            for index, call in enumerate(self.calls):
                *above, last = call.lines(indent, before, suffix if index == len(self.calls) - 1 else "")
                lines += above
                before = last.strip()
            return [*lines, " " * indent + before]
        inner = indent + _STEP
        if inner + len(self.flat()) <= _WIDTH:
            return [" " * indent + prefix + "(", " " * inner + self.flat(), " " * indent + ")" + suffix]
        first = (
            [self.base, *self.calls]
            if isinstance(self.base, Group)
            else [
                Group(self.base.flat() + self.calls[0].head, "()", self.calls[0].items),
                *self.calls[1:],
            ]
        )
        inside = [line for call in first for line in written(call, inner, "", "")]
        return [" " * indent + prefix + "(", *inside, " " * indent + ")" + suffix]


def written(node: Node, indent: int = 0, prefix: str = "", suffix: str = "") -> list[str]:
    """Lay a node out: on one line where it fits, else on several."""
    line = " " * indent + prefix + node.flat() + suffix
    return [line] if len(line) <= _WIDTH else node.lines(indent, prefix, suffix)


def quoted(text: str) -> str:
    """Text as Python has it, between the quotes that need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + _escaped(text, quote) + quote


def _escaped(text: str, quote: str) -> str:
    return "".join(_character(character, quote) for character in text)


def _character(character: str, quote: str) -> str:
    if character in ("\\", quote):
        return f"\\{character}"
    if character.isprintable():
        return character
    return repr(character)[1:-1]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Text in quoted pieces that fit, cut after its line ends and spaces."""
    room, piece = max(width, 40), ""
    for word in re.findall(rf"\S{{1,{room // 2}}}\s*|\s+", text):
        if piece and (len(quoted(piece + word)) > room or piece.endswith("\n")):
            yield quoted(piece)
            piece = ""
        piece += word
    if piece:
        yield quoted(piece)
