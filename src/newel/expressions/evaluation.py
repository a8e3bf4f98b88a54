"""From an expression and values to a result."""

from __future__ import annotations

from collections.abc import Mapping

from .compile_statements import compile_program
from .declarations import assigned_names, makes_holes
from .errors import ExpressionError, ExpressionTypeError, LimitExceeded
from .jsonpath import is_plain_key
from .limits import DEFAULTS, Meter
from .marshal import incoming, outgoing
from .parser import parse
from .scope import Bindings, Scope
from .values import UNDEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .compiler import Code
    from .limits import Limits
    from .marshal import Json

_CACHE_SIZE = 256


class Program:
    """A compiled expression.

    Parameters
    ----------
    code
        What computes it.
    keys
        The bound paths it reads, in the order of the meter's roots.
    height
        Levels of its syntax.
    """

    __slots__ = ("code", "height", "keys")

    def __init__(self, code: Code, keys: list[str], height: int) -> None:
        self.code = code
        self.keys = keys
        self.height = height


_cache: dict[tuple[str, tuple[str, ...]], Program] = {}


def program(expression: str, keys: tuple[str, ...]) -> Program:
    """Compile an expression for values bound to these paths, or find it compiled already."""
    identity = (expression, keys)
    found = _cache.pop(identity, None)
    if found is None:
        found = _compile(expression, keys)
        while len(_cache) >= _CACHE_SIZE:
            del _cache[next(iter(_cache))]
    _cache[identity] = found
    return found


def _compile(expression: str, keys: tuple[str, ...]) -> Program:
    if not all(map(_is_text, keys)):
        raise ExpressionTypeError("The values are not an object keyed by paths")
    odd = tuple(sorted((key for key in keys if key[:1] == "$" and not is_plain_key(key)), key=len, reverse=True))
    tree = parse(expression, odd)
    if tree is None:
        return Program(lambda _frame: UNDEFINED, [], 0)
    bindings = Bindings(keys)
    scope = Scope(bindings, lambda: assigned_names(tree), sparse=makes_holes(tree))
    return Program(compile_program(tree, scope), bindings.used, tree.height)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


def _check_types(expression: object, values: object) -> None:
    if not _is_text(expression):
        raise ExpressionTypeError("The expression is not a string")
    if not _is_mapping(values):
        raise ExpressionTypeError("The values are not an object keyed by paths")


def evaluate(expression: str, values: Mapping[str, Any], *, limits: Limits = DEFAULTS) -> Json:
    """Evaluate a JavaScript expression over JSON values.

    Parameters
    ----------
    expression
        The text of the expression, as `EvaluateExpression` takes it.
    values
        JSON values by the text of the path each is bound to: `{"$.a": 1}`; `"$"` is the whole state, `"$$"` the
        context object. They are not changed.
    limits
        What the evaluation may use.

    Returns
    -------
        The result as a JSON value; undefined, NaN and the infinities are None.

    Raises
    ------
    ExpressionError
        One of its subclasses says why there is no result.

    Example
    -------
    >>> evaluate("`Now waiting ${$.seconds} seconds...`", {"$.seconds": 5})
    'Now waiting 5 seconds...'
    """
    kind: type = type(values)
    if type(expression) is not str or kind is not dict:
        _check_types(expression, values)
    meter = Meter([], limits)
    try:
        if len(expression) > limits.source:
            raise LimitExceeded(f"The expression is longer than {limits.source} characters")
        compiled = program(expression, tuple(values))
        if compiled.height > limits.nesting:
            raise LimitExceeded(f"The expression is nested more than {limits.nesting} levels deep")
        meter.roots = [incoming(values[key], limits) for key in compiled.keys]
        return outgoing(compiled.code([meter, None]), limits)
    except ExpressionError as error:
        error.within(expression)
        raise
    except RecursionError:
        raise LimitExceeded("The evaluation is nested too deeply", source=expression) from None
    except MemoryError:
        raise LimitExceeded("The evaluation takes more memory than there is", source=expression) from None
    finally:
        if meter.clock is not None:
            meter.clock.stop()
