"""Changing a YAML text touches what changed and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.errors import NewelError
from newel.sam.document import Mapping, emit, parse
from newel.sam.patch import Patch


def patched(text: str, wanted: dict[str, Any], *, keep: int = 0) -> str:
    root = parse(text)
    assert isinstance(root, Mapping)
    patch = Patch(text)
    patch.mapping(root, wanted, keep=keep)
    return patch.apply()


def data(text: str) -> Any:
    root = parse(text)
    assert root is not None
    return root.data


BEFORE = """\
# The head.
Name: !Ref  Old   # why it is so
"Quoted" : 'as it was'
List:
  # the first
  - a
  # the second
  - b: 1   # one
    c: 2

    # the tail of b
  - c

# The foot.
"""


def test_what_is_equal_keeps_its_bytes() -> None:
    assert patched(BEFORE, data(BEFORE)) == BEFORE


def test_a_value_changes_and_its_comment_stays() -> None:
    wanted = data(BEFORE) | {"Name": {"Ref": "New"}}
    assert patched(BEFORE, wanted) == BEFORE.replace("!Ref  Old   # why", "!Ref New   # why")


def test_a_member_of_a_list_changes_alone() -> None:
    wanted = data(BEFORE)
    wanted["List"][1]["b"] = 3
    assert patched(BEFORE, wanted) == BEFORE.replace("b: 1   # one", "b: 3   # one")


def test_items_come_and_go_and_comments_stay() -> None:
    wanted = data(BEFORE)
    wanted["List"] = ["new", {"b": 1, "c": 2}, "c", {"d": [1]}]
    text = patched(BEFORE, wanted)
    assert data(text) == wanted
    assert [line for line in BEFORE.splitlines() if "#" in line] == [line for line in text.splitlines() if "#" in line]


def test_members_that_are_not_wanted_stay_as_deep_as_told() -> None:
    text = "A:\n  mine: 1\n  B: {x: 1}\n  C:\n    gone: 1\n"
    wanted = {"A": {"B": {"x": 2}, "C": {"new": 1}}}
    assert data(patched(text, wanted, keep=2)) == {"A": {"mine": 1, "B": {"x": 2}, "C": {"new": 1}}}


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    assert patched("A: 1\r\nB: 2\r\n", {"A": 1, "B": 2, "C": 3}) == "A: 1\r\nB: 2\r\nC: 3\r\n"
    assert patched("A: 1", {"A": 1, "B": 2}) == "A: 1\nB: 2\n"


def test_an_alias_is_refused() -> None:
    with pytest.raises(NewelError, match="B is written with a YAML alias"):
        patched("A: &a [1]\nB: *a\n", {"A": [1], "B": [2]})


@pytest.mark.parametrize(
    "text", ["OFF", "yes", "1:30", "012", "1_000", "2012-10-17", "null", "~", "0x1F", "", "*", "a: b"]
)
def test_text_stays_text_for_readers_of_yaml_1_1(text: str) -> None:
    yaml = pytest.importorskip("yaml")
    assert yaml.safe_load("\n".join(emit({"v": text}))) == {"v": text}


names = st.text("abcXYZ", min_size=1, max_size=3)
scalars = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.none(),
    st.sampled_from(["text", "a # b", "x: y", "- z", "größe", "OFF", "it's", "", "two\nlines", " space "]),
    st.builds(lambda name: {"Ref": name}, names),
    st.builds(lambda name: {"Fn::GetAtt": [name, "Arn"]}, names),
    st.just({"Fn::Sub": "${A}-b"}),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
objects = st.dictionaries(names, values, min_size=1, max_size=5)


@given(objects, objects, st.randoms(use_true_random=False))
def test_any_text_becomes_what_is_wanted_and_keeps_its_comments(before: Any, wanted: Any, random: Any) -> None:
    lines: list[str] = []
    for number, line in enumerate(emit(before)):
        block_text = any(ending in "\n".join(emit(before)) for ending in ("|-", "|", ">"))
        if not block_text and random.random() < 0.3:
            lines.append(f"{' ' * (len(line) - len(line.lstrip()))}# comment {number}.")
        lines.append(line)
    text = "\n".join(lines) + "\n"
    assert data(text) == before
    after = patched(text, wanted)
    assert json.dumps(data(after), sort_keys=True) == json.dumps(wanted, sort_keys=True)
    assert sorted(line.strip() for line in text.splitlines() if line.lstrip().startswith("# comment")) == sorted(
        line.strip() for line in after.splitlines() if line.lstrip().startswith("# comment")
    )
    assert patched(after, wanted) == after
