"""Amazon SNS ("Publish Amazon SNS topics with Step Functions")."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import KEY, TOPIC, Target
from newel.declared import member, option
from newel.iam import Grant, key_of
from newel.json_types import is_object
from newel.parameters.find import is_known
from newel.parameters.shapes import Problem
from newel.tasks.base import Task
from newel.tasks.message_rules import attribute, attribute_problems, fifo_problems, text_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.values import Text, Value

__all__ = ["Publish", "attribute"]

_MOST_SUBJECT = 100
_PHONE = re.compile(r"\+[1-9]\d{3,14}")


class Publish(Task):
    """Publish a message to a topic, an endpoint or a phone number (API: SNS Publish).

    A message that is not text is sent as JSON. A FIFO topic wants a `message_group_id`, and a
    `message_deduplication_id` unless it finds duplicates by their content; other topics have no deduplication.
    `message_attributes={"kind": sns.attribute("sold")}` gives attributes their types ("Amazon SNS message attributes").
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

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What SNS would refuse; see `Task.refused`."""
        return [
            *super().refused(parameters),
            *text_problems(parameters, "Message"),
            *attribute_problems(parameters),
            *fifo_problems(parameters, "TopicArn"),
            *_of_publish(parameters),
        ]


def _of_publish(parameters: dict[str, Any]) -> Iterator[Problem]:
    subject = parameters.get("Subject")
    if isinstance(subject, str) and is_known(subject):
        if not 0 < len(subject) <= _MOST_SUBJECT:
            yield Problem("Subject", f"it has {len(subject)} characters", f"write 1 to {_MOST_SUBJECT}")
        elif any(ord(character) < ord(" ") or character == "\x7f" for character in subject):
            yield Problem("Subject", "it has line breaks or control characters", "write one line of text")
    phone = parameters.get("PhoneNumber")
    if isinstance(phone, str) and is_known(phone) and not _PHONE.fullmatch(phone):
        yield Problem("PhoneNumber", f"{phone!r} is not in the format E.164", 'write it as "+12065550100"')
    structure = parameters.get("MessageStructure")
    if structure is None or (not is_known(structure)):
        return
    if structure != "json":
        yield Problem("MessageStructure", f"{structure!r} is no structure", 'write "json", or leave it out')
    elif not _by_protocol(parameters.get("Message")):
        yield Problem(
            "Message",
            'with the structure "json" it is an object whose "default" is text',
            'write message={"default": "...", "sms": "..."}',
        )


def _by_protocol(message: object) -> bool:
    """Whether a message says what each protocol gets, or may do so when the state runs."""
    if isinstance(message, str) and is_known(message):
        try:
            message = json.loads(message)
        except (ValueError, RecursionError):
            return False
    elif not is_object(message):
        return not isinstance(message, list | bool | int | float)
    default = message.get("default") if is_object(message) else None
    return is_object(message) and ("default.$" in message or ("default" in message and not _is_data(default)))


def _is_data(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float | list | dict)
