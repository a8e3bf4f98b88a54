"""Symbols (ECMA-262, "The Symbol Type"), and how they are keys of objects.

Objects are dictionaries keyed by text. A symbol's key begins with a character that no text of an expression holds,
since those are made of UTF-16 units: so a symbol never meets a name, and what enumerates names can tell it apart.
"""

from __future__ import annotations

from itertools import count

HIDDEN = "\U0010ffff"
"""What the key of a symbol begins with; it comes after every text in order."""

_numbers = count()


class Symbol:
    """A symbol.

    Parameters
    ----------
    description
        What it was made with; None for nothing.
    name
        What ECMAScript calls it, where it is one of those that every program shares: `iterator`.
    """

    __slots__ = ("description", "key")

    def __init__(self, description: str | None, name: str = "") -> None:
        self.description = description
        self.key = f"{HIDDEN}{name or next(_numbers)}"

    def text(self) -> str:
        """Describe it as JavaScript does."""
        return f"Symbol({self.description or ''})"


def _shared(name: str) -> Symbol:
    return Symbol(f"Symbol.{name}", name)


MATCH, MATCH_ALL, REPLACE, SEARCH, SPLIT = map(_shared, ("match", "matchAll", "replace", "search", "split"))
TO_PRIMITIVE, TO_STRING_TAG = map(_shared, ("toPrimitive", "toStringTag"))
SHARED = {
    "match": MATCH,
    "matchAll": MATCH_ALL,
    "replace": REPLACE,
    "search": SEARCH,
    "split": SPLIT,
    "toPrimitive": TO_PRIMITIVE,
    "toStringTag": TO_STRING_TAG,
    **{name: _shared(name) for name in ("hasInstance", "isConcatSpreadable", "iterator", "species", "unscopables")},
}
"""The symbols that every program shares (ECMA-262, "Well-Known Symbols"), by their names."""

SHARED_KEYS = frozenset(symbol.key for symbol in SHARED.values())


def is_hidden(key: str) -> bool:
    """Tell whether a key is that of a symbol."""
    return key[:1] == HIDDEN
