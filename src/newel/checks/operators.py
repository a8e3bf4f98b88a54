"""The comparison operators of Choice rules, with what they compare to ("Choice workflow state")."""

from __future__ import annotations

from newel.checks import kinds
from newel.checks.kinds import Kind, number

_ORDER = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
_TYPES: dict[str, Kind] = {
    "String": kinds.TEXT,
    "Numeric": number(float("-inf")),
    "Timestamp": kinds.TIMESTAMP,
}

OPERATORS: dict[str, Kind] = {
    **{f"{name}{order}": kind for name, kind in _TYPES.items() for order in _ORDER},
    **{f"{name}{order}Path": kinds.PATH for name in _TYPES for order in _ORDER},
    "BooleanEquals": kinds.BOOLEAN,
    "BooleanEqualsPath": kinds.PATH,
    "StringMatches": kinds.TEXT,
    **{f"Is{what}": kinds.BOOLEAN for what in ("Null", "Present", "Numeric", "String", "Boolean", "Timestamp")},
}
"""Every operator, and what it compares the variable with."""

COMBINING = ("And", "Or", "Not")
"""What makes one rule of others."""
