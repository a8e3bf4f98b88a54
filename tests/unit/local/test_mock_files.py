"""Mocks from files: MockConfigFile.json of Step Functions Local, and objects of state names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError, UsageError
from newel.local import run
from newel.local.mock_files import load_mocks

if TYPE_CHECKING:
    from pathlib import Path

# The example of "Mocked service integrations for testing state machines in Step Functions Local".
CONFIG: dict[str, Any] = {
    "StateMachines": {
        "LambdaSQSIntegration": {
            "TestCases": {
                "HappyPath": {"LambdaState": "MockedLambdaSuccess", "SQSState": "MockedSQSSuccess"},
                "RetryPath": {"LambdaState": "MockedLambdaRetry", "SQSState": "MockedSQSSuccess"},
            }
        }
    },
    "MockedResponses": {
        "MockedLambdaSuccess": {
            "0": {"Return": {"StatusCode": 200, "Payload": {"StatusCode": 200, "body": "Hello from Lambda!"}}}
        },
        "MockedSQSSuccess": {
            "0": {"Return": {"MD5OfMessageBody": "3bcb6e8e", "MessageId": "0f4d4e8b-3d4d-4a9d-8a6d-1b2d3c4d5e6f"}}
        },
        "MockedLambdaRetry": {
            "0": {"Throw": {"Error": "Lambda.ResourceNotReadyException", "Cause": "Lambda resource is not ready."}},
            "1-2": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "Lambda timed out."}},
            "3": {"Return": {"StatusCode": 200, "Payload": {"StatusCode": 200, "body": "Hello from Lambda!"}}},
        },
    },
}

MACHINE = {
    "StartAt": "LambdaState",
    "States": {
        "LambdaState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"Payload.$": "$", "FunctionName": "HelloWorldFunction"},
            "Retry": [
                {
                    "ErrorEquals": ["States.ALL"],
                    "IntervalSeconds": 2,
                    "MaxAttempts": 3,
                    "BackoffRate": 2,
                }
            ],
            "Next": "SQSState",
        },
        "SQSState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {
                "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/myQueue",
                "MessageBody.$": "$",
            },
            "End": True,
        },
    },
}


def written(folder: Path, content: object) -> Path:
    file = folder / "MockConfigFile.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


@pytest.mark.parametrize(("case", "calls"), [("HappyPath", 1), ("RetryPath", 4)])
def test_the_file_of_step_functions_local_is_read_as_it_is(tmp_path: Path, case: str, calls: int) -> None:
    given = load_mocks(written(tmp_path, CONFIG), ["LambdaSQSIntegration"], case)
    execution = run(MACHINE, {}, mocks=given.answers, mock_validation="STRICT")
    assert execution.status == "SUCCEEDED"
    assert [event["type"] for event in execution.events].count("TaskScheduled") == calls + 1


def test_the_only_machine_is_meant_whatever_it_is_called(tmp_path: Path) -> None:
    assert set(load_mocks(written(tmp_path, CONFIG), ["Orders"], "HappyPath").answers) == {"LambdaState", "SQSState"}


def test_one_of_several_machines_is_found_by_any_of_its_names(tmp_path: Path) -> None:
    machines = {"a": {"TestCases": {"c": {"S": "R"}}}, "b": {"TestCases": {"d": {}}}}
    file = written(tmp_path, {"StateMachines": machines, "MockedResponses": {"R": {"0": {"Return": 1}}}})
    assert load_mocks(file, ["Orders", "a"]).answers == {"S": {"0": {"Return": 1}}}
    assert load_mocks(file, ["b"]).case == "d"
    with pytest.raises(NewelError, match=r"no machine 'Orders'(?s:.)*there is a, b"):
        load_mocks(file, ["Orders"])


def test_an_object_of_states_is_taken_as_it_is(tmp_path: Path) -> None:
    given = load_mocks(written(tmp_path, {"S": [{"Return": 1}]}), ["Orders"])
    assert (given.answers, given.case) == ({"S": [{"Return": 1}]}, None)


@pytest.mark.parametrize(
    ("content", "case", "said"),
    [
        ("", None, "it is empty"),
        ("{", None, "not JSON"),
        ([], None, "it is no object\n  write the name of a MockConfigFile.json, or states"),
        ("null", None, "it is no object"),
        ({"StateMachnes": {"Orders": {}}}, None, "no member 'StateMachnes'\n  write StateMachines"),
        ({"StateMachines": {"Orders": {}}, "MockedResponse": {"R": {}}}, None, "write MockedResponses"),
        ({"StateMachines": {"Orders": {"TestCase": {"c": {}}}}}, None, "write TestCases"),
        (CONFIG, None, "which test case\\? There is HappyPath, RetryPath"),
        (CONFIG, "HappyPth", "did you mean HappyPath"),
        ({"S": []}, "HappyPath", "no case 'HappyPath'"),
        ({"StateMachines": []}, None, "'StateMachines' is no object"),
        ({"StateMachines": {}}, None, "there is none at all"),
        ({"StateMachines": {"Orders": {}}}, None, "it has no TestCases"),
        ({"StateMachines": {"Orders": {"TestCases": {"c": {"S": "R"}}}}}, None, "takes the response 'R'"),
        (
            {"StateMachines": {"Orders": {"TestCases": {"c": {"S": "Rr"}}}}, "MockedResponses": {"R": {}}},
            None,
            "did you mean R",
        ),
        (
            {"StateMachines": {"Orders": {"TestCases": {"c": {"S": ["R"]}}}}, "MockedResponses": {}},
            None,
            "there is none",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, content: Any, case: str | None, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        load_mocks(written(tmp_path, content), ["Orders"], case)


def test_mocks_may_be_given_themselves() -> None:
    given = load_mocks('{"S": [{"Return": "https://a//b"}]}', ["Orders"])
    assert given.answers == {"S": [{"Return": "https://a//b"}]}
    with pytest.raises(NewelError, match="not JSON"):
        load_mocks('{"S', ["Orders"])


@pytest.mark.parametrize("given", ["[]", '"S"'])
def test_what_is_given_itself_is_an_object(given: str) -> None:
    with pytest.raises(NewelError, match=r"^--mocks: it is no object\n  write the name of a MockConfigFile.json, or"):
        load_mocks(given, ["Orders"])


@pytest.mark.parametrize("given", ["", " ", "null", "7", "none.json", "x" * 5000])
def test_what_is_neither_a_file_nor_mocks_is_wrong_use(given: str) -> None:
    with pytest.raises(UsageError, match=r"^--mocks .*: there is no such file, and it is no object of mocks\n  write"):
        load_mocks(given, ["Orders"])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"Return": 1, "Thorw": {}}, "state 'LambdaState': a mock has no member 'Thorw'\n  write Throw"),
        ({"Thorw": {"Error": "E"}}, "a mock has no member 'Thorw'\n  write Throw"),
        ({"Return": 1, "seconds": 3}, "a mock has no member 'seconds'\n  write Seconds"),
        ({"Throw": {"Error": "E", "Casue": "c"}}, "a mock's Throw has no member 'Casue'\n  write Cause"),
    ],
)
def test_a_member_that_no_mock_has_is_an_error(answer: object, said: str) -> None:
    with pytest.raises(NewelError, match=said):
        run(MACHINE, {}, mocks={"LambdaState": [answer]})


def test_what_tools_add_to_a_file_stays(tmp_path: Path) -> None:
    content = {"$schema": "https://s", "Comment": "ours", **CONFIG}
    assert load_mocks(written(tmp_path, content), ["Orders"], "HappyPath").case == "HappyPath"
    answers = {"StateMachine": {"0": {"Return": 1}}}
    assert load_mocks(json.dumps(answers), ["Orders"]).answers == answers
