"""Functions given as Python callables, and the shape in which Lambda hands errors to Step Functions."""

from __future__ import annotations

import json
import traceback
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.local.answers import Answer, Call
from newel.local.data import to_text
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from types import TracebackType

    from newel.local.resource import Resource

Function: TypeAlias = Callable[[Any], Any]


class LambdaAnswers:
    """Answers functions by callables.

    Parameters
    ----------
    functions
        A function's or an activity's ARN or name to what is called with the event.
    """

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self._functions = functions

    def _find(self, resource: Resource) -> Function | None:
        return self._functions.get(resource.arn) or self._functions.get(resource.action)

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the resource is a function or an activity that was given."""
        return (resource.is_function or resource.is_activity) and self._find(resource) is not None

    def answer(self, call: Call) -> Answer:
        """Call the function with a copy of the parameters, as JSON would carry them."""
        function = self._find(call.resource)
        if function is None:
            raise AssertionError("asked for a function it does not know")
        by = call.resource.label
        request_id = str(uuid.uuid4())
        try:
            result = function(json.loads(to_text(call.parameters)))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
            return Answer(by, failure=raised(error, request_id, skip=1))
        return returned(by, result, request_id)


def returned(by: str, result: object, request_id: str) -> Answer:
    """Return the answer for what a handler returned, carried as JSON the way Lambda's Python runtime does."""
    try:
        text = json.dumps(result, default=_number, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"Unable to marshal response: {error}"
        return Answer(by, failure=failed("Runtime.MarshalError", message, request_id, []))
    return Answer(by, json.loads(text))


def _number(value: object) -> int | float:
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def raised(error: BaseException, request_id: str, *, skip: int) -> StateFailure:
    """Return the failure for an exception; the first `skip` frames of its stack are ours and left out."""
    return failed(type(error).__name__, str(error), request_id, _stack(error.__traceback__, skip))


def _stack(frames: TracebackType | None, skip: int) -> list[str]:
    return traceback.format_list(traceback.extract_tb(frames)[skip:])


def failed(error: str, message: str, request_id: str, stack: list[str]) -> StateFailure:
    """Return a failure whose Cause is the JSON that Lambda writes."""
    cause = {"errorMessage": message, "errorType": error, "requestId": request_id, "stackTrace": stack}
    return StateFailure(error, to_text(cause))
