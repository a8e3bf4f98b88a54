"""String.raw called as a function (ECMA-262, "String.raw")."""

from __future__ import annotations

import math

from ..coerce import to_number, to_string
from ..errors import ExpressionTypeError, UnsupportedSyntax
from ..holes import Holey
from ..values import UNDEFINED, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value


def raw(meter: Meter, _this: Value, args: Args) -> Value:
    """Join the texts of `args[0].raw` with the other arguments between them."""
    template = args[0] if args else UNDEFINED
    if isinstance(template, (Undefined, str, float, bool, list)) or template is None:
        literals: Value = UNDEFINED
    elif isinstance(template, dict):
        literals = template.get("raw", UNDEFINED)
    else:
        raise UnsupportedSyntax("`String.raw` of something other than a plain object")
    if literals is None or isinstance(literals, Undefined):
        raise ExpressionTypeError("`String.raw` needs an object with a field `raw`")
    parts: list[str] = []
    size = 0
    count = _length(meter, literals)
    for index in range(count):
        meter.spend(1)
        parts.append(to_string(meter, _item(literals, index)))
        if index + 1 < min(count, len(args)):
            parts.append(to_string(meter, args[index + 1]))
            size += len(parts[-2])
        size += len(parts[-1])
        meter.fits(size)
    meter.string(size)
    return "".join(parts)


def _length(meter: Meter, literals: Value) -> int:
    if isinstance(literals, (str, list)):
        return len(literals)
    if isinstance(literals, (float, bool)):
        return 0
    if not isinstance(literals, dict):
        raise UnsupportedSyntax("`String.raw` of something other than a plain object")
    length = to_number(meter, literals.get("length", UNDEFINED))
    return 0 if math.isnan(length) else int(min(max(length, 0), 2**53 - 1))


def _item(literals: Value, index: int) -> Value:
    if isinstance(literals, Holey):
        literals.check()
    if isinstance(literals, (str, list)):
        return literals[index] if index < len(literals) else UNDEFINED
    return literals.get(str(index), UNDEFINED) if isinstance(literals, dict) else UNDEFINED
