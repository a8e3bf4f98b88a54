"""Holding the parameters of an SDK integration to its API's model, in the spelling of the SDK for Java."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws import naming
from newel.parameters.shapes import Problem, problems

if TYPE_CHECKING:
    from newel.aws.operations import Operation
    from newel.json_types import JsonObject

_COPY = {
    "DestinationBucket": "Bucket",
    "DestinationKey": "Key",
    "SourceBucket": "CopySource.$",
    "SourceKey": "CopySource.$",
    "SourceVersionId": "CopySource.$",
}
ALSO: dict[str, dict[str, str]] = {"s3:CopyObject": _COPY, "s3:UploadPartCopy": _COPY}
"""Members that the SDK has besides the API's, and what they stand for; `.$` where that is put together of several."""


def refused(parameters: JsonObject, operation: Operation) -> list[Problem]:
    """Say what an API would refuse of a state's parameters; nothing where botocore has no model of it.

    Parameters
    ----------
    parameters
        A state's Parameters or Arguments, as the definition has them; references may stand in them as `Placeholder`.
    operation
        What it calls.
    """
    if not operation.modelled:
        return []
    also = ALSO.get(operation.api, {})
    given = {_meant(name, also): value for name, value in parameters.items()}
    return problems(given, operation.api, spelling=naming.member)


def _meant(name: str, also: dict[str, str]) -> str:
    """The API's member that one of the SDK's own stands for."""
    bare = name.removesuffix(".$")
    return also[bare].removesuffix(".$") + ".$" if name != bare and bare in also else also.get(bare, name)
