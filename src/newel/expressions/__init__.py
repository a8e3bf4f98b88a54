"""JavaScript-like expressions over JSON, evaluated without running anything that arrives as data.

The package needs the standard library only and stands alone: the function's layer holds it and nothing else.
"""

from __future__ import annotations

from .bindings import check, state_paths
from .errors import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    LimitExceeded,
    UnsupportedSyntax,
)
from .evaluation import evaluate

__all__ = [
    "ExpressionError",
    "ExpressionRangeError",
    "ExpressionReferenceError",
    "ExpressionSyntaxError",
    "ExpressionTypeError",
    "LimitExceeded",
    "UnsupportedSyntax",
    "check",
    "evaluate",
    "state_paths",
]
