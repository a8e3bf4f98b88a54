"""SAM's policy templates: where they are used, and what is told of those that are wider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newel import Ref, StateMachine, path
from newel.iam import Derived, statements
from newel.iam.merge import ordered
from newel.permissions import bind, of_definition
from newel.sam.policies import policies, wider
from newel.sam.template import parse
from newel.tasks import EvaluateExpression, dynamodb, sns, sqs

TEMPLATE = parse(
    """\
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Queue: {Type: AWS::SQS::Queue}
  Table: {Type: AWS::DynamoDB::Table}
  Bucket: {Type: AWS::S3::Bucket}
  EvaluateExpression: {Type: AWS::Serverless::Function}
""",
    Path("template.yaml"),
)
KEY = {"id": {"S": "1"}}
FLOW = (
    sns.Publish("Tell", topic_arn=Ref("Topic"), message="m")
    >> sqs.SendMessage("Send", queue_url=Ref("Queue"), message_body="m")
    >> EvaluateExpression("Compute", expression="1")
    >> dynamodb.GetItem("Get", table_name=Ref("Table"), key=KEY)
    >> dynamodb.DeleteItem("Delete", table_name=Ref("Table"), key=KEY)
)


def test_by_default_only_exact_templates_are_used() -> None:
    needed = statements(StateMachine("M", FLOW).compile().needs)
    exact, inline = policies(needed, TEMPLATE, logs=False)
    assert exact == {"SNSPublishMessagePolicy": {"TopicName": {"Fn::GetAtt": ["Topic", "TopicName"]}}}
    assert len(inline["Statement"]) == 3


def test_templates_are_used_by_preference_and_what_they_allow_besides_is_told() -> None:
    needed = ordered(statements(StateMachine("M", FLOW).compile().needs))
    assert policies(needed, TEMPLATE, logs=False, prefer="templates") == [
        {"DynamoDBCrudPolicy": {"TableName": {"Ref": "Table"}}},
        {"LambdaInvokePolicy": {"FunctionName": {"Ref": "EvaluateExpression"}}},
        {"SNSPublishMessagePolicy": {"TopicName": {"Fn::GetAtt": ["Topic", "TopicName"]}}},
        {"SQSSendMessagePolicy": {"QueueName": {"Fn::GetAtt": ["Queue", "QueueName"]}}},
    ]
    crud, invoke, send = (str(error) for error in wider(needed, TEMPLATE))
    assert crud == (
        "DynamoDBCrudPolicy of Table allows besides: dynamodb:PutItem, dynamodb:Scan, dynamodb:Query, "
        "dynamodb:UpdateItem, dynamodb:BatchWriteItem, dynamodb:BatchGetItem, dynamodb:DescribeTable, "
        "dynamodb:ConditionCheckItem, and all of it on its indexes\n"
        "  needed is dynamodb:DeleteItem, dynamodb:GetItem, by 'Get', 'Delete'"
    )
    assert invoke == (
        "LambdaInvokePolicy of EvaluateExpression allows besides: the same on every function whose name begins with "
        "this one's\n  needed is lambda:InvokeFunction, by 'Compute'"
    )
    assert (
        send == "SQSSendMessagePolicy of Queue allows besides: sqs:SendMessage*\n  needed is sqs:SendMessage, by 'Send'"
    )


def test_what_no_template_allows_stays_as_it_is() -> None:
    flow = dynamodb.GetItem("Get", table_name=path("$.t"), key=KEY) >> dynamodb.PutItem(
        "Put", table_name="orders", item=KEY
    )
    needed = statements(StateMachine("M", flow).compile().needs)
    assert policies(needed, TEMPLATE, logs=False, prefer="templates") == policies(needed, TEMPLATE, logs=False)
    assert wider(needed, TEMPLATE) == []


def test_a_statement_with_a_condition_is_no_templates() -> None:
    needs = _of_reader(
        {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "${B}", "Prefix": "p"}}
    )
    assert wider(statements(needs.needs), TEMPLATE) == []
    needs = _of_reader({"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "${B}", "Key": "k"}})
    [warning] = wider(statements(needs.needs), TEMPLATE)
    assert warning.message.startswith("S3ReadPolicy of Bucket allows besides: s3:ListBucket, ")


def _of_reader(reader: dict[str, Any]) -> Derived:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "States": {}}
    state = {"Type": "Map", "ItemProcessor": processor, "ItemReader": reader}
    bound = bind({"States": {"M": state}}, {"B": {"Ref": "Bucket"}}, TEMPLATE)
    return of_definition(bound.definition, TEMPLATE)
