"""Amazon SQS ("Send messages to an Amazon SQS queue with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import KEY, QUEUE, Target
from newel.declared import member, option
from newel.iam import Grant, key_of
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Integer, Object, Text, Value


class SendMessage(Task):
    """Send a message to a queue (API: SQS SendMessage).

    A message that is not text is sent as JSON. `message_group_id` and `message_deduplication_id` are for FIFO queues.
    `kms_key` is the queue's own key, where it has one ("Key management" in the SQS guide).

    Example
    -------
    >>> sqs.SendMessage("Send", queue_url=Ref("Orders"), message_body={"order": path("$.order")})
    """

    resource = "sqs:sendMessage"
    grants = (Grant(("sqs:SendMessage",), on="QueueUrl"), key_of("sqs", "kms:Decrypt", "kms:GenerateDataKey"))

    queue_url: Text = member(refers=Target(QUEUE, "url"))
    message_body: Value
    delay_seconds: Integer | None = None
    message_attributes: Object | None = None
    message_system_attributes: Object | None = None
    message_deduplication_id: Text | None = None
    message_group_id: Text | None = None
    kms_key: Text | None = option(default=None, refers=Target(KEY, "arn"))
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"
