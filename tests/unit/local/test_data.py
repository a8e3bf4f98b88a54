"""What may enter a run: JSON and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.errors import NewelError
from newel.local.data import PAYLOAD_LIMIT, plain, to_text, too_large

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_json_passes_unchanged(value: Any) -> None:
    assert plain(value, "it") == value


def test_a_copy_is_a_copy() -> None:
    inner: dict[str, Any] = {"a": []}
    copied = plain({"inner": inner}, "it")
    inner["a"].append(1)
    assert copied == {"inner": {"a": []}}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": {"b": float("nan")}}, "it.a.b"),
        ([1, float("inf")], r"it\[1\]"),
        ({"a": date(2026, 1, 1)}, "it.a is of type date"),
        ({1: "one"}, "the member name 1"),
        ({"a": b"bytes"}, "it.a"),
        ((1, 2), "of type tuple"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(value: object, place: str) -> None:
    with pytest.raises(NewelError, match=place):
        plain(value, "it")


def test_endless_nesting_is_an_error() -> None:
    knot: list[Any] = []
    knot.append(knot)
    with pytest.raises(NewelError, match="nested too deeply"):
        plain(knot, "it")


def test_size_is_counted_in_bytes() -> None:
    exact = "x" * (PAYLOAD_LIMIT - 2)
    assert not too_large(to_text(exact))
    assert too_large(to_text(exact + "x"))
    assert too_large(to_text("é" * (PAYLOAD_LIMIT // 2)))
    assert not too_large(to_text("\ud800"))
