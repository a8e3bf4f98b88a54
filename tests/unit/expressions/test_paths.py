"""Paths: what they read at run time, and what a state must bind for them."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import (
    ExpressionReferenceError,
    ExpressionSyntaxError,
    UnsupportedSyntax,
    check,
    evaluate,
    state_paths,
)
from newel.expressions.jsonpath import parse_key, path_text


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("$.waitMilliseconds / 1000", ["$.waitMilliseconds"]),
        ("`Now waiting ${$.waitSeconds} seconds...`", ["$.waitSeconds"]),
        ("$.a.b + 1", ["$.a.b"]),
        ("$.b + $.a + $.b", ["$.b", "$.a"]),
        ("$.a + $.ab", ["$.a", "$.ab"]),
        ("$.a + $.a.b", ["$.a"]),
        ("$.a.b + $.a", ["$.a"]),
        ("$.list.length", ["$.list"]),
        ("$.o.size + 1", ["$.o"]),
        ("$.name.toUpperCase()", ["$.name"]),
        ("$.a.list.map(x => x * $.f)", ["$.a.list", "$.f"]),
        ("$.list[$.i]", ["$.list", "$.i"]),
        ("$.list[0].x + $.list[1].x", ["$.list"]),
        ("$[0].a", ["$"]),
        ("$['a']['b c'] + $[\"d\"]", ["$.a['b c']", "$.d"]),
        ("$['it\\'s'] + $['a.b'] + $.$x", ["$['it\\'s']", "$['a.b']", "$['$x']"]),
        ("$.größe + $.日本", ["$.größe", "$.日本"]),
        ("$['1a'] + $['']", ["$['1a']", "$['']"]),
        ("$.data-name + 1", ["$['data-name']"]),
        ("$.o.data-product-name", ["$.o['data-product-name']"]),
        ("$.count-1 + $.a-$.b", ["$.count", "$.a", "$.b"]),
        ("$.n-Math.PI + $.n - x.y", ["$.n"]),
        ("[1].map(x => $.n-x)", ["$.n"]),
        ("Object.keys($)", ["$"]),
        ("{...$}", ["$"]),
        ("$$.Execution.Id + $.a", ["$$.Execution.Id", "$.a"]),
        ("$$.Execution.Input?.a", ["$$.Execution"]),
        ("$$.Map?.Item", ["$$"]),
        ("$.opt ?? 'x'", ["$"]),
        ("$.a.b ?? 'x'", ["$.a"]),
        ("$.a?.b", ["$"]),
        ("$.a.b?.c", ["$.a"]),
        ("$.a || $.b", ["$"]),
        ("typeof $.a.b", ["$.a"]),
        ("!$.a.b", ["$.a"]),
        ("$.a.b === undefined", ["$.a"]),
        ("null != $.a.b", ["$.a"]),
        ("void 0 !== $.a.b", ["$.a"]),
        ("Boolean($.a.b) && Array.isArray($.c.d)", ["$"]),
        ("{...$.opts.more, a: 1}", ["$.opts"]),
        ("$.list.length ?? 0", ["$.list"]),
        ("$.type == 'x' ? $.x.value : $.y.value", ["$"]),
        ("$.n > 10 ? $.n - 10 : $.n", ["$.n"]),
        ("$.list.length > 0 ? $.list[0] : null", ["$.list"]),
        ("$.n > 1 && $.n", ["$.n"]),
        ("$.n > 1 ? $$.Execution.Id : ''", ["$.n", "$$"]),
        ("$.list[?(@.x > 1)].map(y => y.x)", ["$.list[?(@.x > 1)]"]),
        ("$.list[*].x.length + $..y", ["$.list[*].x", "$..y"]),
        ("$.list[1:3]", ["$.list[1:3]"]),
        ("(x => x.$ + x['$.a'])({})", []),
        ("'a' + 1 // $.b", []),
        ("'$.50 or US$ or costs $ or $.' + '$$' + 'a$.b'", []),
        ("{'x.$': 1}", []),
        ("", []),
    ],
)
def test_what_is_bound(source: str, paths: list[str]) -> None:
    if "x.y" in source:
        with pytest.raises(ExpressionReferenceError):
            state_paths(source)
    else:
        assert list(state_paths(source)) == paths


@pytest.mark.parametrize("source", ["'Now $.a'", '"$.a.b!"', "`total $.total`", "`${1} $$.Execution.Id`", "f('$.a')"])
def test_a_path_inside_text_is_refused_with_the_template_to_write(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError, match=r"Write a template: `\.\.\.\$\{\$") as caught:
        check(source)
    assert source[caught.value.offset :].startswith("$")


def test_a_path_inside_text_stays_text_at_run_time() -> None:
    assert evaluate("'Now $.a'", {"$.a": 1}) == "Now $.a"


@pytest.mark.parametrize(
    ("source", "kind", "hint"),
    [
        ("name + 1", ExpressionReferenceError, r"Write \$\.name"),
        ("States.Format('{}', $.a)", ExpressionReferenceError, "Intrinsic functions"),
        ("$.name.toUppercase()", ExpressionReferenceError, "Write `toUpperCase`"),
        ("$.name.localeCompare('x')", UnsupportedSyntax, "`localeCompare`"),
        ("true || Reflect.has", UnsupportedSyntax, "`Reflect`"),
        ("$.a +", ExpressionSyntaxError, "ends too early"),
    ],
)
def test_a_build_finds_what_a_run_would(source: str, kind: type[Exception], hint: str) -> None:
    with pytest.raises(kind, match=hint):
        check(source)


STATE: dict[str, Any] = {"a": {"b": 1, "b c": 2}, "list": [{"x": 7}, {"x": 8}], "i": 1, "größe": 3, "data-name": 4}


@pytest.mark.parametrize(
    ("source", "values", "result"),
    [
        ("$.a.b", {"$.a.b": 1}, 1),
        ("$.a.b", {"$.a": {"b": 1}}, 1),
        ("$.a.b", {"$": STATE}, 1),
        ("$['a'].b", {"$.a.b": 1}, 1),
        ("$.a.b", {"$['a']['b']": 1}, 1),
        ("$.a.b", {'$["a"].b': 1}, 1),
        ("$.a['b c']", {"$.a.['b c']": 2}, 2),
        ("$.a.b", {"$.a.b": 5, "$.a": {"b": 1}, "$": {}}, 5),
        ("$.list[0].x", {"$.list[0].x": 7}, 7),
        ("$.list[0].x", {"$.list": STATE["list"]}, 7),
        ("$.list[$.i].x", {"$.list": STATE["list"], "$.i": 1}, 8),
        ("$.list[5]", {"$.list": STATE["list"]}, None),
        ("$.list.length", {"$.list.length": 9}, 9),
        ("$.größe", {"$": STATE}, 3),
        ("$.data-name", {"$.data-name": 4}, 4),
        ("$.data-name", {"$['data-name']": 4}, 4),
        ("$.count-1", {"$.count": 5}, 4),
        ("$.count-1", {"$.count-1": 99}, 99),
        ("$.a_b + $.c-d + $[_e]", {"$.a_b": 1, "$.c-d": 2, "$[_e]": 3}, 6),
        ("$$.Execution.Id", {"$$": {"Execution": {"Id": "x"}}}, "x"),
        ("$$.Execution.Id", {"$$.Execution.Id": "x", "$": {"Execution": {"Id": "y"}}}, "x"),
        ("$.list[?(@.x>7)].length", {"$.list[?(@.x>7)]": [{"x": 8}]}, 1),
        ("$.opt ?? 'x'", {"$": {}}, "x"),
        ("$.o.constructor", {"$.o": {"constructor": 1}}, 1),
        ("$.𐐀", {"$.𐐀": 1}, 1),
        ("(($) => $.a)({a: 2})", {"$.a": 1}, 2),
    ],
)
def test_what_a_path_reads(source: str, values: dict[str, Any], result: object) -> None:
    assert evaluate(source, values) == result


def test_a_path_that_is_not_bound_is_named() -> None:
    with pytest.raises(ExpressionReferenceError, match=r"\$\.a\['b c'\]"):
        evaluate("1 + $.a['b c']", {"$.b": 1})
    with pytest.raises(ExpressionReferenceError, match=r"\$\.list\[\*\]"):
        evaluate("$.list[*]", {"$.list": []})


@pytest.mark.parametrize(
    "source",
    ["$.a.b", "$.a['b c']", "$.list.length", "$.list[$.i].x", "$.opt ?? $.a.b", "$.größe", "$.data-name", "$.a?.b",
     "$.x ? $.x.y : $.a.b", "Object.keys($).length", "$.list.map(e => e.x + $.i)"],
)  # fmt: skip
def test_bound_as_told_an_expression_reads_what_the_whole_state_gives(source: str) -> None:
    def resolve(path: str) -> Any:
        parsed = parse_key(path)
        assert parsed is not None
        value: Any = STATE
        for step in parsed[1]:
            value = value[step]
        return value

    bound = {path: resolve(path) for path in state_paths(source)}
    assert evaluate(source, bound) == evaluate(source, {"$": STATE})


@pytest.mark.parametrize("steps", [("a",), ("a b", 0, "c"), ("it's", "back\\slash"), ("größe", "😀", "1", "")])
def test_the_text_of_a_path_can_be_read_back(steps: tuple[str | int, ...]) -> None:
    parsed = parse_key(path_text("$", steps))
    assert parsed is not None
    assert path_text(*parsed) == path_text("$", steps)


@pytest.mark.parametrize("key", ["", "a", "$.", "$..a", "$.*", "$[", "$[*]", "$['a", "$[?(@)]", "$['a'x]"])
def test_a_key_that_is_no_single_path(key: str) -> None:
    assert parse_key(key) is None
    assert evaluate("1", {key: 2}) == 1
