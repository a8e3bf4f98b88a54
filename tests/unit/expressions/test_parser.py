"""What binds to what, and what is refused."""

from __future__ import annotations

import pytest

from newel.expressions import (
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    evaluate,
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3 ** 2", 19),
        ("2 ** 3 ** 2", 512),
        ("(-2) ** 2", 4),
        ("10 - 4 - 3", 3),
        ("1 + 2 + '3'", "33"),
        ("7 % 4 * 2", 6),
        ("1 | 6 ^ 3 & 5", 7),
        ("1 << 2 + 1", 8),
        ("1 < 2 == true", True),
        ("!0 + 1", 2),
        ("typeof 1 + 2", "number2"),
        ("- -1", 1),
        ("1 || 0 && 0", 1),
        ("(null ?? 0) || 2", 2),
        ("0 ? 1 : 0 ? 2 : 3", 3),
        ("(1, 2)", 2),
        ("'a' in {a: 1} in {true: 1}", True),
        ("{a: 1}", {"a": 1}),
        ("{}", {}),
        ("{a: 1}.a", 1),
        ("[1, 2,].length", 2),
        ("({a: 1,}).a", 1),
        ("((x, y) => x - y)(3, 1)", 2),
        ("(x => y => x * y)(3)(4)", 12),
        ("((a, b = a + 1, ...c) => [a, b, c])(1, undefined, 3, 4)", [1, 2, [3, 4]]),
        ("(() => ({a: 1}))().a", 1),
        ("[1, 2].map((x, i) => x * i)", [0, 2]),
        ("{if: 1, class: 2}.if", 1),
        ("({'a b': 1, 2: 3, [1 + 1 + 'x']: 4, ...{c: 5}})", {"2": 3, "a b": 1, "2x": 4, "c": 5}),
        ("(x => ({x, $: 1}))(2)", {"x": 2, "$": 1}),
        ("Math.max(...[1, 5], ...'3')", 5),
        ("null?.a.b.c()", None),
        ("null?.[x].y", None),
        ("({a: null}).a?.(x)", None),
        ("({a: {b: 1}})?.a?.['b']", 1),
        ("1 ?.5 : 2", 0.5),
    ],
)
def test_values(source: str, value: object) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    "source",
    [
        "1 +", ")", "(1", "[1", "{a: 1", "1 2", "a b", "1 ?? 2 || 3", "1 && 2 ?? 3", "-1 ** 2", "typeof 1 ** 2", "a..b",
        "(1 + 2) = 3", "1++", "f(,)", "{a b}", "{1}", "{true}", "(a, a) => 1", "?.a", "a?.", "1 ? 2",
        "...[1]", "@", "a?.`x", "\\u0061\\u{}", "x\n=> 1", "in []", "=> 1",
    ],
)  # fmt: skip
def test_what_is_no_expression(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        evaluate(source, {})


@pytest.mark.parametrize(
    "source",
    [
        "$.a = 1", "$.a += 1", "$.a++", "--$.a", "delete $.a", "(async () => 1)()",
        "async x => 1", "this", "class {}",
        "{get a() { return 1 }}",
        "{__proto__: 1}", "tag`x`", "await x", "import('x')",
        "Symbol.for('a')", "globalThis", "eval('1')", "'a'.localeCompare('b')",
        "{async a() {}}", "{*a() {}}", "JSON.parse('1', x => x)",
    ],
)  # fmt: skip
def test_what_is_left_out_is_refused_by_name(source: str) -> None:
    with pytest.raises(UnsupportedSyntax) as caught:
        evaluate(source, {"$.a": 1})
    assert caught.value.offset is not None


def test_a_name_that_stands_for_nothing_fails_only_when_it_is_read() -> None:
    assert evaluate("true || missing", {}) is True
    assert evaluate("typeof missing", {}) == "undefined"
    for source in ("missing", "missing()", "missing.a", "process.env", "[1].map(x => y)"):
        with pytest.raises(ExpressionReferenceError, match="is not defined"):
            evaluate(source, {})


def test_long_chains_are_wide_and_not_deep() -> None:
    assert evaluate("+".join(["1"] * 4000), {}) == 4000
    assert evaluate("||".join(["0"] * 4000), {}) == 0
    assert evaluate(",".join(["0"] * 4000), {}) == 0


@pytest.mark.parametrize(
    "source",
    [
        "(" * 101 + "1" + ")" * 101, "[" * 101 + "]" * 101, "- " * 101 + "1", "1" + " ** 1" * 101, "a" + ".a" * 101,
        "a" + "?.a" * 101, "a" + "()" * 101, "x => " * 101 + "1", "1 ? " * 101 + "1" + " : 1" * 101,
        "`${" * 101 + "1" + "}`" * 101, "{a: " * 101 + "1" + "}" * 101, "(" * 8000, "[" * 16000, "!" * 16000,
    ],
)  # fmt: skip
def test_nesting_is_limited(source: str) -> None:
    with pytest.raises(LimitExceeded):
        evaluate(source, {})


def test_calling_what_is_no_function() -> None:
    for source in ("(1)()", "({}).a()", "Math()", "null.a()", "[].map(1)"):
        with pytest.raises(ExpressionTypeError):
            evaluate(source, {})
