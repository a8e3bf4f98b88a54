"""The Resource of a Task: its form, and the pattern that it asks for ("Task workflow state")."""

from __future__ import annotations

import re

from newel.permissions import resource as resources

PATTERNS = ("", ".sync", ".sync:2", ".waitForTaskToken")
"""What may follow an action."""

_ARN = re.compile(r"arn:(?:\$\{[^}]*\}|[^$])+")
_CALL = re.compile(r"(?:aws-sdk:)?[\w-]+:[\w-]+(?P<pattern>\..*)?")


def has_form(text: str) -> bool:
    """Whether a text has the form of an ARN that a Task takes."""
    read = resources.read(text, None)
    if read.means in ("integration", "sdk"):
        return _CALL.fullmatch(read.what) is not None
    return _ARN.fullmatch(text) is not None and text.count(":") >= 5


def pattern(text: str) -> str:
    """The pattern that an integration asks for, as `.sync`; "" where it asks for none, or is no integration."""
    read = resources.read(text, None)
    found = _CALL.fullmatch(read.what) if read.means in ("integration", "sdk") else None
    return found["pattern"] or "" if found else ""


def is_call(text: str) -> bool:
    """Whether it calls a function or a service; else it is an activity, as far as one can tell."""
    return resources.read(text, None).means in ("integration", "sdk", "function")
