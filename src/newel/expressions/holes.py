"""Arrays with places left out, as `Array(3)` and `[a, , b]` make them.

A hole reads as undefined, so what only reads is safe; what JavaScript does otherwise with a hole than with
undefined (`map` skips it, `Object.keys` leaves it out) is refused while there is one.
"""

from __future__ import annotations

from .errors import UnsupportedSyntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Value


class Holey(list["Value"]):
    """An array that may have holes: undefined where one is.

    Parameters
    ----------
    items
        Its elements, undefined for each hole.
    holes
        Where the holes are.
    """

    __slots__ = ("holes",)

    def __init__(self, items: list[Value], holes: set[int]) -> None:
        super().__init__(items)
        self.holes = holes

    def check(self) -> None:
        """Refuse what goes over the elements otherwise than by reading them."""
        if self.holes:
            raise UnsupportedSyntax("This with holes in an array", hint="Write Array.from({length: n}) or fill().")


def checked(items: list[Value]) -> list[Value]:
    """Give an array that has no holes; refuse one that has."""
    if isinstance(items, Holey):
        items.check()
    return items
