"""The global names."""

from __future__ import annotations

import math

from ..coerce import to_number, truthy
from ..tables import Table
from ..text import words
from ..values import UNDEFINED
from . import integrity
from .arrays import ARRAY
from .bigints import BIGINT
from .collections import MAP, SET
from .dates import DATE
from .failures import ERRORS
from .grouping import CLONING
from .json_text import JSON
from .maths import MATH
from .numbers import NUMBER, parse_float, parse_int
from .objects import OBJECT
from .regexps import REGEXP
from .strings import STRING
from .uri import URI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

__all__ = ["GLOBALS", "PENDING_GLOBALS", "integrity"]

PENDING_GLOBALS = words(
    "AggregateError ArrayBuffer Atomics BigInt64Array BigUint64Array DataView "
    "FinalizationRegistry Float32Array Float64Array Function Int16Array Int32Array Int8Array Intl Promise Proxy "
    "Reflect SharedArrayBuffer Symbol "
    "Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet arguments escape eval globalThis "
    "unescape"
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


GLOBALS: dict[str, Value] = {
    "undefined": UNDEFINED,
    "NaN": math.nan,
    "Infinity": math.inf,
    **ERRORS,
    "Array": ARRAY,
    "Map": MAP,
    "Set": SET,
    "BigInt": BIGINT,
    "Boolean": Table("Boolean", None, "length name prototype").namespace(_boolean),
    "Date": DATE,
    "JSON": JSON,
    "Math": MATH,
    "Number": NUMBER,
    "Object": OBJECT,
    "RegExp": REGEXP,
    "String": STRING,
    "parseFloat": parse_float,
    "parseInt": parse_int,
    **_functions.entries,
    **CLONING.entries,
    **URI.entries,
}
"""What each global name stands for."""
