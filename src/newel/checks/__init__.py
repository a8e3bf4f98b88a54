"""Checking definitions: one rule a module in `newel.checks.rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.diagnostic import Diagnostic
from newel.checks.rule import all_rules
from newel.json_types import is_array, is_object
from newel.walks import walking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.checks.rule import MachineType, Rule
    from newel.json_types import JsonObject

__all__ = ["Diagnostic", "all_rules", "check_definition"]

NOT_A_DEFINITION = "INVALID_JSON_DESCRIPTION"
"""AWS's code for a definition that is no JSON (API: "ValidateStateMachineDefinition")."""

NO_OBJECT = Diagnostic(
    "ERROR", "SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object, with StartAt and States", ""
)

DEEPEST = 250
"""How deep the JSON of a definition may be nested for it to be looked at."""


def check_definition(definition: object, machine: MachineType = "STANDARD") -> list[Diagnostic]:
    """Check a definition in the States Language against every rule.

    Parameters
    ----------
    definition
        The definition as JSON gives it; `${Substitution}` may stand in its strings.
    machine
        The type of the machine, which the definition does not tell.

    Returns
    -------
    list[Diagnostic]
        What was found, in the order of the rules.
    """
    if not is_object(definition):
        return [NO_OBJECT]
    if _too_deep(definition):
        return [Diagnostic("ERROR", "TOO_DEEPLY_NESTED", f"it is nested deeper than {DEEPEST} levels", "")]
    with walking(definition):
        return _check(definition, (rule for rule in all_rules() if rule.machine in (None, machine)))


def _check(definition: JsonObject, rules: Iterable[Rule]) -> list[Diagnostic]:
    return [
        Diagnostic(rule.severity, rule.code or rule.id, message, place, rule.id)
        for rule in rules
        for place, message in rule.find(definition)
    ]


def _too_deep(definition: JsonObject) -> bool:
    level: list[object] = [definition]
    for _ in range(DEEPEST):
        level = [
            inner
            for value in level
            for inner in (value.values() if is_object(value) else value if is_array(value) else ())
            if is_object(inner) or is_array(inner)
        ]
        if not level:
            return False
    return True
