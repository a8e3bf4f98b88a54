"""What Step Functions makes of an API's error: its name and its cause, as they were recorded on AWS."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.aws import naming
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.services.integrations import Integration

_IN_OTHER_WORDS = frozenset({"sqs"})
"""Services that were recorded to say otherwise that a parameter is missing."""

UNFIT = {
    "dynamodb": "DynamoDB takes each value with its type, and numbers as text: dynamodb.string(path(...)), "
    "dynamodb.number(...), or in ASL {'S': ...}, {'N': '1'}",
}
"""What to write, where people give a service other data than its API takes."""

_MISSING = re.compile(r'Missing required parameter in input: "(\w+)"')


@dataclass(frozen=True)
class _Said:
    """What a service says of an error."""

    message: str
    code: str
    status: int = 400
    shape: str | None = None
    request: str = field(default_factory=lambda: str(uuid.uuid4()))


def failure(error: Any, client: Any, integration: Integration) -> StateFailure:
    """Return the failure for botocore's ClientError."""
    details = error.response["Error"]
    metadata = error.response.get("ResponseMetadata", {})
    shape = client.exceptions.from_code(details["Code"]).__name__
    said = _Said(
        str(details.get("Message", "")),
        str(details["Code"]),
        metadata.get("HTTPStatusCode", 400),
        None if shape == "ClientError" else shape,
        str(metadata.get("RequestId", uuid.uuid4())),
    )
    return _failure(integration, said)


def missing(error: Exception, client: Any, integration: Integration) -> StateFailure | None:
    """Return the failure for a required parameter that is not sent; None where the service's words are not known."""
    found = _MISSING.search(str(error))
    protocol = client.meta.service_model.metadata["protocol"]
    if found is None or protocol != "json" or integration.client in _IN_OTHER_WORDS:
        return None
    name = found[1][:1].lower() + found[1][1:]
    wanted = "failed to satisfy constraint: Member must not be null"
    message = f"1 validation error detected: Value null at '{name}' {wanted}"
    return _failure(integration, _Said(message, "ValidationException"))


def unfit(integration: Integration, given: Mapping[str, Any], error: Exception) -> str | None:
    """Say what to write where data does not fit a service's parameters, where that is needed again and again."""
    if str(error).count('Unknown parameter in input: "') == len(given):
        return "a task that has neither Parameters nor Arguments sends its whole input; {} there sends nothing"
    return UNFIT.get(integration.client)


def unreached(label: str, error: Exception, client: Any) -> str:
    """Say why a service was not reached, for botocore's BotoCoreError."""
    from botocore.exceptions import ConnectionError as NotConnected
    from botocore.exceptions import HTTPClientError, ReadTimeoutError

    if isinstance(error, ReadTimeoutError):
        return f"{label} had no answer within {client.meta.config.read_timeout:g} seconds: {error}"
    reached = not isinstance(error, NotConnected | HTTPClientError)
    return f"{label} cannot be {'called so' if reached else 'reached'}: {error}"


def _failure(integration: Integration, said: _Said) -> StateFailure:
    service, prefix = integration.service, integration.prefix
    if integration.sdk:
        name = naming.error(said.shape) if said.shape else f"{prefix}Exception"
        cause = f"{said.message} (Service: {service}, Status Code: {said.status}, Request ID: {said.request})"
        return StateFailure(f"{prefix}.{name}", cause)
    name = said.shape or f"Amazon{prefix}Exception"
    answer = f"Status Code: {said.status}; Error Code: {said.code}; Request ID: {said.request}; Proxy: null"
    return StateFailure(f"{prefix}.{name}", f"{said.message} (Service: {service}; {answer})")
