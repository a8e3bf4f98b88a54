"""The interpreter: walks a machine from state to state and writes the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.local.data import to_text, too_large
from newel.local.failure import DATA_LIMIT, RUNTIME, Aborted, RuntimeFault, StateFailure, Stopped, result_too_large
from newel.local.history import UNTRUNCATED
from newel.local.run_state import Branch, Outcome, Visit
from newel.local.states import HANDLERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.lanes import Steps

ABORTABLE = frozenset({"Map", "Parallel", "Task", "Wait"})
"""The states that have an event for being aborted."""


def walk(definition: Mapping[str, Any], data: Any, branch: Branch) -> Steps[tuple[Any, str]]:
    """Walk the states of `definition` from StartAt to an end; return the output, and as JSON text.

    `definition` is a machine or, for states that hold machines, one of theirs.

    Raises
    ------
    StateFailure
        A state failed and nothing caught it, or the data is too large.
    Stopped
        The run is to be stopped before a state that it came to.
    """
    name: str | None = definition["StartAt"]
    text = _within_limit(data, branch.context["StateMachine"]["Name"])
    while name is not None:
        if name == branch.run.until:
            raise Stopped(name, data, dict(branch.variables))
        visit = _entered(name, definition["States"][name], data, text, branch)
        outcome, text = yield from _carry_out(visit, text)
        branch.variables.update(outcome.assigned)
        data, name = outcome.output, outcome.next
    return data, text


def _entered(name: str, state: dict[str, Any], data: Any, text: str, branch: Branch) -> Visit:
    before, now = branch.track.last, branch.run.clock.now()
    details: dict[str, Any] = {"name": name, "input": text, "inputDetails": UNTRUNCATED}
    event = branch.track.add(f"{state['Type']}StateEntered", "stateEnteredEventDetails", **details)
    return Visit(branch, name, state, data, now, event, before)


def _carry_out(visit: Visit, text: str) -> Steps[tuple[Outcome, str]]:
    kind: str = visit.state["Type"]
    try:
        visited = HANDLERS[kind].visit(visit)
        outcome = visited if isinstance(visited, Outcome) else (yield from visited)
    except RuntimeFault as fault:
        place = f"the state '{visit.name}' (entered at the event id #{visit.event})"
        raise StateFailure(RUNTIME, f"An error occurred while executing {place}. {fault}", terminal=True) from None
    except StateFailure as failure:
        if visit.branch.inner and kind == "Task" and not failure.terminal:
            visit.track.aside("TaskStateAborted")
        raise
    except Aborted:
        if kind in ABORTABLE:
            visit.track.aside(f"{kind}StateAborted")
        raise
    if outcome.output is not visit.data:
        text = _within_limit(outcome.output, visit.name)
    details: dict[str, Any] = {"name": visit.name, "output": text, "outputDetails": UNTRUNCATED}
    if outcome.assigned:
        written = {name: _within_limit(value, visit.name) for name, value in outcome.assigned.items()}
        details |= {"assignedVariables": written, "assignedVariablesDetails": UNTRUNCATED}
    visit.track.add(f"{kind}StateExited", "stateExitedEventDetails", **details)
    return outcome, text


def _within_limit(data: Any, name: str) -> str:
    text = to_text(data)
    if too_large(text):
        raise StateFailure(DATA_LIMIT, result_too_large(name), terminal=True)
    return text
