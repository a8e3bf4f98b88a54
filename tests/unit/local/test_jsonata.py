"""States of JSONata: expressions, what they may read, and how they fail."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.local import InvalidDefinition, run

CAUSE = "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression "


def machine(**state: Any) -> dict[str, Any]:
    return {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "End": True, **state}}}


def output(expression: Any, data: Any = "", **members: Any) -> Any:
    ended = run(machine(Output=expression, **members), data)
    assert ended.status == "SUCCEEDED", (ended.error, ended.cause)
    return ended.output


def failed(definition: dict[str, Any]) -> tuple[str | None, str | None]:
    ended = run(definition, {})
    assert ended.status == "FAILED"
    return ended.error, ended.cause


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(values)
def test_the_input_comes_out_as_it_went_in(value: Any) -> None:
    assert output({"same": "{% $states.input %}"}, value) == {"same": value}
    assert output("{% $states.context.Execution.Input %}", value) == value


@given(values)
def test_a_variable_keeps_its_value(value: Any) -> None:
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Assign": {"kept": "{% $states.input %}"}, "Output": {}, "Next": "B"},
            "B": {"Type": "Pass", "Output": {"kept": "{% $kept %}"}, "End": True},
        },
    }
    assert run(definition, value).output == {"kept": value}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$partition([1, 2, 3, 4, 5], 2)", [[1, 2], [3, 4], [5]]),
        ("$partition([1, 2, 3], 2.9)", [[1, 2], [3]]),
        ("$range(1, 10, 3)", [1, 4, 7, 10]),
        ("$range(-1.7, 2, 1)", [-1, 0, 1, 2]),
        ("$range(3, 3, 1)", 3),
        ("$hash('a', 'SHA-1')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"),
        ("$parse('{\"a\": [null, 1.5]}')", {"a": [None, 1.5]}),
        ("$length($uuid())", 36),
        ("$random(7) = $random(7)", True),
        ("4 / 2", 2),
        ("[$states.input.none]", [None]),
        ("$exists($states.input.none)", True),
        ("$type($states.input.none)", "null"),
        ("'%}' & 'x'", "%}x"),
    ],
)
def test_functions_of_step_functions_and_nulls(expression: str, value: Any) -> None:
    assert output(f"{{% {expression} %}}", {"none": None}) == value


def test_text_that_is_no_expression_is_itself() -> None:
    assert output({"a": "$states.input", "b": ["{x}", 1], "c": {"d": "{% 1 %}"}}) == {
        "a": "$states.input",
        "b": ["{x}", 1],
        "c": {"d": 1},
    }


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% $nope %}", "'$nope' specified for the field 'Output' returned nothing (undefined)."),
        (
            {"a": {"b": [1, "{% $nope %}"]}},
            "'$nope' specified for the field 'Output/a/b[1]' returned nothing (undefined).",
        ),
        ("{% 1 + 'x' %}", "'1 + 'x'' specified for the field 'Output' threw an error during evaluation. T2002: "),
        ("{% $eval('1') %}", "threw an error during evaluation. T1006: "),
        ("{% $partition([1], 0) %}", "returned nothing (undefined)."),
        ("{% $range(1, 9) %}", "returned nothing (undefined)."),
        ("{% $range(1, 10, -1) %}", "returned nothing (undefined)."),
        ("{% $hash('a') %}", "returned nothing (undefined)."),
        ("{% $hash('a', 'CRC') %}", "Invalid hash algorithm"),
        ("{% $range(1, 400000, 1) %}", "Expression evaluation memory limit exceeded"),
        ("{% $parse('{') %}", "no JSON"),
        ("{% function($x) { $x } %}", "no JSON"),
        ("{% ($f := function($n) { 1 + $f($n) }; $f(1)) %}", "threw an error during evaluation."),
    ],
)
def test_what_cannot_be_evaluated_is_a_query_evaluation_error(template: Any, said: str) -> None:
    error, cause = failed(machine(Output=template))
    assert error == "States.QueryEvaluationError"
    assert str(cause).startswith(CAUSE)
    assert said in str(cause)


def test_an_expression_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newel.local.jsonata.MOST_SECONDS", 0.05)
    error, cause = failed(machine(Output="{% ($f := function($n) { $f($n + 1) }; $f(1)) %}"))
    assert error == "States.QueryEvaluationError"
    assert "D1012" in str(cause)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            {"Type": "Wait", "Seconds": "{% 'x' %}"},
            "for the field 'Seconds' returned an unexpected result type. Expected 'number'",
        ),
        ({"Type": "Wait", "Seconds": "{% -1 %}"}, "negative value: -1"),
        ({"Type": "Wait", "Seconds": "{% 1.5 %}"}, "cannot be parsed as a long value: 1.5"),
        ({"Type": "Wait", "Timestamp": "{% 'soon' %}"}, "ISO-8601 extended offset date-time format string: soon"),
        ({"Type": "Fail", "Error": "{% 1 %}"}, "Expected 'string', but was 'number' for value: 1"),
        ({"Type": "Choice", "Choices": [{"Condition": "{% 1 %}", "Next": "A"}]}, "'Choices[0]/Condition'"),
        ({"Type": "Map", "Items": "{% {'a': 1} %}"}, "Expected 'array', but was 'object' for value: {\"a\":1}"),
        ({"Type": "Map", "Items": [1], "MaxConcurrency": "{% null %}"}, "'MaxConcurrency' returned an unexpected"),
    ],
)
def test_a_field_of_another_type_is_told_with_its_value(state: dict[str, Any], said: str) -> None:
    if state["Type"] == "Map":
        state = {**state, "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}}
    whole = {**state} if state["Type"] in ("Fail", "Choice") else {**state, "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": whole}}
    error, cause = failed(definition)
    assert error == "States.QueryEvaluationError"
    assert said in str(cause)


def test_an_error_is_caught_with_its_output_and_variables() -> None:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f"},
        "Catch": [
            {
                "ErrorEquals": ["Mine"],
                "Output": {"cause": "{% $states.errorOutput.Cause %}", "input": "{% $states.input %}"},
                "Assign": {"failure": "{% $states.errorOutput.Error %}"},
                "Next": "B",
            }
        ],
        "End": True,
    }
    after = {"Type": "Pass", "Output": {"failure": "{% $failure %}", "was": "{% $states.input %}"}, "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": task, "B": after}}
    ended = run(definition, {"i": 1}, mocks={"A": [{"Throw": {"Error": "Mine", "Cause": "why"}}]})
    assert ended.output == {"failure": "Mine", "was": {"cause": "why", "input": {"i": 1}}}


def test_a_query_evaluation_error_is_retried_and_caught() -> None:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "{% $states.input.none %}"},
        "Retry": [{"ErrorEquals": ["States.QueryEvaluationError"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}],
        "End": True,
    }
    definition = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": task, "B": {"Type": "Succeed"}}}
    ended = run(definition, {}, mocks={"A": []})
    assert ended.output["Error"] == "States.QueryEvaluationError"
    kinds = [event["type"] for event in ended.events]
    assert kinds.count("EvaluationFailed") == 2
    detail = next(e["evaluationFailedEventDetails"] for e in ended.events if e["type"] == "EvaluationFailed")
    assert (detail["location"], detail["state"]) == ("Arguments/FunctionName", "A")


def test_the_result_is_read_in_output_and_assign_by_the_old_variables() -> None:
    one = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f", "n": "{% $n %}"},
        "Assign": {"n": "{% $n + 1 %}", "before": "{% $n %}", "got": "{% $states.result.Payload %}"},
        "Output": "{% $n %}",
        "Next": "B",
    }
    two = {"Type": "Pass", "Output": "{% [$n, $before, $got, $states.input] %}", "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": one, "B": two}}
    ended = run(definition, {}, variables={"n": 1}, mocks={"A": [{"Return": {"Payload": "p"}}]})
    assert ended.output == [2, 1, "p", 1]
    exited = next(e["stateExitedEventDetails"] for e in ended.events if e["type"] == "TaskStateExited")
    assert exited["assignedVariables"] == {"n": "2", "before": "1", "got": '"p"'}


def test_a_choice_has_output_and_variables_of_the_rule_or_of_its_own() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [
            {
                "Condition": "{% $states.input > 1 %}",
                "Output": "{% 'rule' %}",
                "Assign": {"way": "rule"},
                "Next": "B",
            }
        ],
        "Output": "{% 'default' %}",
        "Assign": {"way": "default"},
        "Default": "B",
    }
    after = {"Type": "Pass", "Output": "{% [$states.input, $way] %}", "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": choice, "B": after}}
    assert run(definition, 2).output == ["rule", "rule"]
    assert run(definition, 1).output == ["default", "default"]


def test_variables_of_branches_and_iterations_are_their_own() -> None:
    sets = {"Type": "Pass", "Assign": {"x": "{% $x + $states.input %}"}, "Next": "Out"}
    out = {"Type": "Pass", "Output": "{% $x %}", "End": True}
    inner = {"StartAt": "Set", "States": {"Set": sets, "Out": out}}
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "M",
        "States": {
            "M": {
                "Type": "Map",
                "Items": "{% [1, 2, 3] %}",
                "ItemSelector": "{% $states.context.Map.Item.Value * 10 + $states.context.Map.Item.Index %}",
                "ItemProcessor": inner,
                "Output": {"each": "{% $states.result %}", "x": "{% $x %}"},
                "Next": "P",
            },
            "P": {
                "Type": "Parallel",
                "Arguments": "{% 5 %}",
                "Branches": [inner, inner],
                "Output": {"map": "{% $states.input %}", "both": "{% $states.result %}", "x": "{% $x %}"},
                "End": True,
            },
        },
    }
    assert run(definition, {}, variables={"x": 100}).output == {
        "map": {"each": [110, 121, 132], "x": 100},
        "both": [105, 105],
        "x": 100,
    }


def test_a_distributed_map_sees_no_variables_of_its_machine() -> None:
    inner = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "I",
        "States": {"I": {"Type": "Pass", "Output": "{% $exists($x) %}", "End": True}},
    }
    state = {"Type": "Map", "Items": [1], "ItemProcessor": inner, "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": state}}
    assert run(definition, {}, variables={"x": 1}).output == [False]


def test_a_state_may_be_of_the_other_language() -> None:
    definition = {
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Parameters": {"a.$": "$.n"}, "Assign": {"v.$": "$.a"}, "Next": "B"},
            "B": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"b": "{% $v + 1 %}"}, "Next": "C"},
            "C": {"Type": "Pass", "Parameters": {"c.$": "$.b", "v.$": "$v"}, "End": True},
        },
    }
    assert run(definition, {"n": 1}).output == {"c": 2, "v": 1}


def test_time_is_the_runs() -> None:
    class Clock:
        virtual = True

        def now(self) -> datetime:
            return datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)

    definition = machine(Output="{% [$now(), $millis(), $now('[Y0001]')] %}")
    ended = run(definition, {}, clock=Clock())  # type: ignore[arg-type]
    assert ended.output == ["2020-01-02T03:04:05.000Z", 1577934245000, "2020"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"Output": "{% 1 + %}"}, "Output: the JSONata expression '1 +' cannot be read"),
        ({"Output": {"a": ["{% 1"]}}, "Output/a[0] is half an expression"),
        ({"Type": "Wait", "Seconds": 1, "Timestamp": "{% $now() %}"}, "exactly one"),
        ({"Type": "Wait", "Seconds": "1"}, "Seconds is '1'"),
        ({"Type": "Wait", "Timestamp": "soon"}, "Timestamp is 'soon'"),
        ({"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": "A"}]}, "has a Condition"),
        ({"Type": "Choice", "Choices": [1]}, "which is no object"),
        ({"Assign": {"a": "{% ( %}"}}, "Assign/a"),
    ],
)
def test_what_cannot_be_right_is_refused_before_the_run(state: dict[str, Any], said: str) -> None:
    whole = machine(**state)
    if state.get("Type") == "Choice":
        del whole["States"]["A"]["End"]
    with pytest.raises(InvalidDefinition) as caught:
        run(whole, {})
    assert said in str(caught.value)
    assert "'A'" in str(caught.value)


def test_a_variable_past_the_limit_fails_the_execution() -> None:
    definition = machine(Assign={"big": "{% $join($map([1..300], function($i) { $pad('', 1000, 'x') })) %}"}, Output={})
    error, _ = failed(definition)
    assert error == "States.DataLimitExceeded"


def test_ten_thousand_items_are_no_matter() -> None:
    state = {
        "Type": "Map",
        "Items": "{% $states.input.items %}",
        "ItemSelector": {"i": "{% $states.context.Map.Item.Index %}"},
        "ItemProcessor": {
            "StartAt": "I",
            "States": {"I": {"Type": "Pass", "Output": "{% $states.input.i %}", "End": True}},
        },
        "Output": "{% $count($states.result) %}",
        "End": True,
    }
    definition = {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": state}}
    ended = run(definition, {"items": list(range(2000))})
    assert ended.output == 2000, json.dumps(ended.cause)
