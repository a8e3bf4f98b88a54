"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["ERROR", "WARNING"]


@dataclass(frozen=True)
class Diagnostic:
    """One finding, in the form of Step Functions (API: "ValidateStateMachineDefinition").

    Attributes
    ----------
    severity
        "ERROR" or "WARNING".
    code
        AWS's code where AWS has one, else the id of the rule.
    message
        What is wrong, and what to write instead.
    location
        Where in the definition, as a JSON pointer ("" is the whole of it); None where there is no definition.
    rule
        The id of the rule that found it; "" where it is no definition at all.
    """

    severity: Severity
    code: str
    message: str
    location: str | None
    rule: str = ""
