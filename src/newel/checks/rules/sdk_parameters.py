"""SDK_PARAMETERS: what the API would refuse of an SDK integration's parameters, their spelling first of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.calls import sdk_problems
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for problem, place, message in sdk_problems(definition):
        if problem.certain:
            yield place, message


_WAITING = calling("aws-sdk:rds:describeDBInstances", {"DbInstanceIdentifier.$": "$.id", "MaxRecords": 20})

RULE = Rule(
    id="SDK_PARAMETERS",
    severity="ERROR",
    title="The parameters of an SDK integration are those of its API, in the spelling of the SDK for Java.",
    source="Learning to use AWS service SDK integrations in Step Functions",
    find=_find,
    good=_WAITING,
    bad={
        "/States/Call/Parameters/DBInstanceIdentifier": calling(
            "aws-sdk:rds:describeDBInstances", {"DBInstanceIdentifier": "orders"}
        ),
        "/States/Call/Parameters/Item/paid/BOOL": calling(
            "aws-sdk:dynamodb:putItem", {"TableName": "Orders", "Item": {"paid": {"BOOL": True}}}
        ),
        "/States/Call/Parameters": calling("aws-sdk:s3:getObject", {"Bucket": "orders"}),
        "/States/Call/Arguments/MaxKeys": calling(
            "aws-sdk:s3:listObjectsV2",
            QueryLanguage="JSONata",
            Arguments={"Bucket": "{% $states.input.bucket %}", "MaxKeys": "ten"},
        ),
    },
)
