"""The Resource of a Task, read as Step Functions does ("Task workflow state", "Integrating services")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Means: TypeAlias = Literal["function", "activity", "integration", "other"]

PATTERNS = ("", ".sync", ".sync:2", ".waitForTaskToken")
"""What may follow an action."""

_PART = r"(?:\$\{[^}]*\}|[^:$])*"
_ARN = re.compile(rf"arn:{_PART}:(?P<service>{_PART}):{_PART}:{_PART}:(?P<rest>.+)")
_CALL = re.compile(r"(?:aws-sdk:)?[\w-]+:[\w-]+(?P<pattern>\..*)?")


@dataclass(frozen=True)
class Called:
    """What a Task calls.

    Attributes
    ----------
    means
        What it is.
    pattern
        Of an integration, what follows the action: `.sync`.
    """

    means: Means
    pattern: str = ""


def read(text: str) -> Called | None:
    """Read a Resource; None where it has not the form of an ARN that a Task takes."""
    found = _ARN.fullmatch(text)
    if found is None:
        return None
    if found["service"] == "lambda":
        return Called("function")
    if found["service"] != "states":
        return Called("other")
    if found["rest"].startswith("activity:"):
        return Called("activity")
    call = _CALL.fullmatch(found["rest"])
    return None if call is None else Called("integration", call["pattern"] or "")
