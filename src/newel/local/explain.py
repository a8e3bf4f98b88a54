"""Why an execution failed, for people: the error, the state, where that is written, what it was given and sent."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local.story import failure
from newel.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from newel.local.execution import Execution
    from newel.sam.machines import Machine

_MOST = 400
"""Characters of a value that are shown."""

_ABSENT = (
    (
        re.compile("NoSuchKey"),
        "the buckets of a local run are empty when it begins: --fill FOLDER puts objects there",
    ),
    (
        re.compile("NotFound|NoSuch|DoesNotExist|NonExist"),
        "a local run has the resources of the template, and no others",
    ),
    (
        re.compile("MessageRejected|MailFromDomainNotVerified"),
        "a local run sends mail for each AWS::SES::EmailIdentity of the template, and no others",
    ),
)
"""What a service's error is for want of, by the error's name; the first that fits counts."""


def explain(execution: Execution, machine: Machine | None, refused: Collection[str] = frozenset()) -> Iterator[str]:
    """Say in lines how an execution ended, and why it failed.

    Parameters
    ----------
    execution
        The execution.
    machine
        What it is of, where that is known; the place where the state is written is looked up then.
    refused
        The states whose calls the AWS in this process has answered with an error.
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
    yield from _where(execution, machine, refused)
    if execution.failed_items and execution.error == "States.ExceedToleratedFailureThreshold":
        first = execution.failed_items[0]
        yield f"item #{first.index} failed first, of {len(execution.failed_items):,} that failed"
        for line in explain(first.execution, machine, refused):
            yield f"  {line}"


def _where(execution: Execution, machine: Machine | None, refused: Collection[str]) -> Iterator[str]:
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
            yield f"  nobody answered with its token in time; in a local run a mock answers: {_mock(found.state)}"
        elif found.state in refused:
            yield from _absent(found.state, execution.error or "")


def _absent(state: str, error: str) -> Iterator[str]:
    """What to do where a service said that something is not there, which may be so on this computer alone."""
    why = next((told for names, told in _ABSENT if names.search(error)), None)
    if why is not None:
        yield f"  {why}"
        yield f"  a mock answers in its place: {_mock(state)}, or AWS: --answer '{state}=aws'"


def _mock(state: str) -> str:
    return f"--mocks '{json.dumps({state: [{'Return': {}}]}, ensure_ascii=False)}'"


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
