"""HARD_CODED_REGION: a resource of one region, where the machine may run in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.literals import literals
from newel.checks.rule import Rule
from newel.checks.sample import task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

# What other services use of these stands in that region, wherever they are themselves ("Supported regions" of ACM for
# CloudFront; "Resources that you can protect with AWS WAF").
_THERE = {"us-east-1": frozenset({"acm", "wafv2"})}


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for one in literals(definition):
        if one.region and not one.account and one.service not in _THERE.get(one.region, ()):
            yield one.place, f"{one.text:.100} is of {one.region} alone; {one.instead()}"


RULE = Rule(
    id="HARD_CODED_REGION",
    severity="WARNING",
    title="No ARN and no host of an API names a region.",
    source="Using AWS SAM to build Step Functions workflows",
    find=_find,
    good=task(Resource="arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:work"),
    bad={
        "/States/Begin/Parameters/ApiEndpoint": task(
            Resource="arn:aws:states:::apigateway:invoke",
            Parameters={"ApiEndpoint": "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", "Method": "GET"},
        ),
    },
)
