"""`newel check` as a person and a program run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from support.cli import MACHINE, newel, project

if TYPE_CHECKING:
    from pathlib import Path

WRONG = """\
from newel import StateMachine
from newel.tasks import EvaluateExpression

first = EvaluateExpression("First", expression="$.a +\\n  * 2")
machine = StateMachine("Wrong", first >> EvaluateExpression("Second", expression="1 +"))
"""


def definition(expression: str) -> dict[str, Any]:
    parameters = {"expression": expression, "expressionAttributeValues": {"$.a.$": "$.a"}}
    return {
        "StartAt": "A",
        "States": {"A": {"Type": "Task", "Resource": "${F}", "Parameters": parameters, "End": True}},
    }


def test_what_is_right_is_said_shortly(tmp_path: Path) -> None:
    done = newel("check", cwd=project(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 checked, 0 found\n")


def test_an_expression_in_python_is_shown_with_its_line_and_a_caret(tmp_path: Path) -> None:
    done = newel("check", cwd=project(tmp_path, wrong=WRONG, tell=MACHINE))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "error: statemachines/wrong.py:4: state 'First': expression: Unexpected `*`  [BUILD]",
        "  line 2, column 3",
        "      * 2",
        "      ^",
        "error: statemachines/wrong.py:5: state 'Second': expression: The expression ends too early  [BUILD]",
        "  line 1, column 4",
        "    1 +",
        "       ^",
    ]


def test_a_definition_written_by_hand_is_told_with_its_place(tmp_path: Path) -> None:
    root = project(tmp_path)
    file = root / "statemachines" / "by_hand.asl.json"
    file.write_text(json.dumps(definition("$.a ===")), "utf-8")
    shown = newel("check", cwd=root)
    assert shown.returncode == 1
    assert (
        "by_hand.asl.json#/States/A/Parameters/expression: ExpressionSyntaxError: The expression ends" in shown.stdout
    )
    told = json.loads(newel("check", str(file), "--format", "json", cwd=root).stdout)
    assert told["result"] == "FAIL"
    [one] = told["diagnostics"]
    assert (one["severity"], one["code"]) == ("ERROR", "EXPRESSION_SYNTAX")
    assert one["location"] == "/States/A/Parameters/expression"
    file.write_text(json.dumps(definition("$.a === 1")), "utf-8")
    right = newel("check", str(file), "--format", "json", cwd=root)
    assert (right.returncode, json.loads(right.stdout)) == (0, {"result": "OK", "diagnostics": []})


def test_a_definition_that_newel_writes_is_checked_once(tmp_path: Path) -> None:
    root = project(tmp_path)
    newel("build", cwd=root)
    assert newel("check", cwd=root).stderr == "1 checked, 0 found\n"


def test_what_is_no_definition_is_a_finding(tmp_path: Path) -> None:
    for number, (content, said) in enumerate(
        {
            b"": "it is empty",
            b"{": "this is not JSON",
            b"[]": "a definition is a JSON object",
            b"\xff": "this is not UTF-8",
            b"[" * 100_000: "nested too deeply",
        }.items()
    ):
        file = tmp_path / f"{number}.asl.json"
        file.write_bytes(content)
        done = newel("check", str(file), cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stdout
        assert "INVALID_JSON_DESCRIPTION" in done.stdout


def test_wrong_use_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", "utf-8")
    for argument, said in {"none.json": "no such file", "a.txt": "no workflow and no definition"}.items():
        done = newel("check", argument, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert newel("check", cwd=tmp_path).returncode == 2  # there is no folder statemachines


def calling(resource: str, parameters: dict[str, Any], **members: Any) -> dict[str, Any]:
    task = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", **members, "End": True}
    return {"StartAt": "Call", "States": {"Call": {**task, "Parameters": parameters}}}


def test_calls_of_services_are_told_with_what_to_write(tmp_path: Path) -> None:
    wrong = calling("aws-sdk:rds:describeDBInstances", {"DBInstanceIdentifier": "orders", "MaxRecords": "ten"})
    file = tmp_path / "by_hand.asl.json"
    file.write_text(json.dumps(wrong), "utf-8")
    shown = newel("check", str(file), cwd=tmp_path)
    assert shown.returncode == 1
    assert (
        "by_hand.asl.json#/States/Call/Parameters/DBInstanceIdentifier: DBInstanceIdentifier: the member is spelled "
        "otherwise here: write DbInstanceIdentifier  [SDK_PARAMETERS]"
    ) in shown.stdout
    assert "/MaxRecords: MaxRecords: it is text, and the API wants a whole number  [SDK_PARAMETERS]" in shown.stdout


def test_a_warning_is_no_failure(tmp_path: Path) -> None:
    retrying = [{"ErrorEquals": ["S3.NoSuchKey"]}]
    definition = calling("aws-sdk:s3:getObject", {"Bucket": "b", "Key": "k"}, Retry=retrying)
    file = tmp_path / "by_hand.asl.json"
    file.write_text(json.dumps(definition), "utf-8")
    done = newel("check", str(file), "--format", "json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert (done.returncode, told["result"]) == (0, "OK")
    [one] = told["diagnostics"]
    assert (one["severity"], one["code"]) == ("WARNING", "ERROR_NAMES")
    assert one["location"] == "/States/Call/Retry/0/ErrorEquals/0"
    assert one["message"] == "s3 throws no S3.NoSuchKey: write S3.NoSuchKeyException"
