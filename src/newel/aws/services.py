"""The services that Step Functions' AWS SDK integrations reach, by their ids there ("s3", "sfn")."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = Path(__file__).parent / "data" / "services.json"
_SOURCES = _DATA.with_name("sources.json")


@dataclass(frozen=True)
class Service:
    """A service that `arn:aws:states:::aws-sdk:` reaches ("Learning to use AWS service SDK integrations").

    Attributes
    ----------
    id
        What follows `aws-sdk:` ("sfn").
    botocore
        botocore's name of it ("stepfunctions"); None where it has no model.
    prefix
        What its error names begin with ("Sfn").
    iam
        What its IAM actions begin with ("states").
    unsupported
        The operations that Step Functions refuses, by the API's names.
    retired
        When AWS's page stopped listing it; None: it is listed.
    """

    id: str
    botocore: str | None
    prefix: str
    iam: str
    unsupported: tuple[str, ...] = ()
    retired: str | None = None


@cache
def services() -> Mapping[str, Service]:
    """All of them, by their ids."""
    rows: dict[str, dict[str, Any]] = json.loads(_DATA.read_text(encoding="utf-8"))
    for row in rows.values():
        row["unsupported"] = tuple(row.get("unsupported", ()))
    return MappingProxyType({name: Service(name, **row) for name, row in rows.items()})


def sources() -> dict[str, str]:
    """What newel's data of AWS is from: sources, and their dates or versions."""
    found: dict[str, str] = json.loads(_SOURCES.read_text(encoding="utf-8"))
    return found
