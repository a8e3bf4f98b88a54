"""What an integration calls: boto3's client and method, how its members are spelled, and what its errors are called.

AWS: "Integrating services with Step Functions", "Learning to use AWS service SDK integrations in Step Functions". What
is peculiar to one optimized integration is one line of `PECULIAR`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from newel.aws import naming, operations
from newel.errors import NewelError
from newel.local.data import to_text
from newel.local.failure import StateFailure
from newel.parameters.shapes import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.resource import Resource


@dataclass(frozen=True)
class Peculiar:
    """What is peculiar to an optimized integration.

    Attributes
    ----------
    prefix
        What the names of its errors begin with.
    service
        What its errors call the service.
    metadata
        Whether its results tell of the HTTP response.
    failed
        The error that a result means.
    """

    prefix: str
    service: str
    metadata: bool = True
    failed: Callable[[dict[str, Any]], StateFailure | None] = lambda _: None


def _failed_entry(result: dict[str, Any]) -> StateFailure | None:
    return StateFailure("EventBridge.FailedEntry", to_text(result)) if result.get("FailedEntryCount") else None


PECULIAR = {
    "dynamodb": Peculiar("DynamoDB", "AmazonDynamoDBv2"),
    "ecs": Peculiar("ECS", "AmazonECS"),
    "events": Peculiar("EventBridge", "EventBridge", metadata=False, failed=_failed_entry),
    "sns": Peculiar("SNS", "AmazonSNS"),
    "sqs": Peculiar("SQS", "AmazonSQS"),
    "states": Peculiar("StepFunctions", "AWSStepFunctions"),
}
"""Optimized integrations that were recorded on AWS; the others are taken to be as those of the SDK are."""


@dataclass(frozen=True)
class Integration:
    """What an integration calls.

    Attributes
    ----------
    label
        What a person calls it.
    client, operation
        boto3's name of the service, and the API's of the operation.
    spell
        How Step Functions spells the API's members.
    prefix, service
        What the names of its errors begin with, and what they call the service.
    metadata
        Whether its results tell of the HTTP response.
    sdk
        Whether its errors are those of SDK integrations.
    failed
        The error that a result means.
    """

    label: str
    client: str
    operation: str
    spell: Callable[[str], str]
    prefix: str
    service: str
    metadata: bool = False
    sdk: bool = True
    failed: Callable[[dict[str, Any]], StateFailure | None] = lambda _: None


def integration(resource: Resource) -> Integration | None:
    """What a Task's resource calls by boto3; None where that is no one API as it stands."""
    if resource.is_function or resource.is_activity or resource.pattern == "sync":
        return None
    return _integration(resource.service, resource.action)


@cache
def _integration(service: str, action: str) -> Integration | None:
    label = f"{service}:{action}"
    if service.startswith("aws-sdk:"):
        return _of_sdk(label)
    from newel.tasks import catalog

    found = catalog.integration(label)
    if found is None or found[0].api is None or found[0].beyond:
        return None
    client, _, operation = found[0].api.partition(":")
    peculiar = PECULIAR.get(service)
    if peculiar is None:
        prefix = naming.prefix(client)
        return Integration(label, client, operation, spelled, prefix, prefix)
    return Integration(
        label,
        client,
        operation,
        spelled,
        peculiar.prefix,
        peculiar.service,
        peculiar.metadata,
        sdk=False,
        failed=peculiar.failed,
    )


def _of_sdk(label: str) -> Integration | None:
    try:
        found = operations.called(label)
    except NewelError:
        return None
    service = found.service
    if service.botocore is None or not found.modelled:
        return None
    return Integration(label, service.botocore, found.name, naming.member, service.prefix, service.prefix)
