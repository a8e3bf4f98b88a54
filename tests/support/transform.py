"""SAM's transform, as CloudFormation runs it."""

from __future__ import annotations

import copy
from typing import Any
from unittest.mock import Mock

import pytest

MANAGED = {"AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess", "AWSLambdaBasicExecutionRole"}


def transform(template: dict[str, Any]) -> dict[str, Any]:
    """A template as CloudFormation gets it."""
    from samtranslator.translator.transform import transform as samtransform

    managed = Mock()
    managed.load.return_value = {name: f"arn:aws:iam::aws:policy/{name}" for name in MANAGED}
    template = copy.deepcopy(template)
    for resource in template["Resources"].values():
        for uri in ("CodeUri", "ContentUri", "DefinitionUri"):
            if uri in resource.get("Properties", {}):
                resource["Properties"][uri] = "s3://bucket/key"  # as `sam package` leaves it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        transformed: dict[str, Any] = samtransform(template, {}, managed)
    return transformed
