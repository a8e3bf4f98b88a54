"""What SAM makes besides: its names and types are SAM's, and workflows may refer to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newel import GetAtt, Pass, Ref, StateMachine, Sub
from newel.local.aws import LocalAws
from newel.sam.generated import generated
from newel.sam.globals import properties_of
from newel.sam.template import parse
from newel.sam.weave import Woven, weave
from newel.tasks import apigateway, sqs
from support.transform import transform

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.13, Handler: a.b, CodeUri: "s3://b/k", AutoPublishAlias: live}}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
  Pool: {Type: AWS::Cognito::UserPool}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      FunctionUrlConfig: {AuthType: AWS_IAM}
      Events:
        Api: {Type: Api, Properties: {Path: /a, Method: get}}
        Http: {Type: HttpApi, Properties: {Path: /a, Method: get}}
        Up: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: "s3:ObjectCreated:*"}}
        Told: {Type: SNS, Properties: {Topic: !Ref Topic}}
        Work: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
        Rows: {Type: DynamoDB, Properties: {Stream: "arn:aws:dynamodb:a:1:table/a/stream/b", StartingPosition: LATEST}}
        Stream: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:a:1:stream/a", StartingPosition: LATEST}}
        Cron: {Type: Schedule, Properties: {Schedule: rate(1 day), DeadLetterConfig: {Type: SQS}}}
        At: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Rule: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}
        Old: {Type: CloudWatchEvent, Properties: {Pattern: {source: [a]}}}
        Logs: {Type: CloudWatchLogs, Properties: {LogGroupName: a, FilterPattern: b}}
        Thing: {Type: IoTRule, Properties: {Sql: SELECT}}
        Sign: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}
        Kafka: {Type: MSK, Properties: {Stream: "arn:aws:kafka:a:1:cluster/a", StartingPosition: LATEST, Topics: [a]}}
        Own:
          Type: SelfManagedKafka
          Properties:
            Topics: [a]
            KafkaBootstrapServers: ["a:1"]
            SourceAccessConfigurations: [{Type: VPC_SUBNET, URI: s}, {Type: VPC_SECURITY_GROUP, URI: s}]
        Mq:
          Type: MQ
          Properties:
            Broker: arn:aws:mq:a:1:broker/a
            Queues: [a]
            SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: s}]
        Doc:
          Type: DocumentDB
          Properties:
            Cluster: arn:aws:rds:a:1:cluster/a
            DatabaseName: d
            StartingPosition: LATEST
            SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: s}]
  Own: {Type: AWS::Serverless::Function, Properties: {Role: "arn:aws:iam::123456789012:role/own"}}
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: s3://b/k
      AutoPublishAlias: now
      UseAliasAsEventTarget: true
      Events:
        Api: {Type: Api, Properties: {Path: /b, Method: get}}
        Rule:
          Type: EventBridgeRule
          Properties: {Pattern: {source: [a]}, DeadLetterConfig: {Type: SQS, QueueLogicalId: Left}}
        Cron: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        At: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
"""
DATA = parse(TEMPLATE, Path("template.yaml")).data


def test_its_names_and_types_are_those_of_sam() -> None:
    made = {name: resource["Type"] for name, resource in transform(DATA)["Resources"].items()}
    known = generated(DATA)
    assert known == {name: made.get(name) for name in known}
    left = {kind for name, kind in made.items() if name not in {**known, **DATA["Resources"]}}
    assert left == {
        "AWS::ApiGateway::Deployment",  # with a hash
        "AWS::Lambda::Permission",
        "AWS::Lambda::Version",  # with a hash
        "AWS::SQS::QueuePolicy",
    }


@pytest.mark.parametrize(
    "task",
    [
        apigateway.Invoke("Call", api_endpoint=Ref("ServerlessRestApi"), method="GET", stage="Prod"),
        apigateway.Invoke(
            "Call", api_endpoint=Sub("${ServerlessRestApi}.execute-api.eu-west-1.amazonaws.com"), method="GET"
        ),
        sqs.SendMessage("Send", queue_url=Ref("Left"), message_body="m"),
        sqs.SendMessage("Send", queue_url=Ref("Queue"), message_body={"role": GetAtt("FnRole", "Arn")}),
    ],
    ids=["the API", "its address", "a queue", "a role"],
)
def test_workflows_may_refer_to_it(task: Any) -> None:
    machine = StateMachine("Tell", task)
    woven = Woven(machine, machine.compile(), "statemachines/tell.py", "statemachines/tell.asl.json")
    assert "Tell" in parse(weave(parse(TEMPLATE, Path("template.yaml")), [woven]), Path("template.yaml")).resources


def test_events_that_start_an_alias_may_do_so() -> None:
    machine = StateMachine("Tell", Pass("P"), alias="live")
    woven = Woven(machine, machine.compile(), "statemachines/tell.py", "statemachines/tell.asl.json")
    first = weave(parse(TEMPLATE, Path("template.yaml")), [woven])
    events = """\
      UseAliasAsEventTarget: true
      Events:
        Rule: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}
        Cron: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Mine: {Type: Schedule, Properties: {Schedule: rate(1 day), RoleArn: "arn:aws:iam::123456789012:role/own"}}
"""
    text = first.replace("      Type: STANDARD\n", f"{events}      Type: STANDARD\n", 1)
    data = parse(weave(parse(text, Path("template.yaml")), [woven]), Path("template.yaml")).data
    policy = data["Resources"]["TellEventsPolicy"]["Properties"]
    assert policy["Roles"] == [{"Ref": "TellRuleRole"}, {"Ref": "TellCronRole"}]
    [statement] = policy["PolicyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("states:StartExecution", {"Ref": "Tell"})
    assert statement["Condition"] == {"StringEquals": {"states:StateMachineQualifier": "live"}}
    made = transform(data)["Resources"]
    assert {each["Ref"] for each in policy["Roles"]} <= {
        name for name, resource in made.items() if resource["Type"] == "AWS::IAM::Role"
    }
    assert "TellEventsPolicy" not in parse(first, Path("template.yaml")).resources


def test_references_to_it_have_a_value_here() -> None:
    assert LocalAws(DATA).ref("ServerlessRestApi") == "local-ServerlessRestApi"


def test_what_functions_share_is_merged_as_sam_merges_it() -> None:
    shared = {
        "Timeout": 3,
        "MemorySize": 256,
        "Layers": ["arn:aws:lambda:eu-west-1:123456789012:layer:a:1"],
        "Environment": {"Variables": {"A": "1", "B": "1"}},
        "KmsKeyArn": {"Ref": "A"},
    }
    own = {
        "Timeout": 9,
        "Layers": ["arn:aws:lambda:eu-west-1:123456789012:layer:b:1"],
        "Environment": {"Variables": {"B": "2"}},
        "KmsKeyArn": {"Fn::GetAtt": ["B", "Arn"]},
    }
    code = {"Runtime": "python3.13", "Handler": "a.b", "CodeUri": "s3://b/k"}
    template = {
        "Globals": {"Function": {**shared, **code}},
        "Resources": {
            "A": {"Type": "AWS::KMS::Key"},
            "B": {"Type": "AWS::KMS::Key"},
            "Fn": {"Type": "AWS::Serverless::Function", "Properties": own},
        },
    }
    found = properties_of("Fn", template)
    made = transform(template)["Resources"]["Fn"]["Properties"]
    for name in ("Timeout", "MemorySize", "Layers", "Environment", "KmsKeyArn"):
        assert found[name] == made[name], name
