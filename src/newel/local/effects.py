"""After a run: what the local AWS now holds that it did not hold before, and what went through it. A row a type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from email import message_from_string
from email.utils import parseaddr
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from newel.json_types import is_object
from newel.local.buses import DEFAULT
from newel.local.context import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.aws import LocalAws
    from newel.local.makers import Clients, Made


@dataclass(frozen=True)
class Effect:
    """What one resource holds, or what went through it.

    Attributes
    ----------
    resource
        Its logical id.
    kind
        Its type.
    messages
        What it holds, as texts for people: messages, rows and events as JSON, keys of objects.
    """

    resource: str
    kind: str
    messages: list[str] = field(default_factory=list[str])

    def sentence(self) -> str:
        """Say it in a line."""
        count, (_, verb, noun) = len(self.messages), KINDS[self.kind]
        name = "the default event bus" if (self.resource, self.kind) == (DEFAULT, BUS) else self.resource
        if count == 0:
            return f"{name} {verb} no {noun}s"
        shown = " | ".join(map(_short, self.messages[:FEW])) + (" | ..." if count > FEW else "")
        return f"{name} {verb} {count} {noun}{'s' if count > 1 else ''}: {shown}"


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


def _published(_clients: Clients, made: Made) -> list[str]:
    from moto.backends import get_backend

    return [message for _, message, *_ in get_backend("sns")[ACCOUNT][REGION].topics[made.ref].sent_notifications]


def _mails(_clients: Clients, made: Made) -> list[str]:
    from moto.backends import get_backend

    sent = get_backend("ses")[ACCOUNT][REGION].sent_messages
    return [_mail(mail) for mail in sent if made.ref in _senders(mail.source)]


def _senders(source: str) -> tuple[str, str]:
    """The identities that may send for a source: its address, and the domain of that."""
    address = parseaddr(source)[1]
    return address, address.partition("@")[2]


def _mail(mail: Any) -> str:
    """To whom a mail is and what it is about: its subject, or the template that has it."""
    about = getattr(mail, "subject", None) or getattr(mail, "template", None)
    if about is None:
        about = message_from_string(mail.raw_data)["Subject"] or "without a subject"
    return f"to {', '.join(_addresses(mail.destinations))}: {about}"


def _addresses(to: Any) -> list[str]:
    """The addresses in what SES calls a destination, or several."""
    if is_object(to):
        return [address for addresses in to.values() for address in addresses]
    return [address for one in to for address in ([one] if isinstance(one, str) else _addresses(one["Destination"]))]


def _taken(aws: LocalAws, made: Made) -> list[str]:
    return aws.taken.get(made.ref, [])


class Kind(NamedTuple):
    """A type of resource whose effects are shown: how they are read, and the words for them."""

    read: Callable[[LocalAws, Made], list[str]]
    verb: str
    noun: str


TABLE = Kind(_rows, "holds", "row")
TABLES = ("AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable")
BUS = "AWS::Events::EventBus"

KINDS = {
    "AWS::S3::Bucket": Kind(_objects, "holds", "object"),
    "AWS::SQS::Queue": Kind(_queue_messages, "holds", "message"),
    "AWS::SNS::Topic": Kind(_published, "sent", "notification"),
    "AWS::SES::EmailIdentity": Kind(_mails, "sent", "mail"),
    BUS: Kind(_taken, "took", "event"),
    **dict.fromkeys(TABLES, TABLE),
}


def effects(aws: LocalAws) -> list[Effect]:
    """List what the resources of a template hold, in the template's order, and the events of the default bus."""
    found = [
        Effect(name, each.kind, KINDS[each.kind].read(aws, each))
        for name, each in aws.made.items()
        if each.kind in KINDS
    ]
    events = aws.taken.get(DEFAULT)
    return [*found, Effect(DEFAULT, BUS, events)] if events else found
