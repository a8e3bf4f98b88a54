"""Tasks: who answers, what is tried again, what is caught, and what the history says."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from newel.errors import NewelError
from newel.local import Execution, Observer, run

ARN = "arn:aws:lambda:us-east-1:123456789012:function:F"
PUBLISH = "arn:aws:states:::sns:publish"


def task(resource: str = ARN, **fields: Any) -> dict[str, Any]:
    return {
        "StartAt": "T",
        "States": {
            "T": {"Type": "Task", "Resource": resource, "End": True, **fields},
            "Caught": {"Type": "Pass", "End": True},
        },
    }


def throws(error: str, cause: str = "because") -> dict[str, Any]:
    return {"Throw": {"Error": error, "Cause": cause}}


def types(execution: Execution) -> list[str]:
    return [event["type"] for event in execution.events]


def elapsed(execution: Execution) -> timedelta:
    passed: timedelta = execution.events[-1]["timestamp"] - execution.events[0]["timestamp"]
    return passed


def test_a_mock_answers_and_the_history_tells_it() -> None:
    machine = task(PUBLISH, Parameters={"Message.$": "$.m"}, TimeoutSeconds=9, ResultPath="$.r")
    execution = run(machine, {"m": "hi"}, mocks={"T": [{"Return": {"MessageId": "1"}}]})
    assert execution.output == {"m": "hi", "r": {"MessageId": "1"}}
    assert types(execution)[2:5] == ["TaskScheduled", "TaskStarted", "TaskSucceeded"]
    scheduled = execution.events[2]["taskScheduledEventDetails"]
    assert scheduled == {
        "resourceType": "sns",
        "resource": "publish",
        "region": "us-east-1",
        "parameters": '{"Message":"hi"}',
        "timeoutInSeconds": 9,
    }
    assert execution.events[4]["taskSucceededEventDetails"]["output"] == '{"MessageId":"1"}'


@pytest.mark.parametrize("key", [ARN, "F"])
def test_a_callable_answers_a_function_by_arn_or_name(key: str) -> None:
    execution = run(task(Parameters={"n.$": "$.n"}), {"n": 2}, lambdas={key: lambda event: event["n"] * 21})
    assert execution.output == 42
    assert types(execution)[2:5] == [
        "LambdaFunctionScheduled",
        "LambdaFunctionStarted",
        "LambdaFunctionSucceeded",
    ]


def test_a_callable_cannot_change_the_states_data() -> None:
    def spoil(event: dict[str, Any]) -> None:
        event["list"].append("spoilt")

    execution = run(task(ResultPath="$.r"), {"list": []}, lambdas={"F": spoil})
    assert execution.output == {"list": [], "r": None}


def test_an_exception_becomes_the_error_that_lambda_would_give() -> None:
    class OutOfStock(Exception):
        pass

    def fail(_: object) -> None:
        raise OutOfStock("none left")

    execution = run(task(), {}, lambdas={"F": fail})
    assert execution.error == "OutOfStock"
    cause = json.loads(str(execution.cause))
    assert cause["errorMessage"] == "none left"
    assert cause["errorType"] == "OutOfStock"
    assert "raise OutOfStock" in cause["stackTrace"][-1]
    assert all("lambdas.py" not in frame for frame in cause["stackTrace"])


@pytest.mark.parametrize(
    ("returned", "arrives"), [(Decimal("2.5"), 2.5), (Decimal(3), 3), ((1, 2), [1, 2]), ({1: "a"}, {"1": "a"})]
)
def test_results_travel_as_json(returned: object, arrives: object) -> None:
    assert run(task(), {}, lambdas={"F": lambda _: returned}).output == arrives


@pytest.mark.parametrize("returned", [object(), float("nan"), {"a": {1, 2}}])
def test_a_result_that_is_no_json_is_a_marshal_error(returned: object) -> None:
    assert run(task(), {}, lambdas={"F": lambda _: returned}).error == "Runtime.MarshalError"


@pytest.mark.parametrize(
    ("retrier", "failures", "seconds"),
    [
        ({}, 3, 1 + 2 + 4),
        ({"IntervalSeconds": 3, "BackoffRate": 1.5, "MaxAttempts": 2}, 2, 3 + 4.5),
        ({"IntervalSeconds": 10, "BackoffRate": 10, "MaxDelaySeconds": 60}, 3, 10 + 60 + 60),
    ],
)
def test_retries_back_off_in_virtual_time(retrier: dict[str, Any], failures: int, seconds: float) -> None:
    machine = task(Retry=[{"ErrorEquals": ["Busy"], **retrier}])
    execution = run(machine, {}, mocks={"T": [*[throws("Busy")] * failures, {"Return": 1}]})
    assert execution.status == "SUCCEEDED"
    assert elapsed(execution) == timedelta(seconds=seconds)
    assert types(execution).count("LambdaFunctionScheduled") == failures + 1


def test_retries_end_and_each_retrier_counts_for_itself() -> None:
    retry = [{"ErrorEquals": ["A"], "MaxAttempts": 1}, {"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}]
    answers = [throws("A"), throws("B"), throws("B"), throws("A", "the last")]
    execution = run(task(Retry=retry), {}, mocks={"T": answers})
    assert (execution.status, execution.cause) == ("FAILED", "the last")


def test_parameters_see_the_retry_count() -> None:
    seen: list[int] = []

    def busy(event: dict[str, int]) -> None:
        seen.append(event["n"])
        raise TimeoutError

    machine = task(Parameters={"n.$": "$$.State.RetryCount"}, Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}])
    run(machine, {}, lambdas={"F": busy})
    assert seen == [0, 1, 2]


@pytest.mark.parametrize(
    ("error", "names", "caught"),
    [
        ("Mine", ["Mine"], True),
        ("Mine", ["Other"], False),
        ("Mine", ["States.TaskFailed"], True),
        ("Mine", ["States.ALL"], True),
        ("States.Timeout", ["States.TaskFailed"], False),
        ("States.Timeout", ["States.Timeout"], True),
    ],
)
def test_catch_takes_what_it_names(error: str, names: list[str], caught: bool) -> None:
    machine = task(Catch=[{"ErrorEquals": names, "Next": "Caught", "ResultPath": "$.e"}])
    execution = run(machine, {"a": 1}, mocks={"T": [throws(error)]})
    if caught:
        assert execution.output == {"a": 1, "e": {"Error": error, "Cause": "because"}}
    else:
        assert execution.error == error


def test_a_runtime_error_is_never_caught() -> None:
    machine = task(ResultSelector={"x.$": "$.none"}, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Caught"}])
    assert run(machine, {}, mocks={"T": [{"Return": {}}]}).error == "States.Runtime"


def test_a_time_out_has_its_own_event() -> None:
    execution = run(task(TimeoutSeconds=5), {}, mocks={"T": [{"Throw": {"Error": "States.Timeout"}}]})
    assert types(execution)[-2:] == ["LambdaFunctionTimedOut", "ExecutionFailed"]
    assert execution.cause is None


@pytest.mark.parametrize(
    ("seconds", "passed", "error"), [(3, 3, None), (5, 5, None), (6, 5, "States.Timeout"), (600, 5, "States.Timeout")]
)
def test_an_answer_may_take_its_time(seconds: float, passed: float, error: str | None) -> None:
    execution = run(task(TimeoutSecondsPath="$.most"), {"most": 5}, mocks={"T": [{"Return": 1, "Seconds": seconds}]})
    assert (execution.error, execution.cause) == (error, None)
    assert elapsed(execution) == timedelta(seconds=passed)


@pytest.mark.parametrize("most", ["5", -1, 1.5, None])
def test_a_time_out_that_is_no_number_is_a_runtime_error(most: Any) -> None:
    execution = run(task(TimeoutSecondsPath="$.most"), {"most": most}, mocks={"T": [{"Return": 1}]})
    assert execution.error == "States.Runtime"


def test_an_activity_has_events_of_its_own() -> None:
    arn = "arn:aws:states:us-east-1:123456789012:activity:Clean"
    execution = run(task(arn, HeartbeatSeconds=9), {"a": 1}, mocks={"T": [{"Return": 1}]})
    assert execution.output == 1
    assert types(execution)[2:5] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]
    assert execution.events[2]["activityScheduledEventDetails"] == {
        "resource": arn,
        "input": '{"a":1}',
        "inputDetails": {"truncated": False},
        "heartbeatInSeconds": 9,
    }
    failed = run(task(arn), {}, mocks={"T": [throws("E")]})
    assert types(failed)[-2:] == ["ActivityFailed", "ExecutionFailed"]


def test_a_job_is_submitted_before_it_succeeds() -> None:
    machine = task("arn:aws:states:::glue:startJobRun.sync")
    execution = run(machine, {}, mocks={"T": [{"Return": 1, "Submitted": {"JobRunId": "j"}}]})
    assert types(execution)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    assert execution.events[4]["taskSubmittedEventDetails"]["output"] == '{"JobRunId":"j"}'


def test_a_callback_task_has_a_token() -> None:
    parameters = {"MessageBody": {"token.$": "$$.Task.Token"}}
    machine = task("arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters=parameters)
    execution = run(machine, {}, mocks={"T": [{"Return": 1}]})
    sent = json.loads(execution.events[2]["taskScheduledEventDetails"]["parameters"])
    assert sent["MessageBody"]["token"]


def test_a_result_past_the_limit_is_an_error_that_can_be_caught() -> None:
    machine = task(Catch=[{"ErrorEquals": ["States.DataLimitExceeded"], "Next": "Caught"}])
    execution = run(machine, {}, lambdas={"F": lambda _: "x" * 300_000})
    assert execution.output["Error"] == "States.DataLimitExceeded"
    assert "LambdaFunctionFailed" in types(execution)


def test_the_role_of_a_task_is_told() -> None:
    execution = run(task(Credentials={"RoleArn.$": "$.role"}), {"role": "arn:r"}, mocks={"T": [{"Return": 1}]})
    assert execution.events[2]["lambdaFunctionScheduledEventDetails"]["taskCredentials"] == {"roleArn": "arn:r"}


@pytest.mark.parametrize(
    ("mocks", "said"),
    [
        ({"T": []}, "more than it has mocks"),
        ({"T": [{"Give": 1}]}, "has no member 'Give'"),
        ({"T": [{"Return": 1, "Throw": {"Error": "E"}}]}, "is no mock"),
        ({"T": [{"Throw": {}}]}, "has no Error"),
        ({"T": {"first": {"Return": 1}}}, "no list of answers"),
        ({"T": {}}, "no list of answers"),
        ({"T": {"1": {"Return": 1}}}, "call 0 has no answer"),
        ({"T": {"0-1": {"Return": 1}, "1-2": {"Return": 1}}}, "call 1 has two answers"),
        ({"T": {"0": {"Return": 1}, "2-1": {"Return": 1}}}, "'2-1' goes backwards|call 1 has no answer"),
        ({"T": {"0-99999999": {"Return": 1}}}, "no list of answers"),
        ({"T": [{"Return": {1, 2}}]}, "no JSON value"),
        ({"T": [{"Return": 1, "Seconds": -1}]}, "Seconds are -1"),
        ({"T": [{"Return": 1, "Seconds": "5"}]}, "Seconds are '5'"),
        ({"T": [{"Return": 1}], "Tt": [{"Return": 1}]}, "write T"),
        ({"T": [{"Return": 1}], "Caught": [{"Return": 1}]}, "no such task"),
    ],
)
def test_mocks_that_cannot_be_right_are_refused(mocks: Any, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        run(task(), {}, mocks=mocks)


def test_mocks_may_be_told_by_the_number_of_the_call() -> None:
    mocks = {"T": {"0-1": throws("Busy"), "2": {"Return": 7}}}
    execution = run(task(Retry=[{"ErrorEquals": ["Busy"]}]), {}, mocks=mocks)
    assert execution.output == 7
    assert types(execution).count("LambdaFunctionFailed") == 2


@pytest.mark.parametrize(
    ("mode", "result", "said"),
    [
        ("STRICT", {"Messages": [{"Body": 1}]}, "Field 'Body' must be a string"),
        ("PRESENT", {"Messages": {}}, "Field 'Messages' must be an array"),
        ("PRESENT", {"Messages": [{"Body": "x"}], "More": 1}, None),
        ("NONE", {"Messages": {}}, None),
    ],
)
def test_mocks_are_held_to_the_model_of_the_api(mode: Any, result: Any, said: str | None) -> None:
    machine, mocks = task("arn:aws:states:::aws-sdk:sqs:receiveMessage"), {"T": [{"Return": result}]}
    if said is None:
        assert run(machine, {}, mocks=mocks, mock_validation=mode).output == result
    else:
        with pytest.raises(NewelError, match=said):
            run(machine, {}, mocks=mocks, mock_validation=mode)


ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:A"


@pytest.mark.parametrize(
    ("answer", "error", "seconds"),
    [
        ({"Return": 1, "Seconds": 30}, "States.HeartbeatTimeout", 10),
        ({"Return": 1, "Seconds": 30, "HeartbeatSeconds": 11}, "States.HeartbeatTimeout", 10),
        ({"Return": 1, "Seconds": 30, "HeartbeatSeconds": 9}, None, 30),
        ({"Return": 1, "Seconds": 70, "HeartbeatSeconds": 9}, "States.Timeout", 60),
        ({"Return": 1, "Seconds": 9}, None, 9),
    ],
)
def test_a_worker_has_to_give_a_sign_of_life(answer: dict[str, Any], error: str | None, seconds: int) -> None:
    execution = run(task(ACTIVITY, TimeoutSeconds=60, HeartbeatSeconds=10), {}, mocks={"T": [answer]})
    assert (execution.error, elapsed(execution)) == (error, timedelta(seconds=seconds))
    assert ("ActivityTimedOut" in types(execution)) == (error is not None)


def test_what_a_function_gives_is_anything() -> None:
    machine = task("arn:aws:states:::lambda:invoke", Parameters={"FunctionName": "f"})
    mocks = {"T": [{"Return": {"Payload": {"a": 1}, "StatusCode": 200}}]}
    assert run(machine, {}, mocks=mocks, mock_validation="STRICT").output["Payload"] == {"a": 1}


def test_an_observer_hears_what_happens_in_its_order() -> None:
    heard: list[str] = []

    class Ear(Observer):
        def event(self, event: dict[str, Any]) -> None:
            heard.append(event["type"])

        def answered(self, state: str, by: str, seconds: float) -> None:
            heard.append(f"{state} answered by {by}")

        def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:
            heard.append(f"retry {attempt} of {state} for {error} after {seconds} virtual={virtual}")

        def caught(self, state: str, error: str, target: str) -> None:
            heard.append(f"{state} caught {error} to {target}")

    machine = task(Retry=[{"ErrorEquals": ["A"], "MaxAttempts": 1}], Catch=[{"ErrorEquals": ["A"], "Next": "Caught"}])
    run(machine, {}, mocks={"T": [throws("A"), throws("A")]}, observer=Ear())
    assert [line for line in heard if " " in line] == [
        "T answered by mock",
        "retry 1 of T for A after 1.0 virtual=True",
        "T answered by mock",
        "T caught A to Caught",
    ]
    assert heard[0] == "ExecutionStarted"
    assert heard[-1] == "ExecutionSucceeded"
