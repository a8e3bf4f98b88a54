"""CHOICE_NEVER: a rule of a Choice that never holds, or that an earlier one forestalls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.comparing import contradiction, covered, ways
from newel.checks.machine import JSONATA, JSONPATH, states
from newel.checks.rule import Rule
from newel.checks.sample import choosing, jsonata
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.comparing import Comparison, Way
    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        rules = state.body.get("Choices") if state.kind == "Choice" else None
        if is_array(rules):
            looked = {JSONATA: _in_jsonata, JSONPATH: _in_jsonpath}.get(state.language)
            for index, said in looked(rules) if looked else ():
                yield f"{state.place}/Choices/{index}", said


def _in_jsonata(rules: list[object]) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for index, rule in enumerate(rules):
        condition = rule.get("Condition") if is_object(rule) else None
        text = condition[2:-2].strip() if isinstance(condition, str) and condition.startswith("{%") else condition
        key = str(text).lower() if isinstance(text, bool) else text
        if not isinstance(key, str) or "${" in key or "$random" in key:
            continue
        before = seen.get("true", seen.get(key))
        if before is not None:
            yield index, f"this rule is never reached: Choices/{before} holds wherever it does"
        elif key == "false":
            yield index, "this rule never holds: its Condition is false"
        seen.setdefault(key, index)


def _in_jsonpath(rules: list[object]) -> Iterator[tuple[int, str]]:
    earlier: list[tuple[int, Way]] = []
    for index, rule in enumerate(rules):
        found = ways(rule) if is_object(rule) else None
        if not found:
            continue
        possible = [way for way in found if contradiction(way) is None]
        if not possible:
            one, other = next(filter(None, map(contradiction, found)))
            yield index, f"this rule never holds: of {one.variable}, {_said(one)} and {_said(other)} exclude each other"
        elif all(covered(way, (each for _, each in earlier)) for way in possible):
            before = next(number for number, each in earlier if covered(possible[0], [each]))
            yield index, f"this rule is never reached: Choices/{before} holds wherever it does"
        earlier += [(index, way) for way in possible]


def _said(one: Comparison) -> str:
    return f"{'' if one.holds else 'not '}{one.operator} {one.operand:.40}"


def _numbers(*rules: JsonObject) -> JsonObject:
    return choosing(*({"Variable": "$.total", **rule, "Next": "Go"} for rule in rules))


RULE = Rule(
    id="CHOICE_NEVER",
    severity="WARNING",
    title="Every rule of a Choice can hold where none before it does.",
    source="Choice workflow state",
    find=_find,
    good=_numbers({"NumericGreaterThan": 100}, {"NumericGreaterThan": 10}, {"NumericEquals": 10}),
    bad={
        "/States/Begin/Choices/1": _numbers({"NumericGreaterThan": 10}, {"NumericGreaterThanEquals": 100}),
        "/States/Begin/Choices/0": choosing(
            {
                "And": [
                    {"Variable": "$.state", "StringEquals": "open"},
                    {"Variable": "$.state", "StringEquals": "paid"},
                ],
                "Next": "Go",
            }
        ),
        "/States/Begin/Choices/2": jsonata(
            choosing(
                {"Condition": "{% $states.input.total > 10 %}", "Next": "Go"},
                {"Condition": "{% $states.input.total > 5 %}", "Next": "Go"},
                {"Condition": "{% $states.input.total > 10 %}", "Next": "Stop"},
            )
        ),
    },
)
