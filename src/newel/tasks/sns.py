"""Amazon SNS ("Publish Amazon SNS topics with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import TOPIC, Target
from newel.declared import member
from newel.iam import Grant
from newel.tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.values import Text, Value


class Publish(Task):
    """Publish a message to a topic, an endpoint or a phone number (API: SNS Publish).

    A message that is not text is sent as JSON. `message_group_id` and `message_deduplication_id` are for FIFO topics.
    Name topics by `topic_arn`: IAM knows no narrower resource than `*` for the endpoints and phone numbers that
    `target_arn` and `phone_number` take ("IAM policies for calling Amazon SNS" in the Step Functions guide).
    """

    resource = "sns:publish"
    one_of = ("topic_arn", "target_arn", "phone_number")
    grants = (
        Grant(("sns:Publish",), on="topic_arn", template="SNSPublishMessagePolicy"),
        Grant(("sns:Publish",), on="target_arn", resource="*"),
        Grant(("sns:Publish",), on="phone_number", resource="*"),
    )

    topic_arn: Text | None = member(refers=Target(TOPIC, "arn"), default=None)
    target_arn: Text | None = member(default=None)
    phone_number: Text | None = member(default=None)
    message: Value = member()
    subject: Text | None = member(default=None)
    message_structure: Text | None = member(default=None)
    message_attributes: Mapping[str, Value] | None = member(default=None)
    message_deduplication_id: Text | None = member(default=None)
    message_group_id: Text | None = member(default=None)
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"
