"""Choice: every operator, how they are joined, and what happens where none holds."""

from __future__ import annotations

from typing import Any

import pytest

from newel.local import Execution, run

DAY = "2026-03-14T01:59:00Z"
SAME_DAY = "2026-03-14T02:59:00+01:00"
NEXT_DAY = "2026-03-15T01:59:00Z"


def chosen(*rules: dict[str, Any], data: Any, **fields: Any) -> Execution:
    """Run a Choice whose rules, in their order, lead to One, Two, and so on."""
    names = ["One", "Two", "Three"]
    states: dict[str, Any] = {name: {"Type": "Pass", "Result": name, "End": True} for name in [*names, "Other"]}
    numbered = [{**rule, "Next": name} for rule, name in zip(rules, names, strict=False)]
    states["Choose"] = {"Type": "Choice", "Choices": numbered, "Default": "Other", **fields}
    return run({"StartAt": "Choose", "States": states}, data)


def holds(condition: dict[str, Any], **data: Any) -> bool:
    output = chosen(condition, data=data).output
    assert output in ("One", "Other")
    return bool(output == "One")


@pytest.mark.parametrize(
    ("kind", "value", "same", "above"),
    [
        ("Numeric", 5, 5.0, 6),
        ("String", "b", "b", "c"),
        ("String", "Z", "Z", "a"),
        ("String", "\U0001f600", "\U0001f600", "\uffee"),
        ("Timestamp", DAY, SAME_DAY, NEXT_DAY),
    ],
)
@pytest.mark.parametrize("as_path", [False, True])
def test_orders(kind: str, value: object, same: object, above: object, as_path: bool) -> None:
    def says(order: str, left: object, right: object) -> bool:
        operand = {f"{kind}{order}Path": "$.right"} if as_path else {f"{kind}{order}": right}
        return holds({"Variable": "$.left", **operand}, left=left, right=right)

    found = {
        order: (says(order, value, same), says(order, value, above), says(order, above, value))
        for order in ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    }
    assert found == {
        "Equals": (True, False, False),
        "LessThan": (False, True, False),
        "LessThanEquals": (True, True, False),
        "GreaterThan": (False, False, True),
        "GreaterThanEquals": (True, False, True),
    }


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ({"BooleanEquals": True}, 1),
        ({"NumericEquals": 1}, True),
        ({"NumericEquals": 1}, "1"),
        ({"StringEquals": "1"}, 1),
        ({"StringEquals": "null"}, None),
        ({"TimestampEquals": DAY}, "soon"),
        ({"StringMatches": "*"}, 5),
    ],
)
def test_a_value_of_another_type_is_never_equal(condition: dict[str, Any], value: object) -> None:
    assert not holds({"Variable": "$.v", **condition}, v=value)


@pytest.mark.parametrize("value", [True, False])
def test_booleans(value: bool) -> None:
    assert holds({"Variable": "$.v", "BooleanEquals": value}, v=value)
    assert not holds({"Variable": "$.v", "BooleanEquals": value}, v=not value)
    assert holds({"Variable": "$.v", "BooleanEqualsPath": "$.w"}, v=value, w=value)


@pytest.mark.parametrize(
    ("test", "values"),
    [
        ("IsNull", [None]),
        ("IsNumeric", [0, 1.5]),
        ("IsString", ["", DAY]),
        ("IsBoolean", [True, False]),
        ("IsTimestamp", [DAY]),
    ],
)
def test_kinds(test: str, values: list[object]) -> None:
    everything: list[object] = [None, 0, 1.5, "", DAY, True, False, [], {}]
    for value in everything:
        is_one = any(value is each or (type(value) is type(each) and value == each) for each in values)
        assert holds({"Variable": "$.v", test: True}, v=value) is is_one
        assert holds({"Variable": "$.v", test: False}, v=value) is not is_one


def test_presence() -> None:
    assert holds({"Variable": "$.v", "IsPresent": True}, v=None)
    assert holds({"Variable": "$.w", "IsPresent": False}, v=None)
    assert not holds({"Variable": "$.v", "IsPresent": False}, v=None)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("log-*.txt", "log-7.txt", True),
        ("log-*.txt", "log-.txt", True),
        ("log-*.txt", "a log-7.txt", False),
        ("*\n*", "a\nb", True),
        ("a.b", "axb", False),
        ("5\\*", "5*", True),
        ("5\\*", "55", False),
        ("a\\\\*", "a\\b", True),
    ],
)
def test_patterns(pattern: str, text: str, matches: bool) -> None:
    assert holds({"Variable": "$.v", "StringMatches": pattern}, v=text) is matches


def test_conditions_are_joined() -> None:
    small = {"Variable": "$.n", "NumericLessThan": 10}
    even = {"Variable": "$.even", "BooleanEquals": True}
    for n, is_even in ((5, True), (5, False), (15, True), (15, False)):
        given = {"n": n, "even": is_even}
        assert holds({"And": [small, even]}, **given) is (n < 10 and is_even)
        assert holds({"Or": [small, even]}, **given) is (n < 10 or is_even)
        assert holds({"Not": {"Or": [small, {"Not": even}]}}, **given) is (n >= 10 and is_even)


def test_the_first_rule_that_holds_counts() -> None:
    rule = {"Variable": "$.n", "IsNumeric": True}
    assert chosen({"Variable": "$.n", "IsString": True}, rule, rule, data={"n": 1}).output == "Two"


def test_the_state_narrows() -> None:
    rule = {"Variable": "$.n", "NumericEquals": 1}
    execution = chosen(rule, data={"a": {"n": 1, "b": 2}}, InputPath="$.a", OutputPath="$.b")
    entered = [event for event in execution.events if event["type"] == "PassStateEntered"]
    assert entered[0]["stateEnteredEventDetails"]["input"] == "2"


def test_the_context_is_compared() -> None:
    assert holds({"Variable": "$$.State.Name", "StringEquals": "Choose"})
    assert holds({"Variable": "$.who", "StringEqualsPath": "$$.State.Name"}, who="Choose")


def test_where_none_holds_the_execution_fails_as_on_aws() -> None:
    choose = {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "End"}]}
    execution = run({"StartAt": "Choose", "States": {"Choose": choose, "End": {"Type": "Succeed"}}}, {"n": 2})
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause == (
        "An error occurred while executing the state 'Choose' (entered at the event id #2). "
        "Failed to transition out of the state. The state does not point to a next state."
    )


def test_a_path_that_finds_nothing_fails() -> None:
    execution = chosen({"Variable": "$.x", "NumericEquals": 1}, data={})
    assert execution.error == "States.Runtime"
    assert "Invalid path '$.x': The choice state's condition path references an invalid value." in (
        execution.cause or ""
    )
