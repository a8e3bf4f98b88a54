"""The builtins; each answer is V8's."""

from __future__ import annotations

import contextlib

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
)

LINKED = '<a href="&quot;x&quot;"><a></a><b>b</b><font size="undefined">c</font>'

STRINGS = [
    ("'a😀b'.length", 4),
    ("'a😀b'.charCodeAt(1)", 0xD83D),
    ("'a😀b'.codePointAt(1)", 0x1F600),
    ("[...'a😀b']", ["a", "😀", "b"]),
    ("'a😀b'.slice(2)", "\ude00b"),
    ("'a😀b'.slice(0, 2) + 'a😀b'.slice(2)", "a😀b"),
    ("'abc'.at(-1)", "c"),
    ("escape('a b/é\\u0100😀@*_+-.')", "a%20b/%E9%u0100%uD83D%uDE00@*_+-."),
    ("escape() + escape(null)", "undefinednull"),
    ("unescape('%u0041%e9%20%%41%u00%zz%')", "Aé %A%u00%zz%"),
    ("unescape('%25u0041')", "%u0041"),
    ("'<a>'.link('\"x\"') + 'b'.bold() + 'c'.fontsize()", LINKED),
    ("'a'.anchor(1) + 'b'.fixed() + 'c'.italics()", '<a name="1">a</a><tt>b</tt><i>c</i>'),
    ("String.raw({raw: ['a', 'b', null]}, 1, [2, 3], 4)", "a1b2,3null"),
    ("String.raw({raw: 'xyz'}, '-')", "x-yz"),
    ("String.raw({raw: {length: '2', 0: 'p'}}, 1) + String.raw({raw: {length: -1, 0: 'p'}})", "p1undefined"),
    ("'abc'[1] + 'abc'['2']", "bc"),
    ("'abc'[5]", None),
    ("'abc'.substring(2, 0)", "ab"),
    ("'abcdef'.substr(-3, 2)", "de"),
    ("'abc'.slice(-2)", "bc"),
    ("'a-b-c'.split('-', 2)", ["a", "b"]),
    ("'abc'.split('')", ["a", "b", "c"]),
    ("'abc'.split()", ["abc"]),
    ("'5'.padStart(3, '0') + 'x'.padEnd(3)", "005x  "),
    ("' \\u00a0a\\ufeff'.trim()", "a"),
    ("'Straße'.toUpperCase()", "STRASSE"),
    ("'ΑΣ'.toLowerCase()", "ας"),
    ("'aXbX'.replace('X', '[$&$`$$]')", "a[Xa$]bX"),
    ("'aXbX'.replaceAll('X', (m, i) => i)", "a1b3"),
    ("'aXbX'.replaceAll('X', \"$'\")", "abXb"),
    ("'abc'.replaceAll('', '-')", "-a-b-c-"),
    ("'abcabc'.lastIndexOf('c', 4)", 2),
    ("'abc'.includes('b', 2)", False),
    ("'abc'.startsWith('b', 1) && 'abc'.endsWith('b', 2)", True),
    ("'a'.concat(1, null)", "a1null"),
    ("'\\ud83d'.isWellFormed()", False),
    ("'\\ud83d'.toWellFormed()", "\ufffd"),
    ("'e\\u0301'.normalize()", "é"),
    ("String.fromCharCode(0xD83D, 0xDE00) + String.fromCodePoint(0x1F600)", "😀😀"),
    ("String(null) + String([1, 2])", "null1,2"),
    ("encodeURIComponent('ä b/😀')", "%C3%A4%20b%2F%F0%9F%98%80"),
    ("decodeURIComponent('%F0%9F%98%80%2F') + decodeURI('%2F%20')", "😀/%2F "),
]

ARRAYS = [
    ("[1, [2, [3]]].flat()", [1, 2, [3]]),
    ("[1, [2, [3]]].flat(Infinity)", [1, 2, 3]),
    ("[3, 1, 10, 2].sort()", [1, 10, 2, 3]),
    ("[3, 1, 10, 2].sort((a, b) => a - b)", [1, 2, 3, 10]),
    ("[3, undefined, 1].sort()", [1, 3, None]),
    ("[3, 1].toSorted((a, b) => a > b)", [3, 1]),
    ("[1, 2, 3].includes(NaN) || [NaN].includes(NaN)", True),
    ("[NaN].indexOf(NaN)", -1),
    ("[1, 2, 1].lastIndexOf(1, -2)", 0),
    ("[1, 2, 3].slice(-2, -1)", [2]),
    ("[1, 2, 3].join()", "1,2,3"),
    ("[1, [2, 3]].join('-')", "1-2,3"),
    ("(a => [a.push(4), a.unshift(0), a.pop(), a.shift(), a])([1])", [2, 3, 4, 0, [1]]),
    ("(a => [a.splice(1, 1, 'x', 'y'), a])([1, 2, 3])", [[2], [1, "x", "y", 3]]),
    ("[1, 2, 3].toSpliced(0, 2)", [3]),
    ("[1, 2, 3].with(-1, 9)", [1, 2, 9]),
    ("[1, 2, 3, 4].copyWithin(0, 2)", [3, 4, 3, 4]),
    ("[1, 2, 3].fill(0, 1)", [1, 0, 0]),
    ("[1, 2].concat(3, [4, [5]])", [1, 2, 3, 4, [5]]),
    ("[1, 2, 3].reduce((a, b) => a + b)", 6),
    ("['a', 'b'].reduceRight((a, b) => a + b, '')", "ba"),
    ("[1, 2, 3].find(x => x > 1) + [1, 2, 3].findLast(x => x > 1)", 5),
    ("[1].find(x => x > 1)", None),
    ("[1, 2].findIndex(x => x == 2) - [1].findLastIndex(x => x == 2)", 2),
    ("[[1], 2].flatMap(x => [x, x])", [[1], [1], 2, 2]),
    ("['1', '2', '3'].map(Number)", [1, 2, 3]),
    ("['1', '2', '3'].map(parseInt)", [1, None, None]),
    ("[0, 1, ''].filter(Boolean)", [1]),
    ("[].every(x => false) && ![].some(x => true)", True),
    ("[1].forEach(x => x)", None),
    ("(a => a.map(x => a.pop()))([1, 2, 3])", [3, 2, None]),
    ("Array.from({length: 3}, (_, i) => i)", [0, 1, 2]),
    ("Array.from('a😀')", ["a", "😀"]),
    ("Array.of(7)", [7]),
    ("Array.isArray([]) && !Array.isArray({})", True),
]

NUMBERS = [
    ("(1.005).toFixed(2)", "1.00"),
    ("(2.5).toFixed(0) + (-2.5).toFixed(0)", "3-3"),
    ("(0.000001).toFixed(7)", "0.0000010"),
    ("(1e21).toFixed(2)", "1e+21"),
    ("(-0).toFixed(2)", "0.00"),
    ("(123.456).toPrecision(4)", "123.5"),
    ("(0.00001).toPrecision(1)", "0.00001"),
    ("(1e-7).toPrecision(16) + (1e-7).toPrecision(17)", "1.000000000000000e-79.9999999999999995e-8"),
    ("(1e-7).toPrecision(18)", "9.99999999999999955e-8"),
    ("(12345).toExponential()", "1.2345e+4"),
    ("(0).toExponential(2)", "0.00e+0"),
    ("(255).toString(16) + (0.1).toString(3)", "ff0.0022002200220022002200220022002201"),
    ("(2 ** 62).toString(35)", "1cqrb9a7gvgq0"),
    ("parseInt('12px') + parseInt('0x1f') + parseInt('z', 36)", 78),
    ("parseInt('')", None),
    ("parseFloat('3.14abc') + parseFloat('.5.5')", 3.64),
    ("parseFloat('-Infinityx')", None),
    ("parseFloat('1e+')", 1),
    ("Number.isInteger(5) && !Number.isInteger('5')", True),
    ("Number.MAX_SAFE_INTEGER", 9007199254740991),
    ("Math.round(-0.5) + Math.round(2.5) + Math.round(-2.5)", 1),
    ("Math.round(0.49999999999999994)", 0),
    ("1 / Math.round(-0.2) < 0", True),
    ("Math.max() === -Infinity && Math.min() === Infinity", True),
    ("Math.max(1, NaN)", None),
    ("1 / Math.max(-0, 0) > 0", True),
    ("Math.hypot(3, 4) + Math.cbrt(27) + Math.sqrt(16) + Math.trunc(-4.7)", 8),
    ("Math.imul(0xffffffff, 5) + Math.clz32(1) + Math.sign(-3)", 25),
    ("Math.fround(5.5) + Math.abs(-1)", 6.5),
    ("Math.sqrt(-1)", None),
    ("(r => r >= 0 && r < 1)(Math.random())", True),
    ("true.toString()", "true"),
]

OBJECTS = [
    ("Object.keys({b: 1, 2: 1, a: 1, 1: 1})", ["1", "2", "b", "a"]),
    ("Object.entries({a: 1})", [["a", 1]]),
    ("Object.values('ab')", ["a", "b"]),
    ("Object.fromEntries([['a', 1], ['b', 2]])", {"a": 1, "b": 2}),
    ("Object.assign({a: 1}, null, {b: 2})", {"a": 1, "b": 2}),
    ("Object.is(NaN, NaN) && !Object.is(0, -0)", True),
    ("Object.hasOwn({a: 1}, 'a') && !({}).hasOwnProperty('a')", True),
    ("JSON.stringify({a: [1, 'x', undefined, NaN], b: undefined, c: null})", '{"a":[1,"x",null,null],"c":null}'),
    ("JSON.stringify({a: [1, {}], b: []}, null, 2)", '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}'),
    ("JSON.stringify({a: 1, b: 2}, ['b'])", '{"b":2}'),
    ("JSON.stringify({a: 1}, (k, v) => k ? v + 1 : v)", '{"a":2}'),
    ("JSON.stringify('\\u2028\\ud83d\\u{1F600}\\u0007\"')", '"\u2028\\ud83d😀\\u0007\\""'),
    ("JSON.stringify(undefined)", None),
    ("JSON.stringify(1e21) + JSON.stringify(-0)", "1e+210"),
    ('JSON.parse(\'{"a": [1.0, -0, "\\\\ud83d\\\\ude00"]}\')', {"a": [1, 0, "😀"]}),
    ("JSON.parse('{\"__proto__\": 1}').__proto__", 1),
]


@pytest.mark.parametrize(("source", "value"), STRINGS + ARRAYS + NUMBERS + OBJECTS)
def test_answers(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("'a'.repeat(-1)", ExpressionRangeError),
        ("(1).toFixed(101)", ExpressionRangeError),
        ("(1).toString(1)", ExpressionRangeError),
        ("String.fromCodePoint(-1)", ExpressionRangeError),
        ("[1].with(5, 1)", ExpressionRangeError),
        ("Array(-1)", ExpressionRangeError),
        ("'a'.normalize('x')", ExpressionRangeError),
        ("String.raw()", ExpressionTypeError),
        ("String.raw({raw: null})", ExpressionTypeError),
        ("String.raw({raw: {length: 1 / 0}})", LimitExceeded),
        ("escape('é'.repeat(999999))", LimitExceeded),
        ("'\"'.repeat(999999).link('\"'.repeat(999999))", LimitExceeded),
        ("({g\\u0065t a() {}})", ExpressionSyntaxError),
        ("\\u0061sync () => 1", ExpressionSyntaxError),
        ("[].reduce((a, b) => a)", ExpressionTypeError),
        ("[1].sort('x')", ExpressionTypeError),
        ("Object.keys(null)", ExpressionTypeError),
        ("[...1]", ExpressionTypeError),
        ("Math.max(...{})", ExpressionTypeError),
        ("Object.fromEntries([1])", ExpressionTypeError),
        ("JSON.parse('{a: 1}')", ExpressionSyntaxError),
        ("JSON.parse('NaN')", ExpressionSyntaxError),
        ("JSON.parse('01')", ExpressionSyntaxError),
        ("decodeURIComponent('%')", ExpressionError),
        ("encodeURIComponent('\\ud83d')", ExpressionError),
        ("[1].map('a'.charAt)", UnsupportedSyntax),
        ("Math.max.apply(null, [1])", UnsupportedSyntax),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(kind):
        evaluate(source, {})


@pytest.mark.parametrize(
    "name", ["constructor", "__proto__", "prototype", "__class__", "__init__", "__globals__", "body"]
)
def test_no_name_reaches_beyond_data(name: str) -> None:
    values = {"$.m": name, "$.own": {name: 7}}
    assert evaluate("$.own[$.m]", values) == 7
    for holder in ("({})", "[]", "''", "1..toFixed", "true", "Math", "Math.max", "Object", "(x => x)"):
        with contextlib.suppress(UnsupportedSyntax):
            assert evaluate(f"{holder}[$.m]", values) is None
        with pytest.raises(ExpressionError):
            evaluate(f"{holder}[$.m][$.m]('return 1')()", values)
