"""Merging what states need never widens it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newel.aws.resources import TOPIC, Target
from newel.iam import Need, Statement, statements
from newel.values import GetAtt, Placeholder, Ref

references = st.builds(
    Placeholder,
    st.sampled_from([Ref("A"), Ref("B"), GetAtt("A", "TopicArn")]),
    st.sampled_from([None, Target(TOPIC, "arn")]),
    st.sampled_from(["here", "there"]),
)
needs = st.lists(
    st.builds(
        Need,
        st.sampled_from(["One", "Two", "Three"]),
        st.lists(st.sampled_from(["s:A", "s:B", "s:C"]), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(["*", "arn:x"]) | references,
        st.sampled_from([None, {"StringEquals": {"k": "v"}}]),
        st.sampled_from([None, "Template"]),
    ),
    max_size=8,
)


def _allowed(one: Need | Statement, resource: object) -> set[tuple[str, str, str]]:
    text = repr((resource.value, resource.target)) if isinstance(resource, Placeholder) else str(resource)
    return {(action, text, str(one.condition)) for action in one.actions}


@given(needs)
def test_what_is_allowed_is_what_is_needed(wanted: list[Need]) -> None:
    needed = {one for need in wanted for one in _allowed(need, need.resource)}
    assert {one for s in statements(wanted) for resource in s.resources for one in _allowed(s, resource)} == needed


@given(needs)
def test_every_state_that_needs_something_is_named(wanted: list[Need]) -> None:
    named = {state for statement in statements(wanted) for state, _ in statement.needed_by}
    assert named == {need.state for need in wanted}


@given(needs)
def test_the_order_of_the_source_is_kept_and_merging_again_changes_nothing(wanted: list[Need]) -> None:
    assert statements(wanted) == statements(wanted + wanted)
