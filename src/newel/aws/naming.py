"""How Step Functions spells what its AWS SDK integrations reach: actions, members of parameters, and errors.

The integrations are the AWS SDK for Java 2, and its generator decides ("Learning to use AWS service SDK integrations in
Step Functions": PascalCase, "EqualsValue", "always include the Exception suffix"). Optimized integrations are others:
they have the API's own names (`newel.parameters.shapes.spelled`).
"""

from __future__ import annotations

import re
from functools import cache

_RUN = re.compile(r".(?:[A-Z](?![a-z]))*", re.DOTALL)
"""What a member begins with: a character, and the capitals behind it but for the one that begins the next word."""

_TAKEN = frozenset(
    re.findall(
        r"\w+",
        "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
        "false final finally float for goto if implements import instanceof int interface long native new null package "
        "private protected public return short static strictfp super switch synchronized this throw throws transient "
        "true try void volatile while",
    )
)
"""Words of Java's."""

_METHODS = frozenset(
    re.findall(
        r"\w+",
        "equals finalize getClass hashCode notify notifyAll toString wait builder sdkFields toBuilder "
        "overrideConfiguration sdkHttpResponse",
    )
)
"""Methods that every class of the SDK has."""

_RENAMED = {"NULL": "Nul"}
"""What the SDK renames besides: DynamoDB's AttributeValue."""


@cache
def member(name: str) -> str:
    """An API's member as SDK integrations have it: `DBInstanceIdentifier` is `DbInstanceIdentifier`.

    The capitals that it begins with are folded, those inside of it are kept: `SSEKMSKeyId` is `SsekmsKeyId`, and
    `KmsMasterKeyID` stays. A word that Java needs for itself gets `Value` behind it: `equals` is `EqualsValue`.
    """
    if name in _RENAMED:
        return _RENAMED[name]
    lowered = _RUN.sub(lambda run: run[0].lower(), name, count=1)
    value = "Value" if lowered in _METHODS or lowered.lower() in _TAKEN else ""
    return lowered[:1].upper() + lowered[1:] + value


def action(operation: str) -> str:
    """An API's operation as SDK integrations have it: `GetObject` is `getObject`."""
    return operation[:1].lower() + operation[1:]


def error(shape: str) -> str:
    """An API's error as SDK integrations have it, without the service.

    `DBInstanceNotFoundFault` is `DbInstanceNotFoundException`, `BucketAlreadyExists` `BucketAlreadyExistsException`.
    """
    if shape.endswith("Fault"):
        return f"{_pascal(shape.removesuffix('Fault'))}Exception"
    return _pascal(shape) if shape.endswith("Exception") else f"{_pascal(shape)}Exception"


def prefix(service: str) -> str:
    """What a service's errors begin with, by the `serviceId` of its model; in lower case it is the service's id.

    `DynamoDB` is `DynamoDb`, `Database Migration Service` `DatabaseMigration`.
    """
    return _pascal(service).removeprefix("Amazon").removeprefix("Aws").removesuffix("Service")


def _pascal(name: str) -> str:
    """Words, each with one capital: `KMSAccessDenied` is `KmsAccessDenied`."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", name)
    text = re.sub(r"([^a-z]{2,})v([0-9]+)", r"\1 v\2 ", text)
    text = re.sub(r"([^A-Z]{2,})V([0-9]+)", r"\1 V\2 ", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-zA-Z0-9])", " ", text)
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", text)
    text = re.sub(r"([0-9])([a-zA-Z])", r"\1 \2", text)
    return "".join(word.capitalize() for word in text.split())
