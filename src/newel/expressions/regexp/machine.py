"""Running a compiled pattern: a backtracking machine with a stack of its own.

Each instruction is a closure that takes the machine and gives the number of the next one, or FAIL. What has to be
undone and where to go on after a failure stand on one stack, so that neither the pattern nor the text makes Python
recurse. Each step costs fuel.
"""

from __future__ import annotations

from ..errors import UnsupportedSyntax
from ..text import is_lead, is_trail
from .casefold import is_certain
from .charsets import Members
from .leading import anchored, leading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from ..limits import Meter
    from .parser import Pattern

    Instruction: TypeAlias = "Callable[[Machine], int]"

FAIL = -1
MATCH = -2

_SLICE = 64
"""Steps between two looks at the fuel."""


class Program:
    """A compiled pattern.

    Parameters
    ----------
    pattern
        What was read.
    flags
        Its flags.
    code
        Its instructions.
    start
        The number of the first.
    registers
        How many registers a run needs.

    Attributes
    ----------
    first
        The characters a match can begin with, or None where that is not known.
    anchored
        Whether a match can only begin where the text begins.
    unicode
        Whether characters are code points (the u flag).
    fold
        Whether the case of letters plays no part (the i flag).
    """

    __slots__ = ("anchored", "code", "first", "fold", "groups", "names", "registers", "start", "unicode")

    def __init__(self, pattern: Pattern, flags: str, code: list[Instruction], start: int, registers: int) -> None:
        self.code = code
        self.start = start
        self.registers = registers
        self.groups = pattern.groups
        self.names = pattern.names
        self.unicode = "u" in flags or "v" in flags
        self.fold = "i" in flags
        first = leading(pattern.tree, unicode=self.unicode)
        self.first = Members(first) if first else None
        self.anchored = "m" not in flags and anchored(pattern.tree)


class Machine:
    """One text under one pattern.

    Parameters
    ----------
    meter
        Pays for the steps.
    program
        The pattern.
    text
        The text, in UTF-16 units.

    Attributes
    ----------
    place
        Where in the text it stands.
    registers
        First the start and end of each group, the whole match being group 0; -1 where there is none. Then what
        loops and groups remember.
    stack
        `(next, place, lowest)` goes on elsewhere, at each place down to the lowest; `(~register, value, 0)` is
        undone.
    """

    __slots__ = ("ascii", "end", "meter", "place", "program", "registers", "stack", "text")

    def __init__(self, meter: Meter, program: Program, text: str) -> None:
        self.meter = meter
        self.program = program
        self.text = text
        self.end = len(text)
        self.ascii = text.isascii()
        self.place = 0
        self.registers: list[int] = []
        self.stack: list[tuple[int, int, int]] = []
        if program.fold and not self.ascii:
            meter.spend(self.end >> 2)
            if not is_certain(text):
                raise UnsupportedSyntax("The flag i on a character that is newer than this interpreter")

    def search(self, start: int, *, sticky: bool) -> list[int] | None:
        """Find the first match from a place on, or at it alone; give the starts and ends of its groups."""
        self.meter.spend(2)
        if self.program.unicode and self._splits(start):
            start -= 1
        if sticky or self.program.anchored:
            return self._attempt(start) if sticky or start == 0 else None
        while start <= self.end:
            start = self._candidate(start)
            if start < 0:
                return None
            found = self._attempt(start)
            if found:
                return found
            start += 1
        return None

    def _splits(self, place: int) -> bool:
        return 0 < place < self.end and is_trail(self.text[place]) and is_lead(self.text[place - 1])

    def _candidate(self, start: int) -> int:
        """Give the next place a match can begin at, -1 if there is none."""
        first, text = self.program.first, self.text
        if first is None:
            return start
        place, stop = start, self.reach(start, first)
        while place < stop and not first[text[place]]:
            place += 1
        self.pay(place - start, first)
        return place if place < stop else -1

    def _attempt(self, start: int) -> list[int] | None:
        self.place = start
        self.meter.spend(self.program.registers >> 6)
        self.registers = [-1] * self.program.registers
        self.stack = []
        if not self._run():
            return None
        size = 2 * self.program.groups + 2
        return [start, self.place, *self.registers[2:size]]

    def _run(self) -> bool:
        code, stack, registers, meter = self.program.code, self.stack, self.registers, self.meter
        position, steps = self.program.start, 0
        while True:
            position = code[position](self)
            steps += 1
            if steps == _SLICE:
                meter.spend(_SLICE >> 1)
                steps = 0
            while position < 0:
                if position == MATCH or not stack:
                    meter.spend(1 + (steps >> 1))
                    return position == MATCH
                position, place, lowest = stack.pop()
                if position < 0:
                    registers[~position] = place
                    position = FAIL
                else:
                    self.place = place
                    if place > lowest:
                        stack.append((position, self._before(place), lowest))

    def _before(self, place: int) -> int:
        """Give the place one character to the left; in a run of whole characters a trail follows its lead."""
        return place - 2 if self.program.unicode and self._splits(place - 1) else place - 1

    def reach(self, place: int, members: Members) -> int:
        """Give how far a set may be asked for each character in a row: paying for more would end the fuel."""
        if self.ascii or not members.heavy:
            return self.end
        return min(self.end, place + ((self.meter.fuel + self.meter.reserve) >> 1) + 1)

    def pay(self, count: int, members: Members) -> None:
        """Take fuel for asking a set for so many characters in a row."""
        if self.ascii:
            self.meter.spend(count >> 3)
        else:
            self.meter.spend(2 * count if members.heavy else count >> 1)

    def put(self, register: int, value: int) -> None:
        """Set a register, to be undone on failure."""
        self.stack.append((~register, self.registers[register], 0))
        self.registers[register] = value
