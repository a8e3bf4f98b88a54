"""The interpreter: walks a definition from state to state and writes the history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from newel.local import preflight
from newel.local.answers import Chain
from newel.local.clock import VirtualClock
from newel.local.context import ROLE, execution_context
from newel.local.data import plain, to_text, too_large
from newel.local.execution import Execution
from newel.local.failure import (
    DATA_LIMIT,
    RUNTIME,
    InvalidDefinition,
    NotCovered,
    RuntimeFault,
    StateFailure,
    TimedOut,
    result_too_large,
)
from newel.local.history import UNTRUNCATED, History, Track
from newel.local.lambdas import LambdaAnswers
from newel.local.mocks import MockAnswers
from newel.local.observer import Observer
from newel.local.run_state import Outcome, Run, Visit
from newel.local.states import HANDLERS
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newel.local.answers import Answerer
    from newel.local.clock import Clock


def run(
    definition: Mapping[str, Any],
    input: object,  # noqa: A002 - the name that boto3 gives it
    *,
    mocks: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    lambdas: Mapping[str, Callable[[Any], Any]] | None = None,
    context: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    answers: Sequence[Answerer] = (),
    clock: Clock | None = None,
    observer: Observer | None = None,
    name: str = "local",
) -> Execution:
    """Run a state machine here.

    Parameters
    ----------
    definition
        The machine in the States Language, every `${...}` in it filled in.
    input
        The execution's input: a JSON value.
    mocks
        State name to the answers that its calls get, in turn: `{"Return": ...}` or
        `{"Throw": {"Error": "...", "Cause": "..."}}`.
    lambdas
        A function's ARN or name to a callable that takes the event.
    context
        Members of the context object that replace ours: `{"Execution": {"Name": "test"}}`.
    variables
        Workflow variables to begin with; not covered yet.
    answers
        What answers tasks after mocks and `lambdas`.
    clock
        The time; virtual unless another is given.
    observer
        Who hears what happens, as it happens.
    name
        The machine's name.

    Returns
    -------
    Execution
        How it ended. A failed execution is a result, not an exception.

    Raises
    ------
    NewelError
        Nothing was run, because the definition uses what is not covered (`NotCovered`), is none
        (`InvalidDefinition`), or the input is no JSON; or a state has no mock left.
    """
    if variables:
        raise NotCovered("variables are not covered by the local run yet")
    if not isinstance(definition, dict):
        raise InvalidDefinition("the definition is no object", hint="give the state machine as a dict")
    checked = plain(definition, "the definition")
    data = plain(input, "the input")
    mocked = MockAnswers(mocks or {})
    chain = Chain([mocked, LambdaAnswers(lambdas or {}), *answers])
    preflight.check(checked, chain)
    _insist_on_mocked_tasks(mocked, checked["States"])
    clock = clock or VirtualClock()
    limit = checked.get("TimeoutSeconds")
    return _execute(
        checked,
        data,
        Run(
            clock=clock,
            observer=observer or Observer(),
            answers=chain,
            context=execution_context(name, clock.now(), data, context),
            deadline=None if limit is None else clock.now() + timedelta(seconds=limit),
        ),
    )


def _insist_on_mocked_tasks(mocked: MockAnswers, states: Mapping[str, Any]) -> None:
    tasks = [name for name, state in states.items() if state["Type"] == "Task"]
    for name in sorted(mocked.states - set(tasks)):
        known = nearest(name, tasks)
        raise NotCovered(f"{name!r} has mocks, and there is no such task", hint=known and f"did you mean {known}?")


def _execute(definition: Mapping[str, Any], data: Any, run: Run) -> Execution:
    history = History(run.clock, run.observer)
    track = Track(history)
    details = {"input": to_text(data), "inputDetails": UNTRUNCATED, "roleArn": ROLE}
    track.add("ExecutionStarted", "executionStartedEventDetails", **details)
    track.last = 0  # the first state's event follows none, as in the histories of Step Functions
    try:
        output, text = walk(definition, data, run, track)
    except StateFailure as failure:
        values = {"error": failure.error, "cause": failure.cause}
        track.add("ExecutionFailed", "executionFailedEventDetails", **values)
        return Execution("FAILED", error=failure.error, cause=failure.cause, events=history.events)
    except TimedOut:
        track.add("ExecutionTimedOut", "executionTimedOutEventDetails")
        return Execution("TIMED_OUT", events=history.events)
    track.add("ExecutionSucceeded", "executionSucceededEventDetails", output=text, outputDetails=UNTRUNCATED)
    return Execution("SUCCEEDED", output=output, events=history.events)


def walk(definition: Mapping[str, Any], data: Any, run: Run, track: Track) -> tuple[Any, str]:
    """Walk the states of `definition` from StartAt to an end; return the output, and as JSON text.

    `definition` is a machine or, for states that hold machines, one of theirs.

    Raises
    ------
    StateFailure
        A state failed and nothing caught it, or the data is too large.
    """
    name: str | None = definition["StartAt"]
    text = _within_limit(data, run.context["StateMachine"]["Name"])
    while name is not None:
        visit = Visit(run, track, name, definition["States"][name], data, run.clock.now())
        outcome, text = _carry_out(visit, text)
        data, name = outcome.output, outcome.next
    return data, text


def _carry_out(visit: Visit, text: str) -> tuple[Outcome, str]:
    kind: str = visit.state["Type"]
    details: dict[str, Any] = {"name": visit.name, "input": text, "inputDetails": UNTRUNCATED}
    entered = visit.track.add(f"{kind}StateEntered", "stateEnteredEventDetails", **details)
    try:
        outcome = HANDLERS[kind].visit(visit)
    except RuntimeFault as fault:
        place = f"the state '{visit.name}' (entered at the event id #{entered})"
        raise StateFailure(RUNTIME, f"An error occurred while executing {place}. {fault}", terminal=True) from None
    if outcome.output is not visit.data:
        text = _within_limit(outcome.output, visit.name)
    details = {"name": visit.name, "output": text, "outputDetails": UNTRUNCATED}
    visit.track.add(f"{kind}StateExited", "stateExitedEventDetails", **details)
    return outcome, text


def _within_limit(data: Any, name: str) -> str:
    text = to_text(data)
    if too_large(text):
        raise StateFailure(DATA_LIMIT, result_too_large(name), terminal=True)
    return text
