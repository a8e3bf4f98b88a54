"""What the template says of a topic or a queue is held against the messages for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import GetAtt, Ref, StateMachine, path
from newel.sam.fifo import unfit_messages
from newel.sam.template import parse
from newel.tasks import sns, sqs

if TYPE_CHECKING:
    from newel.tasks import Task

TEMPLATE = parse(
    """
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Line: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}
  Content: {Type: AWS::SNS::Topic, Properties: {FifoTopic: "true", ContentBasedDeduplication: true}}
  Either: {Type: AWS::SNS::Topic, Properties: {FifoTopic: !If [Prod, true, false]}}
  Queue: {Type: AWS::SQS::Queue}
  Orders: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true, ContentBasedDeduplication: true}}
""",
    Path("template.yaml"),
)


def found(state: Task) -> list[str]:
    definition = StateMachine("Machine", state).compile()
    return [str(error) for error in unfit_messages(definition, TEMPLATE, "machine.py:1")]


def publish(topic: Any, **fields: Any) -> sns.Publish:
    given_fields: dict[str, Any] = {"topic_arn": topic, "message": "news", **fields}
    return sns.Publish("Tell", **given_fields)


def send(queue: Any, **fields: Any) -> sqs.SendMessage:
    given_fields: dict[str, Any] = {"queue_url": queue, "message_body": "news", **fields}
    return sqs.SendMessage("Send", **given_fields)


@pytest.mark.parametrize(
    "state",
    [
        publish(Ref("Topic")),
        publish(Ref("Topic"), message_group_id="fair"),
        publish(Ref("Line"), message_group_id=path("$.group"), message_deduplication_id=path("$.id")),
        publish(Ref("Content"), message_group_id="g"),
        publish(Ref("Either")),
        publish(Ref("Either"), message_group_id="g", message_deduplication_id="d"),
        publish(Ref("Elsewhere")),
        publish(path("$.topic")),
        send(Ref("Queue"), delay_seconds=5),
        send(Ref("Orders"), message_group_id="g"),
    ],
)
def test_a_message_that_fits_is_taken(state: Task) -> None:
    assert found(state) == []


@pytest.mark.parametrize(
    ("state", "messages"),
    [
        (
            publish(Ref("Line")),
            ["message_deduplication_id: is required: Line is FIFO", "message_group_id: is required: Line is FIFO"],
        ),
        (publish(GetAtt("Line", "TopicArn"), message_group_id="g"), ["ContentBasedDeduplication: true in Line"]),
        (publish(Ref("Content")), ["message_group_id: is required: Content is FIFO"]),
        (publish(Ref("Topic"), message_deduplication_id="d"), ["message_deduplication_id: Topic is not FIFO"]),
        (
            send(Ref("Orders"), delay_seconds=path("$.delay"), message_group_id="g"),
            ["delay_seconds: Orders is FIFO, and its messages have no delay of their own"],
        ),
        (send(Ref("Queue"), message_deduplication_id="d"), ["message_deduplication_id: Queue is not FIFO"]),
    ],
)
def test_a_message_that_does_not_fit_is_told(state: Task, messages: list[str]) -> None:
    told = found(state)
    assert len(told) == len(messages), told
    for text, message in zip(told, messages, strict=True):
        assert message in text
        assert f"machine.py:1: state {state.name!r}: " in text
