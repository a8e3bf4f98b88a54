"""One example a task class. The contract tests want one for every class, and hold what it compiles to."""

from __future__ import annotations

from newel import Ref, context, path, task_token
from newel.tasks import EvaluateExpression, Task, sns

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  TopicParameter:
    Type: String
Resources:
  CoolTopic:
    Type: AWS::SNS::Topic
  EvaluateExpression:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/evaluate_expression
      Handler: app.handler
      Runtime: python3.13
"""

EXAMPLES: list[Task] = [
    EvaluateExpression("Convert", expression="$.waitMilliseconds / 1000", result_path="$.waitSeconds"),
    sns.Publish(
        "Publish",
        topic_arn=Ref("CoolTopic"),
        message={"text": path("$.text"), "id": context.execution.id},
        subject="News",
        message_attributes={"place": {"DataType": "String", "StringValue": path("$.place")}},
        result_path="$.sns",
    ),
    sns.Publish(
        "Ask",
        topic_arn=Ref("TopicParameter"),
        message={"token": task_token},
        pattern="wait_for_task_token",
        heartbeat_seconds=3600,
    ),
    sns.Publish("Text", phone_number=path("$.phone"), message="Hello"),
]
