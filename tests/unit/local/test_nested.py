"""Executions that states start, functions that they invoke by name, and callbacks with task tokens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from support.local_project import LocalProject, chain, task

if TYPE_CHECKING:
    from pathlib import Path

CHILD = {
    "Rest": {"Type": "Wait", "Seconds": 60},
    "Tell": {"Type": "Pass", "Parameters": {"got.$": "$", "name.$": "$$.Execution.Name"}},
}
FAILS = {"No": {"Type": "Fail", "Error": "Broken", "Cause": "because"}}


def start(pattern: str = "", **parameters: Any) -> dict[str, Any]:
    return task(f"states:startExecution{pattern}", {"StateMachineArn": "${Child}", **parameters})


def types(ran: Any, kind: str) -> list[Any]:
    return [event for event in ran.execution.events if event["type"] == kind]


@pytest.mark.parametrize(
    ("pattern", "data", "output"),
    [
        (".sync", '{"n":1}', '{"got":{"n":1},"name":"Own"}'),
        (".sync:2", {"n": 1}, {"got": {"n": 1}, "name": "Own"}),
    ],
)
def test_a_child_is_waited_for_and_described(tmp_path: Path, pattern: str, data: Any, output: Any) -> None:
    parent = {"Start": start(pattern, Input={"n": 1}, Name="Own")}
    ran = LocalProject(tmp_path, machines={"Parent": parent, "Child": CHILD}).run("Parent")
    told = ran.execution.output
    assert (told["Status"], told["Input"], told["Output"]) == ("SUCCEEDED", data, output)
    assert told["ExecutionArn"] == "arn:aws:states:us-east-1:123456789012:execution:Child:Own"
    assert told["StopDate"] - told["StartDate"] == 60_000
    (submitted,), (succeeded,) = types(ran, "TaskSubmitted"), types(ran, "TaskSucceeded")
    assert (succeeded["timestamp"] - submitted["timestamp"]).total_seconds() == 60
    assert json.loads(submitted["taskSubmittedEventDetails"]["output"]).keys() == {"ExecutionArn", "StartDate"}


def test_a_child_that_fails_fails_the_state_that_waits(tmp_path: Path) -> None:
    ran = LocalProject(tmp_path, machines={"Parent": {"Start": start(".sync")}, "Child": FAILS}).run("Parent")
    assert ran.execution.error == "States.TaskFailed"
    cause = json.loads(ran.execution.cause or "")
    assert (cause["Status"], cause["Error"], cause["Cause"]) == ("FAILED", "Broken", "because")


def test_a_child_that_nobody_waits_for_ends_all_the_same(tmp_path: Path) -> None:
    send = {"Send": task("sqs:sendMessage", {"QueueUrl": "${Inbox}", "MessageBody": "done"})}
    child = {"Rest": CHILD["Rest"], **send}
    machines = {"Parent": {"Start": start()}, "Child": child}
    ran = LocalProject(tmp_path, resources={"Inbox": {"Type": "AWS::SQS::Queue"}}, machines=machines).run("Parent")
    assert ran.execution.output.keys() == {"ExecutionArn", "StartDate"}
    assert ran.effects[0].messages == ["done"]


def test_a_child_has_its_own_time_out_and_the_state_has_its(tmp_path: Path) -> None:
    late = {"StartAt": "W", "TimeoutSeconds": 5, "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}}
    machines = {
        "Parent": {"Start": start(".sync")},
        "Hasty": {"Start": {**start(".sync"), "TimeoutSeconds": 2}},
        "Child": late,
    }
    project = LocalProject(tmp_path, machines=machines)
    assert json.loads(project.run("Parent").execution.cause or "")["Status"] == "TIMED_OUT"
    hasty = project.run("Hasty")
    assert hasty.execution.error == "States.Timeout"
    assert types(hasty, "TaskTimedOut")


def test_express_children_answer_by_the_sdk(tmp_path: Path) -> None:
    called = task("aws-sdk:sfn:startSyncExecution", {"StateMachineArn": "${Child}"})
    machines = {"Parent": {"Start": called}, "Child": FAILS}
    told = LocalProject(tmp_path, machines=machines, express=["Child"]).run("Parent").execution.output
    assert (told["Status"], told["Error"]) == ("FAILED", "Broken")


def test_standard_children_do_not_answer_at_once(tmp_path: Path) -> None:
    called = task("aws-sdk:sfn:startSyncExecution", {"StateMachineArn": "${Child}"})
    execution = LocalProject(tmp_path, machines={"P": {"S": called}, "Child": CHILD}).run("P").execution
    assert execution.error == "Sfn.StateMachineTypeNotSupportedException"


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:No"}, "StateMachineDoesNotExist"),
        ({"StateMachineArn": "${Child}", "Name": "Same", "Input.$": "$$.State.RetryCount"}, "ExecutionAlreadyExists"),
    ],
)
def test_what_step_functions_refuses_is_refused(tmp_path: Path, parameters: dict[str, Any], error: str) -> None:
    first = start(Name="Same", Input={"other": True})
    machines = {"Parent": {"First": first, "Start": task("states:startExecution", parameters)}, "Child": CHILD}
    execution = LocalProject(tmp_path, machines=machines).run("Parent").execution
    assert execution.error == f"StepFunctions.{error}Exception"
    assert f"Error Code: {error}; Request ID: " in (execution.cause or "")


@pytest.mark.parametrize(("kind", "member"), [("Serverless", "Name"), ("StepFunctions", "StateMachineName")])
def test_a_machine_is_started_by_the_name_that_it_is_given(tmp_path: Path, kind: str, member: str) -> None:
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:local-Child"
    project = LocalProject(tmp_path, machines={"Parent": {"Start": start(StateMachineArn=arn)}, "Child": CHILD})
    template = json.loads(project.template.read_text("utf-8"))
    child = template["Resources"]["Child"]
    child["Type"] = f"AWS::{kind}::StateMachine"
    child["Properties"][member] = {"Fn::Sub": "${AWS::StackName}-Child"}
    project.template.write_text(json.dumps(template), "utf-8")
    assert project.run("Parent").execution.status == "SUCCEEDED"


def test_a_machine_that_starts_itself_over_and_over_is_stopped(tmp_path: Path) -> None:
    again = task("states:startExecution", {"StateMachineArn.$": "$$.StateMachine.Id"})
    with pytest.raises(NewelError, match="has started 1000 executions"):
        LocalProject(tmp_path, machines={"Loop": {"Again": again}}).run("Loop")


def test_a_fault_in_the_child_is_told_with_its_name(tmp_path: Path) -> None:
    machines = {"Parent": {"Start": start()}, "Child": {"S": task("http:invoke", {})}}
    with pytest.raises(NewelError, match="Child: state 'S': nothing here answers http:invoke"):
        LocalProject(tmp_path, machines=machines).run("Parent")


HANDLER = """
import boto3
def handler(event, context):
    client = boto3.client("stepfunctions")
    if event.get("beat"):
        client.send_task_heartbeat(taskToken=event["token"])
    elif event.get("fail"):
        client.send_task_failure(taskToken=event["token"], error="Denied", cause="by hand")
    elif "token" in event and not event.get("silent"):
        client.send_task_success(taskToken=event["token"], output='{"approved": true}')
    if event.get("raise"):
        raise ValueError("no")
    return {"echo": event.get("n")}
"""


def invoke(pattern: str = "", payload: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return task(f"lambda:invoke{pattern}", {"FunctionName": "${F}", "Payload": payload or {}}, **fields)


def called(folder: Path, state: dict[str, Any]) -> Any:
    return LocalProject(folder, functions={"F": HANDLER}, machines={"M": {"Ask": state}}).run("M")


def test_a_function_is_invoked_by_its_name(tmp_path: Path) -> None:
    output = called(tmp_path, invoke(payload={"n": 3})).execution.output
    assert (output["Payload"], output["StatusCode"], output["ExecutedVersion"]) == ({"echo": 3}, 200, "$LATEST")
    assert output["SdkHttpMetadata"]["HttpStatusCode"] == 200


def test_what_a_function_raises_is_the_error(tmp_path: Path) -> None:
    execution = called(tmp_path, invoke(payload={"raise": True})).execution
    assert execution.error == "ValueError"
    assert json.loads(execution.cause)["errorMessage"] == "no"


def test_a_function_that_is_not_there_fails_the_state(tmp_path: Path) -> None:
    execution = called(tmp_path, task("lambda:invoke", {"FunctionName": "None"})).execution
    assert execution.error == "Lambda.ResourceNotFoundException"
    assert (
        "Function not found: arn:aws:lambda:us-east-1:123456789012:function:None (Service: AWSLambda" in execution.cause
    )


def test_by_the_sdk_a_function_gives_text(tmp_path: Path) -> None:
    by_sdk = task("aws-sdk:lambda:invoke", {"FunctionName": "${F}", "Payload": {"raise": True}})
    output = called(tmp_path, by_sdk).execution.output
    assert output["FunctionError"] == "Unhandled"
    assert json.loads(output["Payload"])["errorType"] == "ValueError"


def test_an_event_is_accepted_and_no_result_is_waited_for(tmp_path: Path) -> None:
    state = task("lambda:invoke", {"FunctionName": "${F}", "InvocationType": "Event", "Payload": {"raise": True}})
    assert called(tmp_path, state).execution.output == {"StatusCode": 202}


def test_a_token_comes_back_from_the_function_that_got_it(tmp_path: Path) -> None:
    ran = called(tmp_path, invoke(".waitForTaskToken", {"token.$": "$$.Task.Token"}))
    assert ran.execution.output == {"approved": True}
    assert [event["type"] for event in ran.execution.events][2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]


def test_a_token_may_bring_a_failure(tmp_path: Path) -> None:
    execution = called(tmp_path, invoke(".waitForTaskToken", {"token.$": "$$.Task.Token", "fail": True})).execution
    assert (execution.error, execution.cause) == ("Denied", "by hand")


@pytest.mark.parametrize(
    ("limits", "error"),
    [
        ({"TimeoutSeconds": 30}, "States.Timeout"),
        ({"TimeoutSeconds": 30, "HeartbeatSeconds": 10}, "States.HeartbeatTimeout"),
    ],
)
def test_a_token_that_does_not_come_back_times_out(tmp_path: Path, limits: dict[str, int], error: str) -> None:
    silent = invoke(".waitForTaskToken", {"token.$": "$$.Task.Token", "silent": True}, **limits)
    ran = called(tmp_path, silent)
    assert ran.execution.error == error
    (timed_out,) = types(ran, "TaskTimedOut")
    passed = (timed_out["timestamp"] - ran.execution.events[0]["timestamp"]).total_seconds()
    assert passed == (10 if "HeartbeatSeconds" in limits else 30)


KEEPS = """
import boto3
KEPT = []
def handler(event, context):
    if "token" in event:
        KEPT.append(event["token"])
    else:
        boto3.client("stepfunctions").send_task_heartbeat(taskToken=KEPT[0])
"""


def test_a_heartbeat_gives_it_more_time(tmp_path: Path) -> None:
    token = {"token.$": "$$.Task.Token"}
    waits = chain({"Ask": invoke(".waitForTaskToken", token, HeartbeatSeconds=10)})
    beats = chain({"Rest": {"Type": "Wait", "Seconds": 7}, "Beat": invoke()})
    both = {"Both": {"Type": "Parallel", "Branches": [waits, beats]}}
    ran = LocalProject(tmp_path, functions={"F": KEEPS}, machines={"M": both}).run("M")
    (timed_out,) = types(ran, "TaskTimedOut")
    assert timed_out["taskTimedOutEventDetails"]["error"] == "States.HeartbeatTimeout"
    assert (timed_out["timestamp"] - ran.execution.events[0]["timestamp"]).total_seconds() == 17


def test_a_token_that_nobody_gives_back_is_told(tmp_path: Path) -> None:
    with pytest.raises(NewelError, match=r"state 'Ask': the task waits for its token, and nothing here gives it back"):
        called(tmp_path, invoke(".waitForTaskToken", {"token.$": "$$.Task.Token", "silent": True}))


def test_a_token_that_is_no_longer_out_is_refused(tmp_path: Path) -> None:
    code = HANDLER.replace('event["token"]', '"gone"')
    state = invoke(".waitForTaskToken", {"token.$": "$$.Task.Token"})
    ran = LocalProject(tmp_path, functions={"F": code}, machines={"M": {"Ask": state}}).run("M")
    assert ran.execution.error == "TaskTimedOut"
