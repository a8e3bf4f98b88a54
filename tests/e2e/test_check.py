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


def test_what_is_no_definition_is_a_finding_with_the_code_of_aws(tmp_path: Path) -> None:
    for number, (content, code, said) in enumerate(
        [
            (b"", "MISSING_DESCRIPTION", "it is empty"),
            (b" \n", "SCHEMA_VALIDATION_FAILED", "must be a valid JSON object"),
            (b"{", "INVALID_JSON_DESCRIPTION", "this is not JSON"),
            (b'{"StartAt": NaN}', "INVALID_JSON_DESCRIPTION", "it has no NaN"),
            (b"[]", "SCHEMA_VALIDATION_FAILED", "must be a valid JSON object"),
            (b"\xff", "INVALID_JSON_DESCRIPTION", "this is not UTF-8"),
            (b"[" * 100_000, "TOO_DEEPLY_NESTED", "nested too deeply"),
            (b'{"a":' * 300 + b"1" + b"}" * 300, "TOO_DEEPLY_NESTED", "nested deeper than"),
        ]
    ):
        file = tmp_path / f"{number}.asl.json"
        file.write_bytes(content)
        done = newel("check", str(file), "--format", "json", cwd=tmp_path)
        [one] = json.loads(done.stdout)["diagnostics"]
        assert (done.returncode, one["severity"], one["code"], one["location"]) == (1, "ERROR", code, "")
        assert said in one["message"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "marked.asl.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(definition("1")).encode())
    assert newel("check", str(file), cwd=tmp_path).returncode == 0


def test_a_name_that_is_there_twice_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "twice.asl.json"
    file.write_text('{"StartAt": "A/B", "States": {"A/B": {"Type": "Pass"}, "A/B": {"Type": "Pass", "End": true}}}')
    [one] = json.loads(newel("check", str(file), "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert (one["code"], one["location"]) == ("INVALID_JSON_DESCRIPTION", "/States/A~1B")


def test_yaml_is_checked_like_json(tmp_path: Path) -> None:
    file = tmp_path / "by_hand.asl.yaml"
    file.write_text("StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: 1\n    Next: B\n")
    told = json.loads(newel("check", str(tmp_path), "--format", "json", cwd=tmp_path).stdout)
    assert [(one["code"], one["location"]) for one in told["diagnostics"]] == [
        ("MISSING_END_STATE", ""),
        ("MISSING_TRANSITION_TARGET", "/States/A/Next"),
    ]
    file.write_text("StartAt: A\nStates:\n  A: {Type: Wait, Timestamp: 2026-01-31T12:00:00Z, End: true}\n")
    assert newel("check", str(file), cwd=tmp_path).returncode == 0
    file.write_text("StartAt: A\nStates: [")
    assert "this is not YAML" in newel("check", str(file), cwd=tmp_path).stdout


def test_what_express_lacks_is_told_of_an_express_machine_alone(tmp_path: Path) -> None:
    file = tmp_path / "job.asl.json"
    job = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": {}, "End": True}
    file.write_text(
        json.dumps({"StartAt": "Job", "States": {"Job": job | {"Parameters": {"StateMachineArn": "${M}"}}}})
    )
    assert newel("check", str(file), cwd=tmp_path).returncode == 0
    done = newel("check", str(file), "--type", "EXPRESS", "--format", "json", cwd=tmp_path)
    [one] = json.loads(done.stdout)["diagnostics"]
    assert (done.returncode, one["rule"], one["location"]) == (1, "EXPRESS_MACHINE", "/States/Job/Resource")


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


def test_findings_are_annotations_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.asl.json"
    file.write_text('{\n  "StartAt": "A",\n  "States": {\n    "A": {"Type": "Pass",\n      "Next": "100%"}}}')
    done = newel("check", "a.asl.json", "--format", "github", cwd=tmp_path)
    first, second = done.stdout.splitlines()
    assert done.returncode == 1
    assert first.startswith(
        "::error file=a.asl.json,line=1,title=MISSING_END_STATE::Workflow has no terminal state; write"
    )
    assert second == (
        "::error file=a.asl.json,line=5,title=MISSING_TRANSITION_TARGET::/States/A/Next: Missing 'Next' target: "
        "100%25; did you mean 'A'?"
    )
    log = json.loads(newel("check", "a.asl.json", "--format", "sarif", cwd=tmp_path).stdout)
    [run] = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert (log["version"], [one["ruleId"] for one in run["results"]]) == ("2.1.0", ["MISSING_END", "MISSING_TARGET"])
    assert rules > {one["ruleId"] for one in run["results"]}
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.asl.json"}, "region": {"startLine": 5}}
