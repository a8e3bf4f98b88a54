"""What IAM every operation needs that SDK integrations reach: data files, one a service.

`scripts/catalog/iam.py` writes them. A file has the types of resources, as templates of ARNs, and for every operation
the IAM actions that it needs, each with groups of resources. A group is alternatives, `|` between them:

- "table TableName": the table that the parameter names; "index TableName,IndexName" fills in a template of several
  variables, `*` one that no parameter says; a parameter may hold the whole ARN instead.
- "table": any table, where none of the parameters before it is given.
- nothing, at the end: nothing is needed where none of them is given.

An action may be followed by `?Member` or `!Member`: it is needed where that parameter is given, or is not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA = Path(__file__).parent / "data" / "iam"

Groups: TypeAlias = "Sequence[str] | str"
"""Groups of resources; or `*`, where IAM takes nothing else."""


@dataclass(frozen=True)
class Actions:
    """The IAM of one service's operations.

    Attributes
    ----------
    types
        The types of its resources: templates of ARNs, as AWS's authorization reference has them.
    operations
        What each needs, by the API's names: groups of resources by IAM actions. An operation of which AWS documents no
        action is None.
    """

    types: Mapping[str, str]
    operations: Mapping[str, Mapping[str, Groups] | None]


@cache
def actions(service: str, prefix: str) -> Actions:
    """Read what is known of a service.

    Parameters
    ----------
    service
        Its id in Step Functions ("sfn"); one that is not known has no operations.
    prefix
        What its IAM actions begin with ("states").
    """
    try:
        text = (_DATA / f"{service}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return Actions(MappingProxyType({}), MappingProxyType({}))
    data: dict[str, Any] = json.loads(text)
    operations: dict[str, Mapping[str, Groups] | None] = {
        name: row if row is None or is_object(row) else {f"{prefix}:{name}": row}
        for name, row in data["operations"].items()
    }
    return Actions(MappingProxyType(data["types"]), MappingProxyType(operations))
