"""Compare newel.expressions with Node on programs of statements made from a seed, and on the order of what they do.

usage: .venv/bin/python scripts/fuzz_statements.py [SEED] [PROGRAMS]

Needs `node`. Every program writes what it does into a trace. Prints what differs, the shortest program first, and
exits 1 if anything does.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fuzz_node import compare

if TYPE_CHECKING:
    import random

NAMES = ("a", "b", "c", "d", "e", "g", "h", "i", "j", "k")
HEAD = "const T = []; const t = x => { T.length > 80 ? 0 : T.push(typeof x === 'function' ? 'fn' : x); return x };"
LEAVES = ("0", "1", "2", "'s'", "null", "undefined", "true", "[1, 2]", "({p: 1, q: [2, 3]})", "$.n", "$.list")
OPERATORS = ("+", "-", "*", "===", "<", "&&", "||", "??", ",", "==")
ASSIGNMENTS = ("=", "=", "+=", "-=", "??=", "||=", "&&=")
# In a shape: E an expression, V a name in use, D a name that is declared here, P a pattern, S a statement, B a block,
# N a small number, F what a loop counts with. A word in capitals is a method of the class below.
EXPRESSIONS = """\
t(E)
t(E)
t(E)
V
V
V
typeof V
(E ? E : E)
[E, E]
({p: E, [t(N)]: E})
`${E}|${E}`
(V = E)
(V += E)
V++
--V
(V ??= E)
delete V
(E, E)
void E
[...[E, E], E].length
(() => E)()
(D => E)(E)
((D, D = E) => E)(E)
(function D(D) { BODY })(E)
(({p: D = E}) => E)({p: E})
[E, E].map(D => E)
[E, , E].map(D => t(D)).length
[E, , E].reduce((D, D) => E)
Object.keys([E, , E])
[3, 1, , 2].sort()
[V, V] = [E, E]
({p: V, q: V = E} = {p: E})
typeof V === 'function' ? V(E) : E
(o => { o[t(E)] = t(E); return o })({})
(o => { t(o)[t('k')] += t(E); return o })({k: 1})
E?.p
E?.[E]
(x => { x[N] = E; x.length = N; return [x, x.length] })([E])
[(V, t([]))[t(N)] = t(E)] = [E]
!E
Object.isFrozen(Object.freeze([E]))
(x => { x.p = E; x.r = E; delete x.p; return x })(Object.freeze({p: E}))""".splitlines()
STATEMENTS = """\
E;
E;
t(E);
t(E);
let D = E;
let D;
const D = E;
var D = E;
var D;
function D(D) { BODY }
let P = E;
var P = E;
V = E;
if (E) t(E);
if (E) B else B
B
;
{}
throw E;
for (let D = 0; D < N; D++) BL
for (var D = 0; D < N; D++) BL
for (const D of [E, E]) BL
for (V of [E, E]) BL
for (const D in ({p: E, 1: E})) BL
for (let P of [[E, E], {p: E}]) BL
{ let F = 0; while (F++ < N) BL }
{ let F = 0; do BL while (F++ < N) }
for (let D = 0, g = () => D; D < N; D++) { t(g()); S }
JUMP
JUMP
JUMP
switch (E) { CASES }
switch (E) { CASES }
switch (N) { case 0: S case 1: S JUMP case 2: S default: S }
try B catch (D) B
try B catch { S }
try B finally B
try B catch (D) B finally B
try { throw E } catch (P) B
{ function D() { BODY } S t(typeof V); }
t(typeof V);
LABEL""".splitlines()
PATTERNS = ("[D, D = E]", "{p: D, q: [D] = [E]}", "[D, ...D]", "{p: D = E, ...D}")


class Maker:
    """Makes one program."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.loops = 0
        self.breakable = 0
        self.functions = 0
        self.fresh = 0
        self.labels: list[tuple[str, bool]] = []
        self.scopes: list[set[str]] = [set()]
        self.outer = 0

    def program(self) -> str:
        """Give a head, statements, and the trace as the result, or the completion value."""
        lines = "\n".join(self.statement(0) for _ in range(self.chance.randrange(1, 7)))
        kind = self.chance.randrange(5)
        if kind == 0:
            return f"{HEAD}\n{lines}"
        shown = ", ".join(f"typeof {name} === 'undefined' ? 0 : {name}" for name in NAMES)
        if kind < 3:
            return f"{HEAD}\ntry {{\n{lines}\n}} catch (x) {{ t(x?.name ?? x) }}\n[T, {shown}]"
        return f"{HEAD}\nconst run = () => {{ {lines} }};\ntry {{ t(run()) }} catch (x) {{ t(x?.name ?? x) }}\nT"

    def fill(self, shape: str, depth: int) -> str:
        """Fill in a shape."""
        is_scope = not shape.startswith(("let ", "const ", "var ", "function "))
        if is_scope:
            self.scopes.append(set())
        for word, make in (("CASES", self.cases), ("LABEL", self.labelled), ("JUMP", self.jump), ("BODY", self.body)):
            while word in shape:
                shape = shape.replace(word, f"\0{make(depth)}\0", 1)
        parts = shape.split("\0")
        used: list[str] = []
        text = "".join(part if place % 2 else self.letters(part, depth, used) for place, part in enumerate(parts))
        if is_scope:
            self.scopes.pop()
        return text

    def letters(self, shape: str, depth: int, used: list[str]) -> str:
        """Fill in the letters of a shape."""
        text = ""
        counter = ""
        position = 0
        while position < len(shape):
            letter, before, after = shape[position], shape[position - 1 : position], shape[position + 1 : position + 2]
            position += 1
            if shape.startswith("BL", position - 1) and not before.isalnum():
                text += self.block(depth + 1, loop=True)
                position += 1
            elif (
                letter not in "EVDPSBNF"
                or before.isalnum()
                or after.isalnum()
                or (before == "." and letter != "D")
                or after == "'"
            ):
                text += letter
            elif letter == "F":
                if not counter:
                    self.fresh += 1
                    counter = f"f{self.fresh}"
                text += counter
            elif letter == "D":
                text += self.declared(shape, used)
            else:
                text += self.letter(letter, depth, used)
        return text

    def letter(self, letter: str, depth: int, used: list[str]) -> str:
        """Fill in one letter."""
        if letter == "E":
            return self.expression(depth + 1)
        if letter == "S":
            return self.statement(depth + 1)
        if letter == "B":
            return self.block(depth + 1)
        if letter == "P":
            return self.letters(self.chance.choice(PATTERNS), depth, used)
        return str(self.chance.randrange(4)) if letter == "N" else self.name()

    def name(self) -> str:
        """Choose a name, in most cases one that is declared."""
        declared = sorted(set().union(*self.scopes))
        return self.chance.choice(declared if declared and self.chance.random() < 0.97 else NAMES)

    def declared(self, shape: str, used: list[str]) -> str:
        """Choose a name to declare, in most cases one that may be declared here."""
        scopes = self.scopes[self.outer :] if "var" in shape else self.scopes[-1:]
        free = [name for name in NAMES if name not in used and not any(name in scope for scope in scopes)]
        name = self.chance.choice(free if free and self.chance.random() < 0.99 else NAMES)
        used.append(name)
        for scope in scopes:
            scope.add(name)
        return name

    def expression(self, depth: int) -> str:
        """Make a leaf, a name, or a shape of expressions."""
        if depth > 4 or self.chance.random() < 0.4:
            return self.chance.choice(LEAVES) if self.chance.random() < 0.6 else self.chance.choice(NAMES)
        if self.chance.random() < 0.2:
            return self.fill(f"(E {self.chance.choice(OPERATORS)} E)", depth)
        if self.chance.random() < 0.1:
            return self.fill(f"(V {self.chance.choice(ASSIGNMENTS)} E)", depth)
        return f"({self.fill(self.chance.choice(EXPRESSIONS), depth)})"

    def statement(self, depth: int) -> str:
        """Make a statement."""
        if depth > 4:
            return self.fill("t(E);", 4)
        return self.fill(self.chance.choice(STATEMENTS), depth)

    def block(self, depth: int, *, loop: bool = False) -> str:
        """Make a block; one that is the body of a loop may jump."""
        self.loops += loop
        self.breakable += loop
        self.scopes.append(set())
        lines = [self.statement(depth) for _ in range(self.chance.randrange(0, 4))]
        self.scopes.pop()
        self.loops -= loop
        self.breakable -= loop
        return f"{{ {' '.join(lines)} }}"

    def body(self, depth: int) -> str:
        """Make the statements of a function."""
        around = self.loops, self.breakable, self.labels, self.outer
        self.loops, self.breakable, self.labels, self.outer = 0, 0, [], len(self.scopes)
        self.scopes.append(set())
        self.functions += 1
        lines = [self.statement(depth + 2) for _ in range(self.chance.randrange(0, 3))]
        self.functions -= 1
        lines.append(self.fill("return E;", depth + 2))
        self.scopes.pop()
        self.loops, self.breakable, self.labels, self.outer = around
        return " ".join(lines)

    def cases(self, depth: int) -> str:
        """Make the cases of a `switch`, its default anywhere."""
        self.breakable += 1
        count = self.chance.randrange(0, 4)
        default = self.chance.randrange(0, 5)
        text = ""
        for place in range(count):
            text += "default: " if place == default else self.fill("case E: ", depth)
            text += " ".join(self.statement(depth + 1) for _ in range(self.chance.randrange(0, 3)))
            text += self.chance.choice((" ", " break; "))
        self.breakable -= 1
        return text

    def labelled(self, depth: int) -> str:
        """Make a loop or block with a label."""
        name = f"l{len(self.labels)}"
        loop = self.chance.random() < 0.7
        self.labels.append((name, loop))
        self.scopes.append(set())
        shape = self.chance.choice(("for (let D of [E, E]) ", "for (var D = 0; D < N; D++) "))
        head = self.letters(shape, depth, []) if loop else ""
        text = f"{name}: {head}{self.block(depth + 1, loop=loop)}"
        self.scopes.pop()
        self.labels.pop()
        return text

    def jump(self, depth: int) -> str:
        """Make a jump that may stand here, in most cases behind a condition."""
        kinds = ["break;"] * bool(self.breakable) + ["continue;"] * bool(self.loops)
        kinds += [f"break {name};" for name, _ in self.labels]
        kinds += [f"continue {name};" for name, loop in self.labels if loop]
        kinds += ["return E;"] * bool(self.functions)
        if not kinds:
            return self.fill("t(E);", depth)
        jump = self.fill(self.chance.choice(kinds), depth)
        return jump if self.chance.random() < 0.4 else f"if ({self.expression(depth + 1)}) {jump}"


if __name__ == "__main__":
    sys.exit(compare(lambda chance: Maker(chance).program()))
