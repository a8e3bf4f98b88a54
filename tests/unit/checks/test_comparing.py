"""Whether a condition of a Choice can hold, and whether another holds wherever it does: held to the interpreter."""

from __future__ import annotations

import random
from typing import Any

import pytest

from newel.checks.comparing import contradiction, covered, ways
from newel.local.failure import RuntimeFault
from newel.local.payload import Source
from newel.local.states.choice import holds

VALUES: list[Any] = [None, True, False, 0, 1, 2, 3, 10.5, "", "a", "b", "1", "2026-01-31T12:00:00Z", {}, []]
CONDITIONS: list[dict[str, Any]] = [
    *({f"Numeric{order}": number} for order in ("Equals", "LessThan", "GreaterThanEquals") for number in (1, 2, 3)),
    *({f"Numeric{order}": 2} for order in ("GreaterThan", "LessThanEquals")),
    *({"StringEquals": text} for text in ("a", "b", "1")),
    *({"BooleanEquals": value} for value in (True, False)),
    *(
        {name: value}
        for name in ("IsPresent", "IsNull", "IsString", "IsNumeric", "IsBoolean")
        for value in (True, False)
    ),
    {"StringMatches": "a*"},
    {"StringLessThan": "b"},
    {"TimestampEquals": "2026-01-31T12:00:00Z"},
    {"NumericEqualsPath": "$.b"},
]


def rule(dice: random.Random, depth: int) -> dict[str, Any]:
    if depth and dice.random() < 0.6:
        match dice.choice(("And", "And", "Or", "Not")):
            case "Not":
                return {"Not": rule(dice, depth - 1)}
            case name:
                return {name: [rule(dice, depth - 1) for _ in range(dice.randint(1, 3))]}
    return {"Variable": dice.choice(("$.a", "$.a", "$.b")), **dice.choice(CONDITIONS)}


def holds_of(one: dict[str, Any], data: dict[str, Any]) -> bool | None:
    """Whether it holds; None where it fails the execution."""
    try:
        return holds(one, Source(data, {}))
    except RuntimeFault:
        return None


@pytest.mark.parametrize("block", range(10))
def test_what_never_holds_never_does_and_what_is_covered_is_forestalled(block: int) -> None:
    dice = random.Random(block)
    inputs = [{"a": one, "b": other} for one in VALUES for other in VALUES]
    inputs += [{}, *({name: value} for name in "ab" for value in VALUES)]
    told = 0
    for _ in range(150):
        first, second = rule(dice, 2), rule(dice, 2)
        earlier, later = ways(first), ways(second)
        assert earlier is not None
        assert later is not None
        possible = [way for way in later if contradiction(way) is None]
        if not possible:
            told += 1
            assert not any(holds_of(second, data) for data in inputs), second
        elif all(covered(way, earlier) for way in possible):
            told += 1
            # where the first fails the execution, the second is not come to either
            assert not any(holds_of(second, data) and holds_of(first, data) is False for data in inputs), (
                first,
                second,
            )
    assert told


def test_of_what_is_not_understood_nothing_is_said() -> None:
    for one in ({}, {"And": []}, {"Variable": "$.a"}, {"Variable": "$.a", "StringEquals": "${Name}"}, {"Not": None}):
        assert ways(one) is None
    many = {"And": [{"Or": [{"Variable": f"$.{name}{n}", "IsNull": True} for n in range(4)]} for name in "abcdef"]}
    assert ways(many) is None
