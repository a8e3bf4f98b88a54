"""escape and unescape (ECMA-262, "Additional Properties of the Global Object")."""

from __future__ import annotations

from ..coerce import to_string
from ..tables import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Value

ESCAPES = Table("global", None)

_KEPT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@*_+-./")
_HEX = frozenset("0123456789abcdefABCDEF")


@ESCAPES.add("escape")
def _escape(meter: Meter, _this: Value, args: Args) -> Value:
    text = to_string(meter, args[0]) if args else "undefined"
    meter.string(len(text) * 6)
    meter.spend(len(text) >> 2)
    return "".join([unit if unit in _KEPT else _escaped(ord(unit)) for unit in text])


def _escaped(code: int) -> str:
    return f"%{code:02X}" if code < 0x100 else f"%u{code:04X}"


@ESCAPES.add("unescape")
def _unescape(meter: Meter, _this: Value, args: Args) -> Value:
    text = to_string(meter, args[0]) if args else "undefined"
    meter.string(len(text))
    meter.spend(text.count("%"))
    first, *rest = text.split("%")
    return first + "".join(map(_unescaped, rest))


def _unescaped(text: str) -> str:
    """Give what a percent sign and the text behind it stand for."""
    start, end = (1, 5) if text.startswith("u") else (0, 2)
    digits = text[start:end]
    if len(digits) < end - start or not _HEX.issuperset(digits):
        return f"%{text}"
    return chr(int(digits, 16)) + text[end:]
