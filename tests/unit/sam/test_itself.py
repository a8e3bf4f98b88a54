"""Machines that are about themselves, and machines that start each other: no template is circular."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newel import Pass, Ref, StateMachine, Sub, context
from newel.errors import NewelErrors
from newel.iam.distributed_map import derive_map
from newel.sam.template import Template, parse
from newel.sam.weave import Woven, left_over, weave
from newel.tasks import CallAwsService, apigateway, lambda_, sqs, stepfunctions
from support.transform import transform

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Topic:
    Type: AWS::SNS::Topic
"""
OWN = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}"


def template(text: str) -> Template:
    return parse(text, Path("template.yaml"))


def kept(machine: StateMachine) -> Woven:
    return Woven(machine, machine.compile(), f"statemachines/{machine.name}.py", f"statemachines/{machine.name}.json")


def start(machine: Any, name: str = "Start", **more: Any) -> stepfunctions.StartExecution:
    return stepfunctions.StartExecution(name, state_machine_arn=machine, **more)


def circles(text: str) -> list[str]:
    """What cfn-lint says of references in what SAM makes of a template."""
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    rules = {"E1010", "E1012", "E1019", "E1020", "E3004", "E3005"}  # GetAtt, Ref, Sub; circular; DependsOn
    transformed = transform(template(text).data)
    matches = lint(json.dumps(transformed), config=ManualArgs(regions=["eu-west-1"]))
    return [f"{one.rule.id} {one.message}" for one in matches if one.rule.id in rules]


def distributed(name: str = "Mapper") -> Woven:
    """A machine with a Distributed Map, which Python does not have yet."""
    woven = kept(StateMachine(name, Pass("P"), log_level="OFF", tracing=False))
    return replace(woven, definition=replace(woven.definition, needs=derive_map("M", {}).needs))


def test_a_distributed_map_gets_a_policy_of_its_own_which_names_its_machine() -> None:
    text = weave(template(TEMPLATE), [distributed()])
    resources = template(text).resources
    assert "Policies" not in resources["Mapper"]["Properties"]
    policy = resources["MapperItselfPolicy"]
    assert policy["Type"] == "AWS::IAM::Policy"
    assert policy["Properties"]["Roles"] == [{"Ref": "MapperRole"}]
    assert [one["Resource"] for one in policy["Properties"]["PolicyDocument"]["Statement"]] == [
        {"Fn::Sub": f"{OWN}:execution:${{Mapper.Name}}:*"},
        {"Fn::Sub": f"{OWN}:execution:${{Mapper.Name}}/*:*"},
        {"Ref": "Mapper"},
    ]
    assert weave(template(text), [distributed()]) == text


def test_sam_and_cfn_lint_see_no_circle() -> None:
    text = weave(template(TEMPLATE), [distributed()])
    assert circles(text) == []
    _, _, statements = text.partition("PolicyDocument:\n")
    assert statements
    wrong = text.replace(
        "      Type: STANDARD\n", "      Type: STANDARD\n      DefinitionSubstitutions: {A: !Ref Mapper}\n"
    )
    assert circles(wrong) != []


def test_the_policy_that_is_no_longer_needed_is_left_to_the_author() -> None:
    text = weave(template(TEMPLATE), [distributed()])
    plain = replace(distributed(), definition=replace(distributed().definition, needs=[]))
    assert left_over(template(text), [distributed()]) == []
    assert ["'MapperItselfPolicy'" in str(error) for error in left_over(template(text), [plain])] == [True]


def test_a_machine_starts_itself_by_the_context_object() -> None:
    for language in ("JSONPath", "JSONata"):
        again = start(context.state_machine.id, pattern="sync:2")
        woven = kept(StateMachine("Again", again, log_level="OFF", query_language=language))  # type: ignore[arg-type]
        assert woven.definition.questions == []
        text = weave(template(TEMPLATE), [woven])
        [own] = [one["Properties"] for name, one in template(text).resources.items() if name == "AgainItselfPolicy"]
        assert [one["Action"] for one in own["PolicyDocument"]["Statement"]] == [
            ["states:DescribeExecution", "states:StopExecution"],
            "states:StartExecution",
        ]
        assert circles(text) == []


def test_what_is_allowed_may_be_the_machine_itself() -> None:
    again = start(context.execution.id, allow=[Ref("Again")])
    text = weave(template(TEMPLATE), [kept(StateMachine("Again", again, log_level="OFF"))])
    assert template(text).resources["AgainItselfPolicy"]["Properties"]["PolicyDocument"]["Statement"] == [
        {"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Ref": "Again"}}
    ]


def test_a_machine_that_refers_to_itself_is_told_what_to_write() -> None:
    for reference in (Ref("Again"), Sub("${Again.Arn}"), Sub("${Again}")):
        with pytest.raises(NewelErrors, match=r"Again refers to itself.*\n *write context\.state_machine\.id"):
            weave(template(TEMPLATE), [kept(StateMachine("Again", start(reference)))])


def test_machines_may_refer_to_one_another_before_any_is_in_the_template() -> None:
    machines = [kept(StateMachine("First", start(Ref("Second")))), kept(StateMachine("Second", Pass("P")))]
    text = weave(template(TEMPLATE), machines)
    assert template(text).resources["First"]["Properties"]["Policies"][0] == {
        "StepFunctionsExecutionPolicy": {"StateMachineName": {"Fn::GetAtt": ["Second", "Name"]}}
    }
    assert circles(text) == []


def test_machines_that_start_each_other_are_told_what_to_write() -> None:
    machines = [kept(StateMachine(one, start(Ref(other)))) for one, other in [("A", "B"), ("B", "C"), ("C", "A")]]
    with pytest.raises(NewelErrors) as caught:
        weave(template(TEMPLATE), machines)
    [error] = caught.value.errors
    assert error.message == "A refers to B refers to C refers to A: CloudFormation could create none of them first"
    by_name = f"{OWN}:stateMachine:${{AWS::StackName}}-B"
    assert error.hint == (
        f'in A write Sub("{by_name}") for Ref("B"), and give B that name in its Properties in the template: '
        "Name: !Sub ${AWS::StackName}-B"
    )

    mended = [kept(StateMachine("A", start(Sub(by_name), pattern="sync:2"))), *machines[1:]]
    text = weave(template(TEMPLATE), mended)
    text = text.replace("B.py\n    Properties:\n", "B.py\n    Properties:\n      Name: !Sub ${AWS::StackName}-B\n", 1)
    assert template(text).resources["B"]["Properties"]["Name"] == {"Fn::Sub": "${AWS::StackName}-B"}
    assert weave(template(text), mended) == text
    assert circles(text) == []


ANSWERER = """\
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: s3://bucket/key
      Policies: [StepFunctionsCallbackPolicy: {StateMachineName: !GetAtt Ask.Name}]
"""


@pytest.mark.parametrize("name", ["!GetAtt Ask.Name", "!GetAtt [Ask, Name]", "{Fn::GetAtt: Ask.Name}"])
def test_a_function_that_waits_for_the_machine_that_calls_it_is_told(name: str) -> None:
    answerer = ANSWERER.replace("!GetAtt Ask.Name", name)
    asking = kept(StateMachine("Ask", lambda_.Invoke("Ask", function_name=Ref("Answer"))))
    with pytest.raises(NewelErrors) as caught:
        weave(template(TEMPLATE + answerer), [asking])
    [error] = caught.value.errors
    assert error.message == "Answer refers to Ask refers to Answer: CloudFormation could create none of them first"
    assert f"in Answer of the template write !Sub {OWN}:stateMachine:${{AWS::StackName}}-Ask for Ask" in str(error)
    any_token = ANSWERER.replace("!GetAtt Ask.Name", "'*'")
    assert circles(weave(template(TEMPLATE + any_token), [asking])) == []


STARTER = """\
  Bucket:
    Type: AWS::S3::Bucket
  Up:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: s3://bucket/key
      Environment:
        Variables:
          MACHINE: !Ref Intake
      Events: {New: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: "s3:ObjectCreated:*"}}}
"""


def put(bucket: Any) -> CallAwsService:
    return CallAwsService("Put", service="s3", action="putObject", parameters={"Bucket": bucket, "Key": "k"})


def test_a_bucket_whose_function_starts_the_machine_that_writes_to_it_is_told() -> None:
    intake = kept(StateMachine("Intake", put(Ref("Bucket"))))
    with pytest.raises(NewelErrors, match="Up refers to Intake refers to Bucket refers to Up: CloudFormation could"):
        weave(template(TEMPLATE + STARTER), [intake])
    by_name = STARTER.replace("!Ref Intake", f"!Sub {OWN}:stateMachine:${{AWS::StackName}}-Intake")
    assert circles(weave(template(TEMPLATE + by_name), [intake])) == []


@pytest.mark.parametrize(
    ("value", "circular"),
    [
        ("!Sub '${Greet}-q'", True),
        ('!Sub ["${Greet}-q", {Greet: !Ref Topic}]', False),
        ('!Sub ["${Other}-q", {Other: !Ref Greet}]', True),
    ],
)
def test_a_variable_of_subs_own_is_no_resource(value: str, circular: bool) -> None:
    text = TEMPLATE + f"  Queue: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {value}}}}}\n"
    machines = [kept(StateMachine("Greet", sqs.SendMessage("S", queue_url=Ref("Queue"), message_body="m")))]
    if circular:
        with pytest.raises(NewelErrors, match="could create none of them first"):
            weave(template(text), machines)
    else:
        assert "Greet" in template(weave(template(text), machines)).resources


def test_a_variable_called_events_is_a_reference() -> None:
    answerer = ANSWERER.replace("Policies: [StepFunctionsCallbackPolicy: {StateMachineName: !GetAtt Ask.Name}]", "")
    answerer += "      Environment: {Variables: {Events: !Ref Ask}}\n"
    with pytest.raises(NewelErrors, match="Answer refers to Ask refers to Answer"):
        weave(
            template(TEMPLATE + answerer),
            [kept(StateMachine("Ask", lambda_.Invoke("Ask", function_name=Ref("Answer"))))],
        )


def test_an_api_that_starts_the_machine_that_calls_it_is_told() -> None:
    text = TEMPLATE + "  Shop: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}\n"
    event = "      Events: {Post: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /a, Method: post}}}\n"
    first = weave(template(text), [kept(StateMachine("Orders", Pass("P")))])
    first = first.replace("      Type: STANDARD\n", f"      Type: STANDARD\n{event}", 1)
    calling = apigateway.Invoke("Call", api_endpoint=Ref("Shop"), method="GET", auth_type="IAM_ROLE", stage="prod")
    with pytest.raises(NewelErrors, match="could create none of them first"):
        weave(template(first), [kept(StateMachine("Orders", calling))])


def test_what_a_machines_events_name_does_not_wait_for_it() -> None:
    text = weave(template(TEMPLATE), [kept(StateMachine("First", Pass("P")))])
    event = "      Events: {E: {Type: EventBridgeRule, Properties: {Pattern: {detail: {arn: [!Ref Second]}}}}}\n"
    text = text.replace("      Type: STANDARD\n", f"      Type: STANDARD\n{event}", 1)
    machines = [kept(StateMachine("First", Pass("P"))), kept(StateMachine("Second", start(Ref("First"))))]
    assert "Second" in template(weave(template(text), machines)).resources


def test_a_circle_of_the_authors_own_is_left_to_them() -> None:
    theirs = """\
  Theirs:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: r, DefinitionString: !Sub '{"Comment": "${Theirs.Name}"}'}
"""
    assert "Mine" in template(weave(template(TEMPLATE + theirs), [kept(StateMachine("Mine", Pass("P")))])).resources


def test_depending_on_each_other_is_a_circle_too() -> None:
    text = weave(template(TEMPLATE), [kept(StateMachine("First", Pass("P")))])
    mark = "      NewelSource: statemachines/First.py\n"
    text = text.replace(mark, f"{mark}    DependsOn: [Second]\n", 1)
    machines = [kept(StateMachine("First", Pass("P"))), kept(StateMachine("Second", start(Ref("First"))))]
    with pytest.raises(NewelErrors, match="First refers to Second refers to First"):
        weave(template(text), machines)
