"""RegExp.prototype[Symbol.match] and the like: what the methods of String.prototype call, called directly."""

from __future__ import annotations

from ..coerce import to_number, to_string
from ..errors import UnsupportedSyntax
from ..numbers import to_uint32
from ..regexps import RegExp
from ..symbols import MATCH, MATCH_ALL, REPLACE, SEARCH, SPLIT
from ..values import UNDEFINED, Undefined
from . import regexp_strings
from .regexps import GROUPS, ITERATORS, MATCHES, REGEXPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

__all__ = ["GROUPS", "ITERATORS", "MATCHES", "REGEXPS"]


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


@REGEXPS.add(MATCH.key)
def _match(meter: Meter, this: Value, args: Args) -> Value:
    return regexp_strings.match(meter, to_string(meter, _arg(args, 0)), this)


@REGEXPS.add(MATCH_ALL.key)
def _match_all(meter: Meter, this: Value, args: Args) -> Value:
    if isinstance(this, RegExp) and "g" not in this.flags:
        raise UnsupportedSyntax("`Symbol.matchAll` without the flag g")
    return regexp_strings.match_all(meter, to_string(meter, _arg(args, 0)), this)


@REGEXPS.add(SEARCH.key)
def _search(meter: Meter, this: Value, args: Args) -> Value:
    return regexp_strings.search_text(meter, to_string(meter, _arg(args, 0)), this)


@REGEXPS.add(REPLACE.key)
def _replace(meter: Meter, this: Value, args: Args) -> Value:
    text = to_string(meter, _arg(args, 0))
    if not isinstance(this, RegExp):
        return UNDEFINED
    return regexp_strings.replace(meter, text, this, _arg(args, 1), everywhere=False)


@REGEXPS.add(SPLIT.key)
def _split(meter: Meter, this: Value, args: Args) -> Value:
    text, limit = to_string(meter, _arg(args, 0)), _arg(args, 1)
    if not isinstance(this, RegExp):
        return UNDEFINED
    most = 2**32 - 1 if isinstance(limit, Undefined) else to_uint32(to_number(meter, limit))
    return regexp_strings.split(meter, text, this, most)
