"""What a template's policies miss, and what they allow besides: told where it is certain, and never where it is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from newel.permissions.allowed import sam_policies
from newel.permissions.judge import judge
from newel.sam.machines import machines_of
from newel.sam.template import load, parse

if TYPE_CHECKING:
    from newel.permissions.judge import Judgement

ROOT = Path(__file__).parents[2]
ARN = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"

MACHINE = """\
Parameters:
  Stage: {{Type: String}}
  SomeArn: {{Type: String}}
Resources:
  Work: {{Type: AWS::Serverless::Function, Properties: {{FunctionName: {name}}}}}
  Orders: {{Type: AWS::DynamoDB::Table}}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Do
        States:
          Do:
            Type: Task
            Resource: arn:aws:states:::lambda:invoke
            Parameters: {{FunctionName: !GetAtt Work.Arn}}
            End: true
      {what}
{more}
"""
ROLE = """\
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: All
          PolicyDocument: {Statement: [{Effect: Allow, Action: "%s", Resource: !GetAtt Work.Arn}]}
"""


def judged(what: str, more: str = "", name: str = "!Ref AWS::NoValue") -> Judgement:
    return judge(parse(MACHINE.format(what=what, more=more, name=name), Path("template.yaml")), "Machine")


def told(found: Judgement) -> tuple[list[str], list[str]]:
    return [str(each.permission) for each in found.missing], [str(each.permission) for each in found.more]


def allowing(action: str, resource: str) -> str:
    return f'Policies: {{Statement: {{Effect: Allow, Action: "{action}", Resource: {resource}}}}}'


@pytest.mark.parametrize(
    "resource",
    [
        "!GetAtt Work.Arn",
        '!Sub "${Work.Arn}"',
        '!Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Work}"',
        '!Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${Work}"',
        '!Join ["", ["arn:aws:lambda:", !Ref AWS::Region, ":", !Ref AWS::AccountId, ":function:", !Ref Work]]',
    ],
)
def test_one_resource_is_known_however_it_is_written(resource: str) -> None:
    assert told(judged(allowing("lambda:InvokeFunction", resource))) == ([], [])
    assert told(judged(allowing("lambda:invokefunction", f"[{resource}]"))) == ([], [])


def test_a_name_that_the_template_gives_is_the_resources() -> None:
    literal = '!Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:work"'
    assert told(judged(allowing("lambda:InvokeFunction", literal), name="work")) == ([], [])
    missing, more = told(judged(allowing("lambda:InvokeFunction", literal), name="other"))
    assert missing == [f"lambda:InvokeFunction on {ARN}other"]
    assert more == [f"lambda:InvokeFunction on {ARN}work"]


@pytest.mark.parametrize("what", ["Name: x", "Policies: []", allowing("lambda:GetFunction", "!GetAtt Work.Arn")])
def test_what_no_policy_allows_is_missing_and_who_needs_it_is_told(what: str) -> None:
    found = judged(what)
    assert [str(each.permission) for each in found.missing] == [f"lambda:InvokeFunction on {ARN}${{Work}}"]
    assert found.missing[0].states == ["Do"]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("lambda:*", "!GetAtt Work.Arn"),
        ("*", "'*'"),
        ("lambda:InvokeFunction", "'*'"),
        ("lambda:Invoke?unction", '!Sub "${Work.Arn}:*"'),
    ],
)
def test_what_is_more_is_told_with_what_is_needed_of_it(action: str, resource: str) -> None:
    [more] = judged(allowing(action, resource)).more
    assert more.permission.action == action
    assert more.place == "/Resources/Machine/Properties/Policies/Statement"
    assert [str(need) for need in more.needed] == (
        [] if ":*" in resource else [f"lambda:InvokeFunction on {ARN}${{Work}}"]
    )


def test_a_policy_template_of_sam_is_what_sams_own_table_says() -> None:
    source = "samtranslator.policy_templates_data"
    data = pytest.importorskip(source)
    assert set(sam_policies()) == set(YAML(typ="safe").load(Path(data.POLICY_TEMPLATES_FILE))["Templates"])
    missing, more = told(judged("Policies: {LambdaInvokePolicy: {FunctionName: !Ref Work}}"))
    assert (missing, more) == ([], [f"lambda:InvokeFunction on {ARN}${{Work}}*"])
    _, more = told(judged("Policies: [{DynamoDBReadPolicy: {TableName: !Ref Orders}}]"))
    assert len(more) == 10


@pytest.mark.parametrize(
    "what",
    [
        "Policies: AWSLambda_FullAccess",
        "Policies: [arn:aws:iam::aws:policy/AWSLambda_FullAccess]",
        "Policies: [!Ref SomeArn]",
        "Role: !Ref SomeArn",
        "Role: arn:aws:iam::123456789012:role/machine",
        "Role: !ImportValue role",
        allowing("lambda:InvokeFunction", "!Ref SomeArn"),
        allowing("lambda:InvokeFunction", "!ImportValue work"),
        allowing("lambda:InvokeFunction", '!Sub "arn:aws:lambda:eu-west-1:${AWS::AccountId}:function:work-${Stage}"'),
        "Policies: {LambdaInvokePolicy: {FunctionName: !ImportValue work}}",
        "Policies: [{Unknown: {A: b}}]",
        "Connectors: {}",
    ],
)
def test_nothing_is_told_of_what_the_template_does_not_say(what: str) -> None:
    if what == "Connectors: {}":
        connector = "  To: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Machine}}}"
        assert told(judged("Name: x", connector)) == ([], [])
    else:
        assert told(judged(what)) == ([], [])


def test_a_parameter_that_both_sides_have_is_one_value() -> None:
    template = MACHINE.format(what=allowing("lambda:InvokeFunction", "!Ref SomeArn"), more="", name="x")
    found = judge(parse(template.replace("!GetAtt Work.Arn", "!Ref SomeArn"), Path("t.yaml")), "Machine")
    assert told(found) == ([], [])


def test_either_side_of_a_condition_counts() -> None:
    both = "Policies: !If [Big, [{Statement: {Effect: Allow, Action: '*', Resource: '*'}}], !Ref AWS::NoValue]"
    found = judged(both)
    assert found.missing == []
    assert [each.place for each in found.more] == ["/Resources/Machine/Properties/Policies/Fn::If/1/0/Statement"]


@pytest.mark.parametrize("role", ["Role: !GetAtt Role.Arn", "RoleArn: !GetAtt [Role, Arn]", "Role: !GetAtt 'Role.Arn'"])
def test_a_role_of_the_template_is_read(role: str) -> None:
    assert told(judged(role, ROLE % "lambda:InvokeFunction")) == ([], [])
    missing, more = told(judged(role, ROLE % "lambda:GetFunction"))
    assert len(missing) == len(more) == 1
    besides = """\
  Besides:
    Type: AWS::IAM::Policy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "lambda:InvokeFunction", Resource: !GetAtt Work.Arn}]}
"""
    missing, _ = told(judged(role, ROLE % "lambda:GetFunction" + besides))
    assert missing == []


def test_what_a_role_of_several_may_do_is_not_held_against_one() -> None:
    other = "  Other: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn}}\n"
    missing, more = told(judged("Role: !GetAtt Role.Arn", ROLE % "lambda:*" + other))
    assert (missing, more) == ([], [])


def test_logs_and_traces_are_the_machines_own() -> None:
    logs = 'Policies: {Statement: [{Effect: Allow, Action: ["logs:CreateLogDelivery"], Resource: "*"}]}'
    assert len(judged(logs).more) == 1
    assert judged(f"{logs}\n      Logging: {{Level: ALL}}").more == []


def test_keys_are_not_judged() -> None:
    assert judged(allowing("kms:Decrypt", "'*'")).more == []


@pytest.mark.parametrize("file", ["template.yaml", "statemachines/integrations/template.yaml"])
def test_what_newel_writes_is_exact(file: str) -> None:
    template = load(ROOT / file)
    assert machines_of(template)
    for name in machines_of(template):
        assert told(judge(template, name)) == ([], []), name


NAMES = (
    "Statement Effect Action Resource Condition Ref Fn::Sub Fn::If Fn::GetAtt LambdaInvokePolicy FunctionName NotAction"
)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["*", "Allow", "lambda:InvokeFunction", "", "${Work}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES.split()), inner, max_size=4),
    max_leaves=12,
)


@given(member=st.sampled_from(["Policies", "Role"]), value=junk)
def test_policies_that_are_none_are_no_traceback(member: str, value: Any) -> None:
    template = parse(MACHINE.format(what="Name: x", more="", name="x"), Path("template.yaml"))
    template.resources["Machine"]["Properties"][member] = value
    judge(template, "Machine")
