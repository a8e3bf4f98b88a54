"""String and String.prototype."""

from __future__ import annotations

import math

from ..boxes import StringBox
from ..coerce import call, clamped, relative, to_integer, to_number, to_string
from ..errors import ExpressionRangeError, ExpressionTypeError
from ..numbers import to_uint32
from ..regexps import RegExp
from ..symbols import Symbol
from ..tables import Table
from ..text import WHITESPACE, is_lead, is_trail, join_units, split_units
from ..values import UNDEFINED, Function, Undefined
from . import markup, regexp_strings
from .raw_strings import raw
from .substitution import Found, substitute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from ..limits import Meter
    from ..values import Args, Value

    Form: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]

STRINGS = Table(
    "String",
    str,
    "localeCompare toLocaleLowerCase toLocaleUpperCase",
)
markup.enter(STRINGS)

_static = Table("String", None, "length name prototype")
_static.add("raw")(raw)


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


def _text(meter: Meter, args: Args, index: int = 0) -> str:
    return to_string(meter, _arg(args, index))


def _plain(meter: Meter, args: Args) -> str:
    if isinstance(_arg(args, 0), RegExp):
        raise ExpressionTypeError("This method takes no regular expression", hint="Write /pattern/.test(text).")
    return _text(meter, args)


def _this(value: Value) -> str:
    return value if isinstance(value, str) else ""


@STRINGS.add("toString", "valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    return this


@STRINGS.add("charAt")
def _char_at(meter: Meter, this: Value, args: Args) -> Value:
    text, place = _this(this), to_integer(meter, _arg(args, 0))
    return text[int(place)] if 0 <= place < len(text) else ""


@STRINGS.add("at")
def _at(meter: Meter, this: Value, args: Args) -> Value:
    text, place = _this(this), to_integer(meter, _arg(args, 0))
    place += len(text) if place < 0 else 0
    return text[int(place)] if 0 <= place < len(text) else UNDEFINED


@STRINGS.add("charCodeAt")
def _char_code_at(meter: Meter, this: Value, args: Args) -> Value:
    text, place = _this(this), to_integer(meter, _arg(args, 0))
    return float(ord(text[int(place)])) if 0 <= place < len(text) else math.nan


@STRINGS.add("codePointAt")
def _code_point_at(meter: Meter, this: Value, args: Args) -> Value:
    text, place = _this(this), to_integer(meter, _arg(args, 0))
    if not 0 <= place < len(text):
        return UNDEFINED
    pair = join_units(text[int(place) : int(place) + 2])
    return float(ord(pair[0]))


@STRINGS.add("concat")
def _concat(meter: Meter, this: Value, args: Args) -> Value:
    parts = [_this(this)] + [to_string(meter, arg) for arg in args]
    meter.string(sum(map(len, parts)))
    return "".join(parts)


@STRINGS.add("includes")
def _includes(meter: Meter, this: Value, args: Args) -> Value:
    text, wanted = _this(this), _plain(meter, args)
    meter.string(len(text))
    return text.find(wanted, clamped(meter, _arg(args, 1), len(text))) >= 0


@STRINGS.add("startsWith")
def _starts_with(meter: Meter, this: Value, args: Args) -> Value:
    text, wanted = _this(this), _plain(meter, args)
    meter.string(len(text))
    return text.startswith(wanted, clamped(meter, _arg(args, 1), len(text)))


@STRINGS.add("endsWith")
def _ends_with(meter: Meter, this: Value, args: Args) -> Value:
    text, wanted = _this(this), _plain(meter, args)
    meter.string(len(text))
    return text[: clamped(meter, _arg(args, 1), len(text), len(text))].endswith(wanted)


@STRINGS.add("indexOf")
def _index_of(meter: Meter, this: Value, args: Args) -> Value:
    text, wanted = _this(this), _text(meter, args)
    meter.string(len(text))
    return float(text.find(wanted, clamped(meter, _arg(args, 1), len(text))))


@STRINGS.add("lastIndexOf")
def _last_index_of(meter: Meter, this: Value, args: Args) -> Value:
    text, wanted = _this(this), _text(meter, args)
    meter.string(len(text))
    place = to_number(meter, _arg(args, 1))
    place = math.inf if math.isnan(place) else place
    start = int(min(max(place, 0), len(text)))
    return float(text.rfind(wanted, 0, start + len(wanted)))


def _pad(meter: Meter, this: Value, args: Args) -> tuple[str, str]:
    text = _this(this)
    size = to_integer(meter, _arg(args, 0))
    if size <= len(text):
        return text, ""
    filler = " " if isinstance(_arg(args, 1), Undefined) else _text(meter, args, 1)
    if not filler:
        return text, ""
    meter.string(size)
    missing = int(size) - len(text)
    return text, (filler * (missing // len(filler) + 1))[:missing]


@STRINGS.add("padStart")
def _pad_start(meter: Meter, this: Value, args: Args) -> Value:
    text, padding = _pad(meter, this, args)
    return padding + text


@STRINGS.add("padEnd")
def _pad_end(meter: Meter, this: Value, args: Args) -> Value:
    text, padding = _pad(meter, this, args)
    return text + padding


@STRINGS.add("repeat")
def _repeat(meter: Meter, this: Value, args: Args) -> Value:
    text, count = _this(this), to_integer(meter, _arg(args, 0))
    if not 0 <= count < math.inf:
        raise ExpressionRangeError("`repeat` needs a count that is not negative and not Infinity")
    if not text:
        return ""
    meter.string(len(text) * count)
    return text * int(count)


@STRINGS.add("slice")
def _slice(meter: Meter, this: Value, args: Args) -> Value:
    text = _this(this)
    meter.string(len(text))
    start = relative(meter, _arg(args, 0), len(text), 0)
    return text[start : max(start, relative(meter, _arg(args, 1), len(text), len(text)))]


@STRINGS.add("substring")
def _substring(meter: Meter, this: Value, args: Args) -> Value:
    text = _this(this)
    meter.string(len(text))
    start = clamped(meter, _arg(args, 0), len(text))
    end = clamped(meter, _arg(args, 1), len(text), len(text))
    return text[min(start, end) : max(start, end)]


@STRINGS.add("substr")
def _substr(meter: Meter, this: Value, args: Args) -> Value:
    text = _this(this)
    meter.string(len(text))
    start = relative(meter, _arg(args, 0), len(text), 0)
    count = clamped(meter, _arg(args, 1), len(text), len(text))
    return text[start : start + count]


@STRINGS.add("split")
def _split(meter: Meter, this: Value, args: Args) -> Value:
    text = _this(this)
    limit = 2**32 - 1 if isinstance(_arg(args, 1), Undefined) else to_uint32(to_number(meter, _arg(args, 1)))
    pattern = _arg(args, 0)
    if isinstance(pattern, RegExp):
        return regexp_strings.split(meter, text, pattern, limit)
    separator = to_string(meter, pattern)
    if limit == 0:
        return []
    if isinstance(_arg(args, 0), Undefined):
        return [text]
    meter.string(len(text))
    meter.fresh(text.count(separator) + 1 if separator else len(text))
    parts: Args = [*(text.split(separator) if separator else text)]
    return parts[:limit]


@STRINGS.add("toLowerCase")
def _to_lower_case(meter: Meter, this: Value, _args: Args) -> Value:
    text = _this(this)
    meter.recode(text, 3)
    return split_units(join_units(text).lower())


@STRINGS.add("toUpperCase")
def _to_upper_case(meter: Meter, this: Value, _args: Args) -> Value:
    text = _this(this)
    meter.recode(text, 3)
    return split_units(join_units(text).upper())


@STRINGS.add("trim")
def _trim(meter: Meter, this: Value, _args: Args) -> Value:
    meter.recode(_this(this), 1)
    return _this(this).strip(WHITESPACE)


@STRINGS.add("trimStart", "trimLeft")
def _trim_start(meter: Meter, this: Value, _args: Args) -> Value:
    meter.recode(_this(this), 1)
    return _this(this).lstrip(WHITESPACE)


@STRINGS.add("trimEnd", "trimRight")
def _trim_end(meter: Meter, this: Value, _args: Args) -> Value:
    meter.recode(_this(this), 1)
    return _this(this).rstrip(WHITESPACE)


@STRINGS.add("isWellFormed")
def _is_well_formed(meter: Meter, this: Value, _args: Args) -> Value:
    meter.recode(_this(this), 1)
    return not any(map(is_surrogate, join_units(_this(this))))


@STRINGS.add("toWellFormed")
def _to_well_formed(meter: Meter, this: Value, _args: Args) -> Value:
    text = join_units(_this(this))
    meter.recode(text, 1)
    return split_units("".join(["\ufffd" if is_surrogate(unit) else unit for unit in text]))


def is_surrogate(unit: str) -> bool:
    """Tell whether a unit is half a character."""
    return is_lead(unit) or is_trail(unit)


_FORMS: dict[str, Form] = {"NFC": "NFC", "NFD": "NFD", "NFKC": "NFKC", "NFKD": "NFKD"}


@STRINGS.add("normalize")
def _normalize(meter: Meter, this: Value, args: Args) -> Value:
    from unicodedata import normalize  # rarely used, and a third of a megabyte

    form = "NFC" if isinstance(_arg(args, 0), Undefined) else _text(meter, args)
    if form not in _FORMS:
        raise ExpressionRangeError("`normalize` takes NFC, NFD, NFKC or NFKD")
    text = join_units(_this(this))
    meter.recode(text, 18)
    return split_units(normalize(_FORMS[form], text))


@STRINGS.add("match")
def _match(meter: Meter, this: Value, args: Args) -> Value:
    return regexp_strings.match(meter, _this(this), _arg(args, 0))


@STRINGS.add("matchAll")
def _match_all(meter: Meter, this: Value, args: Args) -> Value:
    return regexp_strings.match_all(meter, _this(this), _arg(args, 0))


@STRINGS.add("search")
def _search(meter: Meter, this: Value, args: Args) -> Value:
    return regexp_strings.search_text(meter, _this(this), _arg(args, 0))


@STRINGS.add("replace")
def _replace(meter: Meter, this: Value, args: Args) -> Value:
    return _replaced(meter, _this(this), args, everywhere=False)


@STRINGS.add("replaceAll")
def _replace_all(meter: Meter, this: Value, args: Args) -> Value:
    return _replaced(meter, _this(this), args, everywhere=True)


def _replaced(meter: Meter, text: str, args: Args, *, everywhere: bool) -> Value:
    pattern, by = _arg(args, 0), _arg(args, 1)
    if isinstance(pattern, RegExp):
        return regexp_strings.replace(meter, text, pattern, by, everywhere=everywhere)
    wanted = to_string(meter, pattern)
    template = "" if isinstance(by, Function) else to_string(meter, by)
    parts: list[str] = []
    size = done = 0
    found = text.find(wanted)
    while found >= 0:
        meter.spend(1)
        if isinstance(by, Function):
            part = to_string(meter, call(meter, by, UNDEFINED, [wanted, float(found), text]))
        else:
            part = substitute(meter, template, Found(text, found, found + len(wanted), []))
        parts += [text[done:found], part]
        size += found - done + len(part)
        meter.fits(size)
        meter.spend(len(part) >> 7)
        done = found + len(wanted)
        found = text.find(wanted, max(done, found + 1)) if everywhere and found < len(text) else -1
    meter.string(size + len(text) - done)
    return "".join(parts) + text[done:]


@_static.add("fromCharCode")
def _from_char_code(meter: Meter, _this_value: Value, args: Args) -> Value:
    meter.string(len(args))
    return "".join([chr(to_uint32(to_number(meter, arg)) & 0xFFFF) for arg in args])


@_static.add("fromCodePoint")
def _from_code_point(meter: Meter, _this_value: Value, args: Args) -> Value:
    meter.string(2 * len(args))
    points: list[str] = []
    for arg in args:
        number = to_number(meter, arg)
        if not number.is_integer() or not 0 <= number <= 0x10FFFF:
            raise ExpressionRangeError("A code point must be a whole number between 0 and 0x10FFFF")
        points.append(split_units(chr(int(number))))
    return "".join(points)


def _string(meter: Meter, _this_value: Value, args: Args) -> Value:
    if args and isinstance(args[0], Symbol):
        return args[0].text()
    return to_string(meter, args[0]) if args else ""


def _construct(meter: Meter, _this_value: Value, args: Args) -> Value:
    return StringBox(to_string(meter, args[0]) if args else "")


STRING = _static.namespace(_string, _construct)
