"""Corners that comparing with V8 on made expressions has found; the values are V8's."""

from __future__ import annotations

import pytest

from newel.expressions import ExpressionError, ExpressionSyntaxError, ExpressionTypeError, UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # `in` belongs to the loop only where no bracket and no ternary is around it
        ("for (var x = ('a' in {a: 1}), n = 0; n < 1; n++) x", True),
        ("for (var f = {a: 1 in []}, n = 0; n < 1; n++) f.a", False),
        ("for (var f = true ? 'a' in {a: 1} : 2, n = 0; n < 1; n++) f", True),
        ("for (var f = `${'a' in {}}`, n = 0; n < 1; n++) f", "false"),
        ("for (var k in {a: 'a' in {}}) k", "a"),
        ("for (let of of [1, 2]) of", 2),
        ("var a = 2; ++a ** 2", 9),
        ("'groups' in /a/.exec('a') && 'index' in /a/.exec('a') && !('indices' in /a/.exec('a'))", True),
        ("'toString' in /(?<a>b)/.exec('b').groups", False),
        ("/(?<a>b)/.exec('b').groups instanceof Object", False),
        ("JSON.stringify([Math, JSON, String])", "[{},{},null]"),
        ("new Date(NaN).setHours(1, 2n)", None),
        ("'a'.matchAll(/a/g).toString()", "[object RegExp String Iterator]"),
        ("[[].indexOf(1, 1n), [].lastIndexOf(1, 1n), [].includes(1, 1n)]", [-1, -1, False]),
        ("'abc'.padStart(2, {toString: () => ({})})", "abc"),
        # what is gone over changes on the way
        ("(a => JSON.stringify(a, (k, v) => { if (k === '0') a.push(3); return v }))([1, 2])", "[1,2]"),
        ("(a => JSON.stringify(a, (k, v) => { if (k === '0') a.length = 1; return v }))([1, 2])", "[1,null]"),
        ("(o => JSON.stringify(o, (k, v) => { if (k === 'a') delete o.b; return v }))({a: 1, b: 2})", '{"a":1}'),
        ("(o => JSON.stringify(o, (k, v) => { if (k === 'a') o.b = 5; return v }))({a: 1, b: 2})", '{"a":1,"b":5}'),
        ("(a => a.map(x => { a.pop(); return x }))([1, 2, 3])", [1, 2, None]),
        ("(a => { const r = []; a.find(x => { a.pop(); r.push(x === undefined) }); return r })([1, 2, 3])",
         [False, False, True]),
        ("(a => Array.from(a, x => { if (a.length < 4) a.push(x); return x }))([1, 2, 3])", [1, 2, 3, 1]),
    ],
)  # fmt: skip
def test_values(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("x => {} ? 1 : 2", ExpressionSyntaxError),
        ("++a++", ExpressionSyntaxError),
        ("let let = 1", ExpressionSyntaxError),
        ("-++a ** 2", ExpressionSyntaxError),
        ("try { throw [1] } catch ([e]) { var e }", ExpressionSyntaxError),
        ("((a, a) => a)(1, 2)", ExpressionSyntaxError),
        ("({f(a, a) {}})", ExpressionSyntaxError),
        ("(function (a, [a]) { return a })(1, [2])", ExpressionSyntaxError),
        ("new Date(NaN).setFullYear(2020, 1n)", ExpressionTypeError),
        ("Array.from(1, Math)", ExpressionTypeError),
        ("JSON.stringify([1], null, 0.5)", UnsupportedSyntax),
        ("(function (a, a) { return a })(1, 2)", UnsupportedSyntax),
        ("function f(a, a) { return a } f(1, 2)", UnsupportedSyntax),
        ("for (var i = 0 in {}) 1", UnsupportedSyntax),
        ("if (1) function f() {}", UnsupportedSyntax),
        ("function* g() {}", UnsupportedSyntax),
        ("if (1) {} /a/.test('a')", UnsupportedSyntax),
        ("var undefined = 2; undefined", UnsupportedSyntax),
        ("var NaN = 2; NaN", UnsupportedSyntax),
        ("'use strict'; 010", UnsupportedSyntax),
        ("(function () { 'use strict'; return 010 })()", UnsupportedSyntax),
        ("var x = 3; 1 <!--x", UnsupportedSyntax),
        ("1\n--> x", UnsupportedSyntax),
        ("/(a)/.test('a') && RegExp.$1", UnsupportedSyntax),
        ("/* a\n*/ --> x", UnsupportedSyntax),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(source, {})
    assert type(caught.value) is kind
