"""Regular expressions: what matches, and what strings do with them. Each answer is V8's."""

from __future__ import annotations

from typing import Any

import pytest

from newel.expressions import (
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
    check,
    evaluate,
    state_paths,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"/(\d{4})-(\d{2})/.exec('in 2024-06')", ["2024-06", "2024", "06"]),
        (r"/(?<y>\d{4})-(?<m>\d{2})/.exec('2024-06').groups.m", "06"),
        (r"Object.entries('abc'.match(/b/))", [["0", "b"], ["index", 1], ["input", "abc"], ["groups", None]]),
        (r"/(a)|(b)/d.exec('b').indices", [[0, 1], None, [0, 1]]),
        (r"/(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac')", ["zaacbbbcac", "z", "ac", "a", None, "c"]),
        (r"/(?=(a+))a*b\1/.exec('baaabac')", ["aba", "a"]),
        (r"/(.*?)a(?!(a+)b\2c)\2(.*)/.exec('baaabaac')", ["baaabaac", "ba", None, "abaac"]),
        (r"/(a*)*/.exec('b')", ["", None]),
        (r"/(?:a?)*?$/.exec('a')", ["a"]),
        (r"/(?<=\$)\d+/.exec('cost $42')", ["42"]),
        (r"/(?<=(\d+)(\d+))$/.exec('1053')", ["", "1", "053"]),
        (r"/(?<!-)\b\d/.exec('-1 2')", ["2"]),
        (r"/\k<a>(?<a>x)/.exec('x')", ["x", "x"]),
        (r"/^b/m.test('a\nb') && !/^b/.test('a\nb')", True),
        (r"[/a.b/.test('a\nb'), /a.b/s.test('a\nb')]", [False, True]),
        (r"[/^.$/.test('😀'), /^.$/u.test('😀')]", [False, True]),
        (r"/\u{1f600}/u.test('😀')", True),
        (r"[/\u212a/i.test('k'), /\u212a/iu.test('k')]", [False, True]),
        (r"/[^x]/iu.test('X')", False),
        (r"'Élan'.match(/é(\w)/i)", ["Él", "l"]),
        (r"'Straße Ωmega'.match(/\p{Lu}\p{Ll}+/gu)", ["Straße", "Ωmega"]),
        (r"'a1-é'.match(/[\w--\d]|[\p{L}&&[^a-z]]/gv)", ["a", "é"]),
        (r"'abc'.match(/[[a-z]--[b-z]]/v)[0] + 'abc'.match(/[[a-z]&&[^a]]/v)[0]", "ab"),
        (r"'x&-'.match(/[\&\-]/gv)", ["&", "-"]),
        (r"'abcz'.match(/[\q{b|c}z]/gv)", ["b", "c", "z"]),
        (r"'a1&'.match(/[\w--&--\d]/gv)", ["a"]),
        (r"'😀é'.match(/[^a]/gv)", ["😀", "é"]),
        (r"[/a/v.unicodeSets, /a/v.unicode, /a/gvi.flags, '😀'.split(/(?:)/v).length]", [True, False, "giv", 1]),
        (r"'f\uff26g'.match(/\p{Hex}/gu)", ["f", "\uff26"]),
        (r"/\bfoo\b/.test('a foo b')", True),
        (
            r"[/a{,2}/.test('a{,2}'), /x{2,3}/.exec('xxxx')[0], /\101/.test('A'), /[\c1]/.test('\x11')]",
            [True, "xxx", True, True],
        ),
        (r"/[]/.test('a') || /[^]/.test('\n')", True),
        (r"1 + 4 / 2 / 1", 3),
        (
            r"[/[/]/.source, String(/a\/b/gi), new RegExp('/').source, RegExp('').source]",
            ["[/]", r"/a\/b/gi", r"\/", "(?:)"],
        ),
        (
            r"[/a/gi.flags, /a/y.sticky, /a/.global, typeof /a/, JSON.stringify(/a/)]",
            ["gi", True, False, "object", "{}"],
        ),
        (
            r"(r => [r.test('aa'), r.lastIndex, r.test('aa'), r.test('aa'), r.lastIndex])(/a/g)",
            [True, 1, True, False, 0],
        ),
        (r"[1, 2].map(() => /a/g.test('a'))", [True, True]),
        (r"if (1) /a/.test('a')", True),
        (r"const r = /a/g; r.lastIndex = 2; [r.exec('aba').index, r.lastIndex]", [2, 3]),
        (r"/a/", {}),
        (r"RegExp(/a/g) + new RegExp(/a/g, 'i')", "/a/g/a/i"),
    ],
)
def test_what_matches(source: str, expected: Any) -> None:
    assert evaluate(source, {}) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"'a1b22'.match(/\d+/g)", ["1", "22"]),
        (r"'abc'.match(/x/g)", None),
        (r"'a.c'.match('.')", ["a"]),
        (r"[...'a1b2'.matchAll(/[a-z](\d)/g)].map(m => m[1] + m.index)", ["10", "22"]),
        (r"'x' + 'a'.matchAll(/a/g)", "x[object RegExp String Iterator]"),
        (r"'a-b c-d'.replace(/(\w)-(\w)/g, '$2-$1')", "b-a d-c"),
        (r"'abc'.replace(/b/, `[$\`|$&|$'|$$|$1|$0]`)", "a[a|b|c|$|$1|$0]c"),
        (r"'2024-06'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>$<x>')", "06/2024"),
        (r"'abcdefghijk'.replace(/(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)/, '$10$11$01')", "ja1ak"),
        (r"'waitForIt'.replace(/[A-Z]/g, m => '_' + m.toLowerCase())", "wait_for_it"),
        (r"'ab'.replace(/(?<n>a)(x)?/, (...all) => JSON.stringify(all))", '["a","a",null,0,"ab",{"n":"a"}]b'),
        (r"'aXbX'.replaceAll(/x/gi, '')", "ab"),
        (r"'a, b;c'.split(/[,;]\s*/)", ["a", "b", "c"]),
        (r"'a1b2c'.split(/(\d)/, 3)", ["a", "1", "b"]),
        (
            r"['abc'.split(/(?:)/), ''.split(/x/), ''.split(/x?/), 'ab'.split(/a*?/)]",
            [["a", "b", "c"], [""], [], ["a", "b"]],
        ),
        (r"['abc'.search(/c/), 'abc'.search('x')]", [2, -1]),
        (r"'😀😀'.replace(/(?:)/gu, '-')", "-😀-😀-"),
    ],
)
def test_what_strings_do_with_them(source: str, expected: Any) -> None:
    assert evaluate(source, {}) == expected


@pytest.mark.parametrize(
    "source",
    [
        "/(/",
        "/)/",
        "/[/",
        "/a**/",
        "/*a/",
        "/a{2,1}/",
        "/[b-a]/",
        r"/\1/u",
        r"/(?<a>x)(?<a>y)/",
        r"/\k<b>(?<a>x)/",
        "/(?<1>a)/",
        "/a/gg",
        "/a/x",
        "/{1}/",
        "/(?<=a)*/",
        r"/\u{110000}/u",
        r"/[\d-z]/u",
        r"/\-/u",
        "/}/u",
        "/a",
        "/a\n/",
        r"/\p{Nothing}/u",
        "/a/uv",
        "/[&&]/v",
        "/[a--b&&c]/v",
        "/[a&&&b]/v",
        "/[a-z--b]/v",
        "/[a-]/v",
        "/[(]/v",
        "/[@@]/v",
        "/[a[b]/v",
        r"/[^\q{ab}]/v",
        r"/[\q{\d}]/v",
        r"/\P{RGI_Emoji}/v",
        r"/\p{RGI_Emoji}/u",
        "RegExp('(')",
        "RegExp('a', 'gg')",
        "new RegExp('[')",
    ],
)
def test_an_invalid_pattern_is_a_syntax_error(source: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        evaluate(source, {})


def test_a_build_finds_an_invalid_literal_and_says_where() -> None:
    with pytest.raises(ExpressionSyntaxError, match="line 1, column 16") as caught:
        check("$.name.replace(/(/g, '')")
    assert "a group has no end" in caught.value.message


def test_paths_around_a_pattern_are_bound() -> None:
    assert state_paths("/^a$.b/.test($.name)") == ("$.name",)
    assert state_paths("$.name.match(/x/)?.[0]") == ("$.name",)


def test_a_pattern_from_data_is_data() -> None:
    assert evaluate("RegExp($.p).test('a.c')", {"$.p": r"^a\.c$"}) is True
    with pytest.raises(ExpressionSyntaxError) as caught:
        evaluate("RegExp($.p).test('')", {"$.p": "(secret"})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("'a'.matchAll(/a/)", ExpressionTypeError),
        ("'a'.replaceAll(/a/, '')", ExpressionTypeError),
        ("'a'.includes(/a/)", ExpressionTypeError),
        ("`${/(?<a>b)/.exec('b').groups}`", ExpressionTypeError),
        (r"/[\q{ab}]/v", UnsupportedSyntax),
        (r"/\p{RGI_Emoji}/v", UnsupportedSyntax),
        (r"/[\p{RGI_Emoji}]/v", UnsupportedSyntax),
        ("/[a[b]]/vi", UnsupportedSyntax),
        (r"/\P{Lu}/vi", UnsupportedSyntax),
        (r"RegExp('\\p{L}'.repeat(33), 'u')", LimitExceeded),
        ("/[^]/v", UnsupportedSyntax),
        (r"/\p{Script=Greek}/u", UnsupportedSyntax),
        (r"/\p{Emoji}/u", UnsupportedSyntax),
        (r"/\p{L}/u.test('\u0378')", UnsupportedSyntax),
        (r"/a/i.test('\u0378')", UnsupportedSyntax),
    ],
)
def test_what_is_refused(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        evaluate(source, {})


@pytest.mark.parametrize(
    "source",
    [
        "/(a+)+$/.test('a'.repeat(40) + 'b')",
        "/(a|a)*$/.test('a'.repeat(40) + 'b')",
        "/(.*a){20}$/.test('a'.repeat(60))",
        "/(a|aa)+$/.test('a'.repeat(50) + 'b')",
        "/(x+x+)+y/.test('x'.repeat(60))",
        "/a*b/.test('a'.repeat(300000))",
        r"/\s+$/.test(' '.repeat(100000) + 'x')",
        "/(?:(?:a?){30}){30}b/.test('a'.repeat(100))",
        "/(a{1000}){1000}/.test('a'.repeat(999999))",
        "/(?:){1000000000}/.test('')",
        r"/(.*)\1\1x/.test('a'.repeat(9999))",
        r"/^(\w+\s?)*$/.test('word '.repeat(20) + '!')",
        "/(?=(a+))a*b\\1/.test('a'.repeat(5000))",
        "/(?<=^(a+)+c)b/.test('x' + 'a'.repeat(50) + 'cb')",
        "'a'.repeat(999999).replace(/a/g, 'aa')",
        "'a'.repeat(999999).split(/(?:)/)",
        "[...'a'.repeat(999999).matchAll(/./g)]",
        r"/[^\p{L}]/u.test('é'.repeat(900000))",
        "'x'.repeat(900000).search(/(?!x)/)",
        "RegExp('a'.repeat(20000))",
        "RegExp('('.repeat(5000) + ')'.repeat(5000))",
        "'x'.repeat(10000).replace(/x/g, \"$`$'\")",
        "'a'.repeat(100000).replace(RegExp('()'.repeat(5000), 'g'), 'x')",
    ],
)
def test_a_pattern_cannot_run_away(source: str) -> None:
    with pytest.raises(LimitExceeded):
        evaluate(source, {})
    assert evaluate("/a+/.exec('caat')", {}) == ["aa"]


@pytest.mark.parametrize(
    "source",
    [
        r"RegExp('[\\u0000-\\uffff]'.repeat(1000), 'i').test('x')",
        "RegExp('é'.repeat(16000), 'i').test('x')",
        "RegExp('()'.repeat(8000)).exec('a').length > 1",
        "RegExp('|'.repeat(16000)).test('a')",
        "RegExp('a{1000000000}').test('a')",
    ],
)
def test_large_patterns_are_compiled(source: str) -> None:
    assert evaluate(source, {}) in (True, False)
