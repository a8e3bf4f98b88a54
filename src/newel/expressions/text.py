"""Strings as JavaScript has them: sequences of UTF-16 code units.

Inside the evaluator a character beyond U+FFFF is two characters, its surrogates, so that length, index,
comparison and slice of a Python string are those of JavaScript (ECMA-262, "The String Type").
"""

from __future__ import annotations

WHITESPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What `trim` and the conversion to a number take away (ECMA-262, "WhiteSpace" and "LineTerminator")."""

LINE_ENDS = "\n\r\u2028\u2029"


def words(text: str) -> frozenset[str]:
    """Cut a list of words that is written as text."""
    return frozenset(text.split())


def split_units(text: str) -> str:
    """Turn each character beyond U+FFFF into its two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    return "".join(map(_units, text))


def _units(character: str) -> str:
    code = ord(character) - 0x10000
    return character if code < 0 else chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))


def join_units(text: str) -> str:
    """Turn each pair of surrogates into the character it stands for; a lone one stays."""
    if text.isascii() or not has_surrogates(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def has_surrogates(text: str) -> bool:
    """Tell whether UTF-8 would refuse the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def is_lead(unit: str) -> bool:
    """Tell whether a unit is the first of a pair."""
    return "\ud800" <= unit <= "\udbff"


def is_trail(unit: str) -> bool:
    """Tell whether a unit is the second of a pair."""
    return "\udc00" <= unit <= "\udfff"


def characters(text: str) -> list[str]:
    """Cut units into characters, as iterating over a JavaScript string does."""
    if text.isascii():
        return list(text)
    result: list[str] = []
    for unit in text:
        if is_trail(unit) and result and len(result[-1]) == 1 and is_lead(result[-1]):
            result[-1] += unit
        else:
            result.append(unit)
    return result
