"""CALL_VALUES: values that a service's model does not take, though the call may pass all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.calls import integration_problems, sdk_problems
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for problems in (integration_problems, sdk_problems):
        for problem, place, message in problems(definition):
            if not problem.certain:
                yield place, message


RULE = Rule(
    id="CALL_VALUES",
    severity="WARNING",
    title='The values of a call are as the model of its API says: true rather than "true", and text of its pattern.',
    source="Learning to use AWS service SDK integrations in Step Functions",
    find=_find,
    good=calling("dynamodb:putItem", {"TableName": "${Orders}", "Item": {"paid": {"BOOL": True}}}),
    bad={
        "/States/Call/Parameters/Item/paid/BOOL": calling(
            "dynamodb:putItem", {"TableName": "${Orders}", "Item": {"paid": {"BOOL": "true"}}}
        ),
        "/States/Call/Parameters/Item/state": calling(
            "dynamodb:putItem", {"TableName": "${Orders}", "Item": {"state": "paid"}}
        ),
        "/States/Call/Parameters/MaxRecords": calling("aws-sdk:rds:describeDBInstances", {"MaxRecords": "20"}),
    },
)
