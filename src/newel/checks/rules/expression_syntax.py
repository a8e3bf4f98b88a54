"""EXPRESSION_SYNTAX: an expression that does not parse fails only when its state runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.rule import Rule
from newel.definition import states
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_MEMBERS = ("Parameters", "Arguments")


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for place, state in states(definition):
        for member in _MEMBERS:
            event = state.get(member)
            if not is_object(event) or "expressionAttributeValues" not in event:
                continue
            expression = event.get("expression")
            if not isinstance(expression, str):
                continue
            from newel.expressions import ExpressionError, check

            try:
                check(expression)
            except ExpressionError as error:
                yield f"{place}/{member}/expression", f"{type(error).__name__}: {error}"


def _example(expression: str) -> JsonObject:
    event = {"expression": expression, "expressionAttributeValues": {"$.a.$": "$.a"}}
    task = {"Type": "Task", "Resource": "${EvaluateExpressionArn}", "Parameters": event, "End": True}
    return {"StartAt": "Evaluate", "States": {"Evaluate": task}}


RULE = Rule(
    id="EXPRESSION_SYNTAX",
    severity="ERROR",
    title="The expression of EvaluateExpression is of the language that the expression service takes.",
    source="docs/expressions.md",
    find=_find,
    good=_example("$.a / 1000"),
    bad={"/States/Evaluate/Parameters/expression": _example("$.a /")},
)
