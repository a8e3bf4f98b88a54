"""What newel writes into a template, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newel import Deployment, GetAtt, Param, Pass, Ref, StateMachine, Sub
from newel.config import Config
from newel.errors import NewelError, NewelErrors
from newel.sam.template import load, parse
from newel.sam.weave import Woven, left_over, weave
from newel.tasks import EvaluateExpression, sns, stepfunctions

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"   # as ever
Transform: AWS::Serverless-2016-10-31
Parameters:
  Elsewhere: {Type: String}
Resources:
  CoolTopic:
    Type: AWS::SNS::Topic
  OtherTopic:
    Type: AWS::SNS::Topic
  CoolQueue:
    Type: AWS::SQS::Queue
  EvaluateExpression:
    Type: AWS::Serverless::Function
# The end of the resources.

Outputs:
  Topic:
    Value: !Ref CoolTopic
"""


QUIET = Config(alarms=False, dashboards=False)


def kept(*machines: StateMachine, settings: Config = QUIET) -> list[Woven]:
    files = [(machine, f"statemachines/{machine.name}") for machine in machines]
    return [Woven(machine, machine.compile(), f"{file}.py", f"{file}.asl.json", settings) for machine, file in files]


def woven(text: str, *machines: StateMachine, settings: Config = QUIET) -> str:
    return weave(parse(text, Path("template.yaml")), kept(*machines, settings=settings))


def resources(text: str) -> dict[str, Any]:
    return parse(text, Path("template.yaml")).resources


COOL = Ref("CoolTopic")


def publish(topic: Any = COOL, name: str = "Tell") -> sns.Publish:
    return sns.Publish(name, topic_arn=topic, message="m")


MACHINE = StateMachine("Tell", publish())


def test_a_machine_and_its_logs_are_added_behind_the_resources() -> None:
    text = woven(TEMPLATE, MACHINE)
    before, after = TEMPLATE.split("# The end of the resources.")
    assert text.startswith(before)
    assert text.endswith("# The end of the resources." + after)
    properties = resources(text)["Tell"]["Properties"]
    assert properties["DefinitionUri"] == "statemachines/Tell.asl.json"
    assert properties["Policies"][0] == {
        "SNSPublishMessagePolicy": {"TopicName": {"Fn::GetAtt": ["CoolTopic", "TopicName"]}}
    }
    assert properties["Tracing"] == {"Enabled": True}
    assert properties["Logging"]["Destinations"] == [
        {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["TellLogs", "Arn"]}}}
    ]
    [inline] = properties["Policies"][1]["Statement"]
    assert "logs:CreateLogDelivery" in inline["Action"]


def test_doing_it_again_changes_no_byte() -> None:
    text = woven(TEMPLATE, MACHINE)
    assert woven(text, MACHINE) == text


def test_what_the_author_adds_to_the_machine_stays() -> None:
    text = woven(TEMPLATE, MACHINE)
    text = text.replace(
        "    Properties:\n      Type: STANDARD\n",
        "    DependsOn: CoolQueue\n    Properties:\n      # How it is billed.\n      Type:   STANDARD # for a year\n"
        "      Tags: {team: !Sub 'x-${AWS::Region}'}\n",
    )
    assert woven(text, MACHINE) == text
    changed = woven(text, StateMachine("Tell", publish(), type="EXPRESS"))
    assert changed == text.replace("Type:   STANDARD # for a year", "Type: EXPRESS # for a year")


def test_only_the_changed_lines_change() -> None:
    text = woven(TEMPLATE, MACHINE).replace("Policies:\n", "Policies: # least privilege\n")
    changed = woven(text, StateMachine("Tell", publish(Ref("OtherTopic")) >> publish(name="Again")))
    lines = set(changed.splitlines()) - set(text.splitlines())
    assert lines == {"        OtherTopicArn: !Ref OtherTopic", "            TopicName: !GetAtt OtherTopic.TopicName"}


def test_the_expression_service_is_invoked_by_an_inline_statement() -> None:
    machine = StateMachine("Compute", EvaluateExpression("E", expression="1 + 1"))
    statement = resources(woven(TEMPLATE, machine))["Compute"]["Properties"]["Policies"][0]["Statement"][0]
    assert statement == {
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Resource": {"Fn::GetAtt": ["EvaluateExpression", "Arn"]},
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Serverless::Function\n", "Serverless::Function\n    Properties: {AutoPublishAlias: live}\n"),
        ("Resources:\n", "Globals: {Function: {AutoPublishAlias: live}}\nResources:\n"),
    ],
)
def test_a_function_that_is_published_under_an_alias_is_invoked_by_it(before: str, after: str) -> None:
    text = TEMPLATE.replace(before, after)
    tell = resources(woven(text, StateMachine("Tell", EvaluateExpression("One", expression="1"))))["Tell"]
    alias = {"Ref": "EvaluateExpression.Alias"}
    assert tell["Properties"]["DefinitionSubstitutions"]["EvaluateExpressionArn"] == alias
    assert tell["Properties"]["Policies"][0]["Statement"][0]["Resource"] == alias


@pytest.mark.parametrize(
    ("topic", "resource"),
    [
        (Ref("Elsewhere"), {"Ref": "Elsewhere"}),
        (Param("Elsewhere"), {"Ref": "Elsewhere"}),
        ("arn:aws:sns:eu-west-1:123456789012:theirs", "arn:aws:sns:eu-west-1:123456789012:theirs"),
        (
            Sub("arn:${AWS::Partition}:sns:${AWS::Region}:123456789012:theirs"),
            {"Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:123456789012:theirs"},
        ),
    ],
)
def test_a_topic_that_is_not_the_templates_gets_an_exact_statement(topic: Any, resource: object) -> None:
    machine = StateMachine("Tell", publish(topic), log_level="OFF")
    [policy] = resources(woven(TEMPLATE, machine))["Tell"]["Properties"]["Policies"]
    assert policy["Statement"] == [{"Effect": "Allow", "Action": "sns:Publish", "Resource": resource}]


def test_what_a_machine_no_longer_needs_goes() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", publish(), log_level="OFF"))
    idle = StateMachine("Tell", Pass("P"), log_level="OFF")
    assert woven(text, idle) == woven(TEMPLATE, idle)


def test_a_resource_is_granted_once_however_it_is_referred_to() -> None:
    flow = publish() >> publish(GetAtt("CoolTopic", "TopicArn"), "Two") >> publish(Sub("${CoolTopic}"), "Three")
    machine = StateMachine("Tell", flow, log_level="OFF")
    [policy] = resources(woven(TEMPLATE, machine))["Tell"]["Properties"]["Policies"]
    assert policy == {"SNSPublishMessagePolicy": {"TopicName": {"Fn::GetAtt": ["CoolTopic", "TopicName"]}}}


def test_logs_are_kept_as_long_as_a_parameter_says() -> None:
    text = woven(TEMPLATE, StateMachine("Tell", publish(), log_retention_days=Param("Elsewhere")))
    assert resources(text)["TellLogs"]["Properties"]["RetentionInDays"] == {"Ref": "Elsewhere"}


def test_a_machine_that_needs_nothing_gets_no_policies() -> None:
    machine = StateMachine("Idle", Pass("P"), log_level="OFF", tracing=False)
    found = resources(woven(TEMPLATE, machine))
    assert "Policies" not in found["Idle"]["Properties"]
    assert found["Idle"]["Properties"]["Logging"] == {"Level": "OFF"}
    assert "IdleLogs" not in found


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (Ref("ColTopic"), r"has no resource or parameter 'ColTopic'\n.*write CoolTopic"),
        (Ref("CoolQueues"), r"'CoolQueues'\n  add CoolQueues to"),
        (Param("CoolTopic"), r"has no parameter 'CoolTopic'"),
        (
            Ref("CoolQueue"),
            r"'CoolQueue' is of type AWS::SQS::Queue, and the field takes SNS topics(.|\n)*write CoolTopic",
        ),
        (GetAtt("CoolQueue", "Arn"), r"'CoolQueue' is of type AWS::SQS::Queue"),
        (GetAtt("CoolTopic", "TopicName"), r"gives the name, and the field takes the arn\n.*Ref\(\"CoolTopic\"\)"),
        (Sub("${ColTopic}"), r"no resource or parameter 'ColTopic'"),
        (Sub("${CoolQueue.Arn}"), r"'CoolQueue' is of type AWS::SQS::Queue"),
        (GetAtt("CoolTopic", "Nonsense"), r"CoolTopic.Nonsense does not give the arn of CoolTopic"),
        (GetAtt("Elsewhere", "Arn"), r"has no resource 'Elsewhere'"),
        (Ref("AWS::Region"), r"AWS::Region is no SNS topic(.|\n)*write CoolTopic or OtherTopic"),
    ],
)
def test_a_reference_that_does_not_fit_names_the_nearest(topic: Any, message: str) -> None:
    with pytest.raises(NewelErrors, match=message) as raised:
        woven(TEMPLATE, StateMachine("Tell", publish(topic)))
    assert "state 'Tell', topic_arn" in str(raised.value)


def test_what_a_loop_of_the_template_makes_is_said_not_to_be_seen() -> None:
    loop = "  Fn::ForEach::Topics: [Name, [A, B], {'Topic${Name}': {Type: AWS::SNS::Topic}}]\n"
    with pytest.raises(
        NewelErrors,
        match=r"has no resource or parameter 'TopicA'(.|\n)*what Fn::ForEach and Fn::Transform make is not seen",
    ):
        woven(TEMPLATE.replace("Resources:\n", f"Resources:\n{loop}"), StateMachine("Tell", publish(Ref("TopicA"))))


def test_an_alias_that_sam_does_not_take_is_told() -> None:
    text = woven(TEMPLATE, MACHINE).replace("      Type: STANDARD\n", "      AutoPublishAlias: !Ref Elsewhere\n", 1)
    with pytest.raises(NewelErrors, match=r"has an AutoPublishAlias that is no text(.|\n)*write AutoPub"):
        woven(text, MACHINE)


def test_a_resource_that_is_not_newels_is_not_touched() -> None:
    text = TEMPLATE.replace("OtherTopic", "Tell")
    with pytest.raises(
        NewelErrors, match=r"'Tell' is in the template already(.|\n)*NewelSource: statemachines/Tell.py"
    ):
        woven(text, MACHINE)


def test_what_contradicts_newel_is_not_overwritten() -> None:
    text = woven(TEMPLATE, MACHINE)
    for wrong, said in {
        "Role: arn:aws:iam::123456789012:role/mine": "'Tell' has a Role of its own",
        "Definition: {StartAt: A}": "'Tell' has a Definition of its own",
    }.items():
        with pytest.raises(NewelErrors, match=said):
            woven(text.replace("      Type: STANDARD", f"      {wrong}\n      Type: STANDARD"), MACHINE)
    with pytest.raises(NewelErrors, match="'Tell' is of type AWS::SQS::Queue"):
        woven(text.replace("AWS::Serverless::StateMachine", "AWS::SQS::Queue"), MACHINE)


def test_a_machine_may_refer_to_one_that_is_added_with_it() -> None:
    parent = StateMachine("Parent", stepfunctions.StartExecution("Run", state_machine_arn=Ref("Tell")))
    properties = resources(woven(TEMPLATE, parent, MACHINE))["Parent"]["Properties"]
    assert properties["DefinitionSubstitutions"]["TellArn"] == {"Ref": "Tell"}
    with pytest.raises(NewelErrors, match="no resource or parameter 'Tell'"):
        woven(TEMPLATE, parent)


def test_two_machines_cannot_claim_one_resource() -> None:
    with pytest.raises(NewelErrors, match="two machines would have a resource 'TellLogs'"):
        woven(TEMPLATE, MACHINE, StateMachine("TellLogs", Pass("P"), log_level="OFF"))


KEPT = {
    "in braces": """\
  Tell: {Type: AWS::Serverless::StateMachine, Metadata: {NewelSource: x, Mine: 1}, Properties: {Tags: {a: b}}}
""",
    "half in braces": """\
  Tell:
    Type: AWS::Serverless::StateMachine
    Metadata: {NewelSource: x, Mine: 1}
    Properties: {Tags: {a: b}}
""",
    "block": """\
  Tell:
    Type: AWS::Serverless::StateMachine
    Metadata:
      NewelSource: x
      Mine: 1
    Properties:
      Tags:
        a: b
""",
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_what_the_author_adds_stays_in_whichever_style(kept: str) -> None:
    text = woven(TEMPLATE.replace("# The end", kept + "# The end"), MACHINE)
    assert resources(text)["Tell"]["Metadata"]["Mine"] == 1
    assert resources(text)["Tell"]["Properties"]["Tags"] == {"a": "b"}
    assert woven(text, MACHINE) == text


@pytest.mark.parametrize(
    "end",
    [
        "  Last:\n    Type: AWS::SNS::Topic\n    Properties:",
        "  Last:\n    Type: AWS::SNS::Topic\n    Properties:\n",
        "  Last:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: |\n        pass",
        "  Last:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: |+\n        pass\n\n\n",
        "  Base: &base {Type: AWS::SNS::Topic}\n  Last:\n    <<: *base\n",
    ],
)
def test_however_the_resources_end_the_machine_is_added(end: str) -> None:
    before = TEMPLATE.split("# The end", maxsplit=1)[0] + end
    text = woven(before, MACHINE)
    assert text.startswith(before)
    assert resources(text)["Tell"]["Type"] == "AWS::Serverless::StateMachine"
    assert woven(text, MACHINE) == text


def test_a_block_of_text_that_keeps_its_empty_lines_gets_no_more() -> None:
    code = "  Last:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: |+\n        pass\n\n\n"
    text = woven(TEMPLATE.split("# The end", maxsplit=1)[0] + code, MACHINE)
    assert resources(text)["Last"]["Properties"] == {"Code": "pass\n\n\n"}


def test_properties_that_are_empty_are_filled() -> None:
    kept = "  Tell:\n    Type: AWS::Serverless::StateMachine\n    Metadata: {NewelSource: x}\n    Properties:\n"
    text = woven(TEMPLATE.replace("# The end", kept + "# The end"), MACHINE)
    assert resources(text)["Tell"]["Properties"]["Type"] == "STANDARD"
    assert woven(text, MACHINE) == text


@pytest.mark.parametrize("empty", ["Resources:\n", "Resources: {}\n", "Resources: # none yet\n\nOutputs: {}\n"])
def test_a_new_template_may_be_empty(empty: str) -> None:
    idle = StateMachine("Idle", Pass("P"))
    text = woven(empty, idle)
    assert list(resources(text)) == ["Idle", "IdleLogs"]
    assert woven(text, idle) == text


def test_a_machine_that_is_gone_is_told_and_not_deleted() -> None:
    text = woven(TEMPLATE, MACHINE)
    template = parse(text, Path("template.yaml"))
    assert weave(template, []) == text
    assert [error.message for error in left_over(template, [])] == [
        "'Tell', 'TellLogs' are kept from statemachines/Tell.py, which no longer has them",
    ]


def test_a_machine_that_is_gone_is_taken_out_when_that_is_asked_for() -> None:
    text = woven(TEMPLATE, MACHINE)
    assert text != TEMPLATE
    assert weave(parse(text, Path("template.yaml")), [], prune=True) == TEMPLATE
    assert weave(parse(TEMPLATE, Path("template.yaml")), [], prune=True) == TEMPLATE
    referring = text + "  TellArn:\n    Value: !Ref Tell\n"
    with pytest.raises(NewelErrors, match=r"Tell(?s:.)*Outputs|Outputs(?s:.)*Tell"):
        weave(parse(referring, Path("template.yaml")), [], prune=True)


def test_resources_in_braces_are_refused() -> None:
    with pytest.raises(NewelError, match="block style"):
        woven("Resources: {CoolTopic: {Type: AWS::SNS::Topic}}\n", MACHINE)


def test_a_json_template_is_refused() -> None:
    with pytest.raises(NewelError, match="block style"):
        woven('{"Resources": {"CoolTopic": {"Type": "AWS::SNS::Topic"}}}', MACHINE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a SAM template"),
        ("- 1", "not a SAM template"),
        ("Resources: 1", "not a SAM template"),
        ("a: [", r"template.yaml:1:5: the template is not YAML"),
        ("A: 1\nA: 2", r"template.yaml:2:1: .*'A' stands twice"),
        ("a: *x", "undefined alias"),
        ("[" * 5000, "not YAML"),
        ("\x00", "not YAML"),
        ("? [a]\n: 1", "a key that is not text"),
    ],
)
def test_what_is_no_template_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(NewelError, match=message):
        parse(text, Path("template.yaml"))


def test_a_template_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(NewelError, match="no such template"):
        load(tmp_path / "template.yaml")
    with pytest.raises(NewelError, match="cannot be read"):
        load(tmp_path)
    file = tmp_path / "template.yaml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(NewelError, match="not UTF-8"):
        load(file)


def test_versions_and_tags_are_the_machines_where_it_says_them_and_the_templates_elsewhere() -> None:
    alarmed = TEMPLATE.replace(
        "  EvaluateExpression:", "  Failed: {Type: AWS::CloudWatch::Alarm}\n  EvaluateExpression:"
    )
    shift = Deployment(type="CANARY", percentage=10, interval=5, alarms=[Ref("Failed"), "other"])
    text = woven(alarmed, StateMachine("Tell", publish(), tags={"team": "x"}, alias="live", deployment=shift))
    properties = resources(text)["Tell"]["Properties"]
    assert properties["Tags"] == {"team": "x"}
    assert properties["AutoPublishAlias"] == "live"
    assert properties["DeploymentPreference"] == {
        "Type": "CANARY",
        "Percentage": 10,
        "Interval": 5,
        "Alarms": [{"Ref": "Failed"}, "other"],
    }
    assert woven(text, MACHINE) == text


@pytest.mark.parametrize(
    "tags",
    [
        {"aws:x": "y"},
        {"AWS:x": "y"},
        {"stateMachine:createdBy": "me"},  # SAM adds it
        {"bad!": "v"},
        {"": "v"},
        {"k" * 129: "v"},
        {"k": "v" * 257},
        {"k": "bad!"},
        {f"k{number}": "v" for number in range(50)},
        {"k": 1},
    ],
)
def test_tags_that_aws_does_not_take_are_refused(tags: dict[str, Any]) -> None:
    with pytest.raises(NewelError, match=r'write tags=\{"team": "orders"\}'):
        StateMachine("Tell", Pass("P"), tags=tags)
    StateMachine("Tell", Pass("P"), tags={"Köln 1.:/=+-@_": "", "k" * 128: "v" * 256})


def test_a_wrong_reference_is_the_only_error() -> None:
    shift = Deployment(percentage=10, interval=5)
    machine = StateMachine("Tell", publish(), alias="live", deployment=shift)
    text = woven(TEMPLATE, machine, settings=Config())
    with pytest.raises(NewelErrors) as raised:
        woven(text, StateMachine("Tell", publish(Ref("Tpic")), alias="live", deployment=shift), settings=Config())
    [error] = raised.value.errors
    assert "has no resource or parameter 'Tpic'" in str(error)


@pytest.mark.parametrize("name", ["TellRole", "TellAliaslive", "TellVersion"])
def test_what_is_called_as_sam_calls_what_it_makes_is_told(name: str) -> None:
    text = TEMPLATE.replace("OtherTopic:", f"{name}:")
    with pytest.raises(NewelErrors, match=f"SAM makes a resource '{name}' of a machine(.|\n)*rename {name}"):
        woven(text, StateMachine("Tell", publish(), alias="live"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Deployment(type="LINEAR", percentage=10), "interval=None is not right"),
        (lambda: Deployment(percentage=100, interval=5), "write percentage=..., 1 to 99"),
        (lambda: Deployment(percentage=True, interval=5), "percentage=True is not right"),
        (lambda: Deployment(type="ALL_AT_ONCE", interval=5), "ALL_AT_ONCE has no interval"),
        (lambda: Deployment(type="ALL_AT_ONCE", alarms="a"), "write alarms=['a']"),
        (lambda: Deployment(type="SLOW", percentage=1, interval=1), "Deployment has no type 'SLOW'"),  # type: ignore[arg-type]
        (lambda: StateMachine("Tell", Pass("P"), alias="1"), "it is no number"),
        (lambda: StateMachine("Tell", Pass("P"), alias=""), "alias='' is no name"),
        (lambda: StateMachine("Tell", Pass("P"), alias="my-live"), "letters and digits"),  # SAM: a logical id
        (lambda: StateMachine("Tell", Pass("P"), deployment=Deployment(type="ALL_AT_ONCE")), 'write alias="live"'),
    ],
)
def test_a_deployment_that_cannot_be_is_refused(make: Any, said: str) -> None:
    with pytest.raises(NewelError) as raised:
        make()
    assert said in str(raised.value)
