"""encodeURIComponent and its relatives (ECMA-262, "URI Handling Functions")."""

from __future__ import annotations

from ..coerce import to_string
from ..errors import ExpressionError
from ..tables import Table
from ..text import has_surrogates, join_units, split_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Body, Value

URI = Table("global", None)

_UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
_RESERVED = ";/?:@&=+$,#"
_HEX = frozenset("0123456789abcdefABCDEF")


def _encoder(kept: str) -> Body:
    keep = frozenset(kept.encode())

    def body(meter: Meter, _this: Value, args: Args) -> Value:
        text = join_units(to_string(meter, args[0]) if args else "undefined")
        meter.string(len(text) * 9)
        meter.spend(len(text) >> 2 if text.isascii() else len(text))
        if has_surrogates(text):
            raise ExpressionError("A URI cannot hold half a character")
        return "".join([chr(byte) if byte in keep else f"%{byte:02X}" for byte in text.encode()])

    return body


def _decoder(kept: str) -> Body:
    keep = frozenset(kept)

    def body(meter: Meter, _this: Value, args: Args) -> Value:
        text = to_string(meter, args[0]) if args else "undefined"
        meter.spend(len(text) >> 2)
        parts: list[str] = []
        position = 0
        while position < len(text):
            found = text.find("%", position)
            if found < 0:
                break
            parts.append(text[position:found])
            character, position = _escape(text, found)
            parts.append(text[found:position] if character in keep else split_units(character))
        return "".join(parts) + text[position:]

    return body


def _escape(text: str, position: int) -> tuple[str, int]:
    first = _byte(text, position)
    count = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    data = bytes(_byte(text, position + 3 * index) for index in range(count))
    try:
        return data.decode(), position + 3 * count
    except UnicodeDecodeError:
        raise ExpressionError("The URI is malformed") from None


def _byte(text: str, position: int) -> int:
    digits = text[position + 1 : position + 3]
    if text[position : position + 1] != "%" or len(digits) < 2 or not _HEX.issuperset(digits):
        raise ExpressionError("The URI is malformed")
    return int(digits, 16)


URI.add("encodeURIComponent")(_encoder(_UNESCAPED))
URI.add("encodeURI")(_encoder(_UNESCAPED + _RESERVED))
URI.add("decodeURIComponent")(_decoder(""))
URI.add("decodeURI")(_decoder(_RESERVED))
