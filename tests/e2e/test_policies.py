"""`newel policies`, and the policies that a project prefers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.cli import contents, newel, project

ROOT = Path(__file__).parents[2]
PUBLISH = {"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "CoolTopic"}}


def asked(*arguments: str, cwd: Path) -> dict[str, Any]:
    done = newel("policies", *arguments, "--format", "json", cwd=cwd)
    found: dict[str, Any] = json.loads(done.stdout)
    assert list(found) == ["statements", "explain", "questions", "delegated"]
    assert done.returncode == (1 if found["questions"] else 0), done.stderr
    return found


def test_a_workflow_its_definition_and_its_machine_need_the_same(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = asked("statemachines/tell.py", cwd=root)  # nothing has to be built
    assert newel("build", cwd=root).returncode == 0
    for file in ("statemachines/tell.py", "statemachines/tell.asl.json", "Tell"):
        assert asked(file, cwd=root) == before
    assert asked("../p/statemachines/tell.asl.json", "--template", "../p/template.yaml", cwd=root) == before
    assert before == {
        "statements": [PUBLISH],
        "explain": [
            {
                "statement": 0,
                "actions": ["sns:Publish"],
                "states": [{"state": "Tell them", "why": "sns:publish on TopicArn"}],
            }
        ],
        "questions": [],
        "delegated": {},
    }


def test_a_definition_without_a_template_keeps_its_substitutions(tmp_path: Path) -> None:
    for suffix, text in {
        "asl.json": '{"States": {"S": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", '
        '"Parameters": {"TopicArn": "${Topic}", "Message": "m"}}}}',
        "asl.yaml": "States:\n  S:\n    Type: Task\n    Resource: arn:aws:states:::sns:publish\n"
        "    Parameters: {TopicArn: '${Topic}', Message: m}\n",
    }.items():
        (tmp_path / f"d.{suffix}").write_text(text, "utf-8")
        [statement] = asked(f"d.{suffix}", cwd=tmp_path)["statements"]
        assert statement["Resource"] == {"Fn::Sub": "${Topic}"}


def test_the_projects_own_workflow_is_explained() -> None:
    done = newel("policies", "WaitAndTell", "--explain", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "lambda:InvokeFunction\n"
        "  on !GetAtt EvaluateExpression.Arn\n"
        "    Convert to seconds: invokes the function\n"
        "    Create message: invokes the function\n"
        "\n"
        "sns:Publish\n"
        "  on !Ref CoolTopic\n"
        "    Publish message: sns:publish on TopicArn\n"
    )


def test_as_text_it_is_a_policy_document(tmp_path: Path) -> None:
    root = project(tmp_path)
    done = newel("policies", "statemachines/tell.py", cwd=root)
    assert json.loads(done.stdout) == {"Version": "2012-10-17", "Statement": [PUBLISH]}


def test_what_is_open_is_asked_with_its_place(tmp_path: Path) -> None:
    state = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl.$": "$.q"}}
    inner = {"States": {"Send it": state}}
    definition = {"States": {"Each": {"Type": "Map", "ItemProcessor": inner}}}
    (tmp_path / "d.json").write_text(json.dumps(definition), "utf-8")
    assert asked("d.json", cwd=tmp_path)["questions"] == [
        {
            "state": "Send it",
            "location": "/States/Each/ItemProcessor/States/Send it",
            "member": "QueueUrl",
            "actions": ["sqs:SendMessage"],
            "message": "state 'Send it' may use any SQS queue for its QueueUrl, known only when it runs",
        }
    ]
    done = newel("policies", "d.json", "--explain", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("warning: #/States/Each/ItemProcessor/States/Send it: state 'Send it' may use any")


def test_wrong_use_is_told(tmp_path: Path) -> None:
    for arguments, said in {
        ("Nothing",): "there is no such file, and no template with such a machine",
        ("no.py",): "there is no such file",
        ("no.json",): "there is no such file, and no template with such a machine",
        ("Tell", "--template", "no.yaml"): "there is no such template",
    }.items():
        done = newel("policies", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


NO_DEFINITION = {
    "empty.json": (b"", "it is empty, and JSON is wanted"),
    "blank.yaml": (b"\n\n", "the definition is no object"),
    "half.json": (b'{"StartAt": "S", "States": {"S": {"Type": "Task", "Resour', "not JSON"),
    "list.json": (b"[]", "the definition is no object"),
    "text.yaml": (b"only text\n", "the definition is no object"),
    "no_states.json": (b"{}", "this is no definition: it has no States"),
    "states_list.json": (b'{"States": []}', "this is no definition: it has no States"),
    "states_null.yaml": (b"States:\n", "this is no definition: it has no States"),
    "deep.json": (b'{"States": {"a": ' + b'{"a": ' * 900 + b"1" + b"}" * 902, "nested too deeply"),
    "deep.yaml": (b"[" * 5000, "this is not YAML"),
    "binary.json": (bytes(range(256)), "not UTF-8"),
    "utf16.json": ('{"States": {}}'.encode("utf-16"), "not UTF-8"),
    "half.yaml": (b"a: [\n", "this is not YAML"),
    "tab.yaml": (b"States:\n\tS: 1\n", "this is not YAML"),
    "tag.yaml": (b"States: !!python/object:os.system {}\nS: [", "this is not YAML"),
}


@pytest.mark.parametrize("name", NO_DEFINITION)
def test_what_is_no_definition_is_wrong_use_and_has_no_answer(tmp_path: Path, name: str) -> None:
    text, said = NO_DEFINITION[name]
    (tmp_path / name).write_bytes(text)
    done = newel("policies", name, "--format", "json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {name}")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_huge_definition_is_answered(tmp_path: Path) -> None:
    state = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn.$": "$.t"}}
    states = {f"S{number}": state for number in range(5000)}
    (tmp_path / "huge.json").write_text(json.dumps({"States": states}), "utf-8")
    found = asked("huge.json", cwd=tmp_path)
    assert (len(found["statements"]), len(found["explain"][0]["states"]), len(found["questions"])) == (1, 5000, 5000)


SEND = """\
from newel import Ref, StateMachine
from newel.tasks import sqs

machine = StateMachine("Send", sqs.SendMessage("Send it", queue_url=Ref("Queue"), message_body="m"))
"""


def test_a_project_may_prefer_sams_policy_templates_and_hears_what_they_allow(tmp_path: Path) -> None:
    root = project(tmp_path / "p", send=SEND)
    with (root / "template.yaml").open("a", encoding="utf-8") as file:
        file.write("  Queue:\n    Type: AWS::SQS::Queue\n")
    assert newel("build", cwd=root).stderr.count("warning") == 0
    assert "SQSSendMessagePolicy" not in (root / "template.yaml").read_text("utf-8")
    (root / "pyproject.toml").write_text('[tool.newel]\npolicies = "templates"\n', "utf-8")
    done = newel("build", cwd=root)
    assert done.returncode == 0
    assert "statemachines/send.py: SQSSendMessagePolicy of Queue allows besides: sqs:SendMessage*\n" in done.stderr
    woven = (root / "template.yaml").read_text("utf-8")
    assert "        - SQSSendMessagePolicy:\n            QueueName: !GetAtt Queue.QueueName\n" in woven
    before = contents(root)
    assert newel("build", "--check", cwd=root).returncode == 0
    assert contents(root) == before


KEYS = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Key:
    Type: AWS::KMS::Key
  CoolTopic:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: !Ref Key
"""


def test_the_key_of_what_a_workflow_uses_is_the_templates(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "template.yaml").write_text(KEYS, "utf-8")
    found = asked("statemachines/tell.py", cwd=root)["statements"]
    assert [(one["Action"], one["Resource"]) for one in found] == [
        (["kms:Decrypt", "kms:GenerateDataKey"], {"Fn::GetAtt": ["Key", "Arn"]}),
        ("sns:Publish", {"Ref": "CoolTopic"}),
    ]
    assert newel("build", cwd=root).returncode == 0
    assert "Resource: !GetAtt Key.Arn" in (root / "template.yaml").read_text("utf-8")
    assert asked("Tell", cwd=root)["statements"] == found

    source = root / "statemachines/tell.py"  # saying it changes nothing
    source.write_text(source.read_text("utf-8").replace("message=", 'kms_key=Ref("Key"), message='), "utf-8")
    assert newel("build", "--check", cwd=root).returncode == 0


ACROSS = """\
from newel import StateMachine, context, path
from newel.tasks import CallAwsServiceCrossRegion as Across

get = Across("Get", service="s3", action="getObject", region="us-east-1", parameters={"Bucket": "b", "Key": "k"})
parameters = {"TableName": "t", "Item": {"a": {"S": "b"}}, "ConditionExpression": context.task.token}
put = Across(
    "Put",
    service="dynamodb",
    action="putItem",
    region=path("$.r"),
    parameters=parameters,
    pattern="wait_for_task_token",
)
machine = StateMachine("Across", get >> put)
"""
FUNCTION = """\
Resources:
  CallAwsServiceCrossRegion: {Type: AWS::Serverless::Function}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: across.asl.json
      DefinitionSubstitutions: {CallAwsServiceCrossRegionArn: !GetAtt CallAwsServiceCrossRegion.Arn}
"""


def test_what_is_left_to_the_function_for_other_regions_is_told_of_python_and_of_definitions(tmp_path: Path) -> None:
    (tmp_path / "across.py").write_text(ACROSS, "utf-8")
    (tmp_path / "template.yaml").write_text(FUNCTION, "utf-8")
    event = {"region": "us-east-1", "service": "s3", "action": "getObject"}
    there = {"region.$": "$.r", "service": "dynamodb", "action": "putItem", "parameters": {"TableName": "t"}}
    payload = {"FunctionName": "${CallAwsServiceCrossRegionArn}", "Payload": there}
    states = {
        "Get": {
            "Type": "Task",
            "Resource": "${CallAwsServiceCrossRegionArn}",
            "Parameters": {**event, "parameters": {"Bucket": "b", "Key": "k"}},
            "Next": "Put",
        },
        "Put": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": payload,
            "End": True,
        },
    }
    (tmp_path / "across.asl.json").write_text(json.dumps({"StartAt": "Get", "States": states}), "utf-8")
    for file in ("across.py", "across.asl.json"):
        found = asked(file, cwd=tmp_path)["delegated"]
        assert [(one["Action"], one["Resource"]["Fn::Sub"]) for one in found["statements"]] == [
            ("dynamodb:PutItem", "arn:${AWS::Partition}:dynamodb:*:${AWS::AccountId}:table/t"),
            ("s3:GetObject", "arn:${AWS::Partition}:s3:::b/k"),
        ]
        assert [[one["state"] for one in each["states"]] for each in found["explain"]] == [["Put"], ["Get"]]
        shown = newel("policies", file, "--explain", cwd=tmp_path).stdout
        assert "The function that calls other regions needs, for these states:" in shown
