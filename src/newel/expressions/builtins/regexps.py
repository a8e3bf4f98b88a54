"""RegExp and RegExp.prototype."""

from __future__ import annotations

from ..coerce import to_integer, to_string
from ..errors import UnsupportedSyntax
from ..regexps import Groups, Match, RegExp, make, shown_source
from ..tables import Table
from ..text import is_lead, is_trail
from ..values import UNDEFINED, Undefined
from .arrays import ARRAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..limits import Meter
    from ..regexp.machine import Machine, Program
    from ..values import Args, Value

REGEXPS = Table("RegExp", RegExp, "compile")
MATCHES = Table("Array", list)
MATCHES.entries = ARRAYS.entries
MATCHES.pending = ARRAYS.pending
GROUPS = Table(
    "Object",
    dict,
    "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor hasOwnProperty "
    "isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf",
)
"""What `groups` has not, though other objects have it."""

ITERATORS = Table(
    "RegExp String Iterator", None, "drop every filter find flatMap forEach map next reduce some take toArray"
)

_static = Table(
    "RegExp",
    None,
    "escape input lastMatch lastParen leftContext length name prototype rightContext "
    "$_ $& $+ $` $' $1 $2 $3 $4 $5 $6 $7 $8 $9",
)

_FLAG_NAMES = {
    "d": "hasIndices",
    "g": "global",
    "i": "ignoreCase",
    "m": "multiline",
    "s": "dotAll",
    "u": "unicode",
    "v": "unicodeSets",
    "y": "sticky",
}


def regexp(value: Value) -> RegExp:
    """Give `this` as the regular expression that the table has made sure it is."""
    if not isinstance(value, RegExp):
        raise UnsupportedSyntax("A method of RegExp on something else")
    return value


def _flag_getter(flag: str) -> Callable[[Value], Value]:
    return lambda value: flag in regexp(value).flags


for _flag, _name in _FLAG_NAMES.items():
    REGEXPS.getters[_name] = _flag_getter(_flag)


@REGEXPS.getter("flags")
def _flags(value: Value) -> Value:
    return regexp(value).flags


@REGEXPS.getter("source")
def _source(value: Value) -> Value:
    return shown_source(regexp(value).pattern)


@REGEXPS.getter("lastIndex")
def _last_index(value: Value) -> Value:
    return regexp(value).last_index


def _match_getter(name: str) -> Callable[[Value], Value]:
    return lambda value: value.properties.get(name, UNDEFINED) if isinstance(value, Match) else UNDEFINED


for _property in ("index", "input", "groups", "indices"):
    MATCHES.getters[_property] = _match_getter(_property)


@REGEXPS.add("toString")
def _to_string(meter: Meter, this: Value, _args: Args) -> Value:
    return to_string(meter, this)


@REGEXPS.add("test")
def _test(meter: Meter, this: Value, args: Args) -> Value:
    return spans(meter, regexp(this), _text(meter, args)) is not None


@REGEXPS.add("exec")
def _exec(meter: Meter, this: Value, args: Args) -> Value:
    return execute(meter, regexp(this), _text(meter, args))


def _text(meter: Meter, args: Args) -> str:
    return to_string(meter, args[0] if args else UNDEFINED)


def machine(meter: Meter, program: Program, text: str) -> Machine:
    """Make what finds matches of a pattern in a text."""
    from ..regexp.machine import Machine

    return Machine(meter, program, text)


def spans(meter: Meter, this: RegExp, text: str, finder: Machine | None = None) -> list[int] | None:
    """Find a match from `lastIndex` on, and set it (ECMA-262, "RegExpBuiltinExec")."""
    start = max(to_integer(meter, this.last_index), 0.0)
    keeps = "g" in this.flags or "y" in this.flags
    if not keeps:
        start = 0.0
    found = None
    if start <= len(text):
        finder = finder or machine(meter, this.program, text)
        found = finder.search(int(start), sticky="y" in this.flags)
    if keeps:
        this.last_index = float(found[1]) if found else 0.0
    return found


def execute(meter: Meter, this: RegExp, text: str) -> Value:
    """Give what `exec` gives."""
    found = spans(meter, this, text)
    return None if found is None else match_array(meter, this, text, found)


def captures(meter: Meter, text: str, found: list[int]) -> list[Value]:
    """Give the text that matched and that of each group."""
    meter.array(len(found))
    result: list[Value] = []
    for start, end in zip(found[::2], found[1::2], strict=True):
        meter.spend((end - start) >> 7)
        result.append(UNDEFINED if start < 0 else text[start:end])
    return result


def named(program: Program, items: list[Value]) -> Groups | None:
    """Give those of the captures whose groups have a name; None where no group has."""
    return Groups({name: items[number] for name, number in program.names.items()}) if program.names else None


def match_array(meter: Meter, this: RegExp, text: str, found: list[int]) -> Match:
    """Make the array with properties that tells of a match."""
    items = captures(meter, text, found)
    groups = named(this.program, items)
    properties: dict[str, Value] = {
        "index": float(found[0]),
        "input": text,
        "groups": UNDEFINED if groups is None else groups,
    }
    if "d" in this.flags:
        pairs = [_pair(start, end) for start, end in zip(found[::2], found[1::2], strict=True)]
        places = named(this.program, pairs)
        properties["indices"] = Match(pairs, {"groups": UNDEFINED if places is None else places})
    return Match(items, properties)


def _pair(start: int, end: int) -> Value:
    return UNDEFINED if start < 0 else [float(start), float(end)]


def after_empty(text: str, place: int, this: RegExp) -> int:
    """Give where to go on behind an empty match (ECMA-262, "AdvanceStringIndex")."""
    if "u" not in this.flags and "v" not in this.flags:
        return place + 1
    is_pair = place + 1 < len(text) and is_lead(text[place]) and is_trail(text[place + 1])
    return place + (2 if is_pair else 1)


def every_match(meter: Meter, this: RegExp, text: str) -> list[list[int]]:
    """Find all matches, one where the flag g is not set."""
    if "g" not in this.flags:
        found = spans(meter, this, text)
        return [] if found is None else [found]
    this.last_index = 0.0
    return remaining(meter, this, text)


def remaining(meter: Meter, this: RegExp, text: str) -> list[list[int]]:
    """Find all matches from `lastIndex` on."""
    result: list[list[int]] = []
    finder = machine(meter, this.program, text)
    while True:
        found = spans(meter, this, text, finder)
        if found is None:
            return result
        meter.spend(len(found) >> 4)
        result.append(found)
        if found[0] == found[1]:
            this.last_index = float(after_empty(text, found[1], this))


def _construct(meter: Meter, _this: Value, args: Args) -> Value:
    pattern, flags = args[0] if args else UNDEFINED, args[1] if len(args) > 1 else UNDEFINED
    if isinstance(pattern, RegExp):
        chosen = pattern.flags if isinstance(flags, Undefined) else to_string(meter, flags)
        text = pattern.pattern
    else:
        text = "" if isinstance(pattern, Undefined) else to_string(meter, pattern)
        chosen = "" if isinstance(flags, Undefined) else to_string(meter, flags)
    return new_regexp(meter, text, chosen)


def new_regexp(meter: Meter, pattern: str, flags: str) -> RegExp:
    """Make a regular expression at run time."""
    meter.spend(20 + len(pattern) * (3 if "i" in flags else 1))
    return make(pattern, flags)


def _call(meter: Meter, this: Value, args: Args) -> Value:
    if args and isinstance(args[0], RegExp) and (len(args) == 1 or isinstance(args[1], Undefined)):
        return args[0]
    return _construct(meter, this, args)


REGEXP = _static.namespace(_call, _construct)
