"""JSONPath: what a path finds, and which paths are refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.paths import Missing, find, parse

DATA = {
    "a": {"b": [1, 2, 3], "c d": {"e": "deep"}, "it's": 4},
    "list": [{"n": 1}, {"n": 2}, {"m": 3}],
    "null": None,
}

FOUND = {
    "$": DATA,
    "$.a.b": [1, 2, 3],
    "$.a.b[0]": 1,
    "$.a.b[-1]": 3,
    "$['a']['c d'].e": "deep",
    '$["a"]["c d"]["e"]': "deep",
    r"$.a['it\'s']": 4,
    "$.null": None,
    "$.a.b[*]": [1, 2, 3],
    "$.a.b[1:]": [2, 3],
    "$.a.b[:1]": [1],
    "$.a.b[-2:]": [2, 3],
    "$.a.b[0,2]": [1, 3],
    "$.a.b[::2]": [1, 3],
    "$.list[*].n": [1, 2],
    "$.list[:1].n": [1],
    "$..n": [1, 2],
    "$.list..m": [3],
    "$..[2]": [3, {"m": 3}],
    "$.a['b','it\\'s']": [[1, 2, 3], 4],
    "$.nothing[*]": [],
    "$.a.b[9:]": [],
    "$.list[*].none": [],
    "$.a.['c d'].e": "deep",
    "$.a.b.length()": 3,
    "$.list[?(@.n)].n": [1, 2],
    "$.list[?(!@.n)]": [{"m": 3}],
    "$.list[?(@.n > 1)]": [{"n": 2}],
    "$.list[?(@.n >= 1 && @.n < 2)].n": [1],
    "$.list[?(@.n == 1 || @.m == 3)]": [{"n": 1}, {"m": 3}],
    "$.list[?((@.n == 2) || (@['m'] != null && @.m))].n": [2],
    "$.list[?(@.n == '1')].n": [1],
    "$.list[?('1' == @.n)].n": [1],
    "$.list[?(@.n != 1)]": [{"n": 2}, {"m": 3}],
    "$.list[?(@.n in [1, 5])].n": [1],
    "$.list[?(@.n nin [1])].n": [2],
    "$.list[?(@.n < $.a.b[1])].n": [1],
    "$.list[?(@.n < 'a')]": [],
    "$.list[?(@.n == true)]": [],
    "$.a.b[?(@ > 1)]": [2, 3],
    "$.a[?(@.e =~ /DE.p/i)]": [],
    "$.a['c d'][?(@.e =~ /DE.p/i)].e": ["deep"],
    "$.a['c d'][?(@.e contains 'ee')].e": ["deep"],
    "$.a['c d'][?(@.e size 4)].e": ["deep"],
    "$.a['c d'][?(@.e empty false)].e": ["deep"],
    "$.a[?(@.b subsetof [1, 2, 3, 4])].b": [[1, 2, 3]],
    "$.a[?(@.b anyof [1, 9])].b": [[1, 2, 3]],
    "$.a[?(@.b noneof [1])].b": [],
    "$.a[?(@.b.length() == 3)].b": [[1, 2, 3]],
    "$.null[?(@.a)]": [],
}


@pytest.mark.parametrize("path", FOUND)
def test_a_path_finds(path: str) -> None:
    assert find(parse(path), DATA) == FOUND[path]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("$.x", "No results for path: $['x']"),
        ("$.x.y", "Missing property in path $['x']"),
        ("$.a.b[3]", "No results for path: $['a']['b'][3]"),
        ("$.null.x", "No results for path: $['null']['x']"),
        ("$.list.n", "No results for path: $['list']['n']"),
    ],
)
def test_a_definite_path_that_finds_nothing_says_where(path: str, said: str) -> None:
    with pytest.raises(Missing, match="^" + said.translate({ord(c): f"\\{c}" for c in "$[].'"}) + "$"):
        find(parse(path), DATA)


@pytest.mark.parametrize("path", ["", "a", "$a b", "$.", "$..", "$.a[", "$.a[x]", "$.a[1", "$ .a", "$.a[::0]", "$$a"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises((InvalidDefinition, NotCovered)):
        parse(path)


@pytest.mark.parametrize(
    ("path", "lacking"),
    [("$.a[(@.length-1)]", "index"), ("$.a.sum()", r"sum\(\)")],
)
def test_what_is_not_covered_is_refused_by_name(path: str, lacking: str) -> None:
    with pytest.raises(NotCovered, match=lacking):
        parse(path)


@given(st.lists(st.text(), max_size=5), st.text())
def test_any_member_can_be_named_in_brackets(names: list[str], leaf: str) -> None:
    data: object = leaf
    for name in reversed(names):
        data = {name: data, name + "other": None}
    quoted = "".join("['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']" for name in names)
    assert find(parse("$" + quoted), data) == leaf


@given(st.text())
def test_any_text_is_a_path_or_a_clear_error(text: str) -> None:
    with contextlib.suppress(InvalidDefinition, NotCovered):
        assert parse("$" + text).text == "$" + text
