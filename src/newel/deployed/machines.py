"""Finding a deployed machine: by its ARN, or by its logical id in a stack."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from newel.deployed.clients import client, told
from newel.errors import NewelError, UsageError
from newel.json_types import is_object

if TYPE_CHECKING:
    from pathlib import Path

_ARN = re.compile(r"arn:[\w-]+:states:(?P<region>[\w-]+):\d{12}:(?P<kind>[a-zA-Z]+):(?P<name>.+)")


def region_of(arn: str) -> str | None:
    """The region in an ARN of Step Functions; None where it is none."""
    found = _ARN.fullmatch(arn)
    return found["region"] if found else None


def is_arn_of(kind: str, text: str) -> bool:
    """Whether a text is an ARN of a "stateMachine" or an "execution"."""
    found = _ARN.fullmatch(text)
    return found is not None and found["kind"] in (kind, {"execution": "express"}.get(kind))


def arn_of(name: str, stack: str | None, folder: Path) -> str:
    """The ARN of a deployed machine.

    Parameters
    ----------
    name
        Its ARN, or its logical id in the stack.
    stack
        The stack; where it is left out, samconfig.toml says it.
    folder
        Where samconfig.toml stands.

    Raises
    ------
    NewelError
        There is no such stack, or no such machine in it.
    """
    if is_arn_of("stateMachine", name):
        return name
    known = stack or _configured(folder)
    if known is None:
        raise UsageError(
            "in which stack is it?",
            where=name,
            hint="name it with --stack, write stack_name in samconfig.toml, or give the ARN",
        )
    with told():
        found = client("cloudformation").describe_stack_resource(StackName=known, LogicalResourceId=name)
    arn: str = found["StackResourceDetail"]["PhysicalResourceId"]
    if not is_arn_of("stateMachine", arn):
        raise NewelError(f"{name} of {known} is no state machine: {arn}")
    return arn


def _configured(folder: Path) -> str | None:
    """The stack's name in samconfig.toml, of the default environment."""
    file = folder / "samconfig.toml"
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    value: Any = content.get("default")
    for command in ("deploy", "global"):
        name = _below(_below(_below(value, command), "parameters"), "stack_name")
        if isinstance(name, str):
            return name
    return None


def _below(value: Any, name: str) -> Any:
    return value.get(name) if is_object(value) else None
