"""INTEGRATION_PARAMETERS: what the API would refuse of an optimized integration's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.calls import given, located
from newel.checks.examples import calling
from newel.checks.rule import Rule
from newel.definition import states
from newel.permissions.resource import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    from newel.tasks.catalog import integrations

    for place, state in states(definition):
        resource = read(state.get("Resource"), None) if state.get("Type") == "Task" else None
        parameters = given(state)
        if resource is None or parameters is None or resource.means != "integration":
            continue
        if resource.what in integrations():
            cls, _ = integrations()[resource.what]
            for problem in cls.refused(dict(parameters[1])):
                yield located(place, *parameters, problem)


RULE = Rule(
    id="INTEGRATION_PARAMETERS",
    severity="ERROR",
    title="The parameters of an optimized integration are those of its API.",
    source="Integrating optimized services with Step Functions",
    find=_find,
    good=calling("sqs:sendMessage", {"QueueUrl": "${Queue}", "MessageBody.$": "$.body"}),
    bad={
        "/States/Call/Parameters/Queueurl": calling(
            "sqs:sendMessage", {"Queueurl": "${Queue}", "MessageBody": "paid", "QueueUrl.$": "$.queue"}
        ),
        "/States/Call/Parameters": calling("sqs:sendMessage", {"QueueUrl": "${Queue}"}),
        "/States/Call/Parameters/Item/paid/Bool": calling(
            "dynamodb:putItem", {"TableName": "${Orders}", "Item": {"paid": {"Bool": True}}}
        ),
    },
)
