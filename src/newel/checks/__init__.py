"""Checking definitions: one rule a module in `newel.checks.rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.diagnostic import Diagnostic
from newel.checks.rule import all_rules
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.checks.rule import Rule
    from newel.json_types import JsonObject

__all__ = ["Diagnostic", "all_rules", "check_definition", "warnings"]

NOT_A_DEFINITION = "INVALID_JSON_DESCRIPTION"
"""AWS's code for a definition that is no JSON object (API: "ValidateStateMachineDefinition")."""


def check_definition(definition: object) -> list[Diagnostic]:
    """Check a definition in the States Language against every rule.

    Parameters
    ----------
    definition
        The definition as JSON gives it; `${Substitution}` may stand in its strings.

    Returns
    -------
    list[Diagnostic]
        What was found, in the order of the rules.
    """
    if not is_object(definition):
        return [Diagnostic("ERROR", NOT_A_DEFINITION, "a definition is a JSON object with StartAt and States", "")]
    return _check(definition, all_rules())


def warnings(definition: JsonObject) -> list[Diagnostic]:
    """Check a definition that compiles against the rules that warn alone."""
    return _check(definition, [rule for rule in all_rules() if rule.severity == "WARNING"])


def _check(definition: JsonObject, rules: Iterable[Rule]) -> list[Diagnostic]:
    return [
        Diagnostic(rule.severity, rule.id, message, place) for rule in rules for place, message in rule.find(definition)
    ]
