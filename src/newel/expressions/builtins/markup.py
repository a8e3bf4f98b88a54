"""The methods of String that write HTML (ECMA-262, "Additional Properties of the String.prototype Object")."""

from __future__ import annotations

from ..coerce import to_string
from ..values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..limits import Meter
    from ..tables import Table
    from ..values import Args, Body, Value

_ELEMENTS = {
    "anchor": ("a", "name"),
    "big": ("big", ""),
    "blink": ("blink", ""),
    "bold": ("b", ""),
    "fixed": ("tt", ""),
    "fontcolor": ("font", "color"),
    "fontsize": ("font", "size"),
    "italics": ("i", ""),
    "link": ("a", "href"),
    "small": ("small", ""),
    "strike": ("strike", ""),
    "sub": ("sub", ""),
    "sup": ("sup", ""),
}
"""The element that each method puts around the text, and the attribute that its argument becomes."""


def _wrapper(element: str, attribute: str) -> Body:
    def body(meter: Meter, this: Value, args: Args) -> Value:
        text, start = to_string(meter, this), element
        if attribute:
            value = to_string(meter, args[0] if args else UNDEFINED)
            meter.string(len(value) + 5 * value.count('"'))
            start = f'{element} {attribute}="{value.replace(chr(34), "&quot;")}"'
        meter.string(len(start) + len(text) + len(element) + 5)
        return f"<{start}>{text}</{element}>"

    return body


def enter(table: Table) -> None:
    """Enter the methods in the table of String.prototype."""
    for name, (element, attribute) in _ELEMENTS.items():
        table.add(name)(_wrapper(element, attribute))
