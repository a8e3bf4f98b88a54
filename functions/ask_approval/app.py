"""Asks a person: tells the topic what there is to decide, and with which token to answer.

The answer is SendTaskSuccess with `{"approved": true}` or false, by whatever the person has in hand: a page, a chat, or
`aws stepfunctions send-task-success --task-token TOKEN --task-output '{"approved": true}'`.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from types_boto3_sns.service_resource import Topic


@cache
def _topic() -> Topic:
    found: Topic = boto3.resource("sns").Topic(os.environ["TOPIC_ARN"])
    return found


def handler(event: dict[str, Any], context: object) -> None:  # noqa: ARG001 - Lambda's signature
    """Publish the question; the state waits for the token, not for this function."""
    question = {name: event[name] for name in ("key", "total", "orders", "token")}
    _topic().publish(Subject="Orders wait for your approval", Message=json.dumps(question))
