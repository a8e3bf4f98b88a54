"""TestState here: what it takes, what it refuses, and what it shows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from newel.local import test_state

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:F"
RETRY = {"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 2}
CATCH = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.why", "Next": "Told"}


def task(resource: str = LAMBDA, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Next": "After", **fields}


def throws(error: str) -> dict[str, Any]:
    return {"errorOutput": {"error": error, "cause": "because"}}


def returns(value: object) -> dict[str, Any]:
    return {"result": json.dumps(value)}


def refusal(**request: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        test_state(**request)
    said = refused.value.response["Error"]
    return said["Code"], said["Message"]


def test_a_state_has_an_output_and_a_next_state() -> None:
    state = {"Type": "Pass", "Result": {"b": 1}, "ResultPath": "$.a", "Next": "Then"}
    assert test_state(definition=state, input='{"x": 1}') == {
        "status": "SUCCEEDED",
        "output": '{"x":1,"a":{"b":1}}',
        "nextState": "Then",
    }


def test_a_state_of_a_whole_machine_is_found_however_deep() -> None:
    deep = {"StartAt": "Deep", "States": {"Deep": {"Type": "Pass", "Output": "{% 1 + 1 %}", "End": True}}}
    machine = {
        "QueryLanguage": "JSONata",
        "StartAt": "Each",
        "States": {"Each": {"Type": "Map", "ItemProcessor": deep, "End": True}},
    }
    assert test_state(definition=machine, stateName="Deep")["output"] == "2"
    assert refusal(definition=machine, stateName="None") == ("ValidationException", "State not found in definition")
    assert "State name must be specified" in refusal(definition=machine)[1]


def test_handlers_answer_what_has_no_mock() -> None:
    assert test_state(definition=task(), input="3", lambdas={"F": lambda event: event + 1})["output"] == "4"


def test_what_has_neither_handler_nor_mock_is_refused() -> None:
    code, message = refusal(definition=task("arn:aws:states:::sns:publish"))
    assert code == "InvalidDefinition"
    assert "sns:publish" in message


def test_data_is_shown_at_every_step() -> None:
    state = task(
        InputPath="$.in",
        Parameters={"n.$": "$.n"},
        ResultSelector={"m.$": "$.x"},
        ResultPath="$.out",
        OutputPath="$.out",
    )
    answer = test_state(definition=state, input='{"in": {"n": 1}}', inspectionLevel="DEBUG", mock=returns({"x": 2}))
    assert answer["inspectionData"] == {
        "input": '{"in":{"n":1}}',
        "afterInputPath": '{"n":1}',
        "afterParameters": '{"n":1}',
        "result": '{"x":2}',
        "afterResultSelector": '{"m":2}',
        "afterResultPath": '{"in":{"n":1},"out":{"m":2}}',
    }
    assert answer["output"] == '{"m":2}'


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, {"retryIndex": 0, "retryBackoffIntervalSeconds": 2}),
        (1, {"retryIndex": 0, "retryBackoffIntervalSeconds": 4}),
        (2, {"retryIndex": 0, "catchIndex": 0}),
    ],
)
def test_an_error_is_retried_until_it_is_caught(count: int, expected: dict[str, int]) -> None:
    answer = test_state(
        definition=task(Retry=[RETRY], Catch=[CATCH]),
        input='{"x": 1}',
        inspectionLevel="TRACE",
        mock=throws("Busy"),
        stateConfiguration={"retrierRetryCount": count},
    )
    assert answer["inspectionData"]["errorDetails"] == expected
    assert (answer["error"], answer["cause"]) == ("Busy", "because")
    if count < 2:
        assert answer["status"] == "RETRIABLE"
    else:
        assert (answer["status"], answer["nextState"]) == ("CAUGHT_ERROR", "Told")
        assert json.loads(answer["output"]) == {"x": 1, "why": {"Error": "Busy", "Cause": "because"}}


def test_an_error_that_nobody_takes_fails() -> None:
    answer = test_state(definition=task(), mock=throws("Busy"))
    assert answer == {"status": "FAILED", "error": "Busy", "cause": "because"}


def test_variables_and_the_context_object_are_given() -> None:
    state = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $v & $states.context.Execution.Name %}"}
    answer = test_state(
        definition={**state, "End": True},
        variables='{"v": "a"}',
        context='{"Execution": {"Name": "b"}}',
        inspectionLevel="DEBUG",
    )
    assert answer["output"] == '"ab"'
    assert answer["inspectionData"]["variables"] == '{"v":"a"}'


PUT = "arn:aws:states:::dynamodb:getItem"
SDK = "arn:aws:states:::aws-sdk:s3:listObjectsV2"


@pytest.mark.parametrize(
    ("resource", "mode", "result", "fault"),
    [
        (PUT, "STRICT", {"Item": {"a": {"S": "x"}}}, None),
        (PUT, "STRICT", {"Item": []}, "Field 'Item' must be an object"),
        (PUT, "NONE", {"Item": []}, None),
        (SDK, "STRICT", {"KeyCount": "1"}, "Field 'KeyCount' must be a number"),
        (SDK, "PRESENT", {"Contents": [{"Size": "1"}]}, "Field 'Size' must be a number"),
        (SDK, "STRICT", [], "Mocked result must be a JSON object."),
        ("arn:aws:states:::aws-sdk:sqs:sendMessage", "STRICT", {"MessageId": "1"}, None),
        (LAMBDA, "STRICT", 7, None),
    ],
)
def test_a_mock_is_what_the_api_could_give(resource: str, mode: str, result: Any, fault: str | None) -> None:
    mock = {**returns(result), "fieldValidationMode": mode}
    if fault is None:
        assert test_state(definition=task(resource), mock=mock)["status"] == "SUCCEEDED"
    else:
        assert refusal(definition=task(resource), mock=mock) == (
            "ValidationException",
            f"Mock result schema validation error: {fault}",
        )


BRANCH = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
PARALLEL = {"Type": "Parallel", "Branches": [BRANCH, BRANCH], "End": True}
MAP = {"Type": "Map", "ItemProcessor": BRANCH, "End": True}
DISTRIBUTED = {
    "Type": "Map",
    "ItemProcessor": {**BRANCH, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
    "ToleratedFailureCount": 1,
    "End": True,
}
PASS = {"Type": "Pass", "End": True}


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ({"definition": "{"}, "InvalidDefinition", "no JSON"),
        ({"definition": "[]"}, "InvalidDefinition", "no JSON object"),
        ({"definition": {"Type": "Nothing"}}, "InvalidDefinition", "Nothing"),
        ({"definition": PASS, "input": "{"}, "InvalidExecutionInput", "no JSON"),
        ({"definition": PASS, "input": "[" * 5000}, "InvalidExecutionInput", "no JSON"),
        ({"definition": PASS, "input": '{"a": NaN}'}, "InvalidExecutionInput", "no JSON"),
        ({"definition": PASS, "inspectionLevel": "LOUD"}, "ValidationException", "[INFO, DEBUG, TRACE]"),
        ({"definition": PASS, "variables": "[1]"}, "ValidationException", "must be a JSON object"),
        ({"definition": PASS, "context": '{"Exec": {}}'}, "ValidationException", "'Exec' is not allowed"),
        ({"definition": PASS, "context": '{"State": {"RetryCount": "1"}}'}, "ValidationException", "must be a number"),
        ({"definition": PASS, "mock": returns(1)}, "ValidationException", "State type 'Pass' is not supported"),
        ({"definition": MAP}, "InvalidDefinition", "does not support Map or Parallel"),
        ({"definition": MAP, "mock": returns({})}, "ValidationException", "must be an array"),
        ({"definition": PARALLEL, "mock": returns([1])}, "ValidationException", "same number of items"),
        ({"definition": task(), "mock": {"result": "{"}}, "ValidationException", "must be valid JSON"),
        ({"definition": task(), "mock": {**returns(1), **throws("E")}}, "ValidationException", "only one of"),
        (
            {"definition": task(), "mock": {**returns(1), "fieldValidationMode": "LAX"}},
            "ValidationException",
            "[STRICT, PRESENT, NONE]",
        ),
    ],
)
def test_what_aws_refuses_is_refused(request_: dict[str, Any], code: str, words: str) -> None:
    found = refusal(**request_)
    assert found[0] == code
    assert words in found[1]


@pytest.mark.parametrize(
    "request_",
    [
        {"definition": ""},
        {"definition": PASS, "input": 3},
        {"definition": PASS, "mock": {"errorOutput": "E"}},
        {"definition": PASS, "stateConfiguration": {"retrierRetryCount": -1}},
        {"definition": PASS, "stateConfiguration": {"tries": 1}},
    ],
)
def test_what_boto3_refuses_is_refused_in_its_words(request_: dict[str, Any]) -> None:
    with pytest.raises(ParamValidationError):
        test_state(**request_)


def test_failures_of_a_distributed_map_are_tolerated_up_to_its_count() -> None:
    def ended(failures: int) -> dict[str, Any]:
        return test_state(
            definition=DISTRIBUTED,
            input="[1, 2, 3]",
            mock=returns([1, 2, 3]),
            stateConfiguration={"mapIterationFailureCount": failures},
        )

    assert ended(1)["status"] == "SUCCEEDED"
    assert ended(2)["error"] == "States.ExceedToleratedFailureThreshold"
