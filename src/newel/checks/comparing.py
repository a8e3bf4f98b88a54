"""Conditions of Choice rules as sets of comparisons: what one says of another ("Choice workflow state").

A rule is written as the ways in which it may hold, each a set of comparisons that hold together. A comparison of what
is not there fails the execution, so it holds for nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from newel.checks.open_values import is_open
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.json_types import JsonObject

MOST_WAYS = 64
"""With more ways to hold than that nothing is said of a rule."""

_ORDERS = ("LessThanEquals", "GreaterThanEquals", "LessThan", "GreaterThan", "Equals")
_KINDS = ("String", "Numeric", "Boolean", "Timestamp")
_TESTS = {"IsString": "String", "IsNumeric": "Numeric", "IsBoolean": "Boolean", "IsNull": "Null"}


@dataclass(frozen=True)
class Comparison:
    """A comparison, as far as it is understood.

    Attributes
    ----------
    variable
        The path that it looks at.
    operator
        "NumericEquals", "IsPresent".
    operand
        What it compares with, as JSON.
    holds
        Whether it holds, or holds not.
    """

    variable: str
    operator: str
    operand: str
    holds: bool = True

    @property
    def value(self) -> object:
        """What it compares with."""
        return json.loads(self.operand)

    @property
    def order(self) -> str:
        """Of an operator that compares, how: "LessThan"; else ""."""
        return next((order for order in _ORDERS if self.operator.endswith(order)), "")

    @property
    def kind(self) -> str:
        """Of what type the variable is where the comparison holds; "" where it does not tell."""
        if not self.holds:
            return ""
        if self.operator in _TESTS:
            return _TESTS[self.operator] if self.operand == "true" else ""
        kind = next((kind for kind in _KINDS if self.operator.startswith(kind)), "")
        return "String" if kind == "Timestamp" else kind

    def opposite(self) -> Comparison:
        """What holds where it does not, and what it reads is there."""
        return Comparison(self.variable, self.operator, self.operand, not self.holds)


Way: TypeAlias = "frozenset[Comparison]"


def ways(rule: JsonObject) -> list[Way] | None:
    """The ways in which a rule may hold; None where it is not understood, or has too many."""
    return _ways(rule, holds=True)


def _ways(rule: object, *, holds: bool) -> list[Way] | None:
    if not is_object(rule):
        return None
    if "Not" in rule:
        return _ways(rule["Not"], holds=not holds)
    for name in ("And", "Or"):
        if name in rule:
            inner = rule[name]
            each = [_ways(one, holds=holds) for one in inner] if is_array(inner) and inner else [None]
            known = [one for one in each if one is not None]
            if len(known) < len(each):
                return None
            return _together(known) if (name == "And") is holds else _either(known)
    comparison = _comparison(rule)
    return None if comparison is None else [frozenset({comparison if holds else comparison.opposite()})]


def _either(each: list[list[Way]]) -> list[Way] | None:
    found = [way for one in each for way in one]
    return found if len(found) <= MOST_WAYS else None


def _together(each: list[list[Way]]) -> list[Way] | None:
    found: list[Way] = [frozenset()]
    for one in each:
        if len(found) * len(one) > MOST_WAYS:
            return None
        found = [way | more for way in found for more in one]
    return found


def _comparison(rule: JsonObject) -> Comparison | None:
    operators = [name for name in rule if name not in ("Variable", "Next", "Comment", "Assign", "Output")]
    variable = rule.get("Variable")
    if len(operators) != 1 or not isinstance(variable, str):
        return None
    operator, operand = operators[0], rule[operators[0]]
    if is_open(variable) or is_open(operand):
        return None
    if operator in ("IsPresent", *_TESTS, "IsTimestamp") and operand is False:
        return Comparison(variable, operator, "true", holds=False)
    return Comparison(variable, operator, json.dumps(operand, sort_keys=True))


def implies(narrow: Way, wide: Way) -> bool:
    """Whether all of `wide` holds wherever all of `narrow` does."""
    return all(any(_implies(one, other) for one in narrow) for other in wide)


def _implies(one: Comparison, other: Comparison) -> bool:
    if one.variable != other.variable:
        return False
    if one == other:
        return True
    if other.operator == "IsPresent":
        return other.holds and one.operator != "IsPresent"
    if not other.holds:
        return _never_both(one, other.opposite())
    if other.operator in _TESTS:
        return one.kind == _TESTS[other.operator]
    return _in_range(one, other)


def _in_range(one: Comparison, other: Comparison) -> bool:
    """Whether a comparison with a number says all that another says."""
    if not (one.holds and other.holds and _is_number(one) and _is_number(other)):
        return False
    low, low_in, high, high_in = _range(one)
    other_low, other_low_in, other_high, other_high_in = _range(other)
    above = low > other_low or (low == other_low and (other_low_in or not low_in))
    below = high < other_high or (high == other_high and (other_high_in or not high_in))
    return above and below


def _is_number(one: Comparison) -> bool:
    value = one.value
    return one.operator in {f"Numeric{order}" for order in _ORDERS} and (
        isinstance(value, (int, float)) and not isinstance(value, bool)
    )


def _range(one: Comparison) -> tuple[float, bool, float, bool]:
    """The range that a comparison with a number allows: its ends, and whether they belong to it."""
    value, infinite = cast("float", one.value), float("inf")
    match one.order:
        case "Equals":
            return value, True, value, True
        case "LessThan" | "LessThanEquals":
            return -infinite, False, value, one.order == "LessThanEquals"
        case _:
            return value, one.order == "GreaterThanEquals", infinite, False


def contradiction(way: Way) -> tuple[Comparison, Comparison] | None:
    """Two comparisons that never hold together; None where there are none."""
    every = sorted(way, key=lambda one: (one.variable, one.operator, one.operand, one.holds))
    for index, one in enumerate(every):
        for other in every[index + 1 :]:
            if other.variable != one.variable:
                break
            if _never_both(one, other):
                return one, other
    return None


def _never_both(one: Comparison, other: Comparison) -> bool:
    if one.variable != other.variable:
        return False
    if one == other.opposite():
        return True
    for left, right in ((one, other), (other, one)):
        if left.operator == "IsPresent" and not left.holds:
            return right.operator != "IsPresent"
    if one.kind and other.kind and one.kind != other.kind:
        return True
    if not (one.holds and other.holds):
        return any(_implies(left, right.opposite()) for left, right in ((one, other), (other, one)) if not right.holds)
    if one.operator == other.operator and one.operator in ("StringEquals", "BooleanEquals"):
        return one.operand != other.operand
    if _is_number(one) and _is_number(other):
        low, _, high, _ = _range(one)
        other_low, _, other_high, _ = _range(other)
        bottom, top = max(low, other_low), min(high, other_high)
        return bottom > top or (bottom == top and not (_takes(one, top) and _takes(other, top)))
    return False


def _takes(one: Comparison, number: float) -> bool:
    low, low_in, high, high_in = _range(one)
    return (low < number or (low == number and low_in)) and (number < high or (number == high and high_in))


def covered(way: Way, earlier: Iterable[Way]) -> bool:
    """Whether one of the earlier ways holds wherever this one does."""
    return any(implies(way, one) for one in earlier)
