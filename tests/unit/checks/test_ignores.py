"""Findings that an author does not want: which lines a comment is about, and what is wrong with one."""

from __future__ import annotations

import pytest

from newel.checks.ignores import in_python, in_settings, in_yaml, wrong

PYTHON = """\
a = 1  # newel: ignore[ONE, TWO] it is meant
# newel: ignore[ONE] about the next line of code

b = "# newel: ignore[ONE] this is text"
# newel: ignore
c = 1  #newel:ignore[THREE]
"""


def test_a_comment_is_about_its_line_or_the_next() -> None:
    found = [(each.line, each.about, each.rules, each.reason) for each in in_python(PYTHON)]
    assert found == [
        (1, 1, ("ONE", "TWO"), "it is meant"),
        (2, 4, ("ONE",), "about the next line of code"),
        (5, 6, (), ""),
        (6, 6, ("THREE",), ""),
    ]


@pytest.mark.parametrize("text", ["a = (", '"""', "  a\n b"])
def test_a_module_that_cannot_be_read_has_none(text: str) -> None:
    assert in_python(text) == []


def test_yaml_has_comments_too() -> None:
    text = "States:\n  # newel: ignore[ONE] why\n  A:\n    Type: Pass # newel: ignore[TWO] why\n# newel: ignore[X] z"
    assert [(each.line, each.about) for each in in_yaml(text)] == [(2, 3), (4, 4), (5, 5)]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# newel: ignore", "names no rule"),
        ("# newel: ignore[] why", "names no rule"),
        ("# newel: ignore[NO_PATH]", "has no reason"),
        ("# newel: ignore[NO_PAHT] why", "there is no rule NO_PAHT; write NO_PATH"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said(comment: str, said: str) -> None:
    [ignore] = in_python(f"a = 1  {comment}\n")
    assert [message for message in wrong(ignore) if said in message]


def test_a_right_comment_has_nothing_wrong() -> None:
    [ignore] = in_python("a = 1  # newel: ignore[NO_PATH] why\n")
    assert list(wrong(ignore)) == []
    assert ignore.holds("NO_PATH", {1})
    assert not ignore.holds("NO_PATH", {2})
    assert not ignore.holds("NO_DOLLAR", {1})


def test_settings_hold_by_pattern() -> None:
    table = {"statemachines/old_*": {"NO_PATH": "they go"}, "*.yaml": {"NO_DOLLAR": "why"}}
    assert in_settings(table, "statemachines/old_one.asl.yaml") == {"NO_PATH", "NO_DOLLAR"}
    assert in_settings(table, "statemachines/new.asl.json") == set()
