"""The names of errors that retriers and catchers wait for, and whether their state can throw them.

An SDK integration throws `PREFIX.NAMEException` in the spelling of the SDK for Java ("Learning to use AWS service SDK
integrations in Step Functions"); an optimized one has a prefix of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newel.aws import naming, operations
from newel.aws.services import services
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from newel.aws.services import Service

OPTIMIZED = {"dynamodb": "DynamoDB", "ecs": "ECS", "sns": "SNS", "sqs": "SQS", "states": "StepFunctions"}
"""What errors of optimized integrations begin with, where that is not what the SDK's begin with."""


def never_thrown(name: str, service: Service, *, others: Collection[str] | None = None) -> str | None:
    """Say why an SDK integration does not throw an error; None where it may.

    Parameters
    ----------
    name
        The error as a retrier or catcher has it.
    service
        The service that the state calls.
    others
        What errors of other states begin with that the catcher may be for too; None where it is this state's alone.
    """
    known = operations.errors(service)
    prefix, dot, rest = name.partition(".")
    if not known or name in known or prefix == "States":
        return None
    if not dot:
        return _without_prefix(name, service, known) if not others else None
    if prefix == service.prefix:
        return _of_this_service(name, service, known)
    if prefix.lower() in {service.id, OPTIMIZED.get(service.iam, "").lower()} and prefix not in (others or ()):
        return f"errors of {service.id} begin with {service.prefix}: write {_nearest(rest, service, known)}"
    if prefix in _prefixes() and (others is None or prefix not in others):
        return f"{service.id} throws errors of {service.prefix}, not of {prefix}"
    return None


def never_thrown_here(name: str, integration: str) -> str | None:
    """Say why an optimized integration, as "dynamodb:putItem", does not throw an error; None where it may."""
    service = integration.partition(":")[0]
    own = OPTIMIZED.get(service)
    prefix, dot, rest = name.partition(".")
    if prefix == "Lambda" and dot and service != "lambda":
        return f"{integration} throws no errors of Lambda; take {name} out"
    sdk = _prefixes().get(prefix)
    if own is None or not dot or sdk is None or OPTIMIZED.get(sdk.iam) != own:
        return None
    theirs = f"{prefix} is what errors of the SDK integration begin with"
    return f"{theirs}; those of {integration} begin with {own}: write {own}.{rest}"


def _without_prefix(name: str, service: Service, known: Collection[str]) -> str | None:
    for candidate in (name, naming.error(name)):
        if f"{service.prefix}.{candidate}" in known:
            return f"errors of {service.id} have its prefix: write {service.prefix}.{candidate}"
    return None


def _of_this_service(name: str, service: Service, known: Collection[str]) -> str:
    near = _nearest(name.partition(".")[2], service, known)
    if near == f"{service.prefix}.{service.prefix}Exception":
        return f"the API of {service.id} names no error {name}: what it does not name comes as {near}"
    return f"{service.id} throws no {name}: write {near}"


def _nearest(rest: str, service: Service, known: Collection[str]) -> str:
    """The error that was meant, or the service's own, as which all comes that the API does not name."""
    exact = f"{service.prefix}.{naming.error(rest)}"
    if exact in known:
        return exact
    close = nearest(f"{service.prefix}.{rest}", known)
    return close or f"{service.prefix}.{service.prefix}Exception"


@cache
def _prefixes() -> dict[str, Service]:
    return {each.prefix: each for each in services().values()}
