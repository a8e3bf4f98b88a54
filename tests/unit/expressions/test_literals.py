"""Numbers, strings, templates, comments and names as they are spelt."""

from __future__ import annotations

import pytest

from newel.expressions import ExpressionSyntaxError, UnsupportedSyntax, evaluate


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("0", 0),
        ("12.50", 12.5),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1.5E-3", 0.0015),
        ("0xFf", 255),
        ("0b101", 5),
        ("0o17", 15),
        ("017", 15),
        ("018", 18),
        ("1_000_000", 1000000),
        ("0x1_0", 16),
        ("9007199254740993", 9007199254740992),
        ("1e400", None),
        ("1e21", 1e21),
        ("123456789012345680000", 123456789012345680000),
        ("1.0.toFixed(1)", "1.0"),
        ("1..toString()", "1"),
    ],
)
def test_numbers(source: str, value: object) -> None:
    result = evaluate(source, {})
    assert result == value
    assert isinstance(result, int) == isinstance(value, int)


@pytest.mark.parametrize(
    "source", ["1__0", "1_", "0_1", "01_0", "0x", "0b2", "0o8", "1e", "3in []", "1a", "0b12", "1_.5", "1._5", "08n"]
)
def test_numbers_that_are_none(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        evaluate(source, {})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (r"'\n\t\x41\u0042\u{1F600}\0'", "\n\tAB😀\0"),
        (r"'\q\'\"'", "q'\""),
        ("'a\\\nb'", "ab"),
        ("'a\\\r\nb'", "ab"),
        (r"'\101\7'", "A\x07"),
        ("'\u2028'", "\u2028"),
        (r"`a\`${1 + 1}\u0041`", "a`2A"),
        ("`a\r\nb`", "a\nb"),
        ("`${`${'x'}`}}`", "x}"),
        ("`$ $$ ${'{}'} $`", "$ $$ {} $"),
        ("`${{a: 1}.a}`", "1"),
    ],
)
def test_strings_and_templates(source: str, value: str) -> None:
    assert evaluate(source, {}) == value


@pytest.mark.parametrize(
    "source",
    ["'a", "'a\nb'", r"'\x4'", r"'\u12'", r"'\u{110000}'", r"'\u{}'", "`a", "`${1", "`${1 2}`", r"`\01`", "`${}`"],
)
def test_text_that_is_none(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        evaluate(source, {})


def test_comments_and_space_are_skipped() -> None:
    assert evaluate("\ufeff 1 // $.a\n /* 2\n */ + \u00a03 ;;", {}) == 4
    with pytest.raises(ExpressionSyntaxError):
        evaluate("1 /* 2", {})


def test_names_may_be_escaped_but_keywords_may_not() -> None:
    assert evaluate(r"({\u0061b: 1}).ab", {}) == 1
    assert evaluate("({𐐀: 1}).𐐀", {}) == 1
    with pytest.raises(ExpressionSyntaxError):
        evaluate(r"tru\u0065", {})


def test_nothing_is_undefined() -> None:
    assert evaluate("", {}) is None
    assert evaluate(" // nothing", {}) is None


@pytest.mark.parametrize("source", [r"/[\q{ab}]/v"])
def test_what_is_left_to_later_is_named(source: str) -> None:
    with pytest.raises(UnsupportedSyntax):
        evaluate(source, {"$.a": ""})


def test_a_slash_after_a_value_divides() -> None:
    assert evaluate("8 /2/ 2", {}) == 2
    assert evaluate("[8][0]/2/(2)/1", {}) == 2
    assert evaluate("`${8}`/2/2", {}) == 2
