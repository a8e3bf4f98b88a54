"""Which paths a state must bind so that its expression gives what its author means.

Step Functions resolves the bound paths before the expression runs, and fails the execution where one is missing.
So each path is cut to where only the state can be meant (`$.list.length` binds `$.list`), and where JavaScript
takes a missing field as undefined the object that would hold it is bound instead (`$.opt ?? 'x'` binds `$`).
"""

from __future__ import annotations

from .checks import check_texts
from .errors import ExpressionError
from .evaluation import program
from .parser import parse
from .path_collector import paths_in


def state_paths(expression: str) -> tuple[str, ...]:
    """Give the paths to bind for an expression, in order of first appearance; none covers another.

    Raises
    ------
    ExpressionError
        The expression is not valid (see `check`).

    Example
    -------
    >>> state_paths("$.list[$.i] + ($.offset ?? 0)")
    ('$',)
    >>> state_paths("`${$.name} has ${$.list.length}`")
    ('$.name', '$.list')
    """
    return _checked(expression)


def check(expression: str) -> None:
    """Check an expression as a build does: without values.

    Raises
    ------
    ExpressionSyntaxError
        It is not JavaScript, or it has a path inside plain text, where it would stay text.
    UnsupportedSyntax
        It uses what this language leaves out.
    ExpressionReferenceError
        It uses a name or method that does not exist.
    LimitExceeded
        It is too long or nested too deeply.
    """
    _checked(expression)


def _checked(expression: str) -> tuple[str, ...]:
    try:
        tree = parse(expression)
        if tree is None:
            return ()
        check_texts(expression, tree)
        found = paths_in(tree)
        program(expression, ("$", "$$"))
    except ExpressionError as error:
        error.within(expression)
        raise
    return found
