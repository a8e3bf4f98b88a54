"""The builtins: one module for each type of value or global, all tables."""

from __future__ import annotations

from .globals import GLOBALS, PENDING_GLOBALS

__all__ = ["GLOBALS", "PENDING_GLOBALS", "is_known"]


def is_known(name: str) -> bool:
    """Tell whether JavaScript has a global of this name, be it supported here or not."""
    return name in GLOBALS or name in PENDING_GLOBALS
