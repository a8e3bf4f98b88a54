"""`switch`, labels, functions in blocks, undeclared variables and completion values; the values are V8's."""

from __future__ import annotations

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
    state_paths,
)

TRACE = "const l = []; function t(x) { l.push(x); return x } "


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # switch
        ("function day(n) { switch (n) { case 0: case 6: return 'end'; default: return 'in' } } [0, 3, 6].map(day)",
         ["end", "in", "end"]),
        ("let r = ''; switch ('b') { case 'a': r += 1; case 'b': r += 2; case 'c': r += 3; break; default: r += 4 } r",
         "23"),
        ("switch (3) { default: 1; case 1: 2; break; case 2: 3 }", 2),
        ("switch ('1') { case 1: 'same'; break; default: 'other' }", "other"),
        ("switch (1) { case 1: let x = 1; break; case 2: x }", None),
        ("switch (1) { case 1: function f() { return 5 } } f()", 5),
        ("const seen = []; for (let i = 0; i < 3; i++) { switch (i) { case 1: continue } seen.push(i) } seen", [0, 2]),
        # labels
        ("let r = ''; a: for (const i of [1, 2]) for (const j of [1, 2]) { if (j > 1) continue a; r += i } r", "12"),
        ("let r = ''; a: for (const i of [1, 2, 3]) for (const j of [1, 2]) { if (i > 2) break a; r += j } r", "1212"),
        ("a: { 6; break a; }", 6),
        ("a: b: for (let i = 0; i < 2; i++) continue a", None),
        ("x: 1", 1),
        # functions in blocks
        ("var before = typeof f; { function f() {} } [before, typeof f]", ["undefined", "function"]),
        ("(f => { { function f() {} } return typeof f })(1)", "number"),
        ("(() => { let f = 1; { function f() {} } return typeof f })()", "number"),
        (";{ function f() { return 1 } function f() { return 2 } f() }", 2),
        (";{ f = 3; function f() {} f = 7; function f() {} f = 9; } f", 7),
        ("if (false) { function f() {} } typeof f", "undefined"),
        # completion values
        ("5; a: { break a; }", 5),
        ("5; switch (1) { case 1: break; }", None),
        ("1; do { 2; break } while (0)", 2),
        ("3; var i = 0; a: for (; i < 2; i++) { i; for (;;) { 8; continue a } }", 8),
        ("1; try { 2 } finally { 3 }", 2),
        ("do { try { 39 } finally { 42; break } } while (0)", 42),
        ("1; if (1) {}", None),
        ("1; {}", 1),
        # `in` and `of` in the head of a loop
        ("let n = 0; for (var i = ('a' in {a: 1}) ? 2 : 0; n < i; n++); n", 2),
        ("let s = 0; for (let of of [1, 2]) s += of; s", 3),
        # undeclared variables
        ("leak = 5; leak + 1", 6),
        ("function f() { leak = 5 } f(); leak", 5),
        ("[a, ...b] = [1, 2]; ({c: d = 4} = {}); [a, b, d]", [1, [2], 4]),
        ("for (k of [1, 2]); k", 2),
        ("const before = typeof x; x = 1; [before, delete x, typeof x, delete y]",
         ["undefined", True, "undefined", True]),
        ("undefined = 42; [typeof undefined, NaN++, (function f() { f = 1; return typeof f })()]",
         ["undefined", None, "function"]),
        # order of evaluation
        (TRACE + "const o = {}; (t(1), o)[t(2)] = t(3); l", [1, 2, 3]),
        (TRACE + "let {[t('a')]: x = t(1), [t('b')]: y = t(2)} = {b: 5}; [l, x, y]", [["a", 1, "b"], 1, 5]),
        (TRACE + "const o = {}; [(t(1), o)[t(2)] = t(3)] = []; [l, o]", [[1, 2, 3], {"2": 3}]),
        (TRACE + "`${t(1)}${t({toString() { l.push('s') }})}${t(2)}`; [l[0], l[2], l[3]]", [1, "s", 2]),
        (TRACE + "try { null[t(1)] = t(2) } catch ({name}) { l.push(name) } l", [1, 2, "TypeError"]),
        ("let a = 1; a += (a = 5, 2); a", 3),
        ("let i = 0; const a = []; a[i++] = i++; [a, i]", [[1], 2]),
    ],
)  # fmt: skip
def test_values(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("switch (2) { case 1: let x = 1; break; case 2: x }", ExpressionReferenceError),
        ("switch (1) { case 1: let x; case 2: var x }", ExpressionSyntaxError),
        ("switch (1) { default: 1; default: 2 }", ExpressionSyntaxError),
        ("switch (1) { 2 }", ExpressionSyntaxError),
        ("switch (1) { case 1: continue }", ExpressionSyntaxError),
        ("a: a: 1", ExpressionSyntaxError),
        ("a: { continue a }", ExpressionSyntaxError),
        ("a: { break b }", ExpressionSyntaxError),
        ("a: while (1) (() => { break a })()", ExpressionSyntaxError),
        ("while (1) (() => { break })()", ExpressionSyntaxError),
        (";{ let f; function f() {} }", ExpressionSyntaxError),
        ("for (let i of [1]) { var i }", ExpressionSyntaxError),
        ("try {} catch (e) { let e }", ExpressionSyntaxError),
        ("try {} catch ([e]) { var e }", ExpressionSyntaxError),
        ("if (1) let x = 1", ExpressionSyntaxError),
        ("while (1) function f() {}", ExpressionSyntaxError),
        ("let let = 1", ExpressionSyntaxError),
        ("'use strict'; 1", UnsupportedSyntax),
        ("for (var k = 1 in {}) k", UnsupportedSyntax),
        (";{} /a/.test('a')", UnsupportedSyntax),
        ("(function (a, a) {})(1, 2)", UnsupportedSyntax),
        ("((a, a) => 1)(1, 2)", ExpressionSyntaxError),
        ("x = x + 1", ExpressionReferenceError),
        ("x ||= 1", ExpressionReferenceError),
        ("x++", ExpressionReferenceError),
        ("var undefined = 1", UnsupportedSyntax),
        ("(function (a = () => x) { var x = 1; return a() })()", UnsupportedSyntax),
        ("a: for (;;) { for (;;) continue a }", LimitExceeded),
        ("switch (1) { case (() => { for (;;); })(): }", LimitExceeded),
    ],
)
def test_refusals(source: str, kind: type[ExpressionError]) -> None:
    with pytest.raises(kind) as caught:
        evaluate(source, {})
    assert type(caught.value) is kind


def test_an_undeclared_variable_is_gone_with_its_evaluation() -> None:
    assert evaluate("leak = $.a", {"$.a": 1}) == 1
    with pytest.raises(ExpressionReferenceError, match="`leak` is not defined"):
        evaluate("leak", {})
    assert evaluate("const before = typeof leak; leak = $.a; before", {"$.a": 1}) == "undefined"
    assert evaluate("const before = typeof leak; leak = $.a; before", {"$.a": 1}) == "undefined"


def test_what_undeclared_variables_bind() -> None:
    assert state_paths("total = $.a; total += $.b; $.c-total") == ("$.a", "$.b", "$.c")
    assert state_paths("switch ($.kind) { case 'x': $.x.v }") == ("$",)
    assert state_paths("a: for (const x of $.list) { break a }") == ("$.list",)


@pytest.mark.parametrize(
    ("source", "feature", "offset"),
    [
        ("1 + this", "`this`", 4),
        ("function f() { return this }", "`this`", 22),
        ("class A {}", "A class", 0),
        ("(class {})", "A class", 1),
        ("({get a() { return 1 }})", "A getter", 2),
        ("({set a(x) {}})", "A setter", 2),
        ("({async a() {}})", "`async`", 2),
        ("({*a() {}})", "A generator", 2),
        ("function* f() {}", "A generator", 0),
        ("(function* () {})", "A generator", 1),
        ("async function f() {}", "`async`", 0),
        ("(async () => 1)()", "`async`", 1),
        ("1 + await x", "`await`", 4),
        ("for await (const x of []) 1", "`await`", 4),
        (";with ({}) 1", "`with`", 1),
        (";debugger", "`debugger`", 1),
        ("1 + import('x')", "`import`", 4),
        ("import x from 'y'", "`import`", 0),
        ("export const a = 1", "`export`", 0),
        ("f`x`", "A tagged template", 1),
        ("new (function () {})()", "`new` with a function of your own", 0),
        ("new.target", "`new.target`", 0),
        ("super.a", "`super`", 0),
        ("(function () { return arguments })()", "`arguments`", 22),
        ("eval('1')", "`eval`", 0),
        ("new Function('1')", "`Function`", 4),
        ("globalThis", "`globalThis`", 0),
        ("new Promise(f => f(1))", "`Promise`", 4),
        ("({__proto__: 1})", "`__proto__` in an object", 2),
        ("a.#b", "A private name", 2),
        ("[].constructor", "The member `constructor`", 2),
        ("$.a = 1", "An assignment to the state", 0),
        ("[$.a] = [1]", "An assignment to the state", 1),
        ("delete $.a", "`delete` of this", 7),
        ("Math = 3", "An assignment to a global", 0),
        ("delete Math", "`delete` of a global", 7),
        ("if (1) function f() {}", "A function declared without a block", 7),
        ("l: function f() {}", "A function declared without a block", 3),
        ("f() = 1", "An assignment to a call", 1),
        ("[, ...[1]]", "Holes beside `...` in an array", 0),
    ],
)
def test_what_is_left_out_says_what_and_where(source: str, feature: str, offset: int) -> None:
    with pytest.raises(UnsupportedSyntax) as caught:
        evaluate(source, {"$.a": 1})
    assert (caught.value.feature, caught.value.offset) == (feature, offset)


def test_what_is_left_out_says_what_to_write_instead() -> None:
    for source in ("this", "class A {}", "function* f() {}", "async () => 1", "f`x`", "(() => arguments)()", "$.a++"):
        with pytest.raises(UnsupportedSyntax) as caught:
            evaluate(source, {"$.a": 1})
        assert caught.value.hint
