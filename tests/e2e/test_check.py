"""`newel check` as a person and a program run it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from support.cli import MACHINE, newel, project

ROOT = Path(__file__).parents[2]

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
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 checked, 0 found\n")


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
        "by_hand.asl.json:1: /States/A/Parameters/expression: ExpressionSyntaxError: The expression ends"
        in shown.stdout
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
    assert newel("check", cwd=root).stderr == "2 checked, 0 found\n"


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
        "by_hand.asl.json:1: /States/Call/Parameters/DBInstanceIdentifier: DBInstanceIdentifier: the member is spelled "
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
        "::error file=a.asl.json,line=1,col=1,title=MISSING_END_STATE::Workflow has no terminal state; write"
    )
    assert second == (
        "::error file=a.asl.json,line=5,col=7,title=MISSING_TRANSITION_TARGET::/States/A/Next: Missing 'Next' target: "
        "100%25; did you mean 'A'?"
    )
    log = json.loads(newel("check", "a.asl.json", "--format", "sarif", cwd=tmp_path).stdout)
    [run] = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert (log["version"], [one["ruleId"] for one in run["results"]]) == ("2.1.0", ["MISSING_END", "MISSING_TARGET"])
    assert rules > {one["ruleId"] for one in run["results"]}
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.asl.json"}, "region": {"startLine": 5, "startColumn": 7}}


NO_INPUT = """\
from newel import Pass, StateMachine

read = Pass(
    "Read",
    result={"a": "$.b"},
    input_path="$.a b",{comment}
)
machine = StateMachine("Odd", read)
"""


def test_a_finding_is_shown_with_its_line_of_python_and_a_caret(tmp_path: Path) -> None:
    root = project(tmp_path, odd=NO_INPUT.replace("{comment}", ""))
    (root / "statemachines" / "odd.py").write_text(NO_INPUT.replace("{comment}", "").replace('"$.b"', "1"), "utf-8")
    done = newel("check", "statemachines/odd.py", cwd=root)
    said = "'$.a b' is no JSONPath: it cannot be read from character 4 on: ' b'  [SCHEMA_VALIDATION_FAILED]"
    assert done.stdout.splitlines() == [
        f"error: statemachines/odd.py:6: /States/Read/InputPath: {said}",
        '  6 |     input_path="$.a b",',
        "    |     ^",
    ]
    told = json.loads(newel("check", "statemachines/odd.py", "--format", "json", cwd=root).stdout)
    [one] = told["diagnostics"]
    assert (one["file"], one["line"], one["column"]) == ("statemachines/odd.py", 6, 5)


def test_a_comment_ignores_a_finding(tmp_path: Path) -> None:
    rule = "FIELD_VALUE"
    source = NO_INPUT.replace('"$.b"', "1")
    root = project(tmp_path, odd=source.replace("{comment}", f"  # newel: ignore[{rule}] it is known"))
    done = newel("check", "statemachines/odd.py", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 checked, 0 found\n")
    (root / "statemachines" / "odd.py").write_text(
        source.replace("{comment}", "").replace("read = ", f"# newel: ignore[{rule}] all of the state\nread = "),
        "utf-8",
    )
    assert newel("check", "statemachines/odd.py", cwd=root).returncode == 0
    assert newel("build", cwd=root).returncode == 0


def test_a_comment_that_does_nothing_or_has_no_reason_is_told(tmp_path: Path) -> None:
    source = NO_INPUT.replace('"$.b"', "1").replace("$.a b", "$.a")
    root = project(tmp_path, odd=source.replace("{comment}", "  # newel: ignore[FIELD_VALUE] it was wrong"))
    done = newel("check", "statemachines/odd.py", cwd=root)
    assert done.returncode == 0
    assert "warning: statemachines/odd.py:6: nothing is found here of FIELD_VALUE; take it out  [IGNORE]" in done.stdout
    (root / "statemachines" / "odd.py").write_text(
        source.replace("{comment}", "  # newel: ignore[FIELD_VALUE]"), "utf-8"
    )
    done = newel("check", "statemachines/odd.py", cwd=root)
    assert done.returncode == 1
    assert "statemachines/odd.py:6: it has no reason" in done.stdout


def test_settings_ignore_what_json_has_no_comments_for(tmp_path: Path) -> None:
    file = tmp_path / "old.asl.json"
    file.write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.a b", "End": true}}}', "utf-8")
    assert newel("check", "old.asl.json", cwd=tmp_path).returncode == 1
    settings = tmp_path / "pyproject.toml"
    settings.write_text('[tool.newel.ignore]\n"old.*" = {FIELD_VALUE = "it goes in spring"}\n', "utf-8")
    assert newel("check", "old.asl.json", cwd=tmp_path).returncode == 0
    for wrong, said in {
        '"old.*" = {FIELD_VALEU = "why"}': "there is no rule FIELD_VALEU",
        '"old.*" = {FIELD_VALUE = ""}': "ignore is no table of files, rules and reasons",
        '"old.*" = "FIELD_VALUE"': "ignore is no table of files, rules and reasons",
    }.items():
        settings.write_text(f"[tool.newel.ignore]\n{wrong}\n", "utf-8")
        done = newel("check", "old.asl.json", cwd=tmp_path)
        assert done.returncode == 1
        assert said in done.stderr


SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: A
        States:
          A:  # newel: ignore[MISSING_TARGET] it comes
            Type: Pass
            Next: B
          Job:
            Type: Task
            Resource: !Sub arn:${AWS::Partition}:states:::glue:startJobRun.sync
            End: true
  Text:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: '{"StartAt": "X", "States": {"A": {"Type": "Succeed"}}}'
  File:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/file.asl.json
      Type: EXPRESS
  Gone:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/gone.asl.json
  Elsewhere:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: s3://bucket/key
"""


def test_the_machines_of_a_template_are_checked_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(SAM, "utf-8")
    (tmp_path / "flows").mkdir()
    job = {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": {"JobName": "j"}}
    flow = {"StartAt": "Job", "States": {"Job": {**job, "End": True}}}
    (tmp_path / "flows" / "file.asl.json").write_text(json.dumps(flow, indent=1), "utf-8")
    done = newel("check", "--format", "json", cwd=tmp_path)
    found = {(one["file"], one["line"], one["rule"]) for one in json.loads(done.stdout)["diagnostics"]}
    assert done.returncode == 1
    assert {
        ("template.yaml", 20, "MISSING_TARGET"),
        ("flows/file.asl.json", 6, "EXPRESS_MACHINE"),
        ("template.yaml", 29, "BUILD"),
    } <= found
    assert ("template.yaml", 12, "MISSING_TARGET") not in found
    assert {file for file, _, _ in found} == {"template.yaml", "flows/file.asl.json"}


PUBLISHING = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Tell
        States:
          Tell:
            Type: Task
            Resource: arn:aws:states:::sns:publish
            Parameters: {TopicArn: !Ref Topic, Message: Hello}
            End: true
      Policies:
        - SQSPollerPolicy: {QueueName: jobs}
"""


def test_what_a_machines_policies_miss_and_allow_besides_is_told(tmp_path: Path) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(PUBLISHING, "utf-8")
    done = newel("check", cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"^warning: template.yaml:15: .*may not sns:Publish on .*'Tell' needs", done.stdout, re.MULTILINE)
    assert re.search(r"^warning: template.yaml:16: .*no state needs sqs:", done.stdout, re.MULTILINE)
    file.write_text(PUBLISHING.replace("SQSPollerPolicy: {Queue", "SNSPublishMessagePolicy: {Topic"), "utf-8")
    assert "POLICY_WIDER" in newel("check", cwd=tmp_path).stdout
    exact = "SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}"
    file.write_text(PUBLISHING.replace("SQSPollerPolicy: {QueueName: jobs}", exact), "utf-8")
    assert "warning" not in newel("check", cwd=tmp_path).stdout
    comment = "      # newel: ignore[POLICY_MISSING] another stack allows it\n"
    file.write_text(PUBLISHING.replace("      Policies:", f"{comment}      Policies:"), "utf-8")
    done = newel("check", cwd=tmp_path)
    assert "POLICY_MISSING]" not in done.stdout
    assert "POLICY_WIDER]" in done.stdout


FLOW = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.a b", "End": true}}}'
JOINED = f'{{"Fn::Join": ["", [{json.dumps(FLOW[:20])}, {json.dumps(FLOW[20:])}]]}}'
WITH = "Resources:\n  M: {Type: AWS::Serverless::StateMachine, Properties: {"
SAMS = "Transform: AWS::Serverless-2016-10-31"


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{WITH}Definition: {FLOW}}}}}\n{SAMS}",
        f"{WITH}Definition: {FLOW}}}}}\n{SAMS}".replace("Resources", "'Resources'"),
        f"  {WITH}Definition: {FLOW}}}}}\n{SAMS}".replace("\n", "\n  "),
        json.dumps(
            {
                "Transform": "AWS::Serverless-2016-10-31",
                "Resources": {"M": {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": "F"}}},
            }
        ),
        f"{WITH}DefinitionString: {JOINED}}}}}\n{SAMS}",
    ],
    ids=["a BOM", "quotes", "indented", "JSON", "Fn::Join"],
)
def test_a_template_is_known_however_it_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "template.yaml").write_text(text.replace('"F"', FLOW), "utf-8")
    done = newel("check", "template.yaml", cwd=tmp_path)
    assert done.returncode == 1
    assert "'$.a b' is no JSONPath" in done.stdout
    assert done.stdout.count("error: ") == 1


def test_a_definition_that_a_transform_brings_in_is_not_read(tmp_path: Path) -> None:
    include = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: b.asl.json}}}"
    (tmp_path / "template.yaml").write_text(f"{WITH}Definition: {include}}}}}\n{SAMS}\n", "utf-8")
    done = newel("check", "template.yaml", cwd=tmp_path)
    assert (done.returncode, "error" in done.stdout) == (0, False)
    done = newel("graph", "M", cwd=tmp_path)
    assert done.returncode == 1
    assert "its Definition is what Fn::Transform brings in" in done.stderr


def test_a_broken_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text("Resources:\n  A: [", "utf-8")
    done = newel("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "error: template.yaml:2:" in done.stdout


@pytest.mark.parametrize(("name", "code"), [("newel-check", 1), ("newel-build", 1)])
def test_the_hooks_of_pre_commit_are_commands_that_there_are(tmp_path: Path, name: str, code: int) -> None:
    hooks = {hook["id"]: hook for hook in YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")}
    program, *arguments = hooks[name]["entry"].split()
    assert program == "newel"
    assert re.search(hooks[name]["files"], "statemachines/order.py")
    assert re.search(hooks[name]["files"], "template.yaml")
    root = project(tmp_path, odd=NO_INPUT.replace("{comment}", ""))
    assert newel(*arguments, cwd=root).returncode == code
    (root / "statemachines" / "odd.py").unlink()
    newel("build", cwd=root)
    assert newel(*arguments, cwd=root).returncode == 0
