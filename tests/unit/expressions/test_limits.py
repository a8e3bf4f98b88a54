"""Nothing takes more than it is granted, whatever the expression and the data."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import ExpressionError, ExpressionTypeError, LimitExceeded, evaluate, limits

LONG = "x" * 900_000
MANY = list(range(90_000))


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    "source",
    [
        "'a'.repeat(2 ** 30)",
        "'a'.padStart(1e9)",
        "'abc'.repeat(333334)",
        "Array.from({length: 1e9})",
        "$.long + $.long",
        "`${$.long}${$.long}`",
        "$.long.concat($.long)",
        "[$.long, $.long].join('')",
        "$.long.replaceAll('x', 'yy')",
        "JSON.stringify([$.long, $.long])",
        "encodeURIComponent($.long)",
        "[...$.many, ...$.many]",
        "$.many.concat($.many)",
        "$.many.push(...$.many)",
        "[$.many, $.many].flat()",
        "$.long.split('')",
        "$.many.map(x => $.long.trim())",
        "$.many.map(x => $.long.slice(1))",
        "$.many.map(x => $.many.indexOf(-1))",
        "$.many.map(x => $.many + '')",
        "$.many.map(x => ({...$.many}))",
        "$.many.map(x => $.long === $.same)",
        "$.many.map(x => JSON.stringify($.many))",
        "$.many.sort((a, b) => $.many.sort((a, b) => 1))",
        "(f => f(f))(f => f(f))",
        "(f => f(f, 1))((f, n) => f(f, n + 1) + 1)",
        "(f => [1, 2].map(x => f(f)))(f => [1, 2].map(x => f(f)))",
        "[1, 2]" + ".flatMap(x => [x, x, x, x, x, x, x, x])" * 20,
        "(a => (a.push(a), a))([])",
        "(a => (a.push(a), `${a}`))([])",
        "(a => (a.push(a), a.flat(Infinity)))([])",
        "$.long.slice(0, 300000)",
        "$.many.map(x => [x, x, x])",
        "1" + " " * limits.MAX_SOURCE,
        "JSON.parse('['.repeat(1000))",
        "JSON.parse('{\"a\":'.repeat(100000))",
    ],
)
def test_what_would_take_too_much_is_stopped(source: str) -> None:
    with pytest.raises(LimitExceeded):
        evaluate(source, {"$.long": LONG, "$.many": MANY, "$.same": LONG[:-1] + "y"})
    assert evaluate("1 + 1", {}) == 2


def test_the_limits_leave_room_for_honest_work() -> None:
    assert evaluate("'a'.repeat(1e6).length", {}) == 1_000_000
    assert evaluate("$.many.map(x => x + 1).filter(x => x % 2).length", {"$.many": MANY}) == 45_000
    assert len(str(evaluate("JSON.stringify($.many.slice(0, 20000))", {"$.many": MANY}))) == 108_891
    assert evaluate("Array.from({length: 2000}, (_, i) => i).reverse().sort((a, b) => a - b)[7]", {}) == 7


@pytest.mark.parametrize("source", ["$.d", "JSON.stringify($.d)", "$.d + ''", "$.d.flat(Infinity)", "[$.d][0] == 1"])
def test_deep_values_are_taken_up_to_the_limit(source: str) -> None:
    evaluate(source, {"$.d": nested(limits.MAX_DEPTH)})
    for levels in (limits.MAX_DEPTH + 1, 100_000):
        with pytest.raises(LimitExceeded):
            evaluate(source, {"$.d": nested(levels)})


def test_deep_json_text_is_taken_up_to_the_limit() -> None:
    assert evaluate("JSON.parse('['.repeat(200) + ']'.repeat(200)).length", {}) == 1
    assert evaluate("JSON.parse($.s)[0].length", {"$.s": '["' + "[" * 5000 + '"]'}) == 5000


def test_deep_syntax_still_evaluates() -> None:
    assert evaluate("(" * 99 + "1" + ")" * 99, {}) == 1
    assert evaluate("[" * 98 + "]" * 98 + ".length", {}) == 1


def test_evaluation_never_changes_the_values() -> None:
    values = {"$.a": [3, 1, {"b": [2]}], "$.o": {"k": 1}}
    evaluate("[$.a.push(4), $.a.reverse(), $.a.sort(), Object.assign($.o, {z: 1}), $.a.splice(0, 2)]", values)
    assert values == {"$.a": [3, 1, {"b": [2]}], "$.o": {"k": 1}}


def test_nothing_stays_from_one_evaluation_to_the_next() -> None:
    source = "[1, 2].push($.a)"
    assert [evaluate(source, {"$.a": n}) for n in range(3)] == [3, 3, 3]
    assert evaluate("$.a.push(1), $.a", {"$.a": []}) == [1]
    assert evaluate("$.a.push(1), $.a", {"$.a": []}) == [1]


def test_ten_thousand_expressions_are_not_all_kept() -> None:
    from newel.expressions import evaluation

    for number in range(1000):
        evaluate(f"{number}", {})
    assert len(evaluation._cache) <= 256


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        (None, {}),
        (5, {}),
        ("$.a", None),
        ("$.a", [1]),
        ("$.a", {1: 2}),
        ("$.a", {"$.a": object()}),
        ("$.a", {"$.a": {1: 2}}),
        ("$.a", {"$.a": {"x": {1, 2}}}),
    ],
)
def test_malformed_input_is_refused(expression: Any, values: Any) -> None:
    with pytest.raises(ExpressionTypeError):
        evaluate(expression, values)


def test_odd_numbers_in_the_input() -> None:
    assert evaluate("$.a > 1e308 && $.b < 0", {"$.a": 10**400, "$.b": -(10**400)}) is True
    assert evaluate("$.a", {"$.a": float("nan")}) is None
    assert evaluate("$.a + 1", {"$.a": 9007199254740993}) == 9007199254740992


def test_every_error_is_of_the_family() -> None:
    for source in (
        "\x00",
        "\ud800",
        "'\ud800'",
        "$['",
        "$[" * 50,
        "$.a[?(",
        "/" * 100,
        "0x" + "f" * 16000,
        "1e" + "9" * 10000,
    ):
        try:
            evaluate(source, {"$.a": 1})
        except ExpressionError:
            continue
