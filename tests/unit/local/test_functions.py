"""The template's functions: the real code, called in this process, each apart from the others."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local import Execution, run
from newel.local.aws import LocalAws
from newel.local.functions import FunctionAnswers

if TYPE_CHECKING:
    from pathlib import Path


def project(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "app.py").write_text(text, encoding="utf-8")
    return tmp_path


def function(folder: str, **properties: Any) -> dict[str, Any]:
    given = {"CodeUri": folder, "Handler": "app.handler", "Runtime": "python3.13", **properties}
    return {"Type": "AWS::Serverless::Function", "Properties": given}


def call(folder: Path, template: dict[str, Any], *names: str, log: Any = None) -> list[Execution]:
    """Call functions of a template, one execution each, all in one process."""
    answers = FunctionAnswers(template, folder, LocalAws(template), log)
    executions: list[Execution] = []
    for name in names:
        arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        machine = {"StartAt": "S", "States": {"S": {"Type": "Task", "Resource": arn, "End": True}}}
        executions.append(run(machine, {"n": 1}, answers=[answers]))
    return executions


def one(tmp_path: Path, code: str, **properties: Any) -> Execution:
    template = {"Resources": {"F": function("f", **properties)}}
    (execution,) = call(project(tmp_path, f=code), template, "F")
    return execution


def test_the_handler_gets_the_event_and_gives_the_result(tmp_path: Path) -> None:
    execution = one(tmp_path, "def handler(event, context):\n    return {'twice': event['n'] * 2}\n")
    assert execution.output == {"twice": 2}


def test_the_handler_sees_what_lambda_would_show_it(tmp_path: Path) -> None:
    code = """\
import os
def handler(event, context):
    names = ["MINE", "BOTH", "GLOBAL", "FLAG", "AWS_LAMBDA_FUNCTION_NAME"]
    return {
        "env": {name: os.environ[name] for name in names},
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "time": 0 < context.get_remaining_time_in_millis() <= 7000,
        "id": len(context.aws_request_id),
    }
"""
    own = {"Variables": {"MINE": {"Fn::Sub": "in ${AWS::Region}"}, "BOTH": "own", "FLAG": True}}
    template = {
        "Globals": {
            "Function": {"Timeout": 7, "MemorySize": 512, "Environment": {"Variables": {"BOTH": "all", "GLOBAL": 1}}}
        },
        "Resources": {"F": function("f", Environment=own)},
    }
    (execution,) = call(project(tmp_path, f=code), template, "F")
    assert execution.output == {
        "env": {"MINE": "in us-east-1", "BOTH": "own", "GLOBAL": "1", "FLAG": "true", "AWS_LAMBDA_FUNCTION_NAME": "F"},
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:F",
        "memory": "512",
        "time": True,
        "id": 36,
    }


def test_functions_do_not_see_each_other(tmp_path: Path) -> None:
    code = """\
import helper
state = []
def handler(event, context):
    state.append(1)
    return [helper.NAME, len(state)]
"""
    folder = project(tmp_path, a=code, b=code)
    for name in ("a", "b"):
        (folder / name / "helper.py").write_text(f"NAME = '{name}'\n", encoding="utf-8")
    template = {"Resources": {"A": function("a"), "B": function("b")}}
    before = (list(sys.path), dict(os.environ), set(sys.modules))
    outputs = [execution.output for execution in call(folder, template, "A", "B", "A")]
    assert outputs == [["a", 1], ["b", 1], ["a", 2]]
    assert (list(sys.path), dict(os.environ)) == before[:2]
    assert not {"app", "helper"} & (set(sys.modules) - before[2])


def test_packages_and_relative_imports_work(tmp_path: Path) -> None:
    package = tmp_path / "f" / "orders"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "prices.py").write_text("PRICE = 5\n", encoding="utf-8")
    (package / "main.py").write_text(
        "from .prices import PRICE\ndef lambda_handler(event, context):\n    return PRICE\n", encoding="utf-8"
    )
    for handler in ("orders.main.lambda_handler", "orders/main.lambda_handler"):
        template = {"Resources": {"F": function("f", Handler=handler)}}
        assert call(tmp_path, template, "F")[0].output == 5


def test_only_what_is_called_is_loaded(tmp_path: Path) -> None:
    template = {"Resources": {"Good": function("good"), "Bad": function("bad"), "Far": function("nowhere")}}
    folder = project(tmp_path, good="def handler(e, c):\n    return 1\n", bad="1/0\n")
    assert call(folder, template, "Good")[0].output == 1


def test_what_it_writes_goes_to_the_log_and_nowhere_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = """\
import logging, sys
stream = logging.StreamHandler(sys.stdout)  # bound once, as loggers do
logging.getLogger("newel-test").addHandler(stream)
print("loading")
def handler(event, context):
    print("called")
    logging.getLogger("newel-test").warning("warned")
    sys.stderr.write("to stderr\\n")
"""
    logged: list[tuple[str, str]] = []
    template = {"Resources": {"F": function("f")}}
    call(project(tmp_path, f=code), template, "F", "F", log=lambda name, text: logged.append((name, text)))
    assert logged == [("F", "loading\ncalled\nwarned\nto stderr\n"), ("F", "called\nwarned\nto stderr\n")]
    assert capsys.readouterr() == ("", "")


def test_an_exception_is_the_states_error(tmp_path: Path) -> None:
    code = "class Broken(Exception):\n    pass\ndef handler(event, context):\n    raise Broken('so')\n"
    execution = one(tmp_path, code)
    cause = json.loads(str(execution.cause))
    assert (execution.error, cause["errorType"], cause["errorMessage"]) == ("Broken", "Broken", "so")
    assert cause["stackTrace"] == [
        f"  File \"{tmp_path / 'f' / 'app.py'}\", line 4, in handler\n    raise Broken('so')\n"
    ]


def test_sections_that_yaml_left_empty_are_empty(tmp_path: Path) -> None:
    template = {"Globals": None, "Resources": {"F": function("f", Environment=None), "Other": None}}
    (execution,) = call(project(tmp_path, f="def handler(e, c):\n    return 1\n"), template, "F")
    assert execution.output == 1


def test_leaving_the_process_is_the_states_error(tmp_path: Path) -> None:
    execution = one(tmp_path, "import sys\ndef handler(event, context):\n    sys.exit(3)\n")
    assert execution.error == "Runtime.ExitError"
    assert "exit status 3" in str(execution.cause)


@pytest.mark.parametrize(
    ("code", "properties", "said"),
    [
        ("\n1/0\n", {}, "app.py:2: function F: its code cannot be imported: ZeroDivisionError"),
        ("def handler(:\n", {}, "app.py:1: function F: its code cannot be imported: SyntaxError"),
        ("\nimport no_such_module\n", {}, "app.py:2: function F: its code cannot be imported: ModuleNotFoundError"),
        ("import sys\nsys.exit(1)\n", {}, "app.py:2: function F: its code cannot be imported: SystemExit"),
        ("def handle(e, c): ...\n", {}, "there is handle"),
        ("handler = 5\n", {}, "no function 'handler'"),
        ("", {"Handler": "ap.handler"}, "there is app"),
        ("", {"Handler": "handler"}, "module.function"),
        ("", {"CodeUri": "g"}, "is no folder"),
        ("", {"Timeout": "abc"}, "function F: its Timeout is 'abc'\n  write a whole number from 1 to 900"),
        ("", {"Timeout": None}, "its Timeout is None"),
        ("", {"Timeout": True}, "its Timeout is True"),
        ("", {"Timeout": 0}, "its Timeout is 0"),
        ("", {"Timeout": 901}, "its Timeout is 901"),
        ("", {"Timeout": {"Ref": "Nix"}}, "function F: Timeout: the template has no 'Nix'"),
        (
            "",
            {"Timeout": {"Fn::FindInMap": ["M", "a", "b"]}},
            "function F: Timeout: the template has no 'M' in Mappings",
        ),
        ("", {"MemorySize": "abc"}, "its MemorySize is 'abc'\n  write a whole number from 128 to 10240"),
        ("", {"MemorySize": []}, "its MemorySize is []"),
        ("", {"Environment": {"Variables": {"A=B": "x"}}}, "its environment variable 'A=B' has a name"),
        ("", {"Environment": {"Variables": {"A": "a\0b"}}}, "its environment variable A is"),
        ("", {"Environment": {"Variables": {"A": [1]}}}, "its environment variable A is [1]"),
        ("", {"CodeUri": "s3://bucket/key"}, "names no folder here"),
        ("", {"Runtime": "nodejs22.x"}, "its runtime is nodejs22.x"),
    ],
)
def test_a_function_that_cannot_be_loaded_says_where_and_why(
    tmp_path: Path, code: str, properties: dict[str, Any], said: str
) -> None:
    with pytest.raises(NewelError) as caught:
        one(tmp_path, code, **properties)
    assert said in str(caught.value)
