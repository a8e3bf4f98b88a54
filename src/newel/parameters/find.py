"""Finding in a task's parameters what they name: text, references, or what is known only when the state runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newel.json_types import is_array, is_object
from newel.values import Joined, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Dynamic:
    """The type of `DYNAMIC`."""


DYNAMIC: Final = Dynamic()
"""A value that is known only when the state runs: a path, or JSONata."""


@dataclass(frozen=True)
class Own:
    """The type of `OWN_MACHINE`."""


OWN_MACHINE: Final = Own()
"""The ARN of the state machine itself, from the context object."""

_OWN = re.compile(r"\$\$\.StateMachine\.Id|\{%\s*\$states\.context\.StateMachine\.Id\s*%\}")


def find(parameters: object, member: str) -> Iterator[object]:
    """Every value at a place such as "Targets[].RoleArn"; `DYNAMIC` for one that the state computes.

    The ARN of the machine itself is `OWN_MACHINE`, though it is computed.

    Parameters
    ----------
    parameters
        A state's Parameters or Arguments, as the definition has them.
    member
        The members that lead to it, joined by dots; `[]` after one that is a list.
    """
    if parameters is DYNAMIC or is_jsonata(parameters):
        yield DYNAMIC
        return
    step, _, rest = member.partition(".")
    name = step.removesuffix("[]")
    if not is_object(parameters):
        return
    if f"{name}.$" in parameters:
        yield _computed(parameters[f"{name}.$"])
        return
    if name not in parameters:
        return
    value = parameters[name]
    for item in value if step.endswith("[]") and is_array(value) else [value]:
        if rest:
            yield from find(item, rest)
        else:
            yield _computed(item) if is_jsonata(item) else item


def surely(parameters: object, member: str) -> bool:
    """Whether a place such as "S3Object.Version" is given, whatever what the state computes turns out to hold."""
    step, _, rest = member.partition(".")
    name = step.removesuffix("[]")
    if not is_object(parameters):
        return False
    if not rest:
        return name in parameters or f"{name}.$" in parameters
    value = parameters.get(name)
    items = value if step.endswith("[]") and is_array(value) else [value]
    return any(surely(item, rest) for item in items)


def _computed(text: object) -> object:
    return OWN_MACHINE if isinstance(text, str) and _OWN.fullmatch(text) else DYNAMIC


def is_known(value: object) -> bool:
    """Whether a value is known when the workflow is built: before the template is deployed, and the state runs."""
    if isinstance(value, str):
        return "${" not in value and not is_jsonata(value)
    return not isinstance(value, Placeholder | Joined | Dynamic)


def is_jsonata(value: object) -> bool:
    """Whether a value of a definition is JSONata, which it is in `{% %}`."""
    return isinstance(value, str) and value.startswith("{%") and value.endswith("%}")
