"""The line of a JSON text in which a place of it begins."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def lines_of(text: str) -> dict[str, int]:
    """The line of every place of a JSON text, by its pointer: of a member the line of its name. The first is line 1.

    The text has been read as JSON; of another nothing sensible comes out.
    """
    found = {"": 1}
    holders: list[list[str | int]] = []  # of each holder around: its pointer, and the number of the next item
    name, line, at = "", 1, 0
    for begin, piece in _tokens(text):
        line += text.count("\n", at, begin)
        at = begin
        inside = holders[-1] if holders else None
        place = f"{inside[0]}{pointer(name if inside[1] == -1 else inside[1])}" if inside else ""
        match piece:
            case "{" | "[":
                found.setdefault(place, line)
                holders.append([place, -1 if piece == "{" else 0])
                name = ""
            case "}" | "]":
                holders.pop()
                name = ""
            case ",":
                name = ""
                if inside and inside[1] != -1:
                    inside[1] = int(inside[1]) + 1
            case ":":
                pass
            case _ if inside and inside[1] == -1 and not name and piece.startswith('"'):
                name = _Name(json.loads(piece))
                found.setdefault(f"{inside[0]}{pointer(name)}", line)
            case _:
                found.setdefault(place, line)
    return found


class _Name(str):
    """The name of a member, which may be empty and is there nonetheless."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for found in _TOKEN.finditer(text):
        yield found.start(), found.group()
