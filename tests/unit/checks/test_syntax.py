"""The small languages inside the States Language, as a check reads them."""

from __future__ import annotations

import pytest

from newel.checks.syntax.intrinsics import ARGUMENTS, wrong_call
from newel.checks.syntax.jsonata import parse
from newel.checks.syntax.jsonata_tokens import Unreadable
from newel.checks.syntax.jsonpath import wrong_path, wrong_reference
from newel.checks.syntax.references import at_the_top, functions, members_of_states
from newel.checks.syntax.timestamps import is_timestamp


@pytest.mark.parametrize(
    "text",
    [
        *("$", "$$", "$.a", "$.a.b[0]", "$['a b'].c", '$["a"]', "$[0]", "$.[0]", "$.a-b", "$.a:b", "$.größe"),
        *("$$.Execution.Id", "$name", "$name.a[0]"),
        *("$.a[*]", "$.*", "$..a", "$..[0]", "$..*", "$[1:3]", "$[-2:]", "$[::2]", "$[0,1]", "$['a','b']"),
        *("$.a[?(@.b == 'x]')]", "$.a[?(@.b in ['x', 'y'])].c", "$.a[(@.length-1)]", "$.a.length()"),
    ],
)
def test_paths_are_read(text: str) -> None:
    assert wrong_path(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.b",
        "$.",
        "$..",
        "$a..",
        "$[",
        "$[]",
        "$[a]",
        "$.a[",
        "$.a]",
        "$.a[?(@.b]",
        "$.a['b]",
        "$.a.[b]",
        "$.a b",
    ],
)
def test_what_is_no_path_is_told(text: str) -> None:
    assert wrong_path(text)


def test_a_reference_path_names_one_place_in_the_data() -> None:
    for text in ("$", "$.a.b", "$.a[0]", "$['a b']", "$name.a"):
        assert wrong_reference(text) is None
    for text in ("$$.Execution.Input", "$.a[*]", "$..a", "$[0:2]", "$[0,1]", "$[?(@.a)]", "$.a.length()", "a"):
        assert wrong_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        *("States.UUID()", "States.UUID( )", "States.Array()", "States.Array(1, -2.5, true, null, 'a', $.b, $$.c)"),
        *("States.Format('{} of {}', $.a, $.b[0])", "States.Format('no values')", r"States.Format('\{\} it\'s {}', 1)"),
        *("States.Format($.template, $.a)", "States.MathAdd(States.ArrayLength($.a), 1)", "States.MathRandom(1, 9, 3)"),
        "States.ArrayGetItem($.a[?(@.b == ',')], 0)",
    ],
)
def test_calls_are_read(text: str) -> None:
    assert wrong_call(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("States.Fromat('{}', $.a)", "States.Format"),
        ("States.Format('{} {}', $.a)", "2 {} in its text and 1 values"),
        ("States.Format()", "at least 1 arguments, and it has 0"),
        ("States.MathRandom(1)", "2 to 3 arguments, and it has 1"),
        ("States.UUID(1)", "0 arguments, and it has 1"),
        ("States.UUID(", "cannot be read"),
        ("States.Array(1", "no closing parenthesis"),
        ("States.Array(1,)", "cannot be read"),
        ("States.Array(1) + 1", "more after the call"),
        ("States.Array($.a[)", "no path"),
        ("States.Array('a)", "cannot be read"),
        (r"States.Format('a \"b\"')", "cannot be read"),
        ("States.Array(" * 11 + ")" * 11, "deeper than 10"),
        ("Upper($.a)", "no intrinsic function"),
    ],
)
def test_what_is_no_call_is_told(text: str, said: str) -> None:
    assert said in (wrong_call(text) or "")


def test_there_are_18_intrinsic_functions() -> None:
    assert len(ARGUMENTS) == 18


@pytest.mark.parametrize(
    "text",
    [
        *("$a.b.c", "a.b[c = 1]{x: $sum(y)}", "$map([1..3], function($v, $i){ $v * $i })", "$f(?, 2)", "$a.b@$c#$d"),
        *("$states.input.a^(>b, <c).d", '$x ~> |a|{"b": 1}, ["c"]|', "function($x)<n:n>{$x + 1}(3)", "-$a", "$a[]"),
        *("($a := 1; $b := $a + 2; $a / $b)", "(1; 2;)", "and", "and and or", "a ? b", "a ? b : c ? d : e", "()", "{}"),
        *("/ab+c/i", r"$replace(s, /a\/[b/]/, 'x')", "/* a comment */ 1", "`a b`.c", "**.a", "$not($x) and $y or $z"),
        *("'it\\u0027s'", "1.5e-3", "$$.x", "x in ['a']", "λ($x){$x}", "$a.(b; c)", "$x.{'a': b}", "$a.'b'", "[1..$n]"),
    ],
)
def test_jsonata_is_read(text: str) -> None:
    parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Unexpected end of expression"),
        ("$x :=", "Unexpected end of expression"),
        ("1 := 2", "left side of :="),
        ("$match('a', /abc", "No terminating / in regular expression"),
        ("/", "No terminating /"),
        ("//", "Empty regular expressions"),
        ("'abc", "matching quote"),
        (r"'\q'", "Unsupported escape"),
        ("`a", "backquote"),
        ("/* a", "no closing tag"),
        ("$sum($a", "Expected ')' before end"),
        ("[1, 2,]", "after a comma"),
        ("{'a': 1,}", "after a comma"),
        ("f(1,)", "after a comma"),
        ("{'a'}", "Expected ':'"),
        ("a b", "Syntax error"),
        ("a.1", "cannot be used as a step"),
        ("+ 1", "unary operator"),
        ("!a", "Unknown operator"),
        ("function(x){x}", "must be variable names"),
        ("a@b", "variable name"),
        ("(" * 1000, "nested too deeply"),
    ],
)
def test_what_is_no_jsonata_is_told(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as told:
        parse(text)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a.b.c", ["a"]),
        ("$sum(a.b) + c", ["a", "c"]),
        ("$", ["$"]),
        ("$$.a", ["$$"]),
        ("[a, {'k': b}]", ["a", "b"]),
        ("$x.a.b[c = d].(e + f)", []),
        ("$x[$.price > 10]^(>name){group: $sum(total)}", []),
        ("$x ~> |a|{'b': c}|", []),
        ("$map($x, function($v){ $v.a })", []),
    ],
)
def test_names_at_the_top_have_nothing_to_be_looked_up_in(text: str, names: list[str]) -> None:
    assert list(at_the_top(parse(text))) == names


def test_what_an_expression_calls_and_reads_of_states_is_found() -> None:
    assert list(functions(parse("$eval('1') + $sum($x)"))) == ["eval", "sum"]
    assert sorted(members_of_states(parse("$states.input.a[0] & $states.errorOutput.Cause"))) == [
        "errorOutput",
        "input",
    ]


def test_a_long_chain_is_no_deep_one() -> None:
    assert list(at_the_top(parse("+".join(["$a"] * 5000)))) == []


def test_timestamps_have_their_offset() -> None:
    for text in ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123Z", "2026-01-31T12:00:00+01:00"):
        assert is_timestamp(text)
    for text in ("2026-01-31 12:00:00Z", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "2026-01-31t12:00:00z", ""):
        assert not is_timestamp(text)
