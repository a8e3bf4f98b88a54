"""What every rule of `newel check` promises: the module of a rule is all there is to write, and these find it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newel.checks import all_rules, check_definition
from newel.checks.rule import every_rule, template_rules
from newel.sam.machines import machines_of
from newel.sam.template import parse

if TYPE_CHECKING:
    from newel.checks.rule import Rule, TemplateRule

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
each_template_rule = pytest.mark.parametrize("rule", template_rules(), ids=lambda rule: rule.id)


def test_there_are_rules_and_no_two_have_one_id() -> None:
    ids = [rule.id for rule in every_rule()]
    assert ids
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is(rule: Rule | TemplateRule) -> None:
    assert re.fullmatch(r"[A-Z]+(_[A-Z]+)*", rule.id)
    assert rule.title.endswith(".")
    assert rule.source
    assert rule.bad


@each_rule
def test_its_good_example_is_good(rule: Rule) -> None:
    assert check_definition(rule.good) == []


@each_rule
def test_its_bad_examples_are_found_at_their_places(rule: Rule) -> None:
    kind = rule.machine or "STANDARD"
    for place, definition in rule.bad.items():
        found = [(one.rule, one.code, one.location, one.severity) for one in check_definition(definition, kind)]
        assert found == [(rule.id, rule.code or rule.id, place, rule.severity)]


def found_in(template: str) -> list[tuple[str, str]]:
    parsed = parse(template, Path("template.yaml"))
    return [
        (rule.id, place)
        for name in machines_of(parsed)
        for rule in template_rules()
        for place, _ in rule.find(parsed, name)
    ]


@each_template_rule
def test_a_template_rule_finds_its_bad_examples_at_their_places_alone(rule: TemplateRule) -> None:
    assert found_in(rule.good) == []
    for place, template in rule.bad.items():
        assert (rule.id, place) in found_in(template)
