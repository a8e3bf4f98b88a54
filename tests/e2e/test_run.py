"""`newel run`, the real command in a process of its own, on a small SAM project and on this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.cli import NEWEL, newel
from support.cli import project as make_project

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.13
    Environment:
      Variables: {GREETING: Hello}
Resources:
  Greet:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: greet, Handler: app.handler}
  News:
    Type: AWS::SNS::Topic
  Inbox:
    Type: AWS::SQS::Queue
  Delivery:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Inbox.Arn}
  Files:
    Type: AWS::Chatbot::SlackChannelConfiguration
  Hello:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/hello.asl.json
      DefinitionSubstitutions:
        Partition: !Ref AWS::Partition
        GreetArn: !GetAtt Greet.Arn
        NewsArn: !Ref News
"""
APP = """\
import os

class Rude(Exception):
    pass

def handler(event, context):
    print("greeting somebody")
    if event["name"] == "":
        raise Rude("nobody is there")
    return f"{os.environ['GREETING']}, {event['name']}!"
"""
HELLO: dict[str, Any] = {
    "StartAt": "Greet",
    "States": {
        "Greet": {
            "Type": "Task",
            "Resource": "${GreetArn}",
            "Parameters": {"name.$": "$.name"},
            "ResultPath": "$.greeting",
            "Retry": [{"ErrorEquals": ["Rude"], "MaxAttempts": 1, "IntervalSeconds": 30}],
            "Next": "Rest",
        },
        "Rest": {"Type": "Wait", "SecondsPath": "$.rest", "Next": "Publish"},
        "Publish": {
            "Type": "Task",
            "Resource": "arn:${Partition}:states:::sns:publish",
            "Parameters": {"TopicArn": "${NewsArn}", "Message.$": "$.greeting"},
            "ResultPath": None,
            "End": True,
        },
    },
}
GIVEN = {"name": "Zoë", "rest": 3600}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "greet").mkdir()
    (tmp_path / "greet/app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "machines").mkdir()
    (tmp_path / "machines/hello.asl.json").write_text(json.dumps(HELLO), encoding="utf-8")
    (tmp_path / "input.json").write_text(json.dumps(GIVEN), encoding="utf-8")
    return tmp_path


def newel_run(
    *arguments: str, cwd: Path, stdin: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(
        [NEWEL, "run", *arguments],
        cwd=cwd,
        env=settings,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("machine", ["Hello", "machines/hello.asl.json"])
def test_a_machine_runs_and_tells_each_state(project: Path, machine: str) -> None:
    ran = newel_run(machine, "--input", "input.json", cwd=project)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {**GIVEN, "greeting": "Hello, Zoë!"}
    told = [line.split() for line in ran.stderr.splitlines()]
    assert told[0] == ["Hello"]
    assert told[1][:3] == ["Greet", "Lambda", "Greet,"]
    assert told[2] == ["Rest", "waited", "1h", "(virtual)"]
    assert told[3][:2] == ["Publish", "sns:publish,"]
    assert "not there: Files (the local AWS makes no AWS::Chatbot::SlackChannelConfiguration)" in ran.stderr
    assert ran.stderr.splitlines()[-1] == "Inbox holds 1 message: Hello, Zoë!"
    assert "greeting somebody" not in ran.stdout + ran.stderr


def test_input_comes_from_stdin_or_from_the_command_line(project: Path) -> None:
    text = json.dumps(GIVEN)
    for ran in (newel_run("Hello", "-i", "-", cwd=project, stdin=text), newel_run("Hello", "-i", text, cwd=project)):
        assert json.loads(ran.stdout)["greeting"] == "Hello, Zoë!"


def test_logs_of_functions_are_shown_on_demand(project: Path) -> None:
    ran = newel_run("Hello", "--input", "input.json", "--logs", cwd=project)
    assert "Greet | greeting somebody" in ran.stderr
    assert "greeting somebody" not in ran.stdout


def test_the_result_can_be_read_by_a_machine(project: Path) -> None:
    ran = newel_run("Hello", "--input", "input.json", "--format", "json", cwd=project)
    result = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr, result["status"]) == (0, "", "SUCCEEDED")
    assert result["output"]["greeting"] == "Hello, Zoë!"
    assert result["effects"] == [
        {"resource": "News", "kind": "AWS::SNS::Topic", "messages": ["Hello, Zoë!"]},
        {"resource": "Inbox", "kind": "AWS::SQS::Queue", "messages": ["Hello, Zoë!"]},
    ]
    assert [event["type"] for event in result["events"]][-1] == "ExecutionSucceeded"


MOCKS = {
    "StateMachines": {
        "Hello": {"TestCases": {"Rude": {"Greet": "Rude"}, "Kind": {"Greet": "Kind", "Publish": "Published"}}},
        "Other": {"TestCases": {}},
    },
    "MockedResponses": {
        "Rude": {"0-1": {"Throw": {"Error": "Rude", "Cause": "no"}}},
        "Kind": {"0": {"Return": "Hi"}},
        "Published": {"0": {"Return": {"MessageId": 1}}},
    },
}


def test_mocks_of_step_functions_local_answer_in_the_place_of_functions_and_services(project: Path) -> None:
    (project / "MockConfigFile.json").write_text(json.dumps(MOCKS), "utf-8")
    mocks = ("Hello", "--input", "input.json", "--mocks", "MockConfigFile.json")
    ran = newel_run(*mocks, "--case", "Kind", cwd=project)
    assert (ran.returncode, json.loads(ran.stdout)["greeting"]) == (0, "Hi")
    assert "Greet                        mock" in ran.stderr
    assert "FAILED: Rude" in newel_run(*mocks, "--case", "Rude", cwd=project).stderr
    assert "Field 'MessageId' must be a string" in (
        newel_run(*mocks, "--case", "Kind", "--mock-validation", "strict", cwd=project).stderr
    )
    assert "There is Rude, Kind" in newel_run(*mocks, cwd=project).stderr


def test_a_run_stops_before_a_state_and_goes_on_from_it(project: Path) -> None:
    stopped = newel_run("Hello", "--input", "input.json", "--until", "Publish", cwd=project)
    assert (stopped.returncode, json.loads(stopped.stdout)["greeting"]) == (0, "Hello, Zoë!")
    assert stopped.stderr.splitlines()[-1] == "stopped before 'Publish', with this input:"
    on = newel_run("Hello", "--from", "Publish", "--input", "-", cwd=project, stdin=stopped.stdout)
    assert on.returncode == 0, on.stderr
    assert [line.split()[0] for line in on.stderr.splitlines()] == ["Hello", "Publish", "not", "News", "Inbox"]


def test_a_history_that_was_written_down_is_traced(project: Path) -> None:
    failed = newel_run("Hello", "--input", '{"name": "", "rest": 1}', "--format", "json", cwd=project)
    (project / "history.json").write_text(failed.stdout, "utf-8")
    for arguments in (["history.json"], ["-"]):
        traced = subprocess.run(
            [NEWEL, "trace", *arguments, "--machine", "Hello"],
            cwd=project,
            input=failed.stdout,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert traced.returncode == 1
        assert "FAILED: Rude" in traced.stdout
        assert "in the state 'Greet', machines/hello.asl.json:1" in traced.stdout
    drawn = subprocess.run(
        [NEWEL, "trace", "history.json", "-m", "Hello", "--format", "mermaid"],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert drawn.stdout.startswith("flowchart TD\n")
    assert "class s1,s2 unseen" in drawn.stdout
    wrong = subprocess.run([NEWEL, "trace", "input.json"], cwd=project, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "it is no history" in wrong.stderr


def test_a_definition_runs_without_a_template(project: Path) -> None:
    (project / "template.yaml").unlink()
    machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 7, "End": True}}}
    (project / "alone.asl.json").write_text(json.dumps(machine), "utf-8")
    ran = newel_run("alone.asl.json", cwd=project)
    assert (ran.returncode, ran.stdout, ran.stderr.splitlines()[0]) == (0, "7\n", "alone")


def test_a_distributed_map_reads_and_writes_local_files(project: Path) -> None:
    inner = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    each = {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
            "Parameters": {"Bucket": "in", "Key": "rows.csv"},
        },
        "ItemProcessor": {**inner, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
        "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "out"}},
        "End": True,
    }
    machine = {"StartAt": "Each", "States": {"Each": each}}
    (project / "each.asl.json").write_text(json.dumps(machine), "utf-8")
    for bucket in ("in", "out"):
        (project / "buckets" / bucket).mkdir(parents=True)
    (project / "buckets/in/rows.csv").write_text("a,b\n1,2\n3,4\n", "utf-8")
    ran = newel_run("each.asl.json", "--buckets", "buckets", cwd=project)
    assert ran.returncode == 0, ran.stderr
    assert "Each                         2 of 2 items" in ran.stderr
    (results,) = (project / "buckets/out").glob("*/SUCCEEDED_0.json")
    assert [json.loads(each["Output"]) for each in json.loads(results.read_text("utf-8"))] == [
        {"a": "1", "b": "2"},
        {"a": "3", "b": "4"},
    ]


@pytest.mark.parametrize(("name", "code"), [("Zo\xeb", 0), ("", 1)])
def test_a_thread_that_a_function_leaves_does_not_hold_the_run(project: Path, name: str, code: int) -> None:
    threaded = APP.replace("    print(", "    threading.Thread(target=time.sleep, args=(600,)).start()\n    print(")
    (project / "greet/app.py").write_text(f"import threading, time\n{threaded}", "utf-8")
    ran = newel_run("Hello", "--input", json.dumps({**GIVEN, "name": name}), "--format", "json", cwd=project)
    assert ran.returncode == code
    assert json.loads(ran.stdout)["status"] == ("FAILED" if code else "SUCCEEDED")


def test_a_failed_execution_says_why_and_exits_1(project: Path) -> None:
    ran = newel_run("Hello", "--input", '{"name": "", "rest": 1}', cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Rude: retry 1 after 30s (virtual)" in ran.stderr
    assert "FAILED: Rude" in ran.stderr
    assert "nobody is there" in ran.stderr
    assert 'app.py", line 9, in handler' in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Missing argument"),
        (["Helo"], 2, "did you mean Hello?"),
        (["machines/none.asl.json"], 2, "there is no such file"),
        (["Hello", "--input", "none.json"], 2, "there is no such file"),
        (["Hello", "--input", "template.yaml"], 1, "template.yaml:1:1: this is not JSON"),
        (["Hello", "--input", "machines"], 2, "this is no file"),
        (["Hello", "--input", '{"a": 1,}'], 1, "--input:1:"),
        (["Hello", "--input", "-"], 1, "stdin: it is empty"),
        (["Hello", "--template", "none.yaml"], 2, "there is no such template"),
        (["Hello", "--template", "input.json"], 1, "this is not a SAM template"),
        (["Hello", "--format", "xml"], 2, "'xml' is not one of"),
        (["Hello", "--case", "A"], 2, "give a file with --mocks"),
        (["Hello", "--until", "Publsh"], 2, "write Publish"),
        (["Hello", "--from", "Publsh"], 2, "write Publish"),
        (["Hello", "--variables", "[1]"], 2, "an object of names and values"),
        (["Hello", "--stack", "shop"], 2, "--stack is for --aws"),
        (["Hello", "--answer", "Publish=localhost"], 2, "neither aws nor a URL"),
        (["Hello", "--answer", "Publish=http://h:99999"], 2, "no URL of an endpoint"),
        (["Hello", "--answer", "Publsh=aws"], 2, "write Publish"),
        (["Hello", "--mocks", "none.json"], 2, "there is no such file"),
        (["Hello", "--mocks", ""], 2, "write the name of a MockConfigFile.json"),
        (["Hello", "--mocks", "[]"], 1, "--mocks: it is no object"),
        (["Hello", "--mocks", "input.json", "--case", "A"], 1, "leave out --case"),
        (["Hello", "--mocks", "input.json"], 1, "its mocks are no list of answers"),
    ],
)
def test_wrong_use_and_bad_input_are_told_without_a_traceback(
    project: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = newel_run(*arguments, cwd=project)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "greet/app.py",
            "import os",
            "import os, nothing",
            "greet/app.py:1: function Greet: its code cannot be imported",
        ),
        ("greet/app.py", "def handler", "def handle", "there is handle"),
        ("machines/hello.asl.json", '"Wait"', '"Map"', "state 'Rest': the field 'SecondsPath' of a Map"),
        ("machines/hello.asl.json", "sns:publish", "http:invoke", "nothing here answers http:invoke"),
        ("machines/hello.asl.json", "${NewsArn}", "${NewArn}", "hello.asl.json/States/Publish/Parameters/TopicArn"),
        ("machines/hello.asl.json", "{", "", "hello.asl.json:1:"),
        ("template.yaml", "NewsArn: !Ref News", "NewsArn: !Ref New", "did you mean News?"),
        ("template.yaml", "Inbox.Arn", "Inbox.Name", "Inbox"),
    ],
)
def test_what_is_wrong_in_the_project_is_told_with_its_place(
    project: Path, file: str, old: str, new: str, said: str
) -> None:
    text = (project / file).read_text("utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = newel_run("Hello", "--input", "input.json", cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_settings_of_the_user_do_no_harm(project: Path) -> None:
    settings = {"AWS_PROFILE": "no-such-profile", "AWS_ENDPOINT_URL": "http://localhost:9", "AWS_REGION": "nowhere"}
    assert newel_run("Hello", "--input", "input.json", cwd=project, env=settings).returncode == 0


def test_a_console_without_our_letters_is_written_to_all_the_same(project: Path) -> None:
    ran = newel_run("Hello", "--input", "input.json", cwd=project, env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert "Hello, Zo\\xeb!" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_in_a_real_wait_stops_at_once_with_130(project: Path) -> None:
    process = subprocess.Popen(
        [NEWEL, "run", "Hello", "--input", "input.json", "--real-time"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    deadline = time.monotonic() + 60
    told = ""
    while "waiting 1h" not in told and time.monotonic() < deadline:
        told += process.stderr.readline()
    process.send_signal(signal.SIGINT)
    try:
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize("functions", ["inline", "process"])
def test_ctrl_c_in_a_function_that_hangs_leaves_no_process(project: Path, functions: str) -> None:
    code = (
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ndef handler(event, context):\n    time.sleep(600)\n"
    )
    (project / "greet/app.py").write_text(code, "utf-8")
    template = TEMPLATE.replace("Handler: app.handler", "Handler: app.handler, Timeout: 900")
    (project / "template.yaml").write_text(template, "utf-8")
    process = subprocess.Popen(
        [NEWEL, "run", "Hello", "--input", "input.json", "--functions", functions],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    pid = project / ("greet/pid" if functions == "process" else "pid")
    deadline = time.monotonic() + 60
    while not (pid.is_file() and pid.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)  # until the handler sleeps
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_this_projects_own_machine_runs() -> None:
    definition = ROOT / "statemachines/wait_and_tell.asl.json"
    if not definition.is_file():
        pytest.skip("statemachines/wait_and_tell.asl.json has not been generated: run `newel build`")
    ran = newel_run("statemachines/wait_and_tell.py", "--input", "events/wait_and_tell.json", cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    output = json.loads(ran.stdout)
    assert output["waitSeconds"] == 5
    assert output["message"] == "Now waiting 5 seconds..."
    assert "CoolQueue holds 1 message: Now waiting 5 seconds..." in ran.stderr


def test_a_source_that_has_changed_since_it_was_built_is_not_run(tmp_path: Path) -> None:
    root = make_project(tmp_path)
    newel("build", cwd=root)
    source = root / "statemachines/tell.py"
    source.write_text(source.read_text("utf-8").replace('"hello"', '"good day"'), "utf-8")
    done = newel("run", "statemachines/tell.py", cwd=root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "statemachines/tell.asl.json is older than its source\n  run `newel build`" in done.stderr
    assert newel("build", cwd=root).returncode == 0
    assert newel("run", "statemachines/tell.py", cwd=root).returncode == 0
