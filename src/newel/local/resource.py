"""The Resource of a Task: what it calls, how it waits, and how the history writes about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Pattern: TypeAlias = Literal["request", "sync", "token"]

_FUNCTION = re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:(?P<name>[^:]+)(:[^:]+)?")
_ACTIVITY = re.compile(r"arn:[^:]*:states:[^:]*:[^:]*:activity:(?P<name>[^:]+)")
_INTEGRATION = re.compile(
    r"arn:[^:]*:states:[^:]*:[^:]*:(?P<service>(aws-sdk:)?[\w-]+):(?P<action>\w+)(?P<suffix>\.[\w:]+)?"
)
_PATTERNS: dict[str | None, Pattern] = {
    None: "request",
    ".sync": "sync",
    ".sync:2": "sync",
    ".waitForTaskToken": "token",
}


@dataclass(frozen=True)
class Resource:
    """A parsed Resource.

    Attributes
    ----------
    arn
        As it was written.
    service
        `lambda` for a function's ARN, else the service: `sns`, `aws-sdk:s3`.
    action
        The function's name, else the action: `publish`.
    suffix
        The integration pattern as written: `.sync:2`, or nothing.
    is_function
        Whether it is a function's ARN, of which the history writes `LambdaFunction...` events.
    is_activity
        Whether it is an activity's ARN, of which the history writes `Activity...` events.
    """

    arn: str
    service: str
    action: str
    suffix: str = ""
    is_function: bool = False
    is_activity: bool = False

    @property
    def pattern(self) -> Pattern:
        """How the task waits for its result."""
        return _PATTERNS[self.suffix or None]

    @property
    def events(self) -> str:
        """What the names of the task's events begin with."""
        return "LambdaFunction" if self.is_function else "Activity" if self.is_activity else "Task"

    @property
    def label(self) -> str:
        """What a person calls it: `sns:publish`, `Lambda Name`."""
        if self.is_function or self.is_activity:
            return f"{'Lambda' if self.is_function else 'activity'} {self.action}"
        return f"{self.service}:{self.action}{self.suffix}"


def parse(arn: str) -> Resource | None:
    """Read a Resource; None where it is no ARN of a function or an activity, and no integration."""
    if function := _FUNCTION.fullmatch(arn):
        return Resource(arn, "lambda", function["name"], is_function=True)
    if activity := _ACTIVITY.fullmatch(arn):
        return Resource(arn, "activity", activity["name"], is_activity=True)
    found = _INTEGRATION.fullmatch(arn)
    if found is None or found["suffix"] not in _PATTERNS or found["service"] == "activity":
        return None
    return Resource(arn, found["service"], found["action"], found["suffix"] or "")
