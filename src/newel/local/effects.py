"""After a run: what the local AWS now holds that it did not hold before. One function a resource type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newel.json_types import is_object
from newel.local.context import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.aws import LocalAws
    from newel.local.makers import Clients, Made


@dataclass(frozen=True)
class Effect:
    """What one resource holds.

    Attributes
    ----------
    resource
        Its logical id.
    kind
        Its type.
    messages
        What it holds, as texts for people: messages, rows as JSON, keys of objects.
    """

    resource: str
    kind: str
    messages: list[str] = field(default_factory=list[str])

    def sentence(self) -> str:
        """Say it in a line."""
        count, noun = len(self.messages), NOUNS[self.kind]
        if count == 0:
            return f"{self.resource} holds no {noun}s"
        shown = " | ".join(map(_short, self.messages[:FEW])) + (" | ..." if count > FEW else "")
        return f"{self.resource} holds {count} {noun}{'s' if count > 1 else ''}: {shown}"


FEW, SHORT = 5, 160
"""How many of the things that a resource holds are shown, and how many characters of each."""


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 3]}..."


def _queue_messages(_clients: Clients, made: Made) -> list[str]:
    # Looked at from inside moto: receiving them would count, and could move them to a dead-letter queue.
    from moto.backends import get_backend

    queue = get_backend("sqs")[ACCOUNT][REGION].get_queue(made.attributes["QueueName"])
    return [_told(message.body) for message in queue.messages]


def _told(body: str) -> str:
    """Return the message inside an SNS notification, and any other body as it is."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return body
    if is_object(parsed) and parsed.get("Type") == "Notification" and isinstance(parsed.get("Message"), str):
        told: str = parsed["Message"]
        return told
    return body


def _rows(clients: Clients, made: Made) -> list[str]:
    pages: Any = clients.client("dynamodb").get_paginator("scan").paginate(TableName=made.ref)
    read: Any = import_module("boto3.dynamodb.types").TypeDeserializer().deserialize
    rows = [{name: read(value) for name, value in item.items()} for page in pages for item in page["Items"]]
    return [json.dumps(row, default=_written, ensure_ascii=False) for row in rows]


def _written(value: Decimal | set[Any] | bytes) -> Any:
    """A number of DynamoDB's, or a set, as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return sorted(value) if isinstance(value, set) else str(value)


def _objects(clients: Clients, made: Made) -> list[str]:
    pages: Any = clients.client("s3").get_paginator("list_objects_v2").paginate(Bucket=made.ref)
    return [each["Key"] for page in pages for each in page.get("Contents", ())]


TABLES = ("AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable")

READERS: dict[str, Callable[[Clients, Made], list[str]]] = {
    "AWS::S3::Bucket": _objects,
    "AWS::SQS::Queue": _queue_messages,
    **dict.fromkeys(TABLES, _rows),
}

NOUNS = {"AWS::S3::Bucket": "object", "AWS::SQS::Queue": "message", **dict.fromkeys(TABLES, "row")}
"""What a resource holds, by its type."""


def effects(aws: LocalAws) -> list[Effect]:
    """List what the resources of a template hold, in the template's order."""
    return [
        Effect(name, each.kind, READERS[each.kind](aws, each))
        for name, each in aws.made.items()
        if each.kind in READERS
    ]
