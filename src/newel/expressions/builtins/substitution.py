"""The `$1`, `$&` and the like of a replacement text (ECMA-262, "GetSubstitution")."""

from __future__ import annotations

from ..coerce import to_string
from ..values import UNDEFINED, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Value

_DIGITS = frozenset("0123456789")


class Found:
    """A match that is to be replaced.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where the match stands.
    captures
        The texts of its groups.
    groups
        Those of groups that have a name; None where no group has.
    """

    __slots__ = ("captures", "end", "groups", "start", "text")

    def __init__(
        self, text: str, start: int, end: int, captures: list[Value], groups: dict[str, Value] | None = None
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.captures = captures
        self.groups = groups


def substitute(meter: Meter, template: str, found: Found) -> str:
    """Fill in the marks of a replacement text."""
    if "$" not in template:
        return template
    parts: list[str] = []
    position = size = 0
    while True:
        mark = template.find("$", position)
        if mark < 0:
            break
        part, after = _mark(meter, template, mark, found)
        size += mark - position + len(part)
        meter.fits(size)
        meter.spend(1 + (len(part) >> 7))
        parts += [template[position:mark], part]
        position = after
    meter.string(size + len(template) - position)
    return "".join(parts) + template[position:]


def _mark(meter: Meter, template: str, mark: int, found: Found) -> tuple[str, int]:
    """Give what the mark at a place stands for, and where it ends."""
    kind = template[mark + 1 : mark + 2]
    after = mark + 2
    if kind == "$":
        return "$", after
    if kind == "&":
        return found.text[found.start : found.end], after
    if kind == "`":
        return found.text[: found.start], after
    if kind == "'":
        return found.text[found.end :], after
    if kind in _DIGITS:
        return _numbered(template, mark, found)
    if kind == "<" and found.groups is not None:
        end = template.find(">", after)
        if end >= 0:
            value = found.groups.get(template[after:end], UNDEFINED)
            return "" if isinstance(value, Undefined) else to_string(meter, value), end + 1
    return "$", mark + 1


def _numbered(template: str, mark: int, found: Found) -> tuple[str, int]:
    """Read `$1` or `$12`: two digits only where there are so many groups."""
    for size in (2, 1):
        digits = template[mark + 1 : mark + 1 + size]
        if len(digits) == size and set(digits) <= _DIGITS and 1 <= int(digits) <= len(found.captures):
            value = found.captures[int(digits) - 1]
            return value if isinstance(value, str) else "", mark + 1 + size
    return "$", mark + 1
