"""Objects around primitives, and symbols; every expectation is Node's answer."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import ExpressionTypeError, UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("typeof new Number(1)", "object"),
        ("new Number(1) + 1", 2),
        ("new Number(1) == 1", True),
        ("new Number(1) === 1", False),
        ("new Number(1) == new Number(1)", False),
        ("new Number(255).toString(16)", "ff"),
        ("new Boolean(false) ? 'object' : 'value'", "object"),
        ("new Boolean(false).valueOf()", False),
        ("new String('abc').length", 3),
        ("new String('abc')[1]", "b"),
        ("[...new String('ab')]", ["a", "b"]),
        ("Object.entries(new String('ab'))", [["0", "a"], ["1", "b"]]),
        ("({...new String('ab')})", {"0": "a", "1": "b"}),
        ("new String('a-b').split(new String('-'))", ["a", "b"]),
        ("Object('x') instanceof String", True),
        ("new Number(1) instanceof Object", True),
        ("typeof Object(1n)", "object"),
        ("Object(2n) * 3n == 6n", True),
        ("JSON.stringify([new Number(1), new String('a'), new Boolean(true)])", '[1,"a",true]'),
        ("JSON.stringify({a: 1}, null, new String('-'))", '{\n-"a": 1\n}'),
        ("({a: new Number(5), b: Object('t')})", {"a": 5, "b": "t"}),
        ("Object.assign('test').length", 4),
    ],
)
def test_objects_around_primitives(expression: str, expected: Any) -> None:
    assert evaluate(expression, {}) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("typeof Symbol()", "symbol"),
        ("Symbol('a') === Symbol('a')", False),
        ("Symbol('a') == 1", False),
        ("Symbol('a').description", "a"),
        ("Symbol().description === undefined", True),
        ("String(Symbol('a'))", "Symbol(a)"),
        ("Symbol.iterator.toString()", "Symbol(Symbol.iterator)"),
        ("Symbol() ? 1 : 2", 1),
        ("[Symbol()]", [None]),
        ("({a: Symbol(), b: 1})", {"b": 1}),
        ("Object(Symbol('d')).description", "d"),
        ("({[Symbol.toPrimitive]: hint => hint}) + ''", "default"),
        ("`${{[Symbol.toPrimitive]: hint => hint}}`", "string"),
        ("+{[Symbol.toPrimitive]: hint => hint === 'number' ? 7 : 0}", 7),
        ("/b(.)/[Symbol.match]('abc')[1]", "c"),
        ("/b/g[Symbol.replace]('abcb', 'x')", "axcx"),
        ("/,/[Symbol.split]('a,b')", ["a", "b"]),
        ("/c/[Symbol.search]('abc')", 2),
    ],
)
def test_symbols(expression: str, expected: Any) -> None:
    assert evaluate(expression, {}) == expected


def test_a_key_that_is_a_symbol_is_kept_apart_from_names() -> None:
    source = """
        const key = Symbol('k'), other = Symbol('k'), o = {a: 1, [key]: 2};
        [o[key], o[other] === undefined, Object.keys(o), JSON.stringify(o), key in o, o.hasOwnProperty(key),
         delete o[key], key in o, o]
    """
    assert evaluate(source, {}) == [2, True, ["a"], '{"a":1}', True, True, True, False, {"a": 1}]


def test_no_text_is_the_key_of_a_symbol() -> None:
    odd = {"\U0010ffff0": 1, "\U0010fffftoPrimitive": 2}
    assert evaluate("Object.keys($).length", {"$": odd}) == 2
    assert evaluate("`${$}`", {"$": odd}) == "[object Object]"
    assert evaluate("$", {"$": odd}) == odd


@pytest.mark.parametrize(
    "expression",
    [
        "Symbol() + ''",
        "`${Symbol()}`",
        "+Symbol()",
        "new Symbol()",
        "Symbol() < 1",
        "0n + Object(Symbol())",
        "({[Symbol.toPrimitive]: () => ({})}) + 1",
        "({[Symbol.toPrimitive]: 5}) + 1",
    ],
)
def test_what_is_an_error_is_one(expression: str) -> None:
    with pytest.raises(ExpressionTypeError):
        evaluate(expression, {})


@pytest.mark.parametrize(
    "expression",
    [
        "({[Symbol.iterator]: () => 1})",
        "o = {}; o[Symbol.toStringTag] = 'x'",
        "[][Symbol.iterator]",
        "Symbol.for('a')",
        "({...{[Symbol()]: 1}})",
        "Symbol.iterator in []",
        "Object.getOwnPropertySymbols({[Symbol()]: 1})",
    ],
)
def test_what_a_symbol_would_steer_is_refused(expression: str) -> None:
    with pytest.raises(UnsupportedSyntax):
        evaluate(expression, {})
