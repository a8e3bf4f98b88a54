"""Whatever the text and the data: a JSON value or an ExpressionError, and the data unchanged."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newel.expressions import ExpressionError, evaluate, state_paths
from newel.expressions.literals import read_string
from newel.expressions.text import join_units, split_units
from support.promises import hold

SEEDS = [
    line for line in (Path(__file__).parents[3] / "scripts/fuzz/seeds.txt").read_text("utf-8").splitlines() if line
]


def sample(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split(" "))


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)
pieces = sample(
    "$ $.a $.b.c $$.Execution.Id [ ] ( ) { } , : ; . ?. ?? ? ... => + - * / % ** ! ~ typeof void in && || & | ^ << "
    ">> >>> == === < > 1 0 2.5 1e3 0x1f 'x' \"\" `a${ }` ` x a length map toString constructor __proto__ Math.max "
    "JSON.stringify JSON.parse Object.keys Object.assign String Number new function const = ++ /x/ \\ \n // /* */"
)
names = st.sampled_from(["$.a", "$.b", "$.c", "x", "$.b.c", "$.list.length", "$.list[0]", "$.opt?.x", "$"])


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = sample("+ - * / % ** & | ^ << >> >>> == === != !== < > <= >= && || in ,")
    unary = st.sampled_from(["-", "+", "!", "~", "typeof ", "void "])
    methods = sample(
        "at charAt concat flat includes indexOf join length map filter reduce sort slice split padStart repeat replace "
        "toFixed toString toPrecision trim constructor splice fill flatMap hasOwnProperty codePointAt with"
    )
    functions = sample("Math.max Math.pow JSON.stringify JSON.parse Object.entries String parseInt Array.from")
    return st.one_of(
        st.tuples(inner, binary, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(unary, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(inner, methods, inner, inner).map(lambda p: f"({p[0]}).{p[1]}({p[2]}, {p[3]})"),
        st.tuples(functions, inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"(x => {p[0]})({p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
        st.tuples(inner, inner).map(lambda p: f"`{{${{{p[0]}}}}}${{{p[1]}}}`"),
        st.lists(inner, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.tuples(inner, inner).map(lambda p: f"({{a: {p[0]}, [{p[1]}]: 1}})"),
        st.tuples(inner, inner).map(lambda p: f"(({p[0]}) ?? ({p[1]}))?.a"),
    )


literals = st.integers(0, 10**6).map(str) | st.floats(0, 1e300).map(repr) | st.text(max_size=5).map(json.dumps)
expressions = st.recursive(names | literals, calls, max_leaves=12)


def outcome(expression: str, values: dict[str, Any]) -> object:
    try:
        return evaluate(expression, values)
    except ExpressionError as error:
        str(error)
        return error


@given(st.text(max_size=60) | st.lists(pieces, max_size=25).map("".join) | st.lists(pieces, max_size=25).map(" ".join))
def test_any_text_gives_a_value_or_an_expression_error(text: str) -> None:
    outcome(text, {"$.a": [1, "x"], "$": {"b": {"c": 2}}, "$$": {}})
    try:
        paths = state_paths(text)
    except ExpressionError:
        return
    assert len(set(paths)) == len(paths)


@settings(max_examples=300, deadline=None)
@given(expressions, json_values, json_values, json_values)
def test_any_expression_gives_json_and_leaves_the_values(expression: str, a: Any, b: Any, c: Any) -> None:
    values = {"$.a": a, "$.b": b, "$.c": c}
    before = copy.deepcopy(values)
    result = outcome(expression, values)
    assert values == before
    if not isinstance(result, ExpressionError):
        json.dumps(result, allow_nan=False)


states = st.fixed_dictionaries(
    {}, optional={"a": json_values, "b": st.fixed_dictionaries({"c": json_values}), "list": st.lists(json_values)}
)
cuts = st.tuples(st.integers(0, 80), st.integers(0, 12), pieces | st.text(max_size=3) | st.sampled_from(SEEDS))


def cut(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, length, instead in changes:
        text = text[:start] + instead + text[start + length :]
    return text


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(cuts, max_size=3), states)
def test_a_changed_expression_keeps_every_promise(seed: str, changes: list[tuple[int, int, str]], state: Any) -> None:
    hold(cut(seed, changes), state)


@settings(max_examples=300, deadline=None)
@given(expressions | st.lists(pieces, max_size=12).map(" ".join), states)
def test_binding_what_is_told_gives_what_the_whole_state_gives(expression: str, state: Any) -> None:
    hold(expression, state)


@given(json_values)
def test_a_value_goes_through_unchanged(value: Any) -> None:
    def as_numbers(item: Any) -> Any:
        if isinstance(item, bool) or not isinstance(item, int):
            return item
        return float(item) if abs(item) < 1e308 else None

    result = evaluate("$.a", {"$.a": value})
    if not isinstance(value, (list, dict)):
        assert as_numbers(result) == as_numbers(value)
    assert evaluate("JSON.parse(JSON.stringify($.a))", {"$.a": value}) == result


@given(st.text())
def test_units_can_be_joined_again(text: str) -> None:
    units = split_units(text)
    assert len(units) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert join_units(units) == join_units(text)


@given(st.text())
def test_a_string_written_as_json_is_read_as_javascript(text: str) -> None:
    source = json.dumps(text)
    assert read_string(source, 0) == (split_units(text), len(source))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_reads_back_as_itself(number: float) -> None:
    assert evaluate("+String($.a) === $.a && parseFloat(`${$.a}`) === $.a", {"$.a": number}) is True
