"""Amazon SQS ("Send messages to an Amazon SQS queue with Step Functions")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import KEY, QUEUE, Target
from newel.declared import member, option
from newel.iam import Grant, key_of
from newel.parameters.bounds import out_of_bounds
from newel.parameters.shapes import Problem
from newel.tasks.base import Task
from newel.tasks.message_rules import attribute, attribute_problems, fifo_problems, text_problems

if TYPE_CHECKING:
    from newel.values import Integer, Object, Text, Value

__all__ = ["SendMessage", "attribute"]

_MOST_ATTRIBUTES = 10
_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


class SendMessage(Task):
    """Send a message to a queue (API: SQS SendMessage).

    A message that is not text is sent as JSON. A FIFO queue wants a `message_group_id`, a
    `message_deduplication_id` unless it finds duplicates by their content, and no `delay_seconds`; another queue shares
    its capacity fairly between groups. `message_attributes={"kind": sqs.attribute("sold")}` gives attributes their
    types ("Amazon SQS message metadata").
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

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What SQS would refuse; see `Task.refused`."""
        return [
            *super().refused(parameters),
            *text_problems(parameters, "MessageBody"),
            *attribute_problems(parameters, _MOST_ATTRIBUTES),
            *fifo_problems(parameters, "QueueUrl"),
            *out_of_bounds(parameters, {"DelaySeconds": (0, 900)}),
            *_forbidden(parameters.get("MessageBody")),
        ]


def _forbidden(body: object) -> list[Problem]:
    found = _FORBIDDEN.search(body) if isinstance(body, str) else None
    message = f"it has the character U+{ord(found[0]):04X}, which SQS does not take" if found else ""
    return [Problem("MessageBody", message, "leave it out, or encode the text")] if found else []
