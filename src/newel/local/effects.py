"""After a run: what the local AWS now holds that it did not hold before. One function a resource type."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.json_types import is_object
from newel.local.context import ACCOUNT, REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.local.makers import Made


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
        What it holds, as texts for people.
    """

    resource: str
    kind: str
    messages: list[str] = field(default_factory=list[str])

    def sentence(self) -> str:
        """Say it in a line."""
        count = len(self.messages)
        if count == 0:
            return f"{self.resource} holds no messages"
        return f"{self.resource} holds {count} message{'s' if count > 1 else ''}: {' | '.join(self.messages)}"


def _queue_messages(made: Made) -> list[str]:
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


READERS: dict[str, Callable[[Made], list[str]]] = {"AWS::SQS::Queue": _queue_messages}


def effects(made: Mapping[str, Made]) -> list[Effect]:
    """List what the resources of a template hold, in the template's order."""
    return [Effect(name, each.kind, READERS[each.kind](each)) for name, each in made.items() if each.kind in READERS]
