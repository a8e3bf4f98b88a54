"""From the rules of a Choice to newel's conditions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.conditions import Condition, Several, Test, all_of, any_of
from newel.errors import NewelError
from newel.importing.values import NotTypedError
from newel.json_types import is_array, is_object
from newel.values import ContextValue, Jsonata, Path

if TYPE_CHECKING:
    from newel.importing.values import Values
    from newel.json_types import JsonObject

_MOST = 50
"""Operands of one expression: Python's compiler goes down a level with each."""

METHODS = {
    "Equals": "__eq__",
    "LessThan": "__lt__",
    "LessThanEquals": "__le__",
    "GreaterThan": "__gt__",
    "GreaterThanEquals": "__ge__",
}
"""What the operators are in Python."""

KINDS = {"Boolean": "boolean", "Numeric": "number", "String": "string", "Timestamp": "timestamp"}
"""What the types of the operators are in Python."""

QUESTIONS = {
    "IsPresent": "is_present",
    "IsNull": "is_null",
    "IsNumeric": "is_numeric",
    "IsString": "is_string",
    "IsBoolean": "is_boolean",
    "IsTimestamp": "is_timestamp",
}

_COMPARISON = re.compile(rf"({'|'.join(KINDS)})({'|'.join(sorted(METHODS, key=len, reverse=True))}|Matches)(Path)?")


def read_condition(rule: JsonObject, values: Values) -> Condition | Jsonata:
    """The condition of a rule, without where it goes to.

    Raises
    ------
    NotTypedError
        newel's conditions do not say it.
    """
    if "Condition" in rule:
        expression = values.jsonata(rule["Condition"]) if len(rule) == 1 and _is_jsonata(rule["Condition"]) else None
        if isinstance(expression, Jsonata):
            return expression
        raise NotTypedError
    try:
        return _condition(rule, values)
    except NewelError:
        raise NotTypedError from None


def _is_jsonata(text: object) -> bool:
    return isinstance(text, str) and text.startswith("{%") and text.endswith("%}")


def _condition(rule: object, values: Values) -> Condition:
    if not is_object(rule):
        raise NotTypedError
    match rule:
        case {"And": parts} if len(rule) == 1 and is_array(parts) and parts:
            return all_of(*(_condition(part, values) for part in parts))
        case {"Or": parts} if len(rule) == 1 and is_array(parts) and parts:
            return any_of(*(_condition(part, values) for part in parts))
        case {"Not": part} if len(rule) == 1:
            return ~_condition(part, values)
        case {"Variable": variable} if len(rule) == 2:
            [(operator, operand)] = [item for item in rule.items() if item[0] != "Variable"]
            return _test(values.dynamic(variable), operator, operand, values)
        case _:
            raise NotTypedError


def _test(variable: object, operator: str, operand: Any, values: Values) -> Condition:
    if not isinstance(variable, Path | ContextValue):
        raise NotTypedError
    if operator in QUESTIONS and isinstance(operand, bool):
        asked: Condition = getattr(variable, QUESTIONS[operator])(value=operand)
        return asked
    found = _COMPARISON.fullmatch(operator)
    if found is None:
        raise NotTypedError
    taken = getattr(variable, KINDS[found[1]])
    compared = values.dynamic(operand) if found[3] else operand
    method = "matches" if found[2] == "Matches" else METHODS[found[2]]
    if not hasattr(taken, method):
        raise NotTypedError
    condition = getattr(taken, method)(compared)
    if not isinstance(condition, Test):
        raise NotTypedError
    return condition


def is_plain(condition: Several) -> bool:
    """Whether `&` or `|` says it: of two and more, none of which would be taken for a part of it."""
    same = [each for each in condition.conditions if isinstance(each, Several) and each.operator == condition.operator]
    return 1 < len(condition.conditions) <= _MOST and not same
