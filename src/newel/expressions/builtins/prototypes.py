"""Which table serves which type of value."""

from __future__ import annotations

from ..arrows import Arrow
from ..bigints import BigInt
from ..boxes import BigIntBox, BooleanBox, NumberBox, StringBox, SymbolBox
from ..coerce import to_key
from ..collections import Iterator, MapObject, SetObject
from ..dates import Date
from ..errors import ExpressionTypeError
from ..failures import Failure
from ..holes import Holey
from ..late import Late
from ..regexps import Groups, Match, MatchIterator, RegExp
from ..symbols import Symbol
from ..tables import Table
from ..values import Function, Instance, Namespace, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..limits import Meter
    from ..values import Args, Value

ANY = Table(
    "Object",
    None,
    "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor isPrototypeOf "
    "toLocaleString",
)
"""What every object has."""

BOOLEANS = Table("Boolean", bool)
OBJECTS = Table("Object", dict)
FUNCTIONS = Table("Function", None, "apply arguments bind call caller length name prototype toString")


@ANY.add("hasOwnProperty")
def _has_own(meter: Meter, this: Value, args: Args) -> Value:
    from .objects import has_own

    return has_own(this, to_key(meter, args[0]) if args else "undefined")


@ANY.add("propertyIsEnumerable")
def _is_enumerable(meter: Meter, this: Value, args: Args) -> Value:
    from .objects import has_own

    key = to_key(meter, args[0]) if args else "undefined"
    hidden = isinstance(this, Function) or (isinstance(this, (list, str)) and key == "length")
    return has_own(this, key) and not hidden


@ANY.add("toString")
def _to_string(_meter: Meter, this: Value, _args: Args) -> Value:
    if isinstance(this, dict):
        return "[object Object]"
    if isinstance(this, Instance):
        return this.primitive("string")
    raise ExpressionTypeError("`toString` needs an object")


@ANY.add("valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    if this is None or isinstance(this, Undefined):
        raise ExpressionTypeError("`valueOf` needs an object")
    return this


@BOOLEANS.add("valueOf")
def _boolean_value(_meter: Meter, this: Value, _args: Args) -> Value:
    return this


@BOOLEANS.add("toString")
def _boolean_text(_meter: Meter, this: Value, _args: Args) -> Value:
    return "true" if this else "false"


def _here() -> dict[type, Table]:
    functions = dict.fromkeys((Arrow, Function, Namespace), FUNCTIONS)
    return {bool: BOOLEANS, BooleanBox: BOOLEANS, dict: OBJECTS, **functions}


def _arrays() -> dict[type, Table]:
    from .array_callbacks import ARRAYS

    return {list: ARRAYS, Holey: ARRAYS}


def _bigints() -> dict[type, Table]:
    from .bigints import BIGINTS

    return {BigInt: BIGINTS, BigIntBox: BIGINTS}


def _collections() -> dict[type, Table]:
    from .collections import ITERATORS, MAPS, SETS

    return {Iterator: ITERATORS, MapObject: MAPS, SetObject: SETS}


def _dates() -> dict[type, Table]:
    from .dates import DATES

    return {Date: DATES}


def _failures() -> dict[type, Table]:
    from .failures import FAILURES

    return {Failure: FAILURES}


def _numbers() -> dict[type, Table]:
    from .numbers import NUMBERS

    return {float: NUMBERS, NumberBox: NUMBERS}


def _regexps() -> dict[type, Table]:
    from .regexp_symbols import GROUPS, ITERATORS, MATCHES, REGEXPS

    _arrays()  # a match has the methods of an array
    return {RegExp: REGEXPS, Match: MATCHES, Groups: GROUPS, MatchIterator: ITERATORS}


def _strings() -> dict[type, Table]:
    from .strings import STRINGS

    return {str: STRINGS, StringBox: STRINGS}


def _symbols() -> dict[type, Table]:
    from .symbols import SYMBOLS

    return {Symbol: SYMBOLS, SymbolBox: SYMBOLS}


_HOMES: dict[Callable[[], dict[type, Table]], tuple[type, ...]] = {
    _strings: (str, StringBox),
    _arrays: (list, Holey),
    _numbers: (float, NumberBox),
    _here: (bool, BooleanBox, dict, Arrow, Function, Namespace),
    _bigints: (BigInt, BigIntBox),
    _dates: (Date,),
    _failures: (Failure,),
    _collections: (Iterator, MapObject, SetObject),
    _symbols: (Symbol, SymbolBox),
    _regexps: (RegExp, Match, Groups, MatchIterator),
}

PROTOTYPES: Late[type, Table] = Late({kind: load for load, kinds in _HOMES.items() for kind in kinds})
"""Where methods of a value are looked up after its own properties."""
