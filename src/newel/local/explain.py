"""Why an execution failed, for people: the error, the state, where that is written, what it was given and sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.story import failure
from newel.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.local.execution import Execution
    from newel.sam.machines import Machine

_MOST = 400
"""Characters of a value that are shown."""


def explain(execution: Execution, machine: Machine | None) -> Iterator[str]:
    """Say in lines how an execution ended, and why it failed.

    Parameters
    ----------
    execution
        The execution.
    machine
        What it is of, where that is known; the place where the state is written is looked up then.
    """
    if execution.status == "SUCCEEDED":
        yield execution.status
        return
    if execution.status == "RUNNING":
        yield "RUNNING: the history has no end"
        return
    yield f"{execution.status}: {execution.error or 'without an error name'}"
    for line in cause_of(execution.cause or "").splitlines():
        yield f"  {line}"
    yield from _where(execution, machine)
    if execution.failed_items and execution.error == "States.ExceedToleratedFailureThreshold":
        first = execution.failed_items[0]
        yield f"item #{first.index} failed first, of {len(execution.failed_items):,} that failed"
        for line in explain(first.execution, machine):
            yield f"  {line}"


def _where(execution: Execution, machine: Machine | None) -> Iterator[str]:
    """The state that it failed in, where that is written, what it was given and sent."""
    found = failure(execution.events)
    if found is None or not found.state:
        return
    written = sources_of(machine).get(found.state) if machine is not None else None
    yield f"in the state {found.state!r}{f', {written}' if written else ''}"
    yield f"  its input: {_short(found.given)}"
    if found.sent is not None:
        yield f"  it sent to {found.sent.resource}: {_short(found.sent.parameters)}"
        if found.sent.resource.endswith(".waitForTaskToken") and execution.error == "States.Timeout":
            answer = json.dumps({found.state: [{"Return": {}}]}, ensure_ascii=False)
            yield f"  nobody answered with its token in time; in a local run a mock answers: --mocks '{answer}'"


def cause_of(cause: str) -> str:
    """Write a Cause for people.

    The JSON that Lambda writes becomes message and stack, that of a nested execution its error and the cause of that.
    """
    try:
        parsed = json.loads(cause)
    except (ValueError, RecursionError):
        return cause
    if is_object(parsed) and "ExecutionArn" in parsed and "Status" in parsed:
        why = cause_of(str(parsed.get("Cause") or ""))
        ended = f"{parsed['ExecutionArn']} {parsed['Status']}"
        return f"{ended}: {parsed['Error']}\n{why}" if "Error" in parsed else ended
    if not is_object(parsed) or "errorMessage" not in parsed:
        return cause
    stack = parsed.get("stackTrace")
    lines = [str(line) for line in stack] if is_array(stack) else []
    return "".join([f"{parsed['errorMessage']}\n", *lines])


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST else f"{text[:_MOST]}... ({len(text):,} characters)"
