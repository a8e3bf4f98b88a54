"""Conversions and comparisons of JavaScript; each answer is V8's."""

from __future__ import annotations

import math
from typing import Any

import pytest

from newel.expressions import ExpressionTypeError, UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'5' * '2'", 10),
        ("'5' + 2", "52"),
        ("'5' - 2", 3),
        ("[] + {}", "[object Object]"),
        ("[1, [2, 3]] + ''", "1,2,3"),
        ("[null, undefined, 1] + ''", ",,1"),
        ("true + true", 2),
        ("null + 1", 1),
        ("undefined + 1", None),
        ("+'  12  '", 12),
        ("+'0x1f'", 31),
        ("+'1_0'", None),
        ("+''", 0),
        ("+[]", 0),
        ("+[5]", 5),
        ("+{}", None),
        ("+'Infinity' / 0 > 1", True),
        ("1 / -0 < 0", True),
        ("-7 % 3", -1),
        ("5.5 % 2", 1.5),
        ("1 % 0", None),
        ("Infinity % 2", None),
        ("2 % Infinity", 2),
        ("2 ** -1", 0.5),
        ("9 ** 0.5", 3),
        ("10 ** 15", 1000000000000000),
        ("1 ** NaN", None),
        ("~5", -6),
        ("~~'7.9'", 7),
        ("1 << 31", -2147483648),
        ("1 << 33", 2),
        ("-1 >>> 0", 4294967295),
        ("-1 >>> 28", 15),
        ("-9 >> 1", -5),
        ("2 ** 32 | 0", 0),
        ("'b' > 'a'", True),
        ("'10' < '9'", True),
        ("'10' < 9", False),
        ("null >= 0", True),
        ("null == 0", False),
        ("undefined == null", True),
        ("undefined >= undefined", False),
        ("NaN == NaN", False),
        ("'1' == 1", True),
        ("true == '1'", True),
        ("[1] == 1", True),
        ("[1] == '1'", True),
        ("[] == []", False),
        ("({}) == '[object Object]'", True),
        ("true === 1", False),
        ("'1' === 1", False),
        ("0 === -0", True),
        ("'\\u{1F600}' < '\\uFFFF'", True),
        ("typeof null", "object"),
        ("typeof []", "object"),
        ("typeof Math.max", "function"),
        ("typeof Math", "object"),
        ("typeof String", "function"),
        ("typeof undefined", "undefined"),
        ("typeof (x => x)", "function"),
        ("void 0", None),
        ("!''", True),
        ("!'0'", False),
        ("!NaN", True),
        ("![]", False),
        ("0 || 'x'", "x"),
        ("0 ?? 'x'", 0),
        ("'' && 1", ""),
        ("'length' in []", True),
        ("0 in [1]", True),
        ("1 in [1]", False),
        ("'toString' in {}", True),
        ("'x' in {}", False),
    ],
)
def test_answers(source: str, value: object) -> None:
    result = evaluate(source, {})
    assert result == value
    assert isinstance(result, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("2 ** 60", "1152921504606847000"),
        ("0.000001", "0.000001"),
        ("1e-7", "1e-7"),
        ("1.5e-10", "1.5e-10"),
        ("123456.789", "123456.789"),
        ("-0", "0"),
        ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("-1 / 0", "-Infinity"),
        ("0 / 0", "NaN"),
    ],
)
def test_a_number_as_text(number: str, text: str) -> None:
    assert evaluate(f"`${{{number}}}`", {}) == text


def test_own_conversions_of_an_object_are_asked() -> None:
    assert evaluate("({valueOf: () => 5}) * 2", {}) == 10
    assert evaluate("`${({toString: () => 'x'})}`", {}) == "x"
    assert evaluate("$.o + ''", {"$.o": {"valueOf": 1}}) == "[object Object]"
    with pytest.raises(ExpressionTypeError):
        evaluate("$.o + ''", {"$.o": {"toString": 1}})
    with pytest.raises(UnsupportedSyntax):
        evaluate("'' + (x => x)", {})


def test_in_needs_an_object() -> None:
    with pytest.raises(ExpressionTypeError):
        evaluate("'a' in 'abc'", {})


def test_results_leave_as_json() -> None:
    assert evaluate("[NaN, -1 / 0, undefined, -0, 3.0, 2.5]", {}) == [None, None, None, 0, 3, 2.5]
    result: Any = evaluate("[-0, 3.0, 2 ** 60]", {})
    assert result == [0, 3, 1152921504606847000]
    assert all(type(number) is int for number in result)
    assert math.copysign(1, result[0]) == 1
    keyed: Any = evaluate("({a: undefined, b: 1, 2: 2, 1: 1})", {})
    assert list(keyed.items()) == [("1", 1), ("2", 2), ("b", 1)]
