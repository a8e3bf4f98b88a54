"""Amazon EventBridge ("Add EventBridge events with Step Functions")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newel.aws.resources import EVENT_BUS, Target
from newel.iam import Call, Derived, Grant
from newel.json_types import is_array, is_object
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import List, Text


class PutEvents(Task):
    """Send events to event buses (API: EventBridge PutEvents).

    An entry that names no bus goes to the default one. A `Detail` may be an object.

    Example
    -------
    >>> events.PutEvents(
    ...     "Tell",
    ...     entries=[
    ...         {"Source": "shop", "DetailType": "Sold", "Detail": {"id": path("$.id")}, "EventBusName": Ref("Bus")},
    ...         {"Source": "shop", "DetailType": "Sold", "Detail": {"id": path("$.id")}},
    ...     ],
    ... )
    """

    resource = "events:putEvents"
    grants = (
        Grant(
            ("events:PutEvents",),
            on="Entries[].EventBusName",
            target=Target(EVENT_BUS, "arn", names=True),
            template="EventBridgePutEventsPolicy",
        ),
    )

    entries: List
    endpoint_id: Text | None = None
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs: the default bus too, where an entry names none."""
        entries = call.parameters.get("Entries")
        if is_array(entries):
            named = [{"EventBusName": "default", **_bus(entry)} if is_object(entry) else entry for entry in entries]
            call = replace(call, parameters={**call.parameters, "Entries": named})
        return super().derive(call)


def _bus(entry: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in entry.items() if name.removesuffix(".$") == "EventBusName"}
