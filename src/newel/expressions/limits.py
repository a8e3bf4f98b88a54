"""What one evaluation may use. Everything is checked before it is allocated."""

from __future__ import annotations

from .errors import LimitExceeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from .clock import Clock
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

MAX_QUICK = 1_000
"""Units in a text whose methods may be called the quick way, without counting the work by the length."""

MAX_SECONDS = 2.0
"""Seconds on the clock, should the fuel last longer."""

_UNTIMED = 4_096
"""Units of work before the clock is set: setting it takes longer than most evaluations take as a whole."""


class Limits:
    """What an evaluation may use; each limit is a part of its own, and none can be taken away.

    Parameters
    ----------
    source
        Characters in the text of an expression: at most the default, which the parser is built for.
    nesting
        Levels of syntax: at most the default, which Python's own stack has room for.
    fuel
        Units of work.
    string
        UTF-16 units in one string.
    array
        Elements in one array, fields in one object.
    bigint
        Bits of one BigInt.
    depth
        Levels of a value, and of functions calling functions: at most the default, as with `nesting`.
    output
        Bytes of the result as JSON.
    seconds
        Time on the clock, counted in the main thread only.

    Raises
    ------
    ValueError
        A limit is not a number above zero, or is larger than it can be.
    """

    __slots__ = (
        "array",
        "bigint",
        "depth",
        "fuel",
        "nesting",
        "output",
        "quick",
        "seconds",
        "source",
        "string",
        "timed",
        "untimed",
    )

    def __init__(
        self,
        *,
        source: int = MAX_SOURCE,
        nesting: int = MAX_NESTING,
        fuel: int = MAX_FUEL,
        string: int = MAX_STRING,
        array: int = MAX_ARRAY,
        bigint: int = MAX_BIGINT,
        depth: int = MAX_DEPTH,
        output: int = MAX_OUTPUT,
        seconds: float = MAX_SECONDS,
    ) -> None:
        self.source: Final = _whole("source", source, MAX_SOURCE)
        self.nesting: Final = _whole("nesting", nesting, MAX_NESTING)
        self.fuel: Final = _whole("fuel", fuel)
        self.untimed: Final = min(fuel, _UNTIMED)  # here rather than at each evaluation
        self.timed: Final = fuel - self.untimed
        self.string: Final = _whole("string", string)
        self.array: Final = _whole("array", array)
        # What a quick method makes is at most twice as long, and has one part more than units: that has to fit.
        self.quick: Final = MAX_QUICK if string >= 2 * MAX_QUICK and array > MAX_QUICK else -1
        self.bigint: Final = _whole("bigint", bigint)
        self.depth: Final = _whole("depth", depth, MAX_DEPTH)
        self.output: Final = _whole("output", output)
        if isinstance(seconds, bool) or not 0 < seconds <= 86_400:
            raise ValueError("The limit `seconds` must be a number above 0, and a day at most")
        self.seconds: Final = float(seconds)


def _whole(name: str, value: int, most: int | None = None) -> int:
    if not _is_whole(value) or value < 1:
        raise ValueError(f"The limit `{name}` must be a whole number from 1 on")
    if most is not None and value > most:
        raise ValueError(f"The limit `{name}` can be {most} at most: Python's own stack and the parser bound it")
    return value


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


DEFAULTS = Limits()
"""The limits of an evaluation that is given none."""


class Meter:
    """Counts what one evaluation uses, and carries the values its paths are bound to, and what is frozen."""

    __slots__ = ("calls", "clock", "frozen", "fuel", "limits", "reserve", "roots", "stack")

    def __init__(self, roots: list[Value], limits: Limits = DEFAULTS) -> None:
        self.roots = roots
        self.frozen: dict[int, tuple[int, Value]] = {}
        self.limits = limits
        self.fuel = limits.untimed
        self.reserve = limits.timed
        self.calls = 0
        self.stack = 0
        self.clock: Clock | None = None

    def spend(self, units: int) -> None:
        """Take fuel for work about to be done."""
        self.fuel -= units
        if self.fuel < 0:
            self.refuel()

    def refuel(self) -> None:
        """Go on with the rest of the fuel, from now on against the clock too."""
        if self.clock is None:
            from .clock import Clock  # brings in `signal`; only for what takes long

            self.clock = Clock(self)
            self.fuel += self.reserve
            self.reserve = 0
            if self.fuel >= 0:
                self.clock.start(self.limits.seconds)
        self.clock.check()
        if self.fuel < 0:
            raise LimitExceeded(f"The evaluation takes more than {self.limits.fuel} units of work")

    def fits(self, size: float) -> None:
        """Make sure a string of so many units may be made."""
        if size > self.limits.string:
            raise LimitExceeded(f"A string would be longer than {self.limits.string} characters")

    def string(self, size: float) -> None:
        """Make sure a string of so many units may be made, and take fuel for copying it."""
        if size > self.limits.string:
            self.fits(size)
        self.spend(1 + (int(size) >> 6))  # with two bytes a unit: 128 bytes for a unit of work

    def recode(self, text: str, growth: int) -> None:
        """Take fuel for going over a text character by character, to make one up to `growth` times as long."""
        self.string(len(text) * growth)
        if not text.isascii():
            self.spend(len(text) >> 1)

    def array(self, size: float) -> None:
        """Make sure an array of so many elements may be made, and take fuel for making it."""
        if size > self.limits.array:
            raise LimitExceeded(f"An array would have more than {self.limits.array} elements")
        self.spend(1 + (int(size) >> 3))

    def fresh(self, size: float) -> None:
        """Take fuel for an array whose elements are made as well, not taken from elsewhere."""
        self.array(size)
        self.spend(int(size) >> 1)

    def grow(self, size: int, more: int) -> None:
        """Make sure a collection of a size may take more elements in place, and take fuel for these alone."""
        if size + more > self.limits.array:
            self.array(size + more)
        self.spend(1 + (more >> 3))

    def enter(self, levels: int, effort: int = 0) -> None:
        """Begin the call of a function whose body has so many levels of syntax, and is worth so many units."""
        self.calls += 1
        self.stack += levels
        self.fuel -= effort
        if self.calls > self.limits.depth or self.stack > MAX_STACK:
            raise LimitExceeded(f"Functions call each other more than {self.limits.depth} levels deep")

    def leave(self, levels: int) -> None:
        """End the call begun by `enter`."""
        self.calls -= 1
        self.stack -= levels
