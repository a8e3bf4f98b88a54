"""Why an execution failed, for people: the error, the state, where that is written, what it was given and sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.definition import name_of, states
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.story import failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.local.execution import Execution
    from newel.sam.machines import Machine

_MOST = 400
"""Characters of a value that are shown."""


def explain(execution: Execution, machine: Machine | None) -> Iterator[str]:
    """Say in lines why an execution failed.

    Parameters
    ----------
    execution
        The execution.
    machine
        What it is of, where that is known; the place where the state is written is looked up then.
    """
    yield f"{execution.status}: {execution.error or 'without an error name'}"
    for line in cause_of(execution.cause or "").splitlines():
        yield f"  {line}"
    found = failure(execution.events)
    if found is None or not found.state:
        return
    written = source_of(machine, found.state) if machine is not None else None
    yield f"in the state {found.state!r}{f', {written}' if written else ''}"
    yield f"  its input: {_short(found.given)}"
    if found.sent is not None:
        yield f"  it sent to {found.sent.resource}: {_short(found.sent.parameters)}"


def cause_of(cause: str) -> str:
    """Write a Cause for people: the JSON that Lambda writes becomes message and stack."""
    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause
    if not is_object(parsed) or "errorMessage" not in parsed:
        return cause
    stack = parsed.get("stackTrace")
    lines = [str(line) for line in stack] if is_array(stack) else []
    return "".join([f"{parsed['errorMessage']}\n", *lines])


def source_of(machine: Machine, state: str) -> str | None:
    """Where a state is written: its line in Python, else in the definition; None where that cannot be told."""
    from newel.checks.places import in_json, in_yaml, nearest, read

    file = Path(machine.where)
    python = file.with_name(f"{file.name.partition('.')[0]}.py")
    if file.name.endswith(".asl.json") and python.is_file():
        from newel.project import compiled

        try:
            written = compiled(python).sources.get(state)
        except NewelError:
            written = None
        if written is not None:
            return written
    text = read(machine.where) if file.is_file() else ""
    pointer = next((place for place, _ in states(machine.definition) if name_of(place) == state), None)
    if not text or pointer is None:
        return None
    places = in_yaml(text) if file.suffix in (".yaml", ".yml") else in_json(text)
    return f"{machine.where}:{nearest(places, pointer).line}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST else f"{text[:_MOST]}... ({len(text):,} characters)"
