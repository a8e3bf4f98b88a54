"""CHOICE_RULE: a rule of a Choice that compares nothing, or too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import JSONATA, holders
from newel.checks.operators import COMBINING, OPERATORS
from newel.checks.rule import Rule
from newel.checks.sample import choosing, jsonata
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_SHAPES = frozenset({"a choice rule", "a nested choice rule"})


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for holder in holders(definition):
        if holder.shape.name in _SHAPES and holder.language:
            said = _wrong_jsonata(holder.body) if holder.language == JSONATA else _wrong(holder.body)
            if said:
                yield holder.place, said


def _wrong_jsonata(rule: JsonObject) -> str | None:
    if "Condition" in rule or any(name in rule for name in (*OPERATORS, *COMBINING, "Variable")):
        return None  # the rule QUERY_LANGUAGE_FIELD says the rest
    return 'These fields are required: [Condition]; write "Condition": "{% … %}"'


def _wrong(rule: JsonObject) -> str | None:
    combining = [name for name in COMBINING if name in rule]
    operators = [name for name in rule if name in OPERATORS]
    if "Condition" in rule:
        return None
    if len(combining) + len(operators) > 1:
        return f"There should only be one of the following fields: [{', '.join([*combining, *operators])}]; use And"
    if combining:
        return "And, Or and Not stand without Variable" if "Variable" in rule else None
    if operators:
        return None if "Variable" in rule else f"{operators[0]} needs Variable, the path of what it compares"
    known = [name for name in rule if name not in ("Variable", "Next", "Comment", "Assign", "Output")]
    near = nearest(known[0], [*OPERATORS, *COMBINING], most=1) if known else ""
    return f"a rule needs a comparison, such as {near or 'StringEquals'}, or one of And, Or and Not"


RULE = Rule(
    id="CHOICE_RULE",
    code="SCHEMA_VALIDATION_FAILED",
    severity="ERROR",
    title="A rule of a Choice has one comparison with its Variable, one of And, Or and Not, or a Condition.",
    source="Choice workflow state",
    find=_find,
    good=choosing({"Not": {"Variable": "$.a", "StringEquals": "b"}, "Next": "Go"}),
    bad={
        "/States/Begin/Choices/0": choosing({"Variable": "$.a", "Next": "Go"}),
        "/States/Begin/Choices/0/And/0": choosing({"And": [{"StringEquals": "b"}], "Next": "Go"}),
        "/States/Begin/Choices/1": jsonata(choosing({"Condition": "{% true %}", "Next": "Go"}, {"Next": "Stop"})),
    },
)
