"""The instructions of the machine, as makers of closures."""

from __future__ import annotations

from ..text import LINE_ENDS, is_lead, is_trail, join_units
from .casefold import canonical
from .machine import FAIL, MATCH, Machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .charsets import Charset, Members
    from .machine import Instruction
    from .tree import Loop


def matched(_machine: Machine) -> int:
    """End the search: the pattern matches."""
    return MATCH


def literal(text: str, following: int, *, backward: bool) -> Instruction:
    """Step over a fixed text."""
    size = len(text)

    def forth(machine: Machine) -> int:
        if not machine.text.startswith(text, machine.place):
            return FAIL
        machine.place += size
        return following

    def back(machine: Machine) -> int:
        place = machine.place - size
        if place < 0 or not machine.text.startswith(text, place):
            return FAIL
        machine.place = place
        return following

    return back if backward else forth


def unit(members: Members, following: int, *, backward: bool) -> Instruction:
    """Step over one UTF-16 unit of a set."""

    def forth(machine: Machine) -> int:
        place = machine.place
        if place >= machine.end or not members[machine.text[place]]:
            return FAIL
        machine.place = place + 1
        return following

    def back(machine: Machine) -> int:
        place = machine.place - 1
        if place < 0 or not members[machine.text[place]]:
            return FAIL
        machine.place = place
        return following

    return back if backward else forth


def character(members: Members, following: int, *, backward: bool) -> Instruction:
    """Step over one code point of a set."""
    charset = members.charset

    def forth(machine: Machine) -> int:
        place = machine.place
        if place >= machine.end:
            return FAIL
        width = width_at(machine.text, place, members, charset)
        if not width:
            return FAIL
        machine.place = place + width
        return following

    def back(machine: Machine) -> int:
        place, text = machine.place - 1, machine.text
        if place < 0 or is_inside(text, machine.place):
            return FAIL
        if place and is_trail(text[place]) and is_lead(text[place - 1]):
            place -= 1
        if not width_at(text, place, members, charset):
            return FAIL
        machine.place = place
        return following

    return back if backward else forth


def is_inside(text: str, place: int) -> bool:
    """Tell whether a place is inside a pair; V8 tries to match there, but never reads half a character."""
    return 0 < place < len(text) and is_trail(text[place]) and is_lead(text[place - 1])


def width_at(text: str, place: int, members: Members, charset: Charset) -> int:
    """Give the width of the character at a place, 0 where the set has it not."""
    first = text[place]
    if is_lead(first):
        second = text[place + 1 : place + 2]
        if second and is_trail(second):
            return 2 * (0x10000 + ((ord(first) & 0x3FF) << 10) + (ord(second) & 0x3FF) in charset)
    return int(members[first] and not is_inside(text, place))


def paid(step: Instruction) -> Instruction:
    """Take fuel for a step that takes longer than others."""

    def pay(machine: Machine) -> int:
        machine.meter.spend(2)
        return step(machine)

    return pay


def split(first: int, second: int) -> Instruction:
    """Go on at the first; on failure at the second."""

    def step(machine: Machine) -> int:
        machine.stack.append((second, machine.place, machine.place))
        return first

    return step


def loop_begin(counter: int, following: int) -> Instruction:
    """Begin to count the rounds of a loop."""

    def step(machine: Machine) -> int:
        machine.put(counter, 0)
        return following

    return step


def loop_test(counter: int, loop: Loop, body: int, after: int) -> Instruction:
    """Go into another round of a loop or behind it."""
    least, most, greedy = loop.least, loop.most, loop.greedy

    def step(machine: Machine) -> int:
        count = machine.registers[counter]
        if count < least:
            return body
        if count >= most:
            return after
        first, second = (body, after) if greedy else (after, body)
        machine.stack.append((second, machine.place, machine.place))
        return first

    return step


def round_begin(counter: int, captures: range, following: int) -> Instruction:
    """Begin a round: what its groups captured in the one before is gone."""

    def step(machine: Machine) -> int:
        machine.put(counter + 1, machine.place)
        if captures:
            registers = machine.registers
            machine.meter.spend(len(captures) >> 3)
            for register in captures:
                if registers[register] >= 0:
                    machine.put(register, -1)
        return following

    return step


def round_end(counter: int, least: int, following: int) -> Instruction:
    """End a round; one that was not needed and went over nothing is no match (ECMA-262, "RepeatMatcher")."""

    def step(machine: Machine) -> int:
        registers = machine.registers
        count = registers[counter]
        if count >= least and registers[counter + 1] == machine.place:
            return FAIL
        machine.put(counter, count + 1)
        return following

    return step


def group_begin(register: int, following: int) -> Instruction:
    """Remember where a group begins."""

    def step(machine: Machine) -> int:
        machine.put(register, machine.place)
        return following

    return step


def group_end(number: int, register: int, following: int, *, backward: bool) -> Instruction:
    """Capture what a group went over."""

    def step(machine: Machine) -> int:
        start, end = machine.registers[register], machine.place
        if backward:
            start, end = end, start
        machine.put(2 * number, start)
        machine.put(2 * number + 1, end)
        return following

    return step


def look_begin(register: int, body: int, otherwise: int) -> Instruction:
    """Begin to look around; a negative look goes on `otherwise` where its body does not match."""

    def step(machine: Machine) -> int:
        machine.put(register + 1, machine.place)
        machine.put(register, len(machine.stack) + 1)
        if otherwise >= 0:
            machine.stack.append((otherwise, machine.place, machine.place))
        return body

    return step


def look_end(register: int, following: int) -> Instruction:
    """End a look that matched: no other way through its body is tried, and its captures stay."""

    def step(machine: Machine) -> int:
        height = machine.registers[register]
        kept = [entry for entry in machine.stack[height:] if entry[0] < 0]
        machine.meter.spend((len(machine.stack) - height) >> 3)
        machine.stack[height:] = kept
        machine.place = machine.registers[register + 1]
        return following

    return step


def look_fail(register: int) -> Instruction:
    """End a negative look whose body matched: it fails, and so does what stands before it."""

    def step(machine: Machine) -> int:
        height = machine.registers[register]
        stack, registers = machine.stack, machine.registers
        machine.meter.spend((len(stack) - height) >> 3)
        while len(stack) > height:
            position, value, _ = stack.pop()
            if position < 0:
                registers[~position] = value
        return FAIL

    return step


def back_reference(number: int, following: int, *, backward: bool, fold: str) -> Instruction:
    """Step over what a group captured; nothing where it has captured nothing. Under the i flag `fold` is u or n."""

    def step(machine: Machine) -> int:
        start, end = machine.registers[2 * number], machine.registers[2 * number + 1]
        if start < 0 or end < 0:
            return following
        text, size = machine.text, end - start
        place = machine.place - size if backward else machine.place
        if place < 0 or place + size > machine.end:
            return FAIL
        machine.meter.spend(size >> (1 if fold else 7))
        wanted, found = text[start:end], text[place : place + size]
        if wanted != found and not (fold and _same_text(wanted, found, unicode=fold == "u")):
            return FAIL
        machine.place = place if backward else place + size
        return following

    return step


def _same_text(left: str, right: str, *, unicode: bool) -> bool:
    if unicode:
        left, right = join_units(left), join_units(right)
    return len(left) == len(right) and all(
        canonical(ord(one), unicode=unicode) == canonical(ord(other), unicode=unicode)
        for one, other in zip(left, right, strict=True)
    )


def text_begin(following: int, *, multiline: bool) -> Instruction:
    """`^`."""

    def step(machine: Machine) -> int:
        place = machine.place
        return following if place == 0 or (multiline and machine.text[place - 1] in LINE_ENDS) else FAIL

    return step


def text_end(following: int, *, multiline: bool) -> Instruction:
    """`$`."""

    def step(machine: Machine) -> int:
        place = machine.place
        return following if place == machine.end or (multiline and machine.text[place] in LINE_ENDS) else FAIL

    return step


def word_edge(members: Members, following: int, *, negative: bool) -> Instruction:
    r"""`\b` and `\B`."""

    def step(machine: Machine) -> int:
        place, text = machine.place, machine.text
        before = place > 0 and members[text[place - 1]]
        after = place < machine.end and members[text[place]]
        return following if (before != after) is not negative else FAIL

    return step
