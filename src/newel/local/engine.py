"""A local run: takes a definition and its input, and gives back an execution."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from newel.definition import name_of, states
from newel.errors import NewelError, UsageError
from newel.json_types import is_object
from newel.local import preflight
from newel.local.answers import Chain, Unanswered
from newel.local.clock import VirtualClock
from newel.local.context import ROLE, execution_context, time_limit
from newel.local.data import PAYLOAD_LIMIT, plain, size_of, to_text
from newel.local.execution import Execution
from newel.local.failure import InvalidDefinition, NotCovered, StateFailure, Stopped, TimedOut
from newel.local.history import UNTRUNCATED, History, Track
from newel.local.lambdas import LambdaAnswers
from newel.local.lanes import Lanes
from newel.local.mocks import MockAnswers
from newel.local.observer import Observer
from newel.local.resource import parse as parse_resource
from newel.local.run_state import Branch, Run
from newel.local.tokens import Tokens
from newel.local.walk import walk
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newel.json_types import JsonObject
    from newel.local.answers import Answerer
    from newel.local.clock import Clock
    from newel.local.execution import FailedItem
    from newel.local.lanes import Steps
    from newel.local.mock_shapes import Mode
    from newel.local.mocks import Mocks
    from newel.local.stores import Store


def run(
    definition: Mapping[str, Any],
    input: object,  # noqa: A002 - the name that boto3 gives it
    *,
    mocks: Mocks | None = None,
    mock_validation: Mode = "NONE",
    lambdas: Mapping[str, Callable[[Any], Any]] | None = None,
    context: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    answers: Sequence[Answerer] = (),
    clock: Clock | None = None,
    observer: Observer | None = None,
    name: str = "local",
    store: Store | None = None,
    tokens: Tokens | None = None,
    start: str | None = None,
    until: str | None = None,
    type: Literal["STANDARD", "EXPRESS"] = "STANDARD",  # noqa: A002 - the name that boto3 gives it
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
        `{"Throw": {"Error": "...", "Cause": "..."}}`; or by call, `{"0": ..., "1-2": ...}`.
    mock_validation
        What the API's model has to allow of what mocks return: "STRICT" all of it, "PRESENT" the members that are
        there, "NONE" nothing ("Testing state machines with TestState").
    lambdas
        A function's ARN or name to a callable that takes the event.
    context
        Members of the context object that replace ours: `{"Execution": {"Name": "test"}}`.
    variables
        Workflow variables to begin with.
    answers
        What answers tasks after mocks and `lambdas`.
    clock
        The time; virtual unless another is given.
    observer
        Who hears what happens, as it happens.
    name
        The machine's name.
    store
        The buckets that distributed Map states read and write: `FolderStore(Path("buckets"))`.

    tokens
        What hears of task tokens that come back: `tokens.give(token, Answer(...))`.
    start
        The state to begin at, instead of StartAt; `input` is what it is given. No state inside of Map or Parallel.
    until
        The state to stop before, however deep: the execution is `RUNNING` then, `output` is what the state would be
        given, `stopped_at` its name.
    type
        "EXPRESS": it ends after five minutes, its history has no limit, and it neither waits for jobs and callbacks nor
        has activities and distributed Maps ("Choosing workflow type in Step Functions").

    Returns
    -------
    Execution
        How it ended. A failed execution is a result, not an exception.

    Raises
    ------
    NewelError
        Nothing was run, because the definition uses what is not covered (`NotCovered`), is none
        (`InvalidDefinition`), or the input is no JSON or larger than StartExecution takes; or a state has no mock
        left.
    """
    if not isinstance(definition, dict):
        raise InvalidDefinition("the definition is no object", hint="give the state machine as a dict")
    checked = plain(definition, "the definition")
    data = plain(input, "the input")
    _insist_on_startable(data)
    mocked = MockAnswers(mocks or {})
    chain = Chain([mocked, LambdaAnswers(lambdas or {}), *answers])
    checked = _starting(checked, start)
    try:
        preflight.check(checked, chain, until)
    except Unanswered:
        _insist_on_mocked_tasks(mocked, checked)  # a name that is misspelled is why
        raise
    _insist_on_state(until, [name_of(place) for place, _ in states(checked)], "until")
    express = type == "EXPRESS"
    if express:
        _insist_on_express(checked)
    _insist_on_mocked_tasks(mocked, checked)
    _insist_on_fitting_mocks(mocked, checked, mock_validation)
    if store is None:
        _insist_on_no_buckets(checked)
    clock = clock or VirtualClock()
    language: str = checked.get("QueryLanguage", "JSONPath")
    whole = Run(
        clock,
        observer or Observer(),
        chain,
        Lanes(clock),
        walk,
        _life,
        store,
        language,
        tokens or Tokens(),
        until=until,
        express=express,
    )
    known = plain(dict(variables or {}), "the variables")
    return _execute(checked, data, whole, execution_context(name, clock.now(), data, context, express=express), known)


def _insist_on_startable(data: object) -> None:
    size = size_of(to_text(data))
    if size > PAYLOAD_LIMIT:
        raise NewelError(
            f"the input has {size:,} bytes, and an execution takes {PAYLOAD_LIMIT:,} at most",
            hint="put the data into a bucket, and give its name and key",
        )


def _starting(definition: JsonObject, start: str | None) -> JsonObject:
    """The definition, beginning at another state."""
    if start is None:
        return definition
    own = definition.get("States")
    _insist_on_state(start, list(own) if is_object(own) else [], "start")
    return {**definition, "StartAt": start}


def _insist_on_state(name: str | None, known: Sequence[str], what: str) -> None:
    if name is not None and name not in known:
        raise UsageError(f"{what}: there is no state {name!r}", hint=instead(name, known))


def _insist_on_mocked_tasks(mocked: MockAnswers, definition: JsonObject) -> None:
    tasks = [name_of(place) for place, state in states(definition) if state["Type"] == "Task"]
    for name in sorted(mocked.states - set(tasks)):
        raise NotCovered(f"{name!r} has mocks, and there is no such task", hint=instead(name, tasks))


def _insist_on_express(definition: JsonObject) -> None:
    from newel.checks.express import refused

    for place, said in refused(definition, express=True):
        raise InvalidDefinition(said, where=f"the definition{place}")


def _insist_on_fitting_mocks(mocked: MockAnswers, definition: JsonObject, mode: Mode) -> None:
    if mode == "NONE" or not mocked.states:
        return
    from newel.local.mock_shapes import faults  # it reads the models of APIs

    for place, state in states(definition):
        resource = parse_resource(state["Resource"]) if state["Type"] == "Task" else None
        if resource is None:
            continue
        for fault in (fault for result in mocked.returned(name_of(place)) for fault in faults(resource, result, mode)):
            raise NewelError(
                f"{resource.label} returns no such thing as its mock: {fault}",
                where=f"state {name_of(place)!r}",
                hint="write what the API gives, or do not let it be checked (mock validation NONE)",
            )


def _insist_on_no_buckets(definition: JsonObject) -> None:
    for place, state in states(definition):
        for field in ("ItemReader", "ResultWriter"):
            part = state.get(field) if state["Type"] == "Map" else None
            if is_object(part) and "Resource" in part:
                raise NotCovered(
                    f"there are no buckets here for its {field}",
                    where=f"state {name_of(place)!r}",
                    hint='give a folder with a folder a bucket: store=FolderStore(Path("buckets"))',
                )


def _execute(
    definition: Mapping[str, Any], data: Any, run: Run, context: dict[str, Any], variables: dict[str, Any]
) -> Execution:
    run.lanes.stuck = run.tokens.stuck
    history = History(run.clock, run.observer, limited=not run.express)
    life = _life(definition, data, run, context, history=history, variables=variables)
    lane = run.lanes.start(life, seconds=time_limit(definition, express=run.express))
    try:
        run.lanes.run(lane)
    except Stopped as at:
        return Execution("RUNNING", at.data, events=history.events, stopped_at=at.state, variables=at.variables)
    for child in run.started:  # more may come while they are carried out
        run.lanes.run(child)
    execution: Execution = lane.result
    return execution


def _life(
    definition: Mapping[str, Any],
    data: Any,
    run: Run,
    context: dict[str, Any],
    *,
    variables: dict[str, Any] | None = None,
    history: History | None = None,
) -> Steps[Execution]:
    history = history or History(run.clock, run.observer, limited=not run.express)
    track = Track(history)
    failed: list[FailedItem] = []
    run = replace(run, failed_items=failed)
    details = {"input": to_text(data), "inputDetails": UNTRUNCATED, "roleArn": ROLE}
    track.add("ExecutionStarted", "executionStartedEventDetails", **details)
    track.last = 0  # the first state's event follows none, as in the histories of Step Functions
    try:
        line = Branch(run, track, context, variables=variables or {})
        output, text = yield from walk(definition, data, line)
    except StateFailure as failure:
        values = {"error": failure.error, "cause": failure.cause}
        track.add("ExecutionFailed", "executionFailedEventDetails", **values)
        return Execution("FAILED", error=failure.error, cause=failure.cause, events=history.events, failed_items=failed)
    except TimedOut:
        track.add("ExecutionTimedOut", "executionTimedOutEventDetails")
        return Execution("TIMED_OUT", events=history.events, failed_items=failed)
    track.add("ExecutionSucceeded", "executionSucceededEventDetails", output=text, outputDetails=UNTRUNCATED)
    return Execution("SUCCEEDED", output=output, events=history.events, failed_items=failed)
