"""Programs of statements, functions, destructuring, Set, Map and errors; the values are V8's."""

from __future__ import annotations

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
    state_paths,
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("const a = 1; a + 1", 2),
        ("let s = 0; for (const x of [1, 2, 3]) { s += x } s", 6),
        ("let s = ''; for (let i = 0; i < 3; i++) { if (i === 1) continue; s += i } s", "02"),
        ("const f = []; for (let i = 0; i < 3; i++) f.push(() => i); f.map(g => g())", [0, 1, 2]),
        ("var f = []; for (var i = 0; i < 3; i++) f.push(() => i); f.map(g => g())", [3, 3, 3]),
        ("let n = 0; while (true) { if (n++ > 3) break } n", 5),
        ("let n = 0; do n++; while (n < 5); n", 5),
        ("let k = []; for (const x in {a: 1, 2: 1}) k.push(x); k", ["2", "a"]),
        ("1; if (false) 2", None),
        ("1; var x = 2", 1),
        ("if (true) { return 5 } 6", 5),
        ("const o = {}; o.a = 1; o['b'] = 2; delete o.a; o", {"b": 2}),
        ("let {a, b: {c = 3} = {}, ...d} = {a: 1, e: 2}; [a, c, d]", [1, 3, {"e": 2}]),
        ("let [a, , b = 5, ...c] = [1, 2, undefined, 4]; [a, b, c]", [1, 5, [4]]),
        ("let a = 1, b = 2; [a, b] = [b, a]; [a, b]", [2, 1]),
        ("[[1, 2], [3, 4]].map(([a, b]) => a * b)", [2, 12]),
        ("(function f(n) { return n < 2 ? 1 : n * f(n - 1) })(5)", 120),
        ("function f({a = 1}) { return a } f({}) + f({a: 2})", 3),
        ("let x = null; x ??= 3; x ||= 4; x &&= 5; x", 5),
        ("try { null.x } catch (e) { e.name }", "TypeError"),
        ("try { throw new Error('no') } catch ({message}) { message } finally { 1 }", "no"),
        ("(() => { try { return 1 } finally { 2 } })()", 1),
        ("new Error('a') instanceof Error && !([] instanceof Map)", True),
        ("[...new Set([1, '1', NaN, NaN, -0, 0, true])]", [1, "1", None, 0, True]),
        ("const m = new Map([['a', 1]]); m.set('b', 2); [m.size, m.get('b'), [...m.keys()], [...m]]",
         [2, 2, ["a", "b"], [["a", 1], ["b", 2]]]),
        ("[...Array(3).keys()]", [0, 1, 2]),
        ("new Array(3).join('x')", "xx"),
        ("Array(2).fill(0)", [0, 0]),
        ("Array.from(Array(2), (_, i) => i)", [0, 1]),
        ("[1, , 3]", [1, None, 3]),
        ("for (const [k, v] of Object.entries({a: 1})) { k + v }", "a1"),
    ],
)  # fmt: skip
def test_values(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("const a = 1; a = 2", ExpressionTypeError),
        ("a; let a = 1", ExpressionReferenceError),
        ("let a; let a", ExpressionSyntaxError),
        ("const a", ExpressionSyntaxError),
        ("break", ExpressionSyntaxError),
        ("({a = 1})", ExpressionSyntaxError),
        ("let [a] = null", ExpressionTypeError),
        ("Set()", ExpressionTypeError),
        ("new Math()", ExpressionTypeError),
        ("(a => (a.push(a), JSON.stringify(a)))([])", ExpressionTypeError),
        ("throw new TypeError('x')", ExpressionTypeError),
        ("throw new Error('x')", ExpressionError),
        ("a += 1", ExpressionReferenceError),
        ("Math = 1", UnsupportedSyntax),
        ("5 in [1, , 2]", UnsupportedSyntax),
        ("try { null.x } catch (e) { e.message }", UnsupportedSyntax),
        ("const a = [1].map(x => x); a[5] = 1", UnsupportedSyntax),
        ("Math.x = 1", UnsupportedSyntax),
        ("const o = {}; o['__proto__'] = 1", UnsupportedSyntax),
        ("while (true);", LimitExceeded),
        ("for (;;) { try { throw 1 } catch {} }", LimitExceeded),
        ("(function f() { return f() })()", LimitExceeded),
        ("const a = [1]; for (const x of a) a.push(x)", LimitExceeded),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(kind) as caught:
        evaluate(source, {})
    assert type(caught.value) is kind


def test_an_error_never_shows_what_was_thrown() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("throw new Error($.secret)", {"$.secret": "hidden"})
    assert "hidden" not in str(caught.value)


def test_the_values_are_not_changed() -> None:
    values = {"$.o": {"a": 1}}
    assert evaluate("const o = $.o; o.a = 2; o", values) == {"a": 2}
    assert values == {"$.o": {"a": 1}}


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("const x = $.a; x + $.b.c", ("$.a", "$.b.c")),
        ("if ($.a) { $.b } else { $.c }", ("$",)),
        ("let s = 0; for (const x of $.list) { s += x } s", ("$.list",)),
        ("(({a}) => a)($.o)", ("$.o",)),
    ],
)
def test_paths(source: str, paths: tuple[str, ...]) -> None:
    assert state_paths(source) == paths
