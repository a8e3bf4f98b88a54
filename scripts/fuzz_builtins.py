"""Compare every builtin of newel.expressions with Node's, on arguments that are chosen to go wrong.

usage: .venv/bin/python scripts/fuzz_builtins.py [SEED] [EXPRESSIONS]

Walks the tables of builtins, so that a new one is compared without being named here. A value must be Node's to its
last digit, sign and hole; an error must be of Node's class. Needs `node`. Prints what differs, the shortest
expression first, and exits 1 if anything does.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter

from fuzz_node import NODE

from newel.expressions import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
)
from newel.expressions.builtins.globals import GLOBALS
from newel.expressions.builtins.prototypes import ANY, PROTOTYPES
from newel.expressions.symbols import is_hidden
from newel.expressions.values import Function, Namespace

ERRORS: dict[type[ExpressionError], str] = {
    ExpressionError: "URIError",
    ExpressionRangeError: "RangeError",
    ExpressionReferenceError: "ReferenceError",
    ExpressionSyntaxError: "SyntaxError",
    ExpressionTypeError: "TypeError",
}
UNREPEATABLE = frozenset(("now", "random"))
OF_THE_HOST = frozenset(("structuredClone",))  # an empty context of Node has none
LATER = frozenset(("groupBy",))  # Node has it from 21 on
NUMBERS = (
    *(
        "0",
        "-0",
        "1",
        "-1",
        "2",
        "3",
        "5",
        "10",
        "16",
        "36",
        "37",
        "100",
        "101",
        "0.5",
        "-0.5",
        "1.5",
        "2.5",
        "-2.5",
        "0.1",
        "1e21",
        "-1e21",
        "1e-7",
        "123.456",
        "1.005",
        "1e300",
        "5e-324",
    ),
    *(
        "255",
        "256",
        "65535",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967295",
        "4294967296",
        "9007199254740991",
        "9007199254740993",
        "1.7976931348623157e308",
    ),
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "0x7fffffff",
        "1/3",
        "-1e-7",
        "1e10",
        "25",
        "1234.5678",
        "0.000001234",
        "8.64e15",
    ),
)
STRINGS = (
    *(
        "''",
        "'a'",
        "'abc'",
        "'aXbXc'",
        "'  12 '",
        "'0x1F'",
        "'-0'",
        "'1e3'",
        "'1_000'",
        "'Infinity'",
        "'0b11'",
        "'-7px'",
    ),
    *(
        r"'\u00e9\u0301'",
        r"'e\u0301'",
        r"'\ud83d\ude00x'",
        r"'\ud83d'",
        r"'\ude00z'",
        r"'\u0130\u00df\u01c5'",
        r"'\ufb01\u2126'",
    ),
    *(
        "'$&-$1-$`'",
        '"$\'$$"',
        "'$<x>'",
        "'%E2%82%AC%20'",
        "'%zz'",
        "'a b&c=d/é'",
        "'[1, {\"a\": null}]'",
        '\'{"b":1,"1":2}\'',
    ),
    *(
        "'2021-02-29'",
        "'2024-02-29T12:34:56.789Z'",
        "'Thu, 01 Jan 1970 00:00:00 GMT'",
        "'2021-01-01T00:00+05:30'",
        "'NFD'",
    ),
    *(
        r"'\ufeff\u00a0\u2028x\u180e'",
        "'constructor'",
        "'length'",
        "'1'",
        "'01'",
        "'aaa'",
        "'base'",
        r"'\n\t\0'",
        "'Μάϊος ΣΑΣ'",
    ),
)
OBJECTS = (
    *("{}", "{a: 1}", "{length: 3, 0: 'x', 2: 'z'}", "{length: -1}", "{b: 1, 2: 2, a: 3, 1: 4}", "{valueOf: () => 2}"),
    *(
        "{toString: () => 'b'}",
        "{valueOf: () => ({}), toString: () => '1'}",
        "{valueOf: () => ({}), toString: () => ({})}",
    ),
    *(
        "{toJSON: () => 7}",
        "{toJSON: k => k + '!'}",
        "{a: undefined, b: () => 1, c: NaN, d: -0}",
        "{index: 1, groups: {}}",
    ),
    *("{valueOf: () => { throw new RangeError('x') }}", "{a: {b: [1, {c: 2}]}}", "{length: '2', 0: 1, 1: 2}"),
)
ARRAYS = (
    *(
        "[]",
        "[1, 2, 3]",
        "[3, 1, 2, 10]",
        "[1, , 3]",
        "[, ]",
        "[undefined, null, NaN, -0]",
        "[[1, [2, [3]]], 4]",
        "[[]]",
    ),
    *(
        "['b', 'a', 'C', '10', '9']",
        "[1, '1', true, null]",
        "[['a', 1], ['b', 2]]",
        "[[1]]",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
    ),
    *("[{a: 2}, {a: 1}]", "[0, -0]", "[undefined, 3, , 1]", "['x', , 'y']", "[NaN]", "[[0, 'p'], [0, 'q']]", "[1n, 2]"),
)
CALLBACKS = (
    *(
        "x => x",
        "(a, b) => a - b",
        "(a, b) => b - a",
        "(x, i) => i",
        "(x, i, all) => all.length",
        "() => true",
        "() => false",
    ),
    *(
        "x => x > 1",
        "x => [x, x]",
        "(a, b) => a + b",
        "(...r) => r.length",
        "x => { throw new TypeError('no') }",
        "() => undefined",
    ),
    *(
        "(k, v) => v",
        "(k, v) => typeof v === 'number' ? v * 2 : v",
        "(m, ...r) => r.length + m",
        "() => 0",
        "() => '$&'",
        "x => x.a",
    ),
    *(
        "function (a) { return a }",
        "(a, b) => a < b ? -1 : 1",
        "() => NaN",
        "(a, b) => String(a) > String(b)",
        "String",
        "Number",
    ),
    *("Boolean", "parseInt", "Math.max", "(a, b) => [a, b]", "x => x?.length"),
)
PATTERNS = (
    *(
        "/b/",
        "/[a-c]/g",
        "/(a)(b)?/",
        "/(?<x>[a-z])(\\d)?/gi",
        "/^/gm",
        "/$/",
        "/(?:)/g",
        "/./gu",
        "/./su",
        "/\\s+/y",
        "/x*/g",
    ),
    *(
        "/(?=b)/",
        "/a|(b)/g",
        "/\\ud83d/",
        "/\\ud83d/u",
        "/[^]/g",
        "/(?<y>.)\\k<y>/",
        "/,/",
        "/A/i",
        "/\\b/g",
        "/(?<!a)X/g",
    ),
)
OTHERS = (
    *(
        "undefined",
        "null",
        "true",
        "false",
        "0n",
        "10n",
        "-255n",
        "123456789012345678901234567890n",
        "new Date(0)",
        "new Date(NaN)",
    ),
    *(
        "new Date(Date.UTC(2024, 1, 29, 23, 59, 59, 999))",
        "new Date(8.64e15)",
        "new Date(-1)",
        "new Date('-000001-01-01')",
    ),
    *(
        "new Set([1, 'a', NaN, -0])",
        "new Map([['k', 1], [NaN, 2], [-0, 3]])",
        "new Set()",
        "new Map()",
        "new Error('m')",
    ),
    *(
        "new TypeError()",
        "new Error()",
        "Math",
        "JSON",
        "'ab'.matchAll(/./g)",
        "[1, 2].entries()",
        "'aXb'.match(/(?<q>X)/)",
    ),
    *("'abc'.match(/z/)", "'ab'.match(/(a)(z)?/)", "new Map([[1, {a: 1}]]).keys()", "new Set('hey').values()"),
)
BOXES = (
    *("new Number(2)", "new Number(NaN)", "new Number(-0)", "new String('b')", "new String('')", "new String('12')"),
    *("new Boolean(false)", "new Boolean(true)", "Object(3n)", "Object('aXb')", "Object(1.5)", "Object(Symbol('o'))"),
    *("Symbol('s')", "Symbol()", "Symbol.iterator", "{[Symbol.toPrimitive]: h => h}", "{[Symbol.toPrimitive]: 5}"),
    *("{[Symbol.toPrimitive]: null, valueOf: () => 4}", "{[Symbol('k')]: 1, a: 2}"),
)
KINDS = (NUMBERS, STRINGS, OBJECTS, ARRAYS, CALLBACKS, PATTERNS, OTHERS, BOXES)
WORDS = (
    *(
        "0",
        "1",
        "7",
        "12",
        "31",
        "99",
        "2020",
        "10000",
        ".",
        "e",
        "E",
        "+",
        "-",
        "x",
        "0x",
        "b",
        "o",
        "_",
        "n",
        " ",
        "T",
        "Z",
    ),
    *(
        ":",
        "/",
        ",",
        "GMT",
        "UTC",
        "PM",
        "am",
        "Jan",
        "february",
        "Mon",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        '"',
        "null",
        "true",
    ),
    *("Infinity", "NaN", "a", "é", "%", "$&", "$1", "00", "05:30", "EST"),
)
SMALL = ("0", "1", "2", "-1", "3", "'a'", "'b'", "undefined", "','", "10", "1.5", "[1, 2]", "x => x", "'x'", "/b/g")
RECEIVERS: dict[str, tuple[str, ...]] = {
    "String": STRINGS,
    "Array": ARRAYS,
    "Number": NUMBERS,
    "Boolean": ("true", "false"),
    "BigInt": ("0n", "10n", "-255n", "123456789012345678901234567890n"),
    "Object": OBJECTS,
    "Function": CALLBACKS,
    "RegExp": PATTERNS,
    "Date": tuple(text for text in OTHERS if text.startswith("new Date")),
    "Error": tuple(text for text in OTHERS if "Error(" in text),
    "Map": tuple(text for text in OTHERS if text.startswith("new Map")),
    "Set": tuple(text for text in OTHERS if text.startswith("new Set")),
}
# What JSON would hide: the sign of zero, NaN, undefined, holes, the order of keys, the class of an object.
SHOW = """const show = (v, d = 0) => {
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (typeof v === 'bigint') return String(v) + 'n';
  if (typeof v === 'function') return 'function';
  if (v === null || typeof v !== 'object') return String(v);
  if (d > 4) return '…';
  if (Array.isArray(v)) {
    const parts = [];
    for (let i = 0; i < v.length; i++) parts.push(i in v ? show(v[i], d + 1) : 'hole');
    return '[' + parts.join() + ']' + ('groups' in v ? show(v.groups, d + 1) + show(v.index) : '');
  }
  if (v instanceof Date) return 'Date ' + v.getTime();
  if (v instanceof Error) return v.name + ': ' + typeof v.message;
  if (v instanceof RegExp) return String(v) + v.lastIndex;
  if (v instanceof Map) return 'Map ' + show([...v], d + 1);
  if (v instanceof Set) return 'Set ' + show([...v], d + 1);
  if (typeof v.next === 'function' && !Object.keys(v).length) return 'Iterator ' + show([...v], d + 1);
  return '{' + Object.entries(v).map(([k, x]) => show(k) + ':' + show(x, d + 1)).join() + '}';
};
"""


class Maker:
    """Makes expressions that call the builtins of the tables.

    Parameters
    ----------
    chance
        Where its choices come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.methods = [
            (table.name, name) for table in (ANY, *PROTOTYPES.values()) for name in (*table.entries, *table.getters)
        ]
        self.functions: list[str] = []
        self.constants: list[str] = []
        for name, value in GLOBALS.items():
            if name not in OF_THE_HOST:
                self._take(name, value)

    def _take(self, name: str, value: object) -> None:
        if not isinstance(value, Function):
            self.constants.append(name)
            return
        if isinstance(value, Namespace):
            self.functions += [name] if value.callable else []
            self.functions += [f"new {name}"] if value.construct else []
            for key, member in value.members.items():
                if key not in UNREPEATABLE and key not in LATER:
                    self._take(f"{name}.{key}", member)
        else:
            self.functions.append(name)

    def expression(self, depth: int = 0) -> str:
        """A call of a builtin, a property, or a chain of them."""
        if self.chance.random() < 0.4:
            return self._call(depth)
        kind, name = self.chance.choice(self.methods)
        if depth < 2 and self.chance.random() < 0.25:
            receiver = self.expression(depth + 1)
        else:
            known = RECEIVERS.get(kind) if self.chance.random() < 0.95 else None
            receiver = self.chance.choice(known or self.chance.choice(KINDS))
            if known in (NUMBERS, STRINGS) and self.chance.random() < 0.3:
                receiver = self._made(number=known is NUMBERS)
        member = f"[Symbol.{name[1:]}]" if is_hidden(name) else f".{name}"
        if self.chance.random() < 0.02:
            return f"({receiver}){member}"
        return f"({receiver}){member}({self._arguments(depth)})"

    def _made(self, *, number: bool | None = None) -> str:
        """Make a number of any size, or a text of what numbers, dates and JSON are written with."""
        is_number = self.chance.random() < 0.5 if number is None else number
        if is_number:
            value = self.chance.uniform(-1, 1) * 10.0 ** self.chance.randrange(-25, 25)
            return repr(value if self.chance.random() < 0.7 else round(value, self.chance.randrange(5)))
        words = self.chance.choices(WORDS, k=self.chance.randrange(1, 7))
        return repr(self.chance.choice(("", "", " ", "-", ":", ",")).join(words))

    def _call(self, depth: int) -> str:
        if self.chance.random() < 0.02:
            return self.chance.choice(self.constants)
        name = self.chance.choice(self.functions)
        arguments = self._arguments(depth)
        if name.endswith("Date") and (not arguments or not name.startswith("new")):
            arguments, name = arguments or "0", "new Date"  # what time it is, is another question
        return f"{name}({arguments})"

    def _arguments(self, depth: int) -> str:
        count = self.chance.choice((0, 1, 1, 1, 2, 2, 2, 3, 4))
        return ", ".join(self._argument(depth) for _ in range(count))

    def _argument(self, depth: int) -> str:
        if depth < 2 and self.chance.random() < 0.08:
            return self.expression(depth + 1)
        if self.chance.random() < 0.1:
            return self._made()
        text = self.chance.choice(SMALL if self.chance.random() < 0.3 else self.chance.choice(KINDS))
        return f"...[{text}]" if self.chance.random() < 0.01 else text


def judge(program: str, node: dict[str, object]) -> tuple[str, object]:
    """Say how ours compares with Node's, and what ours is."""
    try:
        value = evaluate(program, {})
    except (UnsupportedSyntax, LimitExceeded) as error:
        return "refused", error
    except ExpressionError as error:
        return ("same error" if ERRORS[type(error)] == node.get("error") else "WRONG"), error
    return ("same value" if value == node.get("value") else "WRONG"), value


def main() -> int:
    """Make, run and compare."""
    given = [int(argument) for argument in sys.argv[1:3]]
    seed, count = (*given, *(1, 2000)[len(given) :])
    node = shutil.which("node")
    if node is None:
        print("node is not installed, and it is what this compares with", file=sys.stderr)
        return 2
    maker = Maker(random.Random(seed))
    expressions = [maker.expression() for _ in range(count)]
    programs = [f"{SHOW}show({expression})" for expression in expressions]
    asked = json.dumps({"programs": programs, "state": {}})
    environment = {**os.environ, "TZ": "UTC"}
    done = subprocess.run([node, "-e", NODE], input=asked, capture_output=True, text=True, check=True, env=environment)
    counts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    wrong: list[tuple[str, object, object]] = []
    for expression, program, theirs in zip(expressions, programs, json.loads(done.stdout), strict=True):
        verdict, ours = judge(program, theirs)
        counts[verdict] += 1
        if isinstance(ours, ExpressionError) and verdict == "refused":
            refused[ours.message] += 1
        if verdict == "WRONG":
            wrong.append((expression, ours, theirs))
    print(f"seed {seed}: {dict(counts)}; refused most often: {refused.most_common(6)}")
    for expression, ours, theirs in sorted(wrong, key=lambda row: len(row[0]))[:15]:
        shown = ours.message if isinstance(ours, ExpressionError) else ours
        print(f"---\n{expression}\nours: {type(ours).__name__} {shown!a}\nnode: {theirs!a}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
