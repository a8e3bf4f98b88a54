"""Which table serves which type of value."""

from __future__ import annotations

from ..coerce import to_key
from ..errors import ExpressionTypeError
from ..tables import Table
from ..values import Function, Namespace, Undefined
from .array_callbacks import ARRAYS
from .numbers import NUMBERS
from .objects import has_own
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
    bool: BOOLEANS,
    dict: Table("Object", dict),
    Function: FUNCTIONS,
    Namespace: FUNCTIONS,
}
"""Where methods of a value are looked up after its own properties."""
