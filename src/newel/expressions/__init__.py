"""JavaScript-like expressions over JSON, evaluated without running anything that arrives as data.

The package needs the standard library only and stands alone: the function's layer holds it and nothing else.
"""

from __future__ import annotations

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
from .limits import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .bindings import check, state_paths

__all__ = [
    "ExpressionError",
    "ExpressionRangeError",
    "ExpressionReferenceError",
    "ExpressionSyntaxError",
    "ExpressionTypeError",
    "LimitExceeded",
    "Limits",
    "UnsupportedSyntax",
    "check",
    "evaluate",
    "state_paths",
]


def __getattr__(name: str) -> object:
    """Load what only builds need when it is first asked for; the function never does."""
    if name not in ("check", "state_paths"):
        raise AttributeError(f"module 'newel.expressions' has no attribute {name!r}")
    from . import bindings

    return bindings.check if name == "check" else bindings.state_paths
