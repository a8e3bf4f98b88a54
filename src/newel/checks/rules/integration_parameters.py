"""INTEGRATION_PARAMETERS: what the API would refuse of an optimized integration's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.calls import integration_problems
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for problem, place, message in integration_problems(definition):
        if problem.certain:
            yield place, message


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
