"""Regular expressions of ECMAScript 2024, matched by a machine of our own that counts its steps.

`compile_pattern` gives a program; a `Machine` runs it over a text. Python's `re` has another syntax, another
meaning, and no end to the time it may take.
"""

from __future__ import annotations

from ..errors import ExpressionSyntaxError
from .emitter import emit
from .parser import parse_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .machine import Program

__all__ = ["FLAGS", "compile_pattern"]

FLAGS = "dgimsuvy"
"""All flags, in the order that `flags` gives them."""

_CACHE_SIZE = 64

_cache: dict[tuple[str, str], Program] = {}


def check_flags(flags: str) -> None:
    """Make sure that flags are valid.

    Raises
    ------
    ExpressionSyntaxError
        There is no such flag, or one stands twice.
    """
    if len(set(flags)) < len(flags) or not set(flags) <= set(FLAGS) or {"u", "v"} <= set(flags):
        raise ExpressionSyntaxError("A regular expression has invalid flags")


def compile_pattern(source: str, flags: str) -> Program:
    """Compile a pattern, or find it compiled already.

    Parameters
    ----------
    source
        Its text, in UTF-16 units.
    flags
        Its flags, in any order.

    Raises
    ------
    ExpressionSyntaxError
        The pattern or its flags are not valid.
    UnsupportedSyntax
        It needs what this language leaves out.
    LimitExceeded
        It is too long or nested too deeply.
    """
    check_flags(flags)
    identity = (source, "".join([flag for flag in "imsuv" if flag in flags]))
    found = _cache.pop(identity, None)
    if found is None:
        found = emit(parse_pattern(source, flags), flags)
        while len(_cache) >= _CACHE_SIZE:
            del _cache[next(iter(_cache))]
    _cache[identity] = found
    return found
