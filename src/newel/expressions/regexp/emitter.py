"""From the tree of a pattern to the instructions of the machine."""

from __future__ import annotations

from ..text import split_units
from . import instructions as make
from . import tree
from .charsets import FOLDED_WORD, WORD, Members
from .machine import Program
from .runs import character_run, unit_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .machine import Instruction
    from .parser import Pattern


def emit(pattern: Pattern, flags: str) -> Program:
    """Compile a pattern."""
    return _Emitter(flags).program(pattern)


class _Emitter:
    """Writes instructions from the last to the first, so that each knows where to go on."""

    def __init__(self, flags: str) -> None:
        self.flags = flags
        self.unicode = "u" in flags or "v" in flags
        self.fold = ("u" if self.unicode else "n") if "i" in flags else ""
        self.code: list[Instruction] = []
        self.registers = 0

    def program(self, pattern: Pattern) -> Program:
        """Compile the whole."""
        self.registers = 2 * pattern.groups + 2
        start = self.part(pattern.tree, self.add(make.matched), backward=False)
        return Program(pattern, self.flags, self.code, start, self.registers)

    def add(self, instruction: Instruction) -> int:
        """Write an instruction and give its number."""
        self.code.append(instruction)
        return len(self.code) - 1

    def reserve(self, count: int) -> int:
        """Give the first of some registers that nothing else uses."""
        self.registers += count
        return self.registers - count

    def part(self, part: tree.Part, following: int, *, backward: bool) -> int:
        """Write the instructions of a part and give the number of the first."""
        return _RULES[type(part)](self, part, following, backward=backward)

    def set(self, part: tree.Set, following: int, *, backward: bool) -> int:
        text = self.fixed(part)
        if text:
            return self.add(make.literal(text, following, backward=backward))
        members = Members(part.charset)
        maker = make.character if self.unicode else make.unit
        step = maker(members, following, backward=backward)
        return self.add(make.paid(step) if members.heavy else step)

    def fixed(self, part: tree.Part) -> str:
        """Give the units of a part that is one fixed character; under the u flag half a pair is none."""
        code = part.charset.single() if isinstance(part, tree.Set) else -1
        if code < 0 or (self.unicode and 0xD800 <= code <= 0xDFFF):
            return ""
        return split_units(chr(code))

    def sequence(self, part: tree.Sequence, following: int, *, backward: bool) -> int:
        parts = part.parts if backward else part.parts[::-1]
        index = 0
        while index < len(parts):
            text, begin = "", index
            while index < len(parts) and (found := self.fixed(parts[index])):
                text = text + found if backward else found + text
                index += 1
            if index > begin:
                following = self.add(make.literal(text, following, backward=backward))
            else:
                following = self.part(parts[index], following, backward=backward)
                index += 1
        return following

    def choice(self, part: tree.Choice, following: int, *, backward: bool) -> int:
        *others, last = [self.part(branch, following, backward=backward) for branch in part.branches]
        for branch in reversed(others):
            last = self.add(make.split(branch, last))
        return last

    def capture(self, part: tree.Capture, following: int, *, backward: bool) -> int:
        register = self.reserve(1)
        end = self.add(make.group_end(part.number, register, following, backward=backward))
        return self.add(make.group_begin(register, self.part(part.body, end, backward=backward)))

    def loop(self, part: tree.Loop, following: int, *, backward: bool) -> int:
        if part.most == 0:
            return following
        body = part.body
        if isinstance(body, tree.Set) and part.greedy and not backward:
            maker = character_run if self.unicode else unit_run
            return self.add(maker(Members(body.charset), part, following))
        counter = self.reserve(2)
        test = self.add(make.matched)  # written once the body is
        end = self.add(make.round_end(counter, part.least, test))
        first, behind = part.captures
        begin = make.round_begin(counter, range(2 * first, 2 * behind), self.part(body, end, backward=backward))
        self.code[test] = make.loop_test(counter, part, self.add(begin), following)
        return self.add(make.loop_begin(counter, test))

    def look(self, part: tree.Look, following: int, *, backward: bool) -> int:  # noqa: ARG002 -- as all rules
        register = self.reserve(2)
        end = self.add(make.look_fail(register) if part.negative else make.look_end(register, following))
        body = self.part(part.body, end, backward=part.behind)
        return self.add(make.look_begin(register, body, following if part.negative else -1))

    def back(self, part: tree.Back, following: int, *, backward: bool) -> int:
        return self.add(make.back_reference(part.number, following, backward=backward, fold=self.fold))

    def edge(self, part: tree.Edge, following: int, *, backward: bool) -> int:  # noqa: ARG002 -- as all rules
        multiline = "m" in self.flags
        if part.kind == "^":
            return self.add(make.text_begin(following, multiline=multiline))
        if part.kind == "$":
            return self.add(make.text_end(following, multiline=multiline))
        word = Members(FOLDED_WORD if self.fold == "u" else WORD)
        return self.add(make.word_edge(word, following, negative=part.kind == "\\B"))


_RULES: dict[type[tree.Part], Callable[..., int]] = {
    tree.Back: _Emitter.back,
    tree.Capture: _Emitter.capture,
    tree.Choice: _Emitter.choice,
    tree.Edge: _Emitter.edge,
    tree.Look: _Emitter.look,
    tree.Loop: _Emitter.loop,
    tree.Sequence: _Emitter.sequence,
    tree.Set: _Emitter.set,
}
