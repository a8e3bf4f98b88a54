"""Tasks that are answered outside of the process: here, by a second AWS that moto's gateway stands for."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from newel.cli.run import _chosen
from newel.errors import NewelError
from newel.local.http_server import Handler, Server
from support.local_project import LocalProject, task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEND = task("sqs:sendMessage", {"QueueUrl": "${Inbox}", "MessageBody": "x"})
QUEUE = {"Type": "AWS::SQS::Queue"}
FUNCTION = {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:F"}
INVOKE = task("lambda:invoke", {"FunctionName": "F", "Payload": {"a": 1}})
ODD = re.compile(rb"odd (\d+) ([^&\"]*)")
heard: list[tuple[str, bytes]] = []


class Elsewhere(Handler):
    """Answers as SQS and Lambda do."""

    def do_POST(self) -> None:  # noqa: N802
        body = self.body()
        heard.append((self.path, body))
        if "invocations" in self.path and b"html" in body:
            self.answer(200, b"<html>")
        elif "invocations" in self.path and b"bad" in body:
            self.answer(200, b'{"errorType": "Rude", "errorMessage": "no"}', {"X-Amz-Function-Error": "Unhandled"})
        elif "invocations" in self.path:
            self.answer(200, json.dumps({"echo": json.loads(body)}).encode())
        elif b"silent" in body:
            time.sleep(3)
        elif found := ODD.search(body):
            self.answer(int(found[1]), found[2].replace(b"'", b""))
        elif b"refused" in body:
            refused = {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "no queue"}
            self.answer(400, json.dumps(refused).encode(), {"x-amzn-RequestId": "r"})
        else:
            self.answer(200, b'{"MessageId": "elsewhere", "MD5OfMessageBody": "m"}', {"x-amzn-RequestId": "r"})


@pytest.fixture
def url() -> Iterator[str]:
    heard.clear()
    server = Server(Elsewhere)
    yield f"http://{server.address}"
    server.close()


def run(folder: Path, states: dict[str, Any], elsewhere: dict[str, str], data: object = None) -> Any:
    return LocalProject(folder, resources={"Inbox": QUEUE}, machines={"M": states}).run("M", data, elsewhere=elsewhere)


def test_one_state_is_answered_there_and_the_others_here(tmp_path: Path, url: str) -> None:
    ran = run(tmp_path, {"There": {**SEND, "ResultPath": "$.there"}, "Here": SEND}, {"There": url})
    assert len(heard) == 1
    assert ran.effects[0].messages == ["x"]


def test_all_states_are_answered_there(tmp_path: Path, url: str) -> None:
    ran = run(tmp_path, {"A": SEND}, {"": url})
    assert ran.execution.output["MessageId"] == "elsewhere"
    assert ran.effects[0].messages == []


def test_functions_are_called_there_by_both_kinds_of_task(tmp_path: Path, url: str) -> None:
    states = {"F": {**FUNCTION, "ResultPath": "$.f"}, "I": {**INVOKE, "ResultPath": "$.i"}}
    output = run(tmp_path, states, {"": url}, {"n": 1}).execution.output
    assert (output["f"], output["i"]["Payload"]) == ({"echo": {"n": 1}}, {"echo": {"a": 1}})
    assert heard[0][0].endswith("/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3AF/invocations")


def test_errors_there_are_errors_of_the_state(tmp_path: Path, url: str) -> None:
    assert run(tmp_path, {"F": FUNCTION}, {"": url}, {"bad": 1}).execution.error == "Rude"


def test_errors_of_services_there_are_errors_of_the_state(tmp_path: Path, url: str) -> None:
    refused = task("sqs:sendMessage", {"QueueUrl": "https://q", "MessageBody": "refused"})
    assert run(tmp_path, {"A": refused}, {"": url}).execution.error == "SQS.QueueDoesNotExist"


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        ({"B": "aws"}, "there is no task 'B'"),
        ({"A": "localhost:4566"}, "'localhost:4566' is neither aws nor a URL"),
        ({"A": "http://"}, "is no URL of an endpoint: it has no host"),
        ({"A": "http://h:99999"}, "is no URL of an endpoint: Port out of range"),
        ({"A": "http://h:x"}, "is no URL of an endpoint: Port"),
        ({"A": "http://h:0"}, "is no URL of an endpoint: there is no port 0"),
        ({"A": "http://[::1"}, "is no URL of an endpoint: Invalid IPv6 URL"),
        ({"A": "http://a/b c"}, "is no URL of an endpoint: it has a space"),
        ({"A": "http://\xe9"}, "the host '\xe9' is not of the letters"),
        ({"A": "aws"}, "there are no credentials of AWS"),
    ],
)
def test_what_cannot_be_reached_is_told_before_the_run(
    tmp_path: Path, elsewhere: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(NewelError, match=said):
        run(tmp_path, {"A": SEND}, elsewhere)


@pytest.mark.parametrize(
    ("resource", "odd", "said"),
    [
        (
            "sqs:sendMessage",
            "odd 200 <html>",
            "answered SQS SendMessage with status 200 and '<html>', which is no answer",
        ),
        ("sqs:sendMessage", "odd 200 ", "answered SQS SendMessage with status 200 and nothing, which is no answer"),
        ("sqs:sendMessage", "odd 200 [1]", "which is no answer of AWS's API"),
        ("sqs:sendMessage", "odd 200 null", "which is no answer of AWS's API"),
        ("lambda:invoke", "html", "answered lambda:invoke with status 200 and '<html>', which is no answer"),
        ("function", "html", "answered Lambda F with status 200 and '<html>', which is no answer"),
    ],
)
def test_an_answer_that_is_none_of_the_api_is_shown(
    tmp_path: Path, url: str, resource: str, odd: str, said: str
) -> None:
    states = {
        "sqs:sendMessage": task("sqs:sendMessage", {"QueueUrl": "https://q", "MessageBody": odd}),
        "lambda:invoke": task("lambda:invoke", {"FunctionName": "F", "Payload": odd}),
        "function": {**FUNCTION, "Parameters": odd},
    }
    with pytest.raises(NewelError, match=r"^state 'A': http://127") as raised:
        run(tmp_path, {"A": states[resource]}, {"": url})
    assert said in str(raised.value)


@pytest.mark.parametrize("body", ["odd 200 %3Chtml%3E", "odd 200 ", "odd 404 {}"])
def test_so_is_one_that_is_no_xml(tmp_path: Path, url: str, body: str) -> None:
    publish = task("sns:publish", {"TopicArn": "arn:aws:sns:us-east-1:123456789012:T", "Message": body})
    with pytest.raises(
        NewelError, match=r"answered SNS Publish with status (200|404) and .* is no answer of AWS's API"
    ):
        run(tmp_path, {"A": publish}, {"": url})


def test_an_answer_without_the_requests_id_is_one(tmp_path: Path, url: str) -> None:
    answered = task("sqs:sendMessage", {"QueueUrl": "https://q", "MessageBody": "odd 200 {}"})
    assert run(tmp_path, {"A": answered}, {"": url}).execution.output["SdkResponseMetadata"]["RequestId"]


def test_a_place_that_is_silent_is_asked_once_and_not_for_ever(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newel.local.elsewhere.PATIENCE", 0.2)
    silent = task("sqs:sendMessage", {"QueueUrl": "https://q", "MessageBody": "silent"})
    with pytest.raises(NewelError, match=r"state 'A': sqs:sendMessage had no answer within 0\.2 seconds"):
        run(tmp_path, {"A": silent}, {"": url})
    assert len(heard) == 1


def test_a_place_that_does_not_answer_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(NewelError, match=r"state 'A': sqs:sendMessage cannot be reached: Could not connect"):
        run(tmp_path, {"A": SEND}, {"": "http://127.0.0.1:1"})


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ("aws", ("", "aws")),
        ("Charge=aws", ("Charge", "aws")),
        ("http://h/?a=b", ("", "http://h/?a=b")),
        ("a=b=http://h", ("a=b", "http://h")),
    ],
)
def test_a_state_is_told_from_a_place(given: str, chosen: tuple[str, str]) -> None:
    assert _chosen(given) == chosen
