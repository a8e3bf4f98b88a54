"""Symbol."""

from __future__ import annotations

from ..boxes import SymbolBox
from ..coerce import to_string
from ..symbols import SHARED, Symbol
from ..tables import Table
from ..values import UNDEFINED, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

SYMBOLS = Table("Symbol", Symbol)
_static = Table("Symbol", None, "asyncIterator for keyFor length name prototype")
_static.entries.update(SHARED)


@SYMBOLS.add("toString")
def _to_string(_meter: Meter, this: Value, _args: Args) -> Value:
    return this.text() if isinstance(this, Symbol) else UNDEFINED


@SYMBOLS.add("valueOf")
def _value_of(_meter: Meter, this: Value, _args: Args) -> Value:
    return this


@SYMBOLS.getter("description")
def _description(this: Value) -> Value:
    symbol = this.value if isinstance(this, SymbolBox) else this
    return symbol.description if isinstance(symbol, Symbol) and symbol.description is not None else UNDEFINED


def _symbol(meter: Meter, _this: Value, args: Args) -> Value:
    return Symbol(to_string(meter, args[0]) if args and not isinstance(args[0], Undefined) else None)


SYMBOL = _static.namespace(_symbol)
