"""JSON.parse and JSON.stringify."""

from __future__ import annotations

from ..bigints import BigInt
from ..boxes import Box, NumberBox, StringBox, SymbolBox
from ..coerce import call, to_integer, to_string
from ..dates import Date
from ..errors import ExpressionSyntaxError, ExpressionTypeError, LimitExceeded, UnsupportedSyntax
from ..iteration import entries
from ..marshal import incoming
from ..numbers import number_to_string
from ..symbols import Symbol
from ..tables import Table
from ..text import has_surrogates, join_units, split_units
from ..values import UNDEFINED, Function, Instance, Namespace, Undefined, as_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..values import Args, Scalar, Value

_json = Table("JSON", None, "isRawJSON rawJSON")


def _arg(args: Args, index: int) -> Value:
    return args[index] if index < len(args) else UNDEFINED


@_json.add("parse")
def _parse(meter: Meter, _this: Value, args: Args) -> Value:
    text = to_string(meter, _arg(args, 0))
    if isinstance(_arg(args, 1), Function):
        raise UnsupportedSyntax("`JSON.parse` with a function")
    openings = text.count("[") + text.count("{")
    meter.spend(1 + (len(text) >> 3) + (openings >> 1))
    if openings > meter.limits.depth:
        _check_depth(text, meter.limits.depth)
    from json import loads  # brings in `re`; only for expressions that parse JSON

    try:
        return incoming(loads(text, parse_int=float, parse_constant=_refuse), meter.limits)
    except ValueError:
        raise ExpressionSyntaxError("`JSON.parse` was given text that is not JSON") from None


def _refuse(_name: str) -> float:
    raise ValueError


def _check_depth(text: str, most: int) -> None:
    """Refuse what is nested too deeply before it is parsed; counts brackets outside of strings."""
    depth = 0
    in_string = False
    escaped = False
    for unit in text:
        if in_string:
            in_string = escaped or unit != '"'
            escaped = unit == "\\" and not escaped
        elif unit == '"':
            in_string = True
        elif unit in "[{":
            depth += 1
            if depth > most:
                raise LimitExceeded(f"The JSON is nested more than {most} levels deep")
        elif unit in "]}":
            depth -= 1


@_json.add("stringify")
def _stringify(meter: Meter, _this: Value, args: Args) -> Value:
    replacer = _arg(args, 1)
    writer = _Writer(meter, replacer, _indent(meter, _arg(args, 2)))
    if not writer.write(_arg(args, 0), "", {"": _arg(args, 0)}, 0):
        return UNDEFINED
    return "".join(writer.parts)


def _indent(meter: Meter, space: Value) -> str:
    if isinstance(space, (NumberBox, StringBox)):
        space = space.value
    if isinstance(space, str):
        return space[:10]
    if isinstance(space, float) and 0 < space < 1:
        raise UnsupportedSyntax("An indentation between 0 and 1")  # V8 breaks lines there, and indents by nothing
    return " " * int(min(max(to_integer(meter, space), 0.0), 10.0)) if isinstance(space, float) else ""


_SCALARS = frozenset((str, float))


class _Writer:
    __slots__ = ("allowed", "indent", "meter", "open", "parts", "replacer", "size")

    def __init__(self, meter: Meter, replacer: Value, indent: str) -> None:
        self.meter = meter
        self.indent = indent
        self.parts: list[str] = []
        self.open: set[int] = set()
        self.size = 0
        self.replacer = as_function(replacer)
        self.allowed: list[str] | None = None
        if isinstance(replacer, list):
            keys = [to_string(meter, item) for item in replacer if isinstance(item, (str, float, NumberBox, StringBox))]
            self.allowed = list(dict.fromkeys(keys))

    def put(self, text: str) -> None:
        self.size += len(text)
        self.meter.fits(self.size)
        self.meter.spend(1 + (len(text) >> 5))
        self.parts.append(text)

    def write(self, value: Value, key: str, holder: Value, depth: int) -> bool:
        """Write a value; False, and nothing written, if JSON has no word for it."""
        if self.replacer or type(value) not in _SCALARS:
            value = self._prepared(value, key, holder)
        if isinstance(value, (list, dict)):
            if depth >= self.meter.limits.depth:
                raise LimitExceeded(f"A value is nested more than {self.meter.limits.depth} levels deep")
            if id(value) in self.open:
                raise ExpressionTypeError("What holds itself cannot be written as JSON")
            self.open.add(id(value))
            if isinstance(value, list):
                self._array(value, depth + 1)
            else:
                self._object(value, depth + 1)
            self.open.discard(id(value))
            return True
        if isinstance(value, Instance) or (isinstance(value, Namespace) and not value.callable):
            self.put("{}")
            return True
        if isinstance(value, (Undefined, Function, Symbol)):
            return False
        if isinstance(value, str) and not value.isascii():
            self.meter.recode(value, 1)
        self.put(_scalar(value))
        return True

    def _prepared(self, value: Value, key: str, holder: Value) -> Value:
        if isinstance(value, dict) and isinstance(value.get("toJSON"), Function):
            value = call(self.meter, value["toJSON"], value, [key])
        elif isinstance(value, Date):
            value = value.json()
        if self.replacer:
            value = call(self.meter, self.replacer, holder, [key, value])
        if isinstance(value, Box) and not isinstance(value, SymbolBox):
            return value.value
        return value

    def _array(self, items: list[Value], depth: int) -> None:
        if not items:
            self.put("[]")
            return
        lead, separator, tail = self._layout("[", "]", depth)
        self.put(lead)
        for index in range(len(items)):  # a replacer may change how many there are
            if index:
                self.put(separator)
            item = items[index] if index < len(items) else UNDEFINED
            if not self.write(item, str(index), items, depth):
                self.put("null")
        self.put(tail)

    def _object(self, value: dict[str, Value], depth: int) -> None:
        lead, separator, tail = self._layout("{", "}", depth)
        colon = ": " if self.indent else ":"
        found = [key for key, _ in entries(self.meter, value)] if self.allowed is None else self.allowed
        is_first = True
        for key in found:
            mark = len(self.parts)
            self.put((lead if is_first else separator) + quote(key) + colon)
            if self.write(value.get(key, UNDEFINED), key, value, depth):
                is_first = False
            else:
                del self.parts[mark:]
        self.put("{}" if is_first else tail)

    def _layout(self, opening: str, closing: str, depth: int) -> tuple[str, str, str]:
        if not self.indent:
            return opening, ",", closing
        inner = "\n" + self.indent * depth
        return opening + inner, "," + inner, "\n" + self.indent * (depth - 1) + closing


def _scalar(value: Scalar) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, BigInt):
        raise ExpressionTypeError("JSON has no BigInts: use String(value) or Number(value)")
    return number_to_string(value) if value - value == 0 else "null"


_ESCAPES = {code: f"\\u{code:04x}" for code in range(32)} | {
    8: "\\b",
    9: "\\t",
    10: "\\n",
    12: "\\f",
    13: "\\r",
    34: '\\"',
    92: "\\\\",
}


def quote(text: str) -> str:
    """Write a string as JSON does (ECMA-262, "QuoteJSONString"): half a character is escaped."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # neither control characters nor halves
        return f'"{text}"'
    text = text.translate(_ESCAPES)
    if not text.isascii() and has_surrogates(text):
        joined = join_units(text)
        if has_surrogates(joined):
            joined = "".join([f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in joined])
        text = split_units(joined)
    return f'"{text}"'


JSON = _json.namespace()
