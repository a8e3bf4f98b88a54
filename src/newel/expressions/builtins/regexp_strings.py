"""The methods of String.prototype that take a regular expression (ECMA-262, "RegExp.prototype [ @@match ]" and on)."""

from __future__ import annotations

from ..coerce import call, to_string
from ..errors import ExpressionTypeError, UnsupportedSyntax
from ..regexps import MatchIterator, RegExp
from ..values import UNDEFINED, Function, Undefined
from .regexps import (
    after_empty,
    captures,
    every_match,
    execute,
    machine,
    match_array,
    named,
    new_regexp,
    remaining,
)
from .substitution import Found, substitute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value


def _pattern(meter: Meter, value: Value, flags: str = "") -> RegExp:
    if isinstance(value, RegExp):
        return value
    return new_regexp(meter, "" if isinstance(value, Undefined) else to_string(meter, value), flags)


def match(meter: Meter, text: str, wanted: Value) -> Value:
    """String.prototype.match."""
    pattern = _pattern(meter, wanted)
    if "g" not in pattern.flags:
        return execute(meter, pattern, text)
    found = every_match(meter, pattern, text)
    if not found:
        return None
    meter.array(len(found))
    return [text[span[0] : span[1]] for span in found]


def match_all(meter: Meter, text: str, wanted: Value) -> Value:
    """String.prototype.matchAll."""
    if isinstance(wanted, RegExp) and "g" not in wanted.flags:
        raise ExpressionTypeError("`matchAll` needs a regular expression with the flag g")
    pattern = _pattern(meter, wanted, "g")
    own = RegExp(pattern.program, pattern.pattern, pattern.flags)
    own.last_index = pattern.last_index
    found = remaining(meter, own, text)
    meter.array(len(found))
    return MatchIterator([match_array(meter, own, text, span) for span in found])


def search_text(meter: Meter, text: str, wanted: Value) -> Value:
    """String.prototype.search."""
    pattern = _pattern(meter, wanted)
    found = machine(meter, pattern.program, text).search(0, sticky="y" in pattern.flags)
    return float(found[0]) if found else -1.0


def replace(meter: Meter, text: str, pattern: RegExp, by: Value, *, everywhere: bool) -> Value:
    """String.prototype.replace and replaceAll, with a regular expression."""
    if everywhere and "g" not in pattern.flags:
        raise ExpressionTypeError("`replaceAll` needs a regular expression with the flag g")
    template = "" if isinstance(by, Function) else to_string(meter, by)
    parts: list[str] = []
    size = done = 0
    found = every_match(meter, pattern, text)
    if isinstance(by, Function) and {"g", "u"} <= set(pattern.flags):
        _refuse_uncertain(text, found)
    for span in found:
        items = captures(meter, text, span)
        groups = named(pattern.program, items)
        if isinstance(by, Function):
            args = [*items, float(span[0]), text, *([] if groups is None else [groups])]
            part = to_string(meter, call(meter, by, UNDEFINED, args))
        else:
            part = substitute(meter, template, Found(text, span[0], span[1], items[1:], groups))
        size += span[0] - done + len(part)
        meter.fits(size)
        meter.spend(1 + (len(part) >> 7))
        parts += [text[done : span[0]], part]
        done = span[1]
    meter.string(size + len(text) - done)
    return "".join(parts) + text[done:]


def _refuse_uncertain(text: str, found: list[list[int]]) -> None:
    """Refuse where V8 passes an empty text for a group that took no part.

    It does so under the flags g and u, behind an empty match, in a text that has more than Latin-1.
    """
    has_empty = any(span[0] == span[1] for span in found)
    if has_empty and any(-1 in span for span in found) and max(text, default="") > "\xff":
        raise UnsupportedSyntax("A function that is given groups of empty matches under the flags g and u")


def split(meter: Meter, text: str, pattern: RegExp, limit: int) -> Value:
    """String.prototype.split, with a regular expression."""
    if limit == 0:
        return []
    finder = machine(meter, pattern.program, text)
    if not text:
        return [text] if finder.search(0, sticky="y" in pattern.flags) is None else []
    result: Args = []
    begin = place = 0
    while place < len(text):
        found = finder.search(place, sticky=False)
        if found is None or found[0] >= len(text):
            break
        if found[1] == place and found[1] == begin:
            place = after_empty(text, place, pattern)
            continue
        result.append(text[begin : found[0]])
        result.extend(captures(meter, text, found)[1:])
        if len(result) >= limit:
            return result[:limit]
        begin = place = found[1]
    meter.array(len(result) + 1)
    return [*result, text[begin:]]
