"""CallAwsServiceCrossRegion: its event, what it refuses, and in which region the function may do what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newel import GetAtt, Param, Ref, StateMachine, Sub, jsonata, path
from newel.errors import NewelError
from newel.iam import Arn, Need, statements
from newel.iam.regions import in_region
from newel.sam.policies import inlined
from newel.sam.template import parse
from newel.tasks import CallAwsServiceCrossRegion
from newel.values import Placeholder

TEMPLATE = parse(
    """
Parameters:
  Backup: {Type: String}
Resources:
  CallAwsServiceCrossRegion: {Type: AWS::Serverless::Function}
  Mine: {Type: AWS::Serverless::Function}
  Orders: {Type: AWS::DynamoDB::Table}
  Photos: {Type: AWS::S3::Bucket}
""",
    Path("template.yaml"),
)
KEY = {"id": {"S": "7"}}
GET: dict[str, Any] = {"service": "dynamodb", "action": "getItem", "region": "us-east-1"}


def call(**given: Any) -> CallAwsServiceCrossRegion:
    return CallAwsServiceCrossRegion("Call", **{**GET, "parameters": {"TableName": "orders", "Key": KEY}, **given})


def asl(state: CallAwsServiceCrossRegion, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = StateMachine("Machine", state, **options).compile().asl["States"]["Call"]
    return found


def allowed(state: CallAwsServiceCrossRegion, **options: Any) -> list[tuple[Any, Any]]:
    """What the function may do, and on what."""
    found = [inlined(one, TEMPLATE) for one in statements(StateMachine("M", state, **options).compile().delegated)]
    return [(one["Action"], one["Resource"]) for one in found]


def refusal(state: CallAwsServiceCrossRegion, **options: Any) -> str:
    with pytest.raises(NewelError) as raised:
        StateMachine("Machine", state, **options).compile()
    return str(raised.value)


def table(region: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:dynamodb:{region}:${{AWS::AccountId}}:table/orders"}


@pytest.mark.parametrize(
    ("region", "written", "resource"),
    [
        ("us-east-1", {"region": "us-east-1"}, table("us-east-1")),
        (path("$.region"), {"region.$": "$.region"}, table("*")),
        (Ref("Backup"), {"region": "${Backup}"}, table("${Backup}")),
        (Param("Backup"), {"region": "${Backup}"}, table("${Backup}")),
        (Ref("AWS::Region"), {"region": "${AWSRegion}"}, table("${AWS::Region}")),
        (Sub("${Backup}"), {"region": "${Backup}"}, table("${Backup}")),
    ],
)
def test_the_function_may_act_in_the_region_that_is_called(region: Any, written: Any, resource: Any) -> None:
    state = call(region=region)
    sent = asl(state)["Parameters"]
    assert {name: sent[name] for name in written} == written
    assert allowed(state) == [("dynamodb:GetItem", resource)]


def test_jsonata_is_any_region() -> None:
    state = call(region=jsonata("$states.input.region"))
    assert asl(state, query_language="JSONata")["Arguments"]["region"] == "{% $states.input.region %}"
    assert allowed(state, query_language="JSONata") == [("dynamodb:GetItem", table("*"))]


def test_what_is_of_no_region_and_what_is_an_arn_stays() -> None:
    bucket = call(service="s3", action="listObjectsV2", parameters={"Bucket": Ref("Photos")})
    assert allowed(bucket) == [("s3:ListBucket", {"Fn::GetAtt": ["Photos", "Arn"]})]
    topic = "arn:aws:sns:eu-west-1:123456789012:t"
    publish = call(service="sns", action="publish", parameters={"TopicArn": topic, "Message": "m"})
    assert allowed(publish) == [("sns:Publish", topic)]


def test_the_name_of_a_resource_here_is_that_of_one_there() -> None:
    there = {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:us-east-1:${AWS::AccountId}:table/${Orders}"}
    assert allowed(call(parameters={"TableName": Ref("Orders"), "Key": KEY})) == [("dynamodb:GetItem", there)]


def test_what_its_author_says_of_iam_is_the_functions() -> None:
    on = "arn:aws:dynamodb:us-east-1:123456789012:table/*"
    assert allowed(call(iam_resources=[on])) == [("dynamodb:GetItem", on)]
    both = call(iam_actions=["dynamodb:*"], iam_resources=["*"])
    assert allowed(both) == [("dynamodb:*", "*")]
    more = [{"Action": "kms:Decrypt", "Resource": "*"}]
    assert ("kms:Decrypt", "*") in allowed(call(additional_iam_statements=more))


def test_a_function_of_the_authors_own_is_his_to_keep() -> None:
    for function in (Ref("Mine"), GetAtt("Mine", "Arn"), "arn:aws:lambda:eu-west-1:123456789012:function:mine"):
        definition = StateMachine("Machine", call(function=function)).compile()
        assert definition.delegated == []
        [need] = definition.needs
        assert need.actions == ("lambda:InvokeFunction",)


def test_what_is_open_of_the_call_is_asked() -> None:
    state = call(parameters={"TableName": path("$.table"), "Key": KEY})
    [question] = StateMachine("Machine", state).compile().questions
    assert question.member == "TableName"
    any_table = {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:us-east-1:${AWS::AccountId}:table/*"}
    assert allowed(state) == [("dynamodb:GetItem", any_table)]
    narrowed = replace(state, allow=["orders"])
    assert StateMachine("Machine", narrowed).compile().questions == []
    assert allowed(narrowed) == [("dynamodb:GetItem", table("us-east-1"))]


def test_another_role_calls_the_function_whose_own_makes_the_call() -> None:
    role = "arn:aws:iam::123456789012:role/Caller"
    state = call(credentials=role)
    definition = StateMachine("Machine", state).compile()
    assert [(need.actions, need.resource) for need in definition.needs] == [(("sts:AssumeRole",), role)]
    assert allowed(state) == [("dynamodb:GetItem", table("us-east-1"))]


def test_an_endpoint_is_in_the_event() -> None:
    sent = asl(call(endpoint="https://vpce-1.dynamodb.us-east-1.vpce.amazonaws.com"))["Parameters"]
    assert list(sent) == ["region", "action", "service", "endpoint", "parameters"]
    assert asl(call(endpoint=path("$.at")))["Parameters"]["endpoint.$"] == "$.at"


def test_a_call_without_parameters_has_none_in_its_event() -> None:
    state = call(service="s3", action="listBuckets", parameters=None)
    assert asl(state)["Parameters"] == {"region": "us-east-1", "action": "listBuckets", "service": "s3"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"region": "us-eats-one"}, "region: 'us-eats-one' is no region"),
        ({"region": "US-EAST-1"}, "write us-east-1"),
        ({"region": ""}, "region: '' is no region"),
        ({"region": "*"}, "region: '*' is no region"),
        ({"region": 5}, "region=5 is not text"),
        ({"region": None}, "region=None is not text"),
        ({"endpoint": ["a"]}, "is not text"),
        ({"service": "stepfunctions"}, "write 'sfn'"),
        ({"action": "GetItem"}, "write 'getItem'"),
        ({"parameters": {"TableNam": "orders", "Key": KEY}}, "parameters.TableNam"),
        ({"parameters": {"TableName": "orders"}}, "Key"),
        ({"parameters": path("$.all")}, "parameters: their names stand in the definition"),
        ({"function": "mine"}, "it is the state's Resource, which is an ARN"),
        ({"pattern": "wait_for_task_token"}, "it waits for its task token, and does not send it"),
    ],
)
def test_what_is_wrong_is_told(given: dict[str, Any], words: str) -> None:
    assert words in refusal(call(**given))


def test_a_region_that_botocore_does_not_know_yet_is_taken() -> None:
    assert asl(call(region="eu-north-9"))["Parameters"]["region"] == "eu-north-9"


def test_conditions_are_of_that_region_too() -> None:
    by_way_of = {"StringEquals": {"kms:ViaService": "s3.${AWS::Region}.${AWS::URLSuffix}"}}
    need = Need("Call", ("kms:Decrypt",), Arn("arn:${AWS::Partition}:kms:${AWS::Region}:1:key/{machine}"), by_way_of)
    there = in_region(need, "us-east-1")
    assert there.resource == Arn("arn:${AWS::Partition}:kms:us-east-1:1:key/*")
    assert there.condition == {"StringEquals": {"kms:ViaService": "s3.us-east-1.${AWS::URLSuffix}"}}
    anywhere = in_region(need, None)
    assert anywhere.condition == {"StringLike": {"kms:ViaService": "s3.*.${AWS::URLSuffix}"}}
    [given] = statements([in_region(need, Placeholder(Ref("Backup")))])
    assert inlined(given, TEMPLATE)["Condition"] == {
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${Backup}.${AWS::URLSuffix}"}}
    }
