"""The context object (`$$`): what a state may know of its execution, its machine and itself."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from newel.json_types import is_object
from newel.local.clock import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

PARTITION = "aws"
REGION = "us-east-1"
ACCOUNT = "123456789012"
EXPRESS_SECONDS = 300
"""How long an execution of an Express workflow may take ("Choosing workflow type in Step Functions")."""

ROLE = f"arn:{PARTITION}:iam::{ACCOUNT}:role/local"


def time_limit(machine: Mapping[str, Any], *, express: bool) -> float | None:
    """How long an execution may take, in seconds: what it says, and as an Express one five minutes at most."""
    own = machine.get("TimeoutSeconds")
    return min(own or EXPRESS_SECONDS, EXPRESS_SECONDS) if express else own


def execution_context(
    machine: str, start: datetime, data: Any, given: Mapping[str, Any] | None = None, *, express: bool = False
) -> dict[str, Any]:
    """Make what all states of an execution share; `given` replaces members of it.

    AWS: "Accessing execution data from the Context object".
    """
    name = str(uuid.uuid4())
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}"
    made = {
        "Execution": {
            "Id": f"{arn}:express:{machine}:{name}:{uuid.uuid4()}" if express else f"{arn}:execution:{machine}:{name}",
            "Input": data,
            "StartTime": stamp(start),
            "Name": name,
            "RoleArn": ROLE,
            "RedriveCount": 0,
        },
        "StateMachine": {"Id": f"{arn}:stateMachine:{machine}", "Name": machine},
    }
    return _overlay(made, given or {})


def _overlay(made: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(made)
    for name, value in given.items():
        ours = merged.get(name)
        merged[name] = _overlay(ours, value) if is_object(ours) and is_object(value) else value
    return merged
