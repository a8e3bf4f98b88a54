"""Expressions in JSONata, by the library `jsonata-python`, with Step Functions' functions and bounds."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newel.local.failure import InvalidDefinition
from newel.local.jsonata_functions import FUNCTIONS
from newel.local.jsonata_library import Functions, JException, Timebox
from newel.local.jsonata_library import Jsonata as Library
from newel.local.jsonata_values import JsonataFault, taken

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from datetime import datetime

MOST_SECONDS = 5
DEEPEST = 500
"""Calls of the library within one another. AWS takes 100 levels of an expression, counted in its own way."""
FRAMES = 10_000
"""Python's calls within one another, while the library is at work: it wants as many."""


class Undefined:
    """What an expression gives that gives nothing."""


UNDEFINED = Undefined()


def expression_of(value: object) -> str | None:
    """Return the expression that a text holds between `{%` and `%}`; None for any other value."""
    if isinstance(value, str) and value.startswith("{%") and value.endswith("%}") and len(value) >= 4:
        return value[2:-2].strip()
    return None


@lru_cache(maxsize=4096)
def compiled(text: str) -> Any:
    """Read an expression.

    Raises
    ------
    InvalidDefinition
        It is none.
    """
    try:
        with _room():
            expression = Library(text)
    except JException as error:
        raise InvalidDefinition(f"the JSONata expression {text!r} cannot be read: {error}") from None
    except RecursionError:
        raise InvalidDefinition(f"the JSONata expression {text[:60]!r} is nested too deeply") from None
    expression.set_validate_input(False)
    expression.set_output_convert_nulls(False)
    for name, function in FUNCTIONS.items():
        expression.register_lambda(name, function)
    expression.assign("eval", None)  # Step Functions has none
    return expression


def evaluate(text: str, bindings: Mapping[str, Any], now: datetime | None = None) -> Any:
    """Evaluate an expression; UNDEFINED, where it gives nothing.

    Parameters
    ----------
    text
        The expression, without its braces.
    bindings
        Variables by their names without `$`, as `given` makes them.
    now
        The time that `$now` and `$millis` give; None: that of this computer.

    Raises
    ------
    JsonataFault
        It cannot be evaluated.
    """
    expression = compiled(text)
    frame = expression.create_frame(expression.environment)
    frame.bindings.update(bindings)
    if now is not None and ("$now" in text or "$millis" in text):
        frame.bindings.update(_clock(now))
    Timebox(frame, MOST_SECONDS * 1000, DEEPEST)
    try:
        with _room():
            found = expression.evaluate(None, frame)
    except JException as error:
        raise JsonataFault(f"{error.error}: {error}" if error.error else str(error)) from None
    except RecursionError:
        raise JsonataFault("Stack overflow error: the expression is nested too deeply") from None
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise JsonataFault(f"{type(error).__name__}: {error}") from None
    return UNDEFINED if found is None else taken(found)


@contextmanager
def _room() -> Generator[None]:
    """Let calls go as deep as the library wants, and no longer than it is at work."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _clock(now: datetime) -> dict[str, Any]:
    """The functions of time, at a moment of the run."""
    moment = round(now.timestamp() * 1000)

    def now_as(picture: str | None = None, zone: str | None = None) -> str | None:
        return Functions.datetime_from_millis(moment, picture, zone)

    return {
        "millis": Library.JLambda(lambda: moment),
        "now": Library.JLambda(now_as),
    }
