"""How long the policies of a machine's role become ("IAM and AWS STS quotas": inline policies of a role)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 10_240
"""Characters of all inline policies of a role, white space left out."""

_VARIABLE = re.compile(r"\$\{(AWS::)?([^}]*)\}")
_PSEUDO = {"Partition": 3, "Region": 9, "AccountId": 12, "URLSuffix": 13}
_ARN = len("arn:aws:service:eu-west-1:123456789012::")
_NAME = len("a-stack") + len("-ABCDEFGHIJKL")
"""What CloudFormation adds to a logical id that it makes a name of, for a stack with a short name."""
_OF_TEMPLATE = 200
"""What SAM writes for one of its policy templates, besides the resource."""


def size(policies: Iterable[Any]) -> int:
    """About how many characters `Policies` has once SAM and CloudFormation have written it, without white space."""
    total = 0
    for policy in policies:
        inline = is_object(policy) and "Statement" in policy
        total += len(json.dumps(_written(policy), separators=(",", ":"))) + (0 if inline else _OF_TEMPLATE)
    return total


def _written(value: Any) -> Any:
    """The value with text of the length that CloudFormation gives in the place of intrinsic functions."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return "x" * (_ARN + len(name) + _NAME)
        case {"Fn::Sub": str(text)}:
            return _VARIABLE.sub(lambda found: "x" * _length(*found.groups()), text)
        case _ if is_object(value):
            return {name: _written(item) for name, item in value.items()}
        case _ if is_array(value):
            return [_written(item) for item in value]
        case _:
            return value


def _length(pseudo: str | None, name: str) -> int:
    return _PSEUDO.get(name, _NAME) if pseudo else len(name) + _NAME
