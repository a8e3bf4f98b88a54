"""What a match can begin with, so that the search passes over what it cannot."""

from __future__ import annotations

from . import tree
from .charsets import Charset, union

_HALVES = Charset([(0xD800, 0xDFFF)])


def leading(part: tree.Part, *, unicode: bool) -> Charset | None:
    """Give the UTF-16 units a match can begin with; None where it may be empty, or that is hard to tell."""
    found, may_be_empty = _leading(part)
    if may_be_empty or found is None:
        return None
    return union([found, _HALVES]) if unicode else found


def _leading(part: tree.Part) -> tuple[Charset | None, bool]:
    """Give what a part can begin with, and whether it may be empty."""
    if isinstance(part, tree.Set):
        return part.charset, False
    if isinstance(part, tree.Capture):
        return _leading(part.body)
    if isinstance(part, tree.Loop):
        found, may_be_empty = _leading(part.body) if part.most else (Charset(()), True)
        return found, may_be_empty or part.least == 0
    if isinstance(part, tree.Choice):
        branches = [_leading(branch) for branch in part.branches]
        known = [found for found, _ in branches if found is not None]
        found = union(known) if len(known) == len(branches) else None
        return found, any(may_be_empty for _, may_be_empty in branches)
    if isinstance(part, tree.Sequence):
        return _sequence(part)
    if isinstance(part, tree.Back):
        return None, True
    return Charset(()), True


def _sequence(part: tree.Sequence) -> tuple[Charset | None, bool]:
    known: list[Charset] = []
    for item in part.parts:
        found, may_be_empty = _leading(item)
        if found is None:
            return None, True
        known.append(found)
        if not may_be_empty:
            return union(known), False
    return union(known), True


def anchored(part: tree.Part) -> bool:
    """Tell whether a match can only begin where `^` holds."""
    if isinstance(part, tree.Edge):
        return part.kind == "^"
    if isinstance(part, tree.Capture):
        return anchored(part.body)
    if isinstance(part, tree.Choice):
        return all(map(anchored, part.branches))
    return isinstance(part, tree.Sequence) and bool(part.parts) and anchored(part.parts[0])
