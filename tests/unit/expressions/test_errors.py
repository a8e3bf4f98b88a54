"""Errors say what is wrong and show where, and never show data."""

from __future__ import annotations

import pytest

from newel import expressions
from newel.expressions import ExpressionError, ExpressionSyntaxError, UnsupportedSyntax, evaluate


def refused(expression: str, **values: object) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, {f"$.{name}": value for name, value in values.items()})
    return caught.value


def test_an_error_shows_a_caret_under_the_place() -> None:
    error = refused("$.a +\n  (1 + )", a=1)
    assert isinstance(error, ExpressionSyntaxError)
    assert (error.offset, error.line, error.column) == (13, 2, 8)
    assert str(error) == "Unexpected `)`\n  line 2, column 8\n      (1 + )\n           ^"


def test_a_long_line_is_shown_around_the_place() -> None:
    error = refused("1 + " * 200 + ")")
    _, _, text, caret = str(error).split("\n")
    assert len(text) <= 94
    assert text[caret.index("^")] == ")"


@pytest.mark.parametrize(
    ("before", "cells"),
    [("'ab'", 4), ("'漢字'", 6), ("'😀'", 4), ("'e\u0301'", 3), ("\t1", 2), ("'ｶ'", 3)],
)
def test_the_caret_stands_below_the_place_as_a_terminal_shows_it(before: str, cells: int) -> None:
    *_, caret = str(refused(f"{before} )")).split("\n")
    assert caret == " " * (4 + cells + 1) + "^"


def test_an_expression_that_ends_too_early_says_so() -> None:
    assert refused("1 +").message == "The expression ends too early"


def test_unprintable_characters_do_not_reach_the_message() -> None:
    assert "\x1b" not in str(refused("1 \x1b[2J"))


def test_an_unsupported_feature_is_named() -> None:
    error = refused("1 + new WeakMap()")
    assert isinstance(error, UnsupportedSyntax)
    assert error.feature == "`WeakMap`"
    assert error.column == 9


def test_a_hint_says_what_to_write() -> None:
    assert "=== to compare" in str(refused("$.a = 1", a=1))
    assert "(-a) ** b" in str(refused("-1 ** 2"))


@pytest.mark.parametrize(
    "expression",
    [
        "$.a.b.c",
        "$.a[$.a]()",
        "$.a[$.a].x",
        "$.a()",
        "null[$.a]",
        "JSON.parse($.a)",
        "$.a.repeat(-1)",
        "decodeURIComponent($.a + '%')",
        "[...{x: $.a}]",
        "$.a in $.a",
        "$.a.normalize($.a)",
        "$.b",
    ],
)
def test_no_message_holds_a_value(expression: str) -> None:
    secret = "hunter2 hunter2"
    assert "hunter" not in str(refused(expression, a=secret))


def test_every_error_is_an_expression_error_with_a_place() -> None:
    classes = [getattr(expressions, name) for name in expressions.__all__]
    kinds = [kind for kind in classes if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) == 7
    assert all(issubclass(kind, ExpressionError) for kind in kinds)
    for expression in ("$.a.b.c", "missing", "(1).toFixed(101)", "'a'.repeat(1e9)", "[].x()", "`${null.a}`"):
        assert refused(expression, a=1).offset is not None, expression
