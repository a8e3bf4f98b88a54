"""EvaluateExpression: JavaScript-like expressions over the state, computed by newel's expression service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import FUNCTION, Target
from newel.declared import option
from newel.errors import NewelError
from newel.iam import Grant
from newel.tasks.base import Task
from newel.tasks.lambda_ import LAMBDA_SERVICE_ERRORS
from newel.values import Placeholder, Ref

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.chain import Retry
    from newel.render import Renderer
    from newel.values import GetAtt

_FUNCTION = Target(FUNCTION, "arn")


class EvaluateExpression(Task):
    """Compute with an expression: `$.waitMilliseconds / 1000`.

    The expression is parsed when the workflow is built; the paths in it are handed to the function, which evaluates
    it and never runs it as code. The result is the expression's value.

    Parameters
    ----------
    expression
        The expression. It stands in the source: one that comes from the state is refused.
    function
        The expression service. One function serves all machines.
    retry
        By default Lambda's service errors are retried; `retry=[]` does not.

    Example
    -------
    >>> EvaluateExpression("Convert", expression="$.waitMilliseconds / 1000", result_path="$.waitSeconds")
    """

    grants = (Grant(("lambda:InvokeFunction",), on="function"),)

    expression: str
    function: str | Ref | GetAtt = option(refers=_FUNCTION, default=Ref("EvaluateExpression"))
    retry: Sequence[Retry] | None = (LAMBDA_SERVICE_ERRORS,)
    pattern: Literal["request_response"] = "request_response"

    def arn(self) -> Any:
        """The function's ARN: the state calls it directly, and gets its value as the result."""
        if isinstance(self.function, str):
            return self.function
        return Placeholder(self.function, _FUNCTION, f"state {self.name!r}, function")

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The event of the expression service: the expression, and the values of its paths."""
        from newel.expressions import ExpressionError, state_paths

        if not isinstance(self.expression, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise renderer.error(
                "expression: an expression that comes from the state could do anything",
                hint="write the expression as text, with paths of the state in it",
            )
        try:
            paths = state_paths(self.expression)
        except ExpressionError as error:
            raise NewelError(f"expression: {error}", where=renderer.where) from None
        if renderer.language == "JSONata":
            values: dict[str, Any] = {path: f"{{% {_jsonata(path)} %}}" for path in paths}
        else:
            values = {f"{path}.$": path for path in paths}
        return {"expression": self.expression, "expressionAttributeValues": values}


def _jsonata(path: str) -> str:
    """A path as JSONata: `$.a['b c'][0]` is `$states.input.a.`b c`[0]`."""
    root, rest = ("$states.context", path[2:]) if path.startswith("$$") else ("$states.input", path[1:])
    return root + re.sub(r"\['((?:[^'\\]|\\.)*)'\]", lambda name: f".`{_unescaped(name[1])}`", rest)


def _unescaped(name: str) -> str:
    plain = re.sub(r"\\(.)", r"\1", name)
    if "`" in plain:
        raise NewelError(f"JSONata cannot select the field {plain!r}: it has a backtick in its name")
    return plain
