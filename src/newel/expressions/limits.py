"""What one evaluation may use. Everything is checked before it is allocated."""

from __future__ import annotations

from .errors import LimitExceeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .values import Value

MAX_SOURCE = 16 * 1024
"""Characters in the text of an expression."""

MAX_NESTING = 100
"""Levels of the syntax tree, counted from any leaf to the root."""

MAX_FUEL = 300_000
"""Units of work in one evaluation; a unit is about a microsecond of the interpreter's time."""

MAX_STRING = 1_000_000
"""UTF-16 units in one string."""

MAX_ARRAY = 100_000
"""Elements in one array."""

MAX_BIGINT = 65_536
"""Bits of one BigInt."""

MAX_DEPTH = 200
"""Levels of a value going in or out, and of functions calling functions."""

MAX_STACK = 400
"""Levels of syntax under evaluation in all functions that are being called."""

MAX_OUTPUT = 256 * 1024
"""Bytes of the result as JSON; Step Functions takes no more (service quotas, "payload size")."""


class Meter:
    """Counts what one evaluation uses, and carries the values its paths are bound to, and what is frozen."""

    __slots__ = ("calls", "frozen", "fuel", "roots", "stack")

    def __init__(self, roots: list[Value]) -> None:
        self.roots = roots
        self.frozen: dict[int, tuple[int, Value]] = {}
        self.fuel = MAX_FUEL
        self.calls = 0
        self.stack = 0

    def spend(self, units: int) -> None:
        """Take fuel for work about to be done."""
        self.fuel -= units
        if self.fuel < 0:
            raise LimitExceeded(f"The evaluation takes more than {MAX_FUEL} units of work")

    def fits(self, size: float) -> None:
        """Make sure a string of so many units may be made."""
        if size > MAX_STRING:
            raise LimitExceeded(f"A string would be longer than {MAX_STRING} characters")

    def string(self, size: float) -> None:
        """Make sure a string of so many units may be made, and take fuel for copying it."""
        self.fits(size)
        self.spend(1 + (int(size) >> 7))

    def recode(self, text: str, growth: int) -> None:
        """Take fuel for going over a text character by character, to make one up to `growth` times as long."""
        self.string(len(text) * growth)
        if not text.isascii():
            self.spend(len(text) >> 1)

    def array(self, size: float) -> None:
        """Make sure an array of so many elements may be made, and take fuel for making it."""
        if size > MAX_ARRAY:
            raise LimitExceeded(f"An array would have more than {MAX_ARRAY} elements")
        self.spend(1 + (int(size) >> 3))

    def enter(self, levels: int) -> None:
        """Begin the call of a function whose body has so many levels of syntax."""
        self.calls += 1
        self.stack += levels
        if self.calls > MAX_DEPTH or self.stack > MAX_STACK:
            raise LimitExceeded(f"Functions call each other more than {MAX_DEPTH} levels deep")

    def leave(self, levels: int) -> None:
        """End the call begun by `enter`."""
        self.calls -= 1
        self.stack -= levels
