"""SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat of the AWS in this process: they reach the run's tokens."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from newel.local.answers import Answer
from newel.local.failure import StateFailure

if TYPE_CHECKING:
    from collections.abc import Generator

    from newel.local.tokens import Tokens

TIMED_OUT = "TaskTimedOut"
MESSAGE = "Task Timed Out: 'Provided task does not exist anymore'"


@contextlib.contextmanager
def heard_by(tokens: Tokens) -> Generator[None]:
    """Let calls that are made within the block reach `tokens`."""
    from moto.core.exceptions import AWSError
    from moto.core.responses import EmptyResult
    from moto.stepfunctions.responses import StepFunctionResponse

    def refused(code: str, message: str) -> AWSError:
        return AWSError(message, code, 400)

    def told(*, there: bool) -> EmptyResult:
        if not there:
            raise refused(TIMED_OUT, MESSAGE)
        return EmptyResult()

    def succeed(call: Any) -> EmptyResult:
        text = _parameter(call, "output")
        try:
            result = json.loads(text or "")
        except ValueError:
            raise refused("InvalidOutput", f"Invalid Output: '{text}'") from None
        return told(there=tokens.give(_token(call), Answer("token", result)))

    def fail(call: Any) -> EmptyResult:
        failure = StateFailure(_parameter(call, "error"), _parameter(call, "cause"))
        return told(there=tokens.give(_token(call), Answer("token", failure=failure)))

    def beat(call: Any) -> EmptyResult:
        return told(there=tokens.beat(_token(call)))

    with (
        patch.object(StepFunctionResponse, "send_task_success", succeed),
        patch.object(StepFunctionResponse, "send_task_failure", fail),
        patch.object(StepFunctionResponse, "send_task_heartbeat", beat),
    ):
        yield


def _token(call: Any) -> str:
    return _parameter(call, "taskToken") or ""


def _parameter(call: Any, name: str) -> str | None:
    value: str | None = call._get_param(name)  # noqa: SLF001 - as moto's own methods read them
    return value
