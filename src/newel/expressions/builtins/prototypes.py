"""Which table serves which type of value."""

from __future__ import annotations

from ..arrows import Arrow
from ..bigints import BigInt
from ..coerce import to_key
from ..collections import Iterator, MapObject, SetObject
from ..dates import Date
from ..errors import ExpressionTypeError
from ..failures import Failure
from ..holes import Holey
from ..regexps import Groups, Match, MatchIterator, RegExp
from ..tables import Table
from ..values import Function, Namespace, Undefined
from .array_callbacks import ARRAYS
from .bigints import BIGINTS
from .collections import ITERATORS as LIST_ITERATORS
from .collections import MAPS, SETS
from .dates import DATES
from .failures import FAILURES
from .numbers import NUMBERS
from .objects import has_own
from .regexps import GROUPS, ITERATORS, MATCHES, REGEXPS
from .strings import STRINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
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
FUNCTIONS = Table("Function", None, "apply arguments bind call caller hasOwnProperty length name prototype toString")


@ANY.add("hasOwnProperty", "propertyIsEnumerable")
def _has_own(meter: Meter, this: Value, args: Args) -> Value:
    return has_own(this, to_key(meter, args[0]) if args else "undefined")


@ANY.add("toString")
def _to_string(_meter: Meter, this: Value, _args: Args) -> Value:
    if isinstance(this, dict):
        return "[object Object]"
    raise ExpressionTypeError("`toString` needs an object")


@ANY.add("valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    if this is None or isinstance(this, Undefined):
        raise ExpressionTypeError("`valueOf` needs an object")
    return this


@BOOLEANS.add("toString")
def _boolean_text(_meter: Meter, this: Value, _args: Args) -> Value:
    return "true" if this else "false"


PROTOTYPES: dict[type, Table] = {
    str: STRINGS,
    list: ARRAYS,
    float: NUMBERS,
    Arrow: FUNCTIONS,
    bool: BOOLEANS,
    dict: Table("Object", dict),
    BigInt: BIGINTS,
    Date: DATES,
    Failure: FAILURES,
    Function: FUNCTIONS,
    Holey: ARRAYS,
    Iterator: LIST_ITERATORS,
    MapObject: MAPS,
    SetObject: SETS,
    Namespace: FUNCTIONS,
    RegExp: REGEXPS,
    Match: MATCHES,
    Groups: GROUPS,
    MatchIterator: ITERATORS,
}
"""Where methods of a value are looked up after its own properties."""
