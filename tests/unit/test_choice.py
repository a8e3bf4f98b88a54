"""Choice: its conditions, and how its branches go on."""

from __future__ import annotations

import math

import pytest

from newel import Choice, Fail, Pass, StateMachine, Succeed, context, jsonata, path, variable
from newel.errors import NewelError, NewelErrors

LARGE = path("$.total").number > 100


def states(flow: object, **settings: object) -> dict[str, dict[str, object]]:
    return StateMachine("Machine", flow, **settings).compile().asl["States"]  # type: ignore[arg-type]


def rule(condition: object, **settings: object) -> dict[str, object]:
    compiled = states(Choice("C").when(condition, Succeed("Yes")), **settings)["C"]  # type: ignore[arg-type]
    (found,) = compiled["Choices"]  # type: ignore[misc]
    return {name: value for name, value in found.items() if name != "Next"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("condition", "operator", "operand"),
    [
        (path("$.a").number == 1, "NumericEquals", 1),
        (path("$.a").number < 1.5, "NumericLessThan", 1.5),
        (path("$.a").number <= 1, "NumericLessThanEquals", 1),
        (path("$.a").number > 1, "NumericGreaterThan", 1),
        (path("$.a").number >= path("$.b"), "NumericGreaterThanEqualsPath", "$.b"),
        (path("$.a").string == "x", "StringEquals", "x"),
        (path("$.a").string < "x", "StringLessThan", "x"),
        (path("$.a").string <= "x", "StringLessThanEquals", "x"),
        (path("$.a").string > "x", "StringGreaterThan", "x"),
        (path("$.a").string >= context.execution.name, "StringGreaterThanEqualsPath", "$$.Execution.Name"),
        (path("$.a").string.matches("log-*.txt"), "StringMatches", "log-*.txt"),
        (path("$.a").is_true(), "BooleanEquals", True),
        (path("$.a").is_false(), "BooleanEquals", False),
        (path("$.a").boolean == path("$.b"), "BooleanEqualsPath", "$.b"),
        (path("$.a").timestamp == "2026-03-14T01:59:00Z", "TimestampEquals", "2026-03-14T01:59:00Z"),
        (path("$.a").timestamp < "2026-03-14T01:59:00+01:00", "TimestampLessThan", "2026-03-14T01:59:00+01:00"),
        (path("$.a").timestamp <= path("$.b"), "TimestampLessThanEqualsPath", "$.b"),
        (path("$.a").timestamp > path("$.b"), "TimestampGreaterThanPath", "$.b"),
        (path("$.a").timestamp >= path("$.b"), "TimestampGreaterThanEqualsPath", "$.b"),
        (path("$.a").is_present(), "IsPresent", True),
        (path("$.a").is_null(), "IsNull", True),
        (path("$.a").is_numeric(), "IsNumeric", True),
        (path("$.a").is_string(), "IsString", True),
        (path("$.a").is_boolean(), "IsBoolean", True),
        (path("$.a").is_timestamp(), "IsTimestamp", True),
    ],
)
def test_every_comparison(condition: object, operator: str, operand: object) -> None:
    assert rule(condition) == {"Variable": "$.a", operator: operand}


def test_conditions_are_joined() -> None:
    a, b, c = (path(f"$.{name}").is_present() for name in "abc")
    test = {name: {"Variable": f"$.{name}", "IsPresent": True} for name in "abc"}
    assert rule(a & b & c) == {"And": [test["a"], test["b"], test["c"]]}
    assert rule(a | b | c) == {"Or": [test["a"], test["b"], test["c"]]}
    assert rule(a & (b | c)) == {"And": [test["a"], {"Or": [test["b"], test["c"]]}]}
    assert rule(~a) == {"Not": test["a"]}
    assert rule(~~a) == test["a"]
    assert rule(path("$.a").number != 1) == {"Not": {"Variable": "$.a", "NumericEquals": 1}}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: LARGE and LARGE, "write & for and"),
        (lambda: not LARGE, "~ for not"),
        (lambda: 1 < path("$.a").number < 5, "write & for and"),
        (lambda: LARGE & True, "joins conditions, not True"),
        (lambda: LARGE | path("$.a"), "put brackets around"),
        (lambda: path("$.a").number > "5", "a number is compared with '5'"),
        (lambda: path("$.a").number == True, "compared with True"),  # noqa: E712
        (lambda: path("$.a").number == math.inf, "compared with inf"),
        (lambda: path("$.a").string == 5, "a string is compared with 5"),
        (lambda: path("$.a").string.matches(5), "matches takes text"),
        (lambda: path("$.a").boolean == "true", "a boolean is compared with 'true'"),
        (lambda: path("$.a").timestamp > "2026-03-14", "a timestamp is compared with '2026-03-14'"),
        (lambda: path("$.a").timestamp > "2026-03-14T01:59:00", "2026-03-14T01:59:00Z"),
        (lambda: Choice("C").when(True, Pass("A")), "when takes a condition, not True"),
        (lambda: Choice("C").when(LARGE, 5), "takes a state, a chain"),
        (lambda: Choice("C") >> Pass("A"), "the Choice 'C' has no rule"),
    ],
)
def test_what_is_no_condition_says_what_to_write(make: object, message: str) -> None:
    with pytest.raises(NewelError) as raised:
        make()  # type: ignore[operator]
    assert message in str(raised.value)


def test_branches_join_in_what_follows() -> None:
    compiled = states(Choice("C").when(LARGE, Pass("A") >> Pass("B")).otherwise(Pass("D")) >> Pass("After"))
    assert compiled["C"]["Choices"] == [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "A"}]
    assert compiled["C"]["Default"] == "D"
    assert not {"Next", "End"} & set(compiled["C"])
    assert (compiled["B"]["Next"], compiled["D"]["Next"]) == ("After", "After")


def test_a_rule_without_a_state_goes_on() -> None:
    compiled = states(Choice("C").when(LARGE).otherwise(Pass("Small")) >> Pass("After"))
    assert compiled["C"]["Choices"][0]["Next"] == "After"  # type: ignore[index]
    compiled = states(Choice("C").when(LARGE, Pass("Big")).otherwise() >> Pass("After"))
    assert compiled["C"]["Default"] == "After"


@pytest.mark.parametrize("flow", [Choice("C").when(LARGE), Choice("C").when(LARGE, Pass("A")).otherwise()])
def test_going_on_to_nothing_is_refused(flow: object) -> None:
    with pytest.raises(NewelErrors, match="goes to what follows the Choice, and nothing does"):
        states(flow)


def test_without_otherwise_there_is_no_default() -> None:
    assert "Default" not in states(Choice("C").when(LARGE, Pass("A")) >> Pass("After"))["C"]


def test_a_branch_that_ends_does_not_join() -> None:
    compiled = states(Choice("C").when(LARGE, Fail("Stop")).otherwise(Pass("A")) >> Pass("After"))
    assert compiled["Stop"] == {"Type": "Fail"}
    assert compiled["A"]["Next"] == "After"
    with pytest.raises(NewelError, match="nothing can follow"):
        _ = Choice("C").when(LARGE, Fail("Stop")).otherwise(Succeed("Ok")) >> Pass("After")


def test_a_loop_goes_to_a_name() -> None:
    compiled = states(Pass("Poll") >> Choice("Done?").when(path("$.done").is_true(), Succeed("Ok")).otherwise("Poll"))
    assert compiled["Done?"]["Default"] == "Poll"
    with pytest.raises(NewelErrors, match=r"goes to 'Pol'(.|\n)*write Poll"):
        states(Pass("Poll") >> Choice("C").when(LARGE, "Pol").otherwise("Poll"))


def test_one_state_may_be_where_several_go() -> None:
    stop = Pass("Tell") >> Fail("Stop")
    compiled = states(Choice("C").when(LARGE, stop).when(path("$.a").is_null(), stop).otherwise(Pass("A")))
    assert [each["Next"] for each in compiled["C"]["Choices"]] == ["Tell", "Tell"]  # type: ignore[index, attr-defined]
    assert list(compiled) == ["C", "Tell", "Stop", "A"]


def test_rules_after_rules_do_not_change_what_was() -> None:
    base = Choice("C").when(LARGE, Pass("A"))
    assert len(states(base.when(path("$.b").is_null(), Pass("B")))["C"]["Choices"]) == 2  # type: ignore[arg-type]
    assert len(states(base)["C"]["Choices"]) == 1  # type: ignore[arg-type]


def test_choices_in_choices() -> None:
    inner = Choice("Inner").when(path("$.b").is_null(), Pass("B")).otherwise(Pass("D"))
    compiled = states(Choice("Outer").when(LARGE, inner).otherwise(Pass("E")) >> Pass("After"))
    assert {name for name, state in compiled.items() if state.get("Next") == "After"} == {"B", "D", "E"}


def test_a_state_that_would_go_two_ways_is_refused() -> None:
    shared = Pass("Shared")
    outer = Choice("C").when(LARGE, shared).otherwise(shared >> Pass("B"))
    with pytest.raises(NewelError, match=r"two states named 'Shared'|goes to 'B', and to 'After' as well"):
        states(outer >> Pass("After"))


def test_jsonata() -> None:
    flow = (
        Choice("C", output={"kind": "small"}, assign={"n": 1})
        .when(jsonata("$states.input.total > 100"), Pass("A"), output={"kind": "large"}, assign={"n": 2}, comment="c")
        .otherwise(Pass("B"))
    )
    assert states(flow, query_language="JSONata")["C"] == {
        "Type": "Choice",
        "Choices": [
            {
                "Comment": "c",
                "Condition": "{% $states.input.total > 100 %}",
                "Assign": {"n": 2},
                "Output": {"kind": "large"},
                "Next": "A",
            }
        ],
        "Default": "B",
        "Assign": {"n": 1},
        "Output": {"kind": "small"},
    }


@pytest.mark.parametrize(
    ("condition", "equivalent"),
    [
        (LARGE, "$states.input.total > 100"),
        (~path("$.a").is_present(), "$not($exists($states.input.a))"),
        (
            (path("$.a").string == "x") & path("$.b").is_null(),
            "($states.input.a = \\\"x\\\" and $type($states.input.b) = 'null')",
        ),
        (variable("v").is_false(), "$v = false"),
    ],
)
def test_the_other_language_is_refused_with_the_equivalent(condition: object, equivalent: str) -> None:
    with pytest.raises(NewelErrors) as raised:
        rule(condition, query_language="JSONata")
    assert equivalent.replace('\\"', '"') in str(raised.value).replace("\\'", "'")
    with pytest.raises(NewelErrors, match="does not work in JSONPath"):
        rule(jsonata("true"))
    with pytest.raises(NewelErrors, match="output is for JSONata"):
        states(Choice("C").when(LARGE, Pass("A"), output=1))
