"""Any definition gets its policies: each kind of Resource, in every nesting, in both query languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.permissions import Report, bind, of_definition, report
from newel.sam.template import Template, parse

TEMPLATE = parse(
    """\
Parameters:
  TableArn: {Type: String}
  Handler: {Type: String}
Resources:
  Function: {Type: AWS::Serverless::Function}
  Machine: {Type: AWS::Serverless::StateMachine}
  Live: {Type: AWS::Lambda::Alias}
  One: {Type: AWS::Lambda::Version}
  Person: {Type: AWS::StepFunctions::Activity}
  Topic: {Type: AWS::SNS::Topic}
  Secret: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: !Ref Key}}
  Plain: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/aws/sns}}
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table}
  Role: {Type: AWS::IAM::Role}
  Key: {Type: AWS::KMS::Key}
""",
    Path("template.yaml"),
)
PUBLISH = "arn:aws:states:::sns:publish"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"


def derived(
    *states: dict[str, Any], template: Template | None = None, substitutions: dict[str, Any] | None = None
) -> Report:
    """What a machine of these states needs."""
    definition = {"States": {f"S{number}": {"Type": "Task", **state} for number, state in enumerate(states)}}
    bound = bind(definition, substitutions or {}, template)
    return report(of_definition(bound.definition, template), template, kept=bound.kept)


def needs(found: Report) -> list[tuple[Any, Any]]:
    assert found.questions == []
    return [(one["Action"], one["Resource"]) for one in found.statements]


def asked(found: Report) -> list[str]:
    return [one["message"] for one in found.questions]


@pytest.mark.parametrize(
    "resource",
    [
        FUNCTION,
        f"{FUNCTION}:live",
        f"{FUNCTION}:7",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:f",
        "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:$LATEST",
    ],
)
def test_a_functions_arn_is_invoked_as_it_is_written(resource: str) -> None:
    assert needs(derived({"Resource": resource})) == [("lambda:InvokeFunction", resource)]


def test_a_functions_arn_may_have_substitutions_in_it() -> None:
    arn = "arn:${AWS::Partition}:lambda:${AWS::Region}:${Account}:function:${Name}:live"
    found = derived({"Resource": arn}, substitutions={"Account": 123456789012, "Name": {"Ref": "Function"}})
    assert needs(found) == [
        (
            "lambda:InvokeFunction",
            {"Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:123456789012:function:${Function}:live"},
        )
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Fn::GetAtt": ["Function", "Arn"]}, {"Fn::GetAtt": ["Function", "Arn"]}),
        ({"Fn::GetAtt": "Function.Arn"}, {"Fn::GetAtt": ["Function", "Arn"]}),
        ({"Fn::Sub": "${Function.Arn}"}, {"Fn::GetAtt": ["Function", "Arn"]}),
        ({"Fn::Sub": "${Function.Arn}:live"}, {"Fn::Sub": "${Function.Arn}:live"}),
        ({"Fn::Join": [":", [{"Fn::GetAtt": ["Function", "Arn"]}, "live"]]}, {"Fn::Sub": "${Function.Arn}:live"}),
        ({"Fn::Sub": ["${F}:live", {"F": {"Fn::GetAtt": ["Function", "Arn"]}}]}, {"Fn::Sub": "${Function.Arn}:live"}),
        ({"Ref": "Live"}, {"Ref": "Live"}),
        ({"Ref": "One"}, {"Ref": "One"}),
        (FUNCTION, FUNCTION),
    ],
)
def test_a_substitution_may_be_a_function(value: object, expected: object) -> None:
    found = derived({"Resource": "${F}"}, template=TEMPLATE, substitutions={"F": value})
    assert needs(found) == [("lambda:InvokeFunction", expected)]


MACHINES = "arn:aws:states:eu-west-1:123456789012"
PSEUDO = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}"
LAST = {"Fn::Select": [6, {"Fn::Split": [":", {"Fn::Sub": f"{PSEUDO}:stateMachine:Other"}]}]}


@pytest.mark.parametrize(
    ("given", "machine", "executions"),
    [
        (f"{MACHINES}:stateMachine:Other:live", f"{MACHINES}:stateMachine:Other", f"{MACHINES}:execution:Other:*"),
        (f"{MACHINES}:stateMachine:Other:3", f"{MACHINES}:stateMachine:Other", f"{MACHINES}:execution:Other:*"),
        (f"{MACHINES}:stateMachine:Other", f"{MACHINES}:stateMachine:Other", f"{MACHINES}:execution:Other:*"),
        (
            {"Fn::Sub": f"{PSEUDO}:stateMachine:Other:live"},
            {"Fn::Sub": f"{PSEUDO}:stateMachine:Other"},
            {"Fn::Sub": [f"{PSEUDO}:execution:${{Name}}:*", {"Name": LAST}]},
        ),
        ({"Fn::Sub": "${Machine}:live"}, {"Ref": "Machine"}, {"Fn::Sub": f"{PSEUDO}:execution:${{Machine.Name}}:*"}),
    ],
)
def test_a_machine_is_started_by_its_own_arn_whatever_version_is_asked_for(
    given: object, machine: object, executions: object
) -> None:
    state = {"Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": {"StateMachineArn": "${M}"}}
    found = derived(state, template=TEMPLATE, substitutions={"M": given})
    assert ("states:StartExecution", machine) in needs(found)
    assert (["states:DescribeExecution", "states:StopExecution"], executions) in needs(found)


def test_a_substitution_may_be_an_integration() -> None:
    state = {"Resource": "${Call}", "Parameters": {"TopicArn": "${To}"}}
    substitutions = {"Call": {"Fn::Sub": "arn:${AWS::Partition}:states:::sns:publish"}, "To": {"Ref": "Topic"}}
    assert needs(derived(state, template=TEMPLATE, substitutions=substitutions)) == [("sns:Publish", {"Ref": "Topic"})]


def test_intrinsic_functions_may_stand_in_the_definition_itself() -> None:
    state = {"Resource": PUBLISH, "Parameters": {"TopicArn": {"Ref": "Topic"}}}
    assert needs(derived(state, template=TEMPLATE)) == [("sns:Publish", {"Ref": "Topic"})]
    assert needs(derived(state)) == [("sns:Publish", {"Fn::Sub": "${Topic}"})]


def test_an_activity_needs_nothing() -> None:
    activity = "arn:aws:states:eu-west-1:123456789012:activity:person"
    found = derived(
        {"Resource": activity}, {"Resource": "${A}"}, template=TEMPLATE, substitutions={"A": {"Ref": "Person"}}
    )
    assert needs(found) == []


def test_a_role_that_is_assumed_makes_the_call() -> None:
    state = {"Resource": PUBLISH, "Parameters": {"TopicArn": TOPIC}}
    role = "arn:aws:iam::210987654321:role/theirs"
    assert needs(derived({**state, "Credentials": {"RoleArn": role}})) == [("sts:AssumeRole", role)]
    wildcard = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"}
    for credentials in ({"RoleArn.$": "$.role"}, {"RoleArn": "{% $role %}"}, "{% $credentials %}"):
        found = derived({**state, "Credentials": credentials})
        assert [(one["Action"], one["Resource"]) for one in found.statements] == [("sts:AssumeRole", wildcard)]
        assert asked(found) == ["state 'S0' may use any IAM role for its RoleArn, known only when it runs"]


def test_states_are_found_however_they_are_nested() -> None:
    def nested(name: str) -> dict[str, Any]:
        return {"States": {name: {"Type": "Task", "Resource": PUBLISH, "Parameters": {"TopicArn": f"{TOPIC}{name}"}}}}

    definition = {
        "States": {
            "P": {"Type": "Parallel", "Branches": [nested("a"), nested("b")]},
            "M": {"Type": "Map", "ItemProcessor": {"States": {"N": {"Type": "Map", "Iterator": nested("c")}}}},
        }
    }
    [statement] = report(of_definition(definition)).statements
    assert statement["Resource"] == [f"{TOPIC}a", f"{TOPIC}b", f"{TOPIC}c"]


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "${AWS::Partition}", "${Partition}"])
@pytest.mark.parametrize("place", ["::", "eu-west-1:123456789012:", "${AWS::Region}:${AWS::AccountId}:"])
def test_an_integration_in_any_partition(partition: str, place: str) -> None:
    state = {"Resource": f"arn:{partition}:states:{place}sns:publish", "Parameters": {"TopicArn": TOPIC}}
    assert needs(derived(state)) == [("sns:Publish", TOPIC)]


def test_both_query_languages() -> None:
    found = derived(
        {"Resource": PUBLISH, "Parameters": {"TopicArn": TOPIC, "Message.$": "$.m"}},
        {
            "Resource": PUBLISH,
            "QueryLanguage": "JSONata",
            "Arguments": {"TopicArn": f"{TOPIC}2", "Message": "{% $m %}"},
        },
    )
    assert needs(found) == [("sns:Publish", [TOPIC, f"{TOPIC}2"])]


def test_what_is_known_only_when_it_runs_is_any_of_its_kind_and_asked_for() -> None:
    any_table = {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*"}
    key = {"Key": {"id": {"S": "x"}}}
    given: list[dict[str, Any]] = [
        {"Parameters": {"TableName.$": "$.t", **key}},
        {"Arguments": {"TableName": "{% $t %}", **key}},
        {"Arguments": "{% $everything %}"},
        {"Parameters": key},
        {},
    ]
    for state in given:
        found = derived({"Resource": "arn:aws:states:::dynamodb:getItem", **state})
        assert [(one["Action"], one["Resource"]) for one in found.statements] == [("dynamodb:GetItem", any_table)]
        asked_about = [(one["state"], one["member"], one["actions"]) for one in found.questions]
        more = [("S0", "Arguments", [])] if isinstance(state.get("Arguments"), str) else []
        assert asked_about == [("S0", "TableName", ["dynamodb:GetItem"]), *more]


def test_a_name_that_nobody_says_is_kept() -> None:
    found = derived(
        {"Resource": PUBLISH, "Parameters": {"TopicArn": "${TopicArn}"}},
        {"Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {"TableName": "${Orders}", "Key": {}}},
        {"Resource": "arn:aws:states:::dynamodb:putItem", "Parameters": {"TableName": "${OrdersArn}", "Item": {}}},
        {"Resource": "${EvaluateExpressionArn}", "Parameters": {"expression": "1", "expressionAttributeValues": {}}},
    )
    assert needs(found) == [
        (
            "dynamodb:GetItem",
            {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Orders}"},
        ),
        ("dynamodb:PutItem", {"Fn::Sub": "${OrdersArn}"}),
        ("lambda:InvokeFunction", {"Fn::Sub": "${EvaluateExpressionArn}"}),
        ("sns:Publish", {"Fn::Sub": "${TopicArn}"}),
    ]


def test_what_cannot_be_derived_is_asked_for() -> None:
    found = derived(
        {"Resource": "${Something}"},
        {"Resource": "arn:aws:states:::aws-sdk:s3:renameObject"},
        {"Resource": "arn:aws:states:::sns:publish.sync"},
        {"Resource": "nonsense"},
        {},
    )
    assert [(one["Action"], one["Resource"]) for one in found.statements] == [
        ("lambda:InvokeFunction", {"Fn::Sub": "${Something}"})
    ]
    near = "sns:publish or sns:publish.waitForTaskToken"
    assert asked(found) == [
        "state 'S0': its Resource, ${Something}, is taken for a function; name the template that says what it is",
        "state 'S1': AWS documents no IAM action for aws-sdk:s3:renameObject; say with iam_actions= which it needs",
        f"state 'S2': newel does not know the integration sns:publish.sync; did you mean {near}?",
        "state 'S3': its Resource, nonsense, is no integration, and no function or activity",
        "state 'S4': its Resource, None, is no integration, and no function or activity",
    ]


def test_a_reference_to_the_wrong_kind_is_asked_about() -> None:
    found = derived({"Resource": PUBLISH, "Parameters": {"TopicArn": {"Ref": "Queue"}}}, template=TEMPLATE)
    assert [one["Resource"] for one in found.statements] == [
        {"Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:*"}
    ]
    [message] = asked(found)
    assert "'Queue' is of type AWS::SQS::Queue" in message


def test_a_parameter_that_says_that_it_is_an_arn() -> None:
    state = {"Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {"TableName": "${T}", "Key": {}}}
    found = derived(state, template=TEMPLATE, substitutions={"T": {"Ref": "TableArn"}})
    assert needs(found) == [("dynamodb:GetItem", {"Ref": "TableArn"})]


def test_the_key_of_an_encrypted_topic_is_the_templates() -> None:
    condition = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "sns.${AWS::Region}.${AWS::URLSuffix}"}}}
    for topic, keys in {"Secret": [{"Fn::GetAtt": ["Key", "Arn"]}], "Plain": [], "Topic": []}.items():
        found = derived({"Resource": PUBLISH, "Parameters": {"TopicArn": {"Ref": topic}}}, template=TEMPLATE)
        assert [(one["Resource"], one["Condition"]) for one in found.statements if "Condition" in one] == [
            (key, condition) for key in keys
        ]


def test_the_order_of_the_states_does_not_matter() -> None:
    states: list[dict[str, Any]] = [
        {"Resource": FUNCTION},
        {"Resource": PUBLISH, "Parameters": {"TopicArn": TOPIC}},
        {"Resource": PUBLISH, "Parameters": {"TopicArn": f"{TOPIC}2"}},
    ]
    assert derived(*states).statements == derived(*reversed(states)).statements


names = st.sampled_from(["TopicArn", "Bucket", "Key.$", "Ref", "Fn::GetAtt", "RoleArn"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["{% $x %}", "${X}", "${X.Arn}", "a", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["TopicArn", "Bucket", "Key.$", "Ref", "Fn::GetAtt", "RoleArn"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
actions = st.sampled_from([f"arn:aws:states:::s3:{name}" for name in ("getObject", "putObject", "listObjectsV2")])
any_state = st.fixed_dictionaries(
    {"Type": st.sampled_from(["Task", "Map"])},
    optional={
        "Resource": st.sampled_from([PUBLISH, "arn:aws:states:::states:startExecution.sync:2", "${X}"]) | json_values,
        "Parameters": json_values,
        "Arguments": json_values,
        "Credentials": json_values,
        "ItemReader": json_values
        | st.fixed_dictionaries({"Resource": st.just("x:s3:getObject"), "Parameters": json_values}),
        "ResultWriter": json_values
        | st.fixed_dictionaries({"Resource": st.just("x:s3:putObject"), "Arguments": json_values}),
        "ItemProcessor": st.just({"ProcessorConfig": {"Mode": "DISTRIBUTED"}}),
        "Label": json_values,
    },
)


@given(st.lists(any_state, max_size=3), st.booleans())
def test_no_definition_is_an_accident(states: list[dict[str, Any]], known: bool) -> None:
    template = TEMPLATE if known else None
    definition = {"States": {str(number): state for number, state in enumerate(states)}}
    bound = bind(definition, {}, template)
    report(of_definition(bound.definition, template), template, kept=bound.kept)
