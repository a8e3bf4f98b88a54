"""Functions in processes of their own, and functions that take too long or end the process they are in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from support.local_project import LocalProject

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("awslambdaric")

CODE = """
import os, subprocess, sys, time
import boto3
COUNT = 0
def handler(event, context):
    global COUNT
    COUNT += 1
    what = event.get("do")
    print("doing", what)
    if what == "raise":
        raise KeyError("nothing")
    if what == "exit":
        os._exit(3)
    if what == "leave":
        sys.exit(0)
    if what == "start":
        return {"pid": subprocess.Popen(["sleep", "600"]).pid}
    if what == "sleep":
        time.sleep(60)
    if what == "spin":
        while True: pass
    if what == "aws":
        s3 = boto3.client("s3")
        s3.put_object(Bucket="files", Key="a b", Body=b"x" * 5000)
        return s3.get_object(Bucket="files", Key="a b")["ContentLength"]
    left = context.get_remaining_time_in_millis()
    return {"pid": os.getpid(), "count": COUNT, "table": os.environ["TABLE"], "left": left}
"""
CALL = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:F"}
BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "files"}}


def project(folder: Path, states: dict[str, Any], code: str = CODE, seconds: int = 20) -> LocalProject:
    made = LocalProject(folder, resources={"Files": BUCKET}, functions={"F": code}, machines={"M": states})
    template = json.loads(made.template.read_text("utf-8"))
    template["Resources"]["F"]["Properties"] |= {"Timeout": seconds, "Environment": {"Variables": {"TABLE": "orders"}}}
    made.template.write_text(json.dumps(template), "utf-8")
    return made


def called(folder: Path, do: str, code: str = CODE, **settings: Any) -> Any:
    seconds = 1 if do in ("sleep", "spin") else 20
    return project(folder, {"C": CALL}, code, seconds).run("M", {"do": do}, **settings).execution


def test_a_process_answers_and_lives_for_the_run(tmp_path: Path) -> None:
    states = {"A": {**CALL, "ResultPath": "$.a"}, "B": {**CALL, "ResultPath": "$.b"}}
    output = project(tmp_path, states).run("M", {}, processes=True).execution.output
    assert output["a"]["pid"] == output["b"]["pid"]
    assert (output["a"]["count"], output["b"]["count"], output["a"]["table"]) == (1, 2, "orders")
    assert 0 < output["b"]["left"] <= 20_000


def test_a_process_reaches_the_aws_of_the_run(tmp_path: Path) -> None:
    assert called(tmp_path, "aws", processes=True).output == 5000


def test_what_it_writes_can_be_heard(tmp_path: Path) -> None:
    heard: list[tuple[str, str]] = []
    called(tmp_path, "raise", processes=True, log=lambda *said: heard.append(said))
    assert ("F", "doing raise") in heard


@pytest.mark.parametrize(
    ("do", "processes", "error", "said"),
    [
        ("raise", True, "KeyError", "nothing"),
        ("raise", False, "KeyError", "nothing"),
        ("exit", True, "Runtime.ExitError", "Error: Runtime exited with error: exit status 3"),
        ("leave", True, "Runtime.ExitError", "Runtime exited without providing a reason"),
        ("leave", False, "Runtime.ExitError", "Runtime exited with error: exit status 0"),
        ("sleep", True, "Sandbox.Timedout", "Error: Task timed out after 1.00 seconds"),
        ("sleep", False, "Sandbox.Timedout", "Error: Task timed out after 1.00 seconds"),
        ("spin", True, "Sandbox.Timedout", "Task timed out"),
        ("spin", False, "Sandbox.Timedout", "Task timed out"),
    ],
)
def test_what_goes_wrong_is_an_error_of_the_state(
    tmp_path: Path, do: str, processes: bool, error: str, said: str
) -> None:
    began = time.monotonic()
    execution = called(tmp_path, do, processes=processes)
    assert execution.error == error
    assert said in json.loads(execution.cause)["errorMessage"]
    assert time.monotonic() - began < 30


def test_after_a_time_out_a_retry_has_a_process_of_its_own(tmp_path: Path) -> None:
    state = {**CALL, "Catch": [{"ErrorEquals": ["Sandbox.Timedout"], "ResultPath": "$.error", "Next": "B"}]}
    states = {"A": state, "B": {**CALL, "Parameters": {}}}
    output = project(tmp_path, states, seconds=1).run("M", {"do": "sleep"}, processes=True).execution.output
    assert output["count"] == 1


def test_code_that_cannot_be_loaded_is_an_error_of_the_state_as_on_lambda(tmp_path: Path) -> None:
    execution = called(tmp_path, "", "import nothing_there", processes=True)
    assert execution.error == "Runtime.ImportModuleError"
    assert "nothing_there" in execution.cause


def test_without_the_runtime_client_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newel.local.process_functions.find_spec", lambda _: None)
    with pytest.raises(NewelError, match=r"pip install .newel.process"):
        called(tmp_path, "", processes=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such processes")
@pytest.mark.parametrize("do", ["", "start"])
def test_no_process_is_left(tmp_path: Path, do: str) -> None:
    assert not alive(called(tmp_path, do, processes=True).output["pid"])


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")  # what nobody has waited for has ended all the same
