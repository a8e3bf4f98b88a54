"""The expression service: one Lambda function that evaluates the expressions of every state machine.

It takes the event of the CDK's ``EvaluateExpression`` and answers with the value. What arrives is data: it is
interpreted by ``newel.expressions``, never run, and never logged. Errors keep the names listed in
``docs/expression-service.md``, so that a state machine can name them in ``Catch``.
"""

from __future__ import annotations

import json
import os
import time
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

from newel.expressions import ExpressionError, Limits, evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.typing import LambdaContext

NAMESPACE = os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Newel")
MOST_PATHS_LOGGED = 20
MOST_SOURCE_SEARCHED = 16 * 1024

LIMITS_FROM: dict[str, tuple[str, type[int | float]]] = {
    "source": ("EXPRESSION_MAX_SOURCE", int),
    "nesting": ("EXPRESSION_MAX_NESTING", int),
    "fuel": ("EXPRESSION_MAX_FUEL", int),
    "string": ("EXPRESSION_MAX_STRING", int),
    "array": ("EXPRESSION_MAX_ARRAY", int),
    "bigint": ("EXPRESSION_MAX_BIGINT", int),
    "depth": ("EXPRESSION_MAX_DEPTH", int),
    "output": ("EXPRESSION_MAX_OUTPUT", int),
    "seconds": ("EXPRESSION_MAX_SECONDS", float),
}
"""The variable that sets each limit, and what it must be."""


def read_limits(environment: Mapping[str, str]) -> Limits:
    """Take the limits from the environment; those that it leaves out keep their defaults.

    Raises
    ------
    ValueError
        If one is malformed or larger than it can be: the function does not start with limits nobody meant.
    """
    given: dict[str, Any] = {}
    for name, (variable, kind) in LIMITS_FROM.items():
        text = environment.get(variable)
        if text is None:
            continue
        try:
            given[name] = kind(text)
            Limits(**{name: given[name]})
        except ValueError as error:
            wanted = "a whole number" if kind is int else "a number of seconds"
            why = f" ({error})" if name in given else ""
            raise ValueError(f"{variable} must be {wanted}{why}. Correct it, or take it away.") from None
    return Limits(**given)


LIMITS = read_limits(os.environ)

logger = Logger()
metrics = Metrics(namespace=NAMESPACE)


class InvalidEvent(Exception):
    """The event is not one that this function takes; the message says what to send."""


class EvaluatorError(Exception):
    """The evaluator itself failed. Its own message is kept back, because it may hold a value."""


@logger.inject_lambda_context(log_event=False)  # said aloud: an environment variable could turn it on
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: object, _context: LambdaContext) -> object:
    """Evaluate the expression of ``event``.

    Parameters
    ----------
    event
        ``{"expression": "$.a / 1000", "expressionAttributeValues": {"$.a": 5000}}``. The values are keyed by
        the text of the path as the expression spells it; they may be left out.
    _context
        What Lambda tells about the invocation; Powertools puts it into the logs.

    Returns
    -------
    object
        The value: anything that JSON has.

    Raises
    ------
    InvalidEvent
        If the event has another shape.
    ExpressionError
        If the expression is refused, or fails on these values; one of its subclasses.
    EvaluatorError
        If the evaluator fails in a way that it should not.
    """
    began = time.perf_counter()
    facts: dict[str, object] = {}
    try:
        expression, values = read_event(event)
        facts = describe(expression, values)
        result = evaluate(expression, values, limits=LIMITS)
    except (InvalidEvent, ExpressionError) as error:
        report_failure(error, facts, milliseconds_since(began))
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its message may hold a value
        fault = type(error).__name__
        failure = EvaluatorError(f"The evaluator failed with {fault}: a fault of the service, not of the expression.")
        report_failure(failure, facts | {"fault": fault}, milliseconds_since(began))
        raise failure from None
    report_success(facts | {"result_size": size_of(result)}, milliseconds_since(began))
    return result


def read_event(event: object) -> tuple[str, dict[str, Any]]:
    """Take the expression and its values out of an event.

    Raises
    ------
    InvalidEvent
        If a part is missing or of another type. The message holds no part of the event.
    """
    if not isinstance(event, dict):
        raise InvalidEvent(
            f"The event is {a_kind_of(event)}. "
            'Send an object: {"expression": "$.a + 1", "expressionAttributeValues": {"$.a": 1}}.'
        )
    fields = cast("dict[str, Any]", event)
    if "expression" not in fields:
        raise InvalidEvent('The event has no "expression". Send one as a string, for example "$.a + 1".')
    expression = fields["expression"]
    if not isinstance(expression, str):
        raise InvalidEvent(f'"expression" is {a_kind_of(expression)}. Send it as a string, for example "$.a + 1".')
    values = fields.get("expressionAttributeValues", {})
    if not isinstance(values, dict):
        raise InvalidEvent(
            f'"expressionAttributeValues" is {a_kind_of(values)}. '
            'Send an object that has the value of each path, for example {"$.a": 1}.'
        )
    return expression, cast("dict[str, Any]", values)


JSON_KINDS: dict[type[object], str] = {
    bool: "true or false",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "an array",
    str: "a string",
    type(None): "null",
}


def a_kind_of(value: object) -> str:
    """Name the JSON type of a value, for messages that must not show the value."""
    return JSON_KINDS.get(type(value), "not JSON")


def describe(expression: str, values: dict[str, Any]) -> dict[str, object]:
    """Say of an evaluation what may stand in a log: the names of the paths, and sizes in characters."""
    # Keys can be data too, where a machine passes the values on whole: only what the expression spells is told.
    source = expression[:MOST_SOURCE_SEARCHED]
    named = islice(values, MOST_PATHS_LOGGED)
    return {
        "paths": sorted(name for name in named if name.startswith("$") and name in source),
        "expression_size": len(expression),
        "values_count": len(values),
        "values_size": size_of(values),
    }


def size_of(value: object) -> int | None:
    """Count the characters of a value as JSON; None where it nests too deep to be written."""
    try:
        return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
    except (RecursionError, TypeError, ValueError):
        return None


def milliseconds_since(began: float) -> float:
    """Tell the time since ``began``, a reading of ``time.perf_counter``."""
    return round((time.perf_counter() - began) * 1000, 3)


def report_success(facts: dict[str, object], milliseconds: float) -> None:
    """Log and count an evaluation that gave a value."""
    count(milliseconds)
    logger.info("evaluated", extra=facts | {"duration_ms": milliseconds})


def report_failure(error: Exception, facts: dict[str, object], milliseconds: float) -> None:
    """Log and count an evaluation that failed: by the error's name, without its message."""
    name = type(error).__name__
    fault = isinstance(error, EvaluatorError)
    count(milliseconds, refusals=int(not fault), faults=int(fault))
    # A set of dimensions of its own, so that the other metrics stay whole whatever the error is called.
    with single_metric(name="FailuresByError", unit=MetricUnit.Count, value=1, namespace=NAMESPACE) as metric:
        metric.add_dimension(name="service", value=logger.service)
        metric.add_dimension(name="error", value=name)
    logger.error("evaluation failed", extra=facts | {"error": name, "duration_ms": milliseconds})


def count(milliseconds: float, *, refusals: int = 0, faults: int = 0) -> None:
    """Add one evaluation to the metrics that are written when the handler returns.

    A refusal is the expression's or the event's doing, a fault the service's: an alarm wants them apart.
    """
    metrics.add_metric(name="Evaluations", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="Refusals", unit=MetricUnit.Count, value=refusals)
    metrics.add_metric(name="Faults", unit=MetricUnit.Count, value=faults)
    metrics.add_metric(name="Duration", unit=MetricUnit.Milliseconds, value=milliseconds)
