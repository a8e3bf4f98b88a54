"""ERROR_NAMES: a retrier or catcher that waits for an error which its state cannot throw never acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws.services import services
from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.handlers import awaited
from newel.checks.rule import Rule
from newel.definition import states
from newel.permissions.resource import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    from newel.checks.throwing import OPTIMIZED, never_thrown, never_thrown_here

    calls = {call.place: call for call in sdk_calls(definition) if call.service in services()}
    tasks = {place: state for place, state in states(definition) if state.get("Type") == "Task"}
    thrown = {services()[call.service].prefix for call in calls.values()}
    thrown |= set(OPTIMIZED.values()) | {"Lambda"} if len(tasks) > len(calls) else set()
    for place, state in tasks.items():
        for one in awaited(state):
            if place in calls:
                service = services()[calls[place].service]
                others = thrown - {service.prefix} if one.member == "Catch" else None
                said = never_thrown(one.name, service, others=others)
            else:
                resource = read(state.get("Resource"), None)
                said = never_thrown_here(one.name, resource.what) if resource.means == "integration" else None
                said = None if one.member == "Catch" and one.name.partition(".")[0] in thrown else said
            if said is not None:
                yield f"{place}/{one.where}", said


def _retrying(what: str, error: str) -> JsonObject:
    parameters = {"TableName": "${Orders}", "Key": {"id": {"S.$": "$.id"}}}
    return calling(what, parameters, Retry=[{"ErrorEquals": ["States.Timeout", error]}])


RULE = Rule(
    id="ERROR_NAMES",
    severity="WARNING",
    title="What a retrier or catcher waits for is an error that its state can throw.",
    source="Learning to use AWS service SDK integrations in Step Functions",
    find=_find,
    good=_retrying("aws-sdk:dynamodb:deleteItem", "DynamoDb.ConditionalCheckFailedException"),
    bad={
        "/States/Call/Retry/0/ErrorEquals/1": _retrying(
            "aws-sdk:dynamodb:deleteItem", "DynamoDB.ConditionalCheckFailedException"
        ),
    },
)
