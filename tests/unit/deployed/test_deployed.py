"""`newel run --aws` and `newel trace ARN`, against boto3's client under botocore's stubber."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import NoCredentialsError
from botocore.stub import Stubber
from click.testing import CliRunner

from newel.cli import cli
from newel.deployed import executions, machines
from newel.deployed.executions import console_link
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:Orders-AbC"
EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:Orders-AbC:one"
DEFINITION = {
    "StartAt": "Charge",
    "States": {"Charge": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": {}, "End": True}},
}
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def event(number: int, kind: str, **details: Any) -> dict[str, Any]:
    made = {"id": number, "previousEventId": number - 1, "type": kind, "timestamp": BEGAN + timedelta(seconds=number)}
    return {**made, **details}


ENTERED = [
    event(1, "ExecutionStarted"),
    event(2, "TaskStateEntered", stateEnteredEventDetails={"name": "Charge", "input": '{"amount": 7}'}),
    event(
        3,
        "TaskScheduled",
        taskScheduledEventDetails={
            "resourceType": "http",
            "resource": "invoke",
            "region": "eu-west-1",
            "parameters": '{"Method": "POST"}',
        },
    ),
]
SUCCEEDED = [
    event(4, "TaskSucceeded", taskSucceededEventDetails={"resourceType": "http", "resource": "invoke"}),
    event(5, "TaskStateExited", stateExitedEventDetails={"name": "Charge", "output": '{"id": 1}'}),
    event(6, "ExecutionSucceeded", executionSucceededEventDetails={"output": '{"id": 1}'}),
]
FAILED = [
    event(4, "TaskFailed", taskFailedEventDetails={"resourceType": "http", "resource": "invoke", "error": "Busy"}),
    event(5, "ExecutionFailed", executionFailedEventDetails={"error": "Busy", "cause": "later"}),
]


class Aws:
    """What AWS is to answer, in its order."""

    def __init__(self) -> None:
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        session: Any = import_module("boto3").Session(region_name="eu-west-1", **keys)
        self.clients = {name: session.client(name) for name in ("stepfunctions", "cloudformation")}
        self.stubbers = {name: Stubber(each) for name, each in self.clients.items()}

    def expect(self, method: str, answer: dict[str, Any], service: str = "stepfunctions", **request: Any) -> None:
        self.stubbers[service].add_response(method, answer, request)

    def starts(self, data: str = "{}") -> None:
        about = {"stateMachineArn": MACHINE, "name": "Orders", "definition": "{}", "roleArn": "arn:aws:iam::1:role/r"}
        self.expect(
            "describe_state_machine",
            {**about, "type": "STANDARD", "creationDate": BEGAN},
            stateMachineArn=MACHINE,
        )
        self.expect(
            "start_execution",
            {"executionArn": EXECUTION, "startDate": BEGAN},
            stateMachineArn=MACHINE,
            input=data,
        )

    def looks(self, status: str, *pages: list[dict[str, Any]], token: str | None = None, **more: Any) -> None:
        about = {"executionArn": EXECUTION, "stateMachineArn": MACHINE, "startDate": BEGAN}
        self.expect("describe_execution", {**about, "status": status, **more}, executionArn=EXECUTION)
        for index, events in enumerate(pages):
            request = {"executionArn": EXECUTION, "maxResults": 1000, "includeExecutionData": True}
            given = {"nextToken": token} if token else {}
            last = index == len(pages) - 1
            token = token if last else f"page{index + 1}"
            after = {} if last else {"nextToken": token}
            self.expect("get_execution_history", {"events": events, **after}, **request, **given)

    def tells_the_machine(self) -> None:
        about = {"stateMachineArn": MACHINE, "name": "Orders-AbC", "roleArn": "arn:aws:iam::1:role/r"}
        self.expect(
            "describe_state_machine_for_execution",
            {**about, "definition": json.dumps(DEFINITION), "updateDate": BEGAN},
            executionArn=EXECUTION,
        )


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    made = Aws()
    for stubber in made.stubbers.values():
        stubber.activate()
    for module in (executions, machines):
        monkeypatch.setattr(module, "client", lambda service, _region=None: made.clients[service])
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(executions.follow, "__defaults__", (lambda _: None,))
    yield made
    for stubber in made.stubbers.values():
        stubber.assert_no_pending_responses()


def newel(*arguments: str) -> Any:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def test_a_deployed_machine_is_started_and_followed(aws: Aws) -> None:
    aws.starts('{"amount": 7}')
    aws.looks("RUNNING", ENTERED[:2])
    aws.looks("RUNNING", ENTERED)
    aws.looks("SUCCEEDED", ENTERED, SUCCEEDED, output='{"id": 1}')
    aws.tells_the_machine()
    ran = newel("run", MACHINE, "--aws", "--input", '{"amount": 7}')
    assert (ran.exit_code, json.loads(ran.stdout)) == (0, {"id": 1})
    assert ran.stderr.splitlines()[0] == EXECUTION
    assert "Charge                       http:invoke; 3s" in ran.stderr


def test_a_failure_is_explained_with_the_link_to_the_console(aws: Aws) -> None:
    aws.starts()
    aws.looks("FAILED", ENTERED, FAILED, error="Busy", cause="later")
    aws.tells_the_machine()
    ran = newel("run", MACHINE, "--aws")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert console_link(EXECUTION) in ran.stderr
    for said in (
        "FAILED: Busy",
        "later",
        "in the state 'Charge'",
        'its input: {"amount": 7}',
        "it sent to http:invoke",
    ):
        assert said in ran.stderr


def test_the_machine_is_found_by_its_logical_id_in_the_stack(
    aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samconfig.toml").write_text('[default.global.parameters]\nstack_name = "shop"\n', "utf-8")
    detail = {
        "LogicalResourceId": "Orders",
        "PhysicalResourceId": MACHINE,
        "ResourceType": "AWS::StepFunctions::StateMachine",
        "LastUpdatedTimestamp": BEGAN,
        "ResourceStatus": "CREATE_COMPLETE",
    }
    for stack, more in (("shop", ()), ("other", ("--stack", "other"))):
        aws.expect(
            "describe_stack_resource",
            {"StackResourceDetail": detail},
            "cloudformation",
            StackName=stack,
            LogicalResourceId="Orders",
        )
        aws.starts()
        aws.looks("SUCCEEDED", ENTERED + SUCCEEDED, output="1")
        aws.tells_the_machine()
        assert newel("run", "Orders", "--aws", *more, "--format", "json").exit_code == 0


def test_the_history_goes_on_from_the_last_page(aws: Aws) -> None:
    aws.looks("RUNNING", ENTERED[:1], ENTERED[1:2])
    aws.looks("SUCCEEDED", ENTERED[1:] + SUCCEEDED, token="page1", output="1")
    heard: list[int] = []
    execution = executions.follow(EXECUTION, lambda each: heard.append(each["id"]))
    assert heard == [1, 2, 3, 4, 5, 6]
    assert execution.output == 1


def test_an_execution_is_traced(aws: Aws) -> None:
    aws.looks("FAILED", ENTERED + FAILED, error="Busy", cause="later")
    aws.tells_the_machine()
    ran = newel("trace", EXECUTION)
    assert ran.exit_code == 1
    assert "FAILED: Busy" in ran.stdout
    assert console_link(EXECUTION) in ran.stderr
    aws.looks("FAILED", ENTERED + FAILED, error="Busy")
    aws.tells_the_machine()
    drawn = newel("trace", EXECUTION, "--format", "mermaid").stdout
    assert drawn.startswith("flowchart TD\n")
    assert "class s0 failed" in drawn


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--mocks", "m.json"), "--mocks is for runs on this computer"),
        (("--until", "A"), "--until is for runs on this computer"),
        (("--functions", "process"), "--functions is for runs on this computer"),
    ],
)
def test_what_is_for_this_computer_alone_is_refused(option: tuple[str, str], said: str, tmp_path: Path) -> None:
    from newel.errors import UsageError

    (tmp_path / "m.json").write_text("{}", "utf-8")
    with pytest.raises(UsageError, match=said):
        newel("run", MACHINE, "--aws", *option)


def test_without_a_stack_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NewelError, match="in which stack is it"):
        newel("run", "Orders", "--aws")


def test_an_express_machine_is_told_from_the_others(aws: Aws) -> None:
    about = {"stateMachineArn": MACHINE, "name": "Orders", "definition": "{}", "roleArn": "arn:aws:iam::1:role/r"}
    answer = {**about, "type": "EXPRESS", "creationDate": BEGAN}
    aws.expect("describe_state_machine", answer, stateMachineArn=MACHINE)
    with pytest.raises(NewelError, match="an Express machine has no history to follow"):
        newel("run", MACHINE, "--aws")


@pytest.mark.parametrize("code", ["StateMachineDoesNotExist", "AccessDeniedException"])
def test_what_aws_refuses_is_told(aws: Aws, code: str) -> None:
    aws.stubbers["stepfunctions"].add_client_error("describe_state_machine", code, "no")
    with pytest.raises(NewelError, match=f"AWS refuses DescribeStateMachine: {code}: no"):
        newel("run", MACHINE, "--aws")


def test_missing_credentials_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        def describe_state_machine(self, **_: Any) -> None:
            raise NoCredentialsError

    monkeypatch.setattr(executions, "client", lambda *_: Client())
    with pytest.raises(NewelError, match="there are no credentials of AWS"):
        newel("run", MACHINE, "--aws")


@pytest.mark.parametrize(
    ("partition", "host"),
    [("aws", "eu-west-1.console.aws.amazon.com"), ("aws-cn", "console.amazonaws.cn")],
)
def test_the_link_leads_to_the_console_of_the_partition(partition: str, host: str) -> None:
    arn = EXECUTION.replace("arn:aws:", f"arn:{partition}:")
    assert console_link(arn) == f"https://{host}/states/home?region=eu-west-1#/v2/executions/details/{arn}"
