"""What IAM every operation needs that SDK integrations reach: data files, one a service.

`scripts/catalog/iam.py` writes them. A file has the types of resources, as templates of ARNs, and for every operation
the IAM actions that it needs, each with groups of resources. A group is alternatives, `|` between them:

- "table TableName": the table that the parameter names; "index TableName,IndexName" fills in a template of several
  variables, `*` one that no parameter says; a parameter may hold the whole ARN instead.
- "table": any table, where none of the parameters before it is given.
- nothing, at the end: nothing is needed where none of them is given.

- "og =default*": one of that name, where none of the parameters before it is given.

An action may be followed by `?Member` and `!Member`: it is needed where that parameter is given, or is not; by several
of them, where all of them hold. `?One,Other` is where one of them is given, `!One,Other` where none is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA = Path(__file__).parent / "data" / "iam"

_KEY = re.compile(r"(?P<action>[\w-]+:\w+)(?P<conditions>(?:[?!][^?!]+)*)")
_CONDITION = re.compile(r"([?!])([^?!]+)")

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


def conditions(key: str) -> tuple[str, list[tuple[bool, list[str]]]]:
    """Take an action apart from when it is needed.

    Returns
    -------
    tuple
        The action, and parameters: whether one of them has to be given, or none may be.
    """
    found = _KEY.fullmatch(key)
    if found is None:
        raise LookupError(f"{key} is no action")
    said = _CONDITION.findall(found["conditions"])
    return found["action"], [(mark == "?", members.split(",")) for mark, members in said]
