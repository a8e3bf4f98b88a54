"""Going over the states of a definition."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newel.checks import check_definition
from newel.definition import pointer, states


def test_states_are_found_however_deep() -> None:
    inner = {"States": {"c/d": {"Type": "Pass"}}}
    definition = {
        "States": {
            "a": {"Type": "Map", "ItemProcessor": inner},
            "b": {
                "Type": "Parallel",
                "Branches": [{"States": {}}, {"States": {"~": {"Type": "Map", "Iterator": inner}}}],
            },
        }
    }
    assert sorted(place for place, _ in states(definition)) == [
        "/States/a",
        "/States/a/ItemProcessor/States/c~1d",
        "/States/b",
        "/States/b/Branches/1/States/~0",
        "/States/b/Branches/1/States/~0/Iterator/States/c~1d",
    ]


def test_a_definition_as_deep_as_json_may_be_is_gone_through() -> None:
    definition: Any = {}
    for _ in range(5_000):
        definition = {"States": {"a": {"ItemProcessor": definition}}}
    assert sum(1 for _ in states(definition)) == 5_000


def test_a_pointer_is_escaped() -> None:
    assert pointer("a/b", 0, "~1") == "/a~1b/0/~01"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["States", "Branches", "ItemProcessor", "Iterator", "Parameters", "expression", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_checked_without_an_accident(definition: Any) -> None:
    for one in check_definition(definition):
        assert one.severity in ("ERROR", "WARNING")
