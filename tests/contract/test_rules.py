"""What every rule of `newel check` promises: the module of a rule is all there is to write, and these find it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from newel.checks import all_rules, check_definition

if TYPE_CHECKING:
    from newel.checks.rule import Rule

every_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)


def test_there_are_rules_and_no_two_have_one_id() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids
    assert len(set(ids)) == len(ids)


@every_rule
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", rule.id)
    assert rule.title.endswith(".")
    assert rule.source
    assert rule.bad


@every_rule
def test_its_good_example_is_good(rule: Rule) -> None:
    assert check_definition(rule.good) == []


@every_rule
def test_its_bad_examples_are_found_at_their_places(rule: Rule) -> None:
    kind = rule.machine or "STANDARD"
    for place, definition in rule.bad.items():
        found = [(one.rule, one.code, one.location, one.severity) for one in check_definition(definition, kind)]
        assert found == [(rule.id, rule.code or rule.id, place, rule.severity)]
