"""Compare newel.expressions with Node on programs made from a seed: each gives the same value, or is left out.

usage: .venv/bin/python scripts/fuzz_node.py [SEED] [PROGRAMS]

Needs `node`. Prints what differs, the shortest program first, and exits 1 if anything does.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from newel.expressions import ExpressionError, LimitExceeded, UnsupportedSyntax, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

STATE = {
    "n": 3,
    "s": "héllo",
    "list": [3, 1, 2],
    "o": {"a": 1, "b": {"c": [1, 2]}},
    "items": [{"id": "x", "q": 2}, {"id": "y", "q": 5}],
}
LEAVES = (
    *("1", "2.5", "'ab'", "true", "null", "undefined", "-1", "10n", "[1, 2, 3]", "({p: 1, q: [2]})"),
    *("$.n", "$.s", "$.list", "$.o.b.c", "$.items", "new Date(0)", "(/a(b)?/g)"),
)
# In a shape, E is an expression, V the name of a variable made here, B a block, and N a small number.
EXPRESSIONS = (
    *(
        f"(E {operator} E)"
        for operator in ["+", "-", "*", "/", "%", "**", "===", "==", "<", ">=", "&&", "||", "??", "|", "&", "<<", "in"]
    ),
    *(
        "(E ? E : E)",
        "[E, E]",
        "({a: E, b: E})",
        "String(E)",
        "`${E}-${E}`",
        "[...[E], E]",
        "typeof E",
        "JSON.stringify(E)",
    ),
    *("[E, E].map((x, i) => [x, i])", "[E, E].join('|')", "((...r) => r.length)(E, E)", "({...({z: E}), y: E})"),
    *("(function (a, b = E) { return [a, b]; })(E)", "(({a, ...rest}) => [a, rest])({a: E, c: E})"),
    *("[...new Set([E, E, E])].length", "[...new Map([[E, E], [E, E]])].length", "String(E).replace(/[a-h]+/g, E)"),
    *("String(E).split(/[,b]/)", "Math.round(E)", "Number(E)", "[E, E].sort()", "Array.isArray(E)", "(E)?.a", "!E"),
)
STATEMENTS = (
    *("let V = E;", "var V = E;", "E;", "const V = [E]; V.push(E);", "V = E;", "V += E;", "V ??= E;", "V;"),
    *(
        "if (E) B else B",
        "for (const V of [E, E]) B",
        "for (let V = 0; V < N; V++) B",
        "for (const V in ({a: E, 2: E})) B",
    ),
    *("let V = 0; while (V++ < N) B", "try { null.x; E; } catch (V) B", "try { E; throw new Error(1); } catch (V) B"),
    *("let [V, V = E] = [E, E];", "let {a: V, b: V = E} = ({a: E, c: 1});"),
)
ERRORS = ("TypeError", "RangeError", "ReferenceError", "SyntaxError")
NODE = """
const {programs, state} = JSON.parse(require('fs').readFileSync(0));
const plain = (key, value) => typeof value === 'bigint' ? Number(value) : value;
const results = programs.map(source => {
  const context = require('vm').createContext({__state: JSON.parse(JSON.stringify(state))});
  try {
    const value = require('vm').runInContext(source.replace(/\\$\\./g, '__state.'), context, {timeout: 1000});
    if (typeof value === 'function') return {skip: true};
    const text = JSON.stringify(value, plain);
    return {value: text === undefined ? null : JSON.parse(text)};
  } catch (error) { return {error: String(error && error.name)}; }
});
console.log(JSON.stringify(results));
"""


class Maker:
    """Makes one program."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.count = 0
        self.names: list[str] = []

    def program(self) -> str:
        """Statements, and in most cases an array of all variables as the result."""
        lines = [self.shape(self.chance.choice(STATEMENTS), 0) for _ in range(self.chance.randrange(1, 6))]
        return "\n".join([*lines, f"[{', '.join(self.names)}]"] if self.chance.random() < 0.7 else lines)

    def shape(self, shape: str, depth: int) -> str:
        """Fill in a shape."""
        known = list(self.names)
        assigns = shape.startswith("V")
        if assigns and not known:
            shape = "E;"
        fresh: list[str] = []
        text = ""
        for character, before, after in zip(shape, " " + shape, shape[1:] + " ", strict=False):
            alone = not (before.isalnum() or after.isalnum() or (before == "." and character != "V"))
            if not alone or character not in "EVBN":
                text += character
            elif character == "E":
                text += self.expression(depth + 1)
            elif character == "N":
                text += str(self.chance.randrange(4))
            elif character == "B":
                text += self.block(depth + 1, fresh)
            elif assigns:
                text += self.chance.choice(known)
            else:
                text += self.variable(shape, fresh)
        if shape.startswith(("let", "var", "const V = [")):
            self.names += fresh
        return text

    def variable(self, shape: str, fresh: list[str]) -> str:
        """The variable of a shape: one and the same, unless the shape is a pattern of several."""
        if not fresh or shape.startswith(("let [", "let {")):
            self.count += 1
            fresh.append(f"v{self.count}")
        return fresh[-1]

    def expression(self, depth: int) -> str:
        """A leaf, a variable, or a shape of expressions."""
        if depth > 3 or self.chance.random() < 0.35:
            return self.chance.choice(self.names if self.names and self.chance.random() < 0.5 else LEAVES)
        return self.shape(self.chance.choice(EXPRESSIONS), depth)

    def block(self, depth: int, fresh: list[str]) -> str:
        """A block that sees the variable of its statement; its own end with it."""
        if depth > 2:
            return "{ }"
        before = list(self.names)
        self.names += fresh
        lines = [self.shape(self.chance.choice(STATEMENTS), depth) for _ in range(self.chance.randrange(1, 3))]
        self.names = before
        return f"{{ {' '.join(lines)} }}"


def judge(program: str, node: dict[str, Any]) -> tuple[str, object]:
    """Say how ours compares with Node's, and what ours is."""
    try:
        value = evaluate(program, {"$": STATE})
    except (UnsupportedSyntax, LimitExceeded) as error:
        return "left out", error
    except ExpressionError as error:
        kind = f"Expression{node.get('error')}" if node.get("error") in ERRORS else "ExpressionError"
        return ("same error" if "error" in node and type(error).__name__ == kind else "WRONG"), error
    if "error" in node or json.dumps(value, sort_keys=True) != json.dumps(node["value"], sort_keys=True):
        return "WRONG", value
    return "same value", value


def compare(make: Callable[[random.Random], str]) -> int:
    """Make programs from the seed on the command line, run them here and there, and print what differs."""
    given = [int(argument) for argument in sys.argv[1:3]]
    seed, count = (*given, *(1, 2000)[len(given) :])
    node = shutil.which("node")
    if node is None:
        print("node is not installed, and it is what this compares with", file=sys.stderr)
        return 2
    chance = random.Random(seed)
    programs = [make(chance) for _ in range(count)]
    asked = json.dumps({"programs": programs, "state": STATE})
    done = subprocess.run([node, "-e", NODE], input=asked, capture_output=True, text=True, check=True)
    counts: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    wrong: list[tuple[str, object, object]] = []
    for program, theirs in zip(programs, json.loads(done.stdout), strict=True):
        if "skip" in theirs:
            continue
        verdict, ours = judge(program, theirs)
        counts[verdict] += 1
        if isinstance(ours, UnsupportedSyntax):
            left_out[ours.feature] += 1
        if verdict == "WRONG":
            wrong.append((program, ours, theirs))
    print(f"seed {seed}: {dict(counts)}; left out most often: {left_out.most_common(3)}")
    for program, ours, theirs in sorted(wrong, key=lambda row: len(row[0]))[:10]:
        print(f"---\n{program}\nours: {ours!r}\nnode: {theirs}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(compare(lambda chance: Maker(chance).program()))
