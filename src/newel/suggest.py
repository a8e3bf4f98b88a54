"""Guessing what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_SHOWN = 10


def nearest(wrong: str, known: Iterable[str], *, most: int = 3) -> str:
    """Name the known names nearest to a wrong one, or all of them when none is near and they are few."""
    from difflib import get_close_matches

    names = sorted(known)
    folded = {name.lower(): name for name in names}
    close = [folded[name] for name in get_close_matches(wrong.lower(), folded, n=most, cutoff=0.5)]
    if not close and len(names) <= 5:
        close = names
    return " or ".join(close)


def instead(wrong: str, known: Iterable[str]) -> str:
    """Say what to write: the known names nearest to a wrong one, or the first of all where none is near.

    Where nothing is known, there is nothing to say: "".
    """
    names = sorted(known)
    near = nearest(wrong, names)
    if near:
        return f"write {near}"
    if not names:
        return ""
    more = f" ({len(names) - _SHOWN} more)" if len(names) > _SHOWN else ""
    return f"write one of {', '.join(names[:_SHOWN])}{more}"


def slip(wrong: str, known: Iterable[str]) -> str:
    """The known name that a wrong one is misspelt of; "" where none is that near."""
    from difflib import get_close_matches

    folded = {name.lower(): name for name in known}
    close = get_close_matches(wrong.lower(), folded, n=1, cutoff=0.8)
    return folded[close[0]] if close else ""
