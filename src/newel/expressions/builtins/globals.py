"""The global names."""

from __future__ import annotations

import math

from ..boxes import BooleanBox
from ..coerce import to_number, truthy
from ..late import Late
from ..tables import Table
from ..text import words
from ..values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value


PENDING_GLOBALS = words(
    "AggregateError ArrayBuffer Atomics BigInt64Array BigUint64Array DataView "
    "FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array Intl Promise Proxy "
    "Reflect SharedArrayBuffer "
    "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet arguments eval globalThis"
)
"""Global names of ECMAScript that this language has not; other names that stand for nothing are errors at run time."""

_functions = Table("global", None)


@_functions.add("isNaN")
def _is_nan(meter: Meter, _this: Value, args: Args) -> Value:
    number = to_number(meter, args[0] if args else UNDEFINED)
    return math.isnan(number)


@_functions.add("isFinite")
def _is_finite(meter: Meter, _this: Value, args: Args) -> Value:
    return math.isfinite(to_number(meter, args[0] if args else UNDEFINED))


def _boolean(_meter: Meter, _this: Value, args: Args) -> Value:
    return truthy(args[0]) if args else False


def _boolean_object(_meter: Meter, _this: Value, args: Args) -> Value:
    return BooleanBox(truthy(args[0]) if args else False)


def _here() -> dict[str, Value]:
    boolean = Table("Boolean", None, "length name prototype").namespace(_boolean, _boolean_object)
    return {"undefined": UNDEFINED, "NaN": math.nan, "Infinity": math.inf, "Boolean": boolean, **_functions.entries}


def _arrays() -> dict[str, Value]:
    from .arrays import ARRAY

    return {"Array": ARRAY}


def _bigints() -> dict[str, Value]:
    from .bigints import BIGINT

    return {"BigInt": BIGINT}


def _collections() -> dict[str, Value]:
    from .grouping import MAP, SET

    return {"Map": MAP, "Set": SET}


def _dates() -> dict[str, Value]:
    from .dates import DATE

    return {"Date": DATE}


def _escapes() -> dict[str, Value]:
    from .escapes import ESCAPES

    return ESCAPES.entries


def _failures() -> dict[str, Value]:
    from .failures import ERRORS

    return ERRORS


def _json() -> dict[str, Value]:
    from .json_text import JSON

    return {"JSON": JSON}


def _maths() -> dict[str, Value]:
    from .maths import MATH

    return {"Math": MATH}


def _numbers() -> dict[str, Value]:
    from .numbers import NUMBER, parse_float, parse_int

    return {"Number": NUMBER, "parseFloat": parse_float, "parseInt": parse_int}


def _cloning() -> dict[str, Value]:
    from .grouping import CLONING

    return CLONING.entries


def _objects() -> dict[str, Value]:
    from .integrity import OBJECT

    return {"Object": OBJECT}


def _regexps() -> dict[str, Value]:
    from .regexps import REGEXP

    return {"RegExp": REGEXP}


def _strings() -> dict[str, Value]:
    from .strings import STRING

    return {"String": STRING}


def _symbols() -> dict[str, Value]:
    from .symbols import SYMBOL

    return {"Symbol": SYMBOL}


def _uri() -> dict[str, Value]:
    from .uri import URI

    return URI.entries


_HOMES = {
    _here: "undefined NaN Infinity Boolean isNaN isFinite",
    _arrays: "Array",
    _bigints: "BigInt",
    _cloning: "structuredClone",
    _collections: "Map Set",
    _dates: "Date",
    _escapes: "escape unescape",
    _failures: "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError",
    _json: "JSON",
    _maths: "Math",
    _numbers: "Number parseFloat parseInt",
    _objects: "Object",
    _regexps: "RegExp",
    _strings: "String",
    _symbols: "Symbol",
    _uri: "decodeURI decodeURIComponent encodeURI encodeURIComponent",
}

GLOBALS: Late[str, Value] = Late({name: load for load, names in _HOMES.items() for name in names.split()})
"""What each global name stands for."""
