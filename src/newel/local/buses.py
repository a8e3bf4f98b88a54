"""Events that are put on a bus of the AWS in this process: moto hands them to the rules' targets, and forgets them."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Generator

DEFAULT = "default"
"""The bus that an account has, and that events go to which name none."""


@contextlib.contextmanager
def watched(taken: dict[str, list[str]]) -> Generator[None]:
    """Write down the events that buses take within the block.

    Parameters
    ----------
    taken
        Gets the events as JSON, by the name of their bus: source, detail-type and detail.
    """
    from moto.events.models import EventsBackend

    put = EventsBackend.put_events

    def put_and_told(backend: Any, events: list[dict[str, Any]]) -> Any:
        answers = put(backend, events)
        for event, answer in zip(events, answers, strict=False):
            if "EventId" in answer:
                bus = str(event.get("EventBusName") or DEFAULT).rpartition("/")[2]
                taken.setdefault(bus, []).append(_told(event))
        return answers

    with patch.object(EventsBackend, "put_events", put_and_told):
        yield


def _told(event: dict[str, Any]) -> str:
    told = {"source": event["Source"], "detail-type": event["DetailType"], "detail": json.loads(event["Detail"])}
    return json.dumps(told, ensure_ascii=False)
