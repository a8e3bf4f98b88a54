"""The quick ways through the evaluator give what the long ways give."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newel.expressions import ExpressionTypeError, LimitExceeded, Limits, evaluate, evaluation
from newel.expressions.builtins import GLOBALS
from newel.expressions.builtins.prototypes import PROTOTYPES
from newel.expressions.date_text import parse_date
from newel.expressions.limits import DEFAULTS
from newel.expressions.marshal import incoming
from newel.expressions.plain_dates import plain_date
from newel.expressions.quick_strings import _METHODS, quick_method


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # Arrays that change while a callback goes over them: what is appended is not visited.
        ("(a => { const b = a.map(x => a.push(x)); return [b.length, a.length] })([1, 2])", [2, 4]),
        ("(a => { const b = a.filter(x => a.push(x)); return [b.length, a.length] })([1, 2])", [2, 4]),
        ("(a => [a.reduce((sum, x) => sum + x + 0 * a.push(9), 0), a.length])([1, 2])", [3, 4]),
        ("(a => a.filter(x => a.pop()))([1, 2, 3, 4])", [1, 2]),
        # Functions of more or fewer parameters than a callback is given.
        ("[5, 6].map(() => 1)", [1, 1]),
        ("[5, 6].map((x, i) => x * i)", [0, 6]),
        ("[5, 6].map((x, i, all) => all.length)", [2, 2]),
        ("[5, 6].filter((x, i) => i)", [6]),
        ("[5, 6].map((x, ...rest) => rest.length)", [2, 2]),
        ("[1, 2].reduce((sum, x) => null, 0)", None),
        ("[].reduce((sum, x) => sum, 'none')", "none"),
        # Results that are truthy without being true.
        ("['', 'a', 0, 2].filter(x => x)", ["a", 2]),
        # Operators between a number and what is none.
        ("['1', 1, null, true, undefined].map(x => x + 1)", ["11", 2, 1, 2, None]),
        ("['4', 8, null].map(x => x / 4)", [1, 2, 0]),
        ("[0, 1, -1].map(x => 1 / x > 1e9)", [True, False, False]),
        ("[0 / 0].map(x => [x === x, x !== x, x < 1, x >= 1])", [[False, True, False, False]]),
        ("[1, '1', true].map(x => x == 1)", [True, True, True]),
        ("[1, '1', true].map(x => x === 1)", [True, False, False]),
        # One place that calls the method of several types, and one that an object has itself.
        ("['ab', [1, 2], 12].map(x => x.toString())", ["ab", "1,2", "12"]),
        ("[{slice: () => 'own'}, 'abc', [1, 2]].map(x => x.slice(1))", ["own", "bc", [2]]),
        ("(Math => Math.max(1))({max: x => 'local'})", "local"),
        ("({a: 1, b: 2, a: 3})", {"a": 3, "b": 2}),
    ],
)
def test_they_give_what_v8_gives(expression: str, expected: Any) -> None:
    assert evaluate(expression, {}) == expected


def test_a_method_that_a_type_has_not_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ExpressionTypeError):
            evaluate("$.a.trim()", {"$.a": 5})
        assert evaluate("$.a.trim()", {"$.a": " a "}) == "a"


@pytest.mark.parametrize("callback", ["map(x => f(x))", "filter(x => f(x))", "reduce((sum, x) => f(x), 0)"])
def test_recursion_through_a_callback_is_bounded(callback: str) -> None:
    with pytest.raises(LimitExceeded):
        evaluate(f"const f = y => [1].{callback}; f(1)", {})


def test_steps_of_a_callback_are_charged() -> None:
    nested = "$.a.map(x => $.a.map(y => $.a.filter(z => z)))"
    with pytest.raises(LimitExceeded):
        evaluate(nested, {"$.a": [1] * 100})


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04T10:00:00Z",
        "2026-05-04T10:00:00.123Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z",
        "2023-02-31T00:00:00Z",
        "2024-02-29T23:59:59Z",
    ],
)
def test_a_plain_date_is_what_the_long_way_gives(text: str) -> None:
    assert plain_date(text) == parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-05-04",
        "2026-13-04T10:00:00Z",
        "2026-05-00T10:00:00Z",
        "2026-05-04T24:00:00Z",
        "2026-05-04T10:00:60Z",
        "2026-05-04T10:00:00z",
        "2026-05-04t10:00:00Z",
        "2026-05-04T10:00:00.12Z",
        "2026-05-04T1\u0966:00:00Z",
        "-026-05-04T10:00:00Z",
    ],
)
def test_any_other_date_goes_the_long_way(text: str) -> None:
    assert plain_date(text) is None


def test_values_are_copied_and_fitted() -> None:
    given = {"n": 1, "f": 1.5, "s": "a", "astral": "😀", "large": 10**400, "list": [1, {"b": True, "z": None}]}
    before = repr(given)
    taken = incoming(given, DEFAULTS)
    assert isinstance(taken, dict)
    assert [type(taken[key]) for key in ("n", "f", "large")] == [float, float, float]
    assert taken["astral"] == "\ud83d\ude00"
    assert taken["list"] == [1.0, {"b": True, "z": None}]
    assert list(taken) == list(given)
    evaluate("const x = $.x; x.list.push(5); x.n = 7; x.list[1].b = 2", {"$.x": given})
    assert repr(given) == before


def test_keys_beyond_ascii_and_keys_that_are_no_strings() -> None:
    assert evaluate("Object.keys($.a)", {"$.a": {"größe": 1, "😀": 2}}) == ["größe", "😀"]
    with pytest.raises(ExpressionTypeError):
        incoming({1: "a"}, DEFAULTS)  # type: ignore[dict-item]


def test_programs_are_found_again() -> None:
    assert evaluation.program("1 + 2", ()) is evaluation.program("1 + 2", ())


def test_tables_are_whole_for_those_who_go_over_them() -> None:
    assert set(dict(GLOBALS.items())) == set(GLOBALS)
    assert {table.name for table in PROTOTYPES.values()} >= {"String", "Array", "Number", "Date", "RegExp"}


def test_an_expression_loads_the_builtins_that_it_uses() -> None:
    program = (
        "import sys; from newel.expressions import evaluate; evaluate('$.a / 1000', {'$.a': 1});"
        "print(*sorted(name for name in sys.modules if name.startswith('newel.expressions.builtins.')))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in run.stdout.split()}
    assert not loaded & {"dates", "json_text", "maths", "regexps", "collections", "array_callbacks"}


LONG = Limits(array=1_000)
"""Limits under which all texts go the long way."""

texts = some.text("ab -.\t\xe9\u2028\N{GRINNING FACE}$&", max_size=12)
arguments = {str: texts, float: some.integers(-14, 14).map(float)}


def test_every_quick_method_is_prepared() -> None:
    assert LONG.quick < DEFAULTS.quick
    for name, *kinds in _METHODS:
        fitting = ["a" if kind is str else 3.0 for kind in kinds]
        assert quick_method(str(name), fitting) is not None, name


@given(text=texts, method=some.sampled_from(sorted(_METHODS, key=repr)), data=some.data())
def test_a_quick_method_gives_what_the_long_way_gives(
    text: str, method: tuple[str, ...], data: some.DataObject
) -> None:
    name, *kinds = method
    given_arguments = [data.draw(arguments[kind]) for kind in kinds]  # type: ignore[index]
    expression = f"$.t.{name}({', '.join(json.dumps(each, ensure_ascii=False) for each in given_arguments)})"
    assert evaluate(expression, {"$.t": text}) == evaluate(expression, {"$.t": text}, limits=LONG)


@pytest.mark.parametrize(
    "call", ["slice(-2000)", "slice(0.5)", "padEnd(5000, '.').length", "replace('a', '$&$&')", "padStart(5, 'xyz')"]
)
def test_an_argument_without_a_quick_way_goes_the_long_one(call: str) -> None:
    assert evaluate(f"$.t.{call}", {"$.t": "abc"}) == evaluate(f"$.t.{call}", {"$.t": "abc"}, limits=LONG)


def test_a_quick_method_takes_fuel_and_keeps_to_the_limit_of_strings() -> None:
    with pytest.raises(LimitExceeded):
        evaluate("while (true) $.t.trim()", {"$.t": "abc"})
    with pytest.raises(LimitExceeded):
        evaluate("$.t.padEnd(900, '.')", {"$.t": "abc"}, limits=Limits(string=100))
