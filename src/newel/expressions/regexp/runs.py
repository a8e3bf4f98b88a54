"""Loops over one set, as in `[a-z]+`: gone over at once, and given back one character at a time."""

from __future__ import annotations

from ..text import is_lead, is_trail
from .instructions import width_at
from .machine import FAIL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .charsets import Members
    from .machine import Instruction, Machine
    from .tree import Loop


def unit_run(members: Members, loop: Loop, following: int) -> Instruction:
    """Step over as many UTF-16 units of a set as there are; less is tried on failure."""
    least, most = loop.least, loop.most

    def step(machine: Machine) -> int:
        text, start = machine.text, machine.place
        place, stop = start, min(machine.reach(start, members), start + most)
        while place < stop and members[text[place]]:
            place += 1
        machine.pay(place - start, members)
        lowest = start + least
        if place < lowest:
            return FAIL
        if place > lowest:
            machine.stack.append((following, place - 1, lowest))
        machine.place = place
        return following

    return step


def character_run(members: Members, loop: Loop, following: int) -> Instruction:
    """Step over as many code points of a set as there are; less is tried on failure."""
    charset, least, most = members.charset, loop.least, loop.most
    units = unit_run(members, loop, following)

    def step(machine: Machine) -> int:
        if machine.ascii:
            return units(machine)
        text, place, count, lowest = machine.text, machine.place, 0, -1
        end = machine.reach(place, members)
        while True:
            if count == least:
                lowest = place
            width = width_at(text, place, members, charset) if place < end and count < most else 0
            if not width:
                break
            place += width
            count += 1
        machine.pay(count, members)
        if lowest < 0:
            return FAIL
        if place > lowest:
            machine.stack.append((following, _before(text, place, lowest), lowest))
        machine.place = place
        return following

    return step


def _before(text: str, place: int, lowest: int) -> int:
    """Give the place one character to the left."""
    is_pair = place - 2 >= lowest and is_trail(text[place - 1]) and is_lead(text[place - 2])
    return place - 2 if is_pair else place - 1
