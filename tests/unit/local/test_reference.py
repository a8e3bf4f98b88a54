"""ResultPath: putting a result where it belongs, and changing nothing else."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.local.failure import StateFailure
from newel.local.paths import find, parse
from newel.local.reference import put

NAMES = st.sampled_from(["a", "b", "c", "long name"])
VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.recursive(
    st.just({}), lambda inner: st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)  # objects all the way: every reference path of names fits


def path_of(names: list[str]) -> Any:
    return parse("$" + "".join(f"['{name}']" for name in names))


@given(OBJECTS, st.lists(NAMES, max_size=4), VALUES)
def test_what_was_put_is_found(data: Any, names: list[str], value: Any) -> None:
    assert find(path_of(names), put(path_of(names), data, value)) == value


@given(OBJECTS, st.lists(NAMES, max_size=4), VALUES)
def test_the_data_is_not_changed(data: Any, names: list[str], value: Any) -> None:
    before = copy.deepcopy(data)
    put(path_of(names), data, value)
    assert data == before


@given(OBJECTS, NAMES, NAMES, VALUES)
def test_neighbours_stay(data: Any, name: str, other: str, value: Any) -> None:
    changed = put(path_of([name]), data, value)
    assert changed.keys() == data.keys() | {name}
    if other != name and other in data:
        assert changed[other] == data[other]


@given(OBJECTS, st.lists(NAMES, min_size=1, max_size=4), VALUES, VALUES)
def test_the_last_put_wins(data: Any, names: list[str], first: Any, second: Any) -> None:
    path = path_of(names)
    assert put(path, put(path, data, first), second) == put(path, data, second)


def test_an_item_of_an_array_is_replaced() -> None:
    assert put(parse("$.a[1]"), {"a": [1, 2, 3]}, 9) == {"a": [1, 9, 3]}


@pytest.mark.parametrize(
    ("path", "data"), [("$.a", 5), ("$.a", [1]), ("$.a.b", {"a": "text"}), ("$.a[2]", {"a": [1]}), ("$.a[0]", {})]
)
def test_no_room_is_a_failure_that_names_path_and_input(path: str, data: Any) -> None:
    with pytest.raises(StateFailure) as caught:
        put(parse(path), data, 1)
    assert caught.value.error == "States.ResultPathMatchFailure"
    assert path in str(caught.value.cause)
    assert json.dumps(data, separators=(",", ":")) in str(caught.value.cause)
