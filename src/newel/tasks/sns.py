"""Amazon SNS ("Publish Amazon SNS topics with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import KEY, TOPIC, Target
from newel.declared import member, option
from newel.iam import Grant, key_of
from newel.tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.values import Text, Value


class Publish(Task):
    """Publish a message to a topic, an endpoint or a phone number (API: SNS Publish).

    A message that is not text is sent as JSON. `message_group_id` and `message_deduplication_id` are for FIFO topics.
    Name topics by `topic_arn`: IAM knows no narrower resource than `*` for the endpoints and phone numbers that
    `target_arn` and `phone_number` take ("IAM policies for calling Amazon SNS" in the Step Functions guide).
    `kms_key` is the topic's own key, where it has one ("Key management" in the SNS guide).

    Example
    -------
    >>> sns.Publish("Tell", topic_arn=Ref("CoolTopic"), message={"text": path("$.text")}, subject="News")
    """

    resource = "sns:publish"
    one_of = ("topic_arn", "target_arn", "phone_number")
    grants = (
        Grant(("sns:Publish",), on="TopicArn", template="SNSPublishMessagePolicy"),
        Grant(("sns:Publish",), on="TargetArn", resource="*"),
        Grant(("sns:Publish",), on="PhoneNumber", resource="*"),
        key_of("sns", "kms:Decrypt", "kms:GenerateDataKey"),
    )

    topic_arn: Text | None = member(refers=Target(TOPIC, "arn"), default=None)
    target_arn: Text | None = None
    phone_number: Text | None = None
    message: Value
    subject: Text | None = None
    message_structure: Text | None = None
    message_attributes: Mapping[str, Value] | None = None
    message_deduplication_id: Text | None = None
    message_group_id: Text | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"
