"""Task: call something ("Task workflow state")."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from newel.json_types import is_integer
from newel.local.answers import Answer, Call
from newel.local.data import to_text, too_large
from newel.local.failure import DATA_LIMIT, HEARTBEAT, TIMEOUT, RuntimeFault, StateFailure, result_too_large
from newel.local.flows import PathFlow
from newel.local.lanes import within
from newel.local.payload import fill
from newel.local.resource import Resource
from newel.local.resource import parse as parse_resource
from newel.local.states.tried import TriedHandler
from newel.local.task_events import TaskEvents

if TYPE_CHECKING:
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.lanes import Steps
    from newel.local.payload import Source
    from newel.local.run_state import Visit

LIMITS = {"TimeoutSeconds": "timeoutInSeconds", "HeartbeatSeconds": "heartbeatInSeconds"}
"""Time-outs of a task, and what its events call them."""


class TaskHandler(TriedHandler):
    """Carries out Task states."""

    fields = frozenset(
        {
            *("Resource", "Credentials", "InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath"),
            *("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"),
            *("Assign", "Retry", "Catch", "Next", "End"),
        }
    )
    query_fields = frozenset(
        {
            *("Resource", "Credentials", "Arguments", "Output", "Assign", "TimeoutSeconds", "HeartbeatSeconds"),
            *("Retry", "Catch", "Next", "End"),
        }
    )

    def context(self, visit: Visit, retry_count: int) -> dict[str, Any]:
        """Return the context object for an attempt; a task that waits for a token has it there."""
        context = super().context(visit, retry_count)
        if _resource(visit).pattern == "token":
            return {**context, "Task": {"Token": visit.run.tokens.issue(visit.name)}}
        return context

    def attempt(self, visit: Visit, flow: PathFlow | QueryFlow) -> Steps[Any]:
        """Call what the task calls; return its result."""
        resource = _resource(visit)
        parameters = flow.arguments()
        if too_large(to_text(parameters)):
            raise StateFailure(DATA_LIMIT, result_too_large(visit.name), terminal=True)
        events = TaskEvents(visit.track, resource)
        limits = _limits(visit, flow)
        events.scheduled(parameters, limits, _credentials(visit, flow))
        yield 0  # branches beside this one schedule their tasks before the first result is there
        events.started()
        answer = _ask(visit, Call(visit.name, resource, parameters, visit.run))
        if resource.pattern != "request" and answer.submitted is not None:
            events.submitted(answer.submitted)
        if answer.rest is not None:
            answer = yield from _limited(visit, answer.rest, limits)
        if answer.waits:
            token: str = flow.context["Task"]["Token"]
            waiting = visit.run.tokens.result(token, visit.run.lanes, limits.get("heartbeatInSeconds"))
            answer = yield from _limited(visit, waiting, limits)
        late, seconds = _late(answer, limits, beats=resource.pattern == "token" or resource.is_activity)
        failure, text = late or answer.failure, to_text(answer.result)
        if seconds:
            yield seconds
        if failure is None and too_large(text):
            name = resource.service if resource.events == "Task" else resource.arn
            failure = StateFailure(DATA_LIMIT, result_too_large(name))
        if failure is not None:
            events.failed(failure)
            raise failure
        events.succeeded(text)
        return answer.result

    def given_up(self, visit: Visit) -> None:
        """Write nothing: the failed call is in the history."""


def _resource(visit: Visit) -> Resource:
    resource = parse_resource(visit.state["Resource"])
    if resource is None:
        raise AssertionError("the checks before a run let no such Resource pass")
    return resource


def _limited(visit: Visit, steps: Steps[Answer], limits: dict[str, int]) -> Steps[Answer]:
    """Wait for an answer that comes in the time of the execution, as long as the task may take."""
    answer = yield from within(visit.run.lanes, steps, limits.get("timeoutInSeconds"))
    return answer or Answer("time-out", failure=StateFailure(TIMEOUT, None))


def _late(answer: Answer, limits: dict[str, int], *, beats: bool) -> tuple[StateFailure | None, float]:
    """Whether an answer that takes its time comes too late, and how long the task lasts."""
    ends: dict[float, StateFailure | None] = {answer.seconds: None}
    if "timeoutInSeconds" in limits:
        ends.setdefault(limits["timeoutInSeconds"], StateFailure(TIMEOUT, None))
    if beats and "heartbeatInSeconds" in limits:
        pause = answer.heartbeat or answer.seconds
        if pause > limits["heartbeatInSeconds"]:
            ends.setdefault(limits["heartbeatInSeconds"], StateFailure(HEARTBEAT, None))
    seconds = min(ends)
    return ends[seconds], seconds


def _ask(visit: Visit, call: Call) -> Answer:
    began = time.perf_counter()
    answer = visit.run.answers.answer(call)
    visit.run.observer.answered(visit.name, answer.by, time.perf_counter() - began)
    return answer


def _limits(visit: Visit, flow: PathFlow | QueryFlow) -> dict[str, int]:
    limits: dict[str, int] = {}
    for field, name in LIMITS.items():
        if not isinstance(flow, PathFlow):
            found = flow.whole(visit.state, field)
        elif f"{field}Path" in visit.state:
            found = _found(visit.state[f"{field}Path"], field, flow.source(visit.data))
        else:
            found = visit.state.get(field)
        if found is not None:
            limits[name] = found
    return limits


def _found(path: str, field: str, source: Source) -> int:
    found = source.read(path, f"{field}Path")
    if not is_integer(found) or found < 0:
        shown = to_text(found)
        raise RuntimeFault(f"The {field}Path parameter cannot be parsed as a long value: {path} == {shown}")
    return found


def _credentials(visit: Visit, flow: PathFlow | QueryFlow) -> dict[str, str] | None:
    if "Credentials" not in visit.state:
        return None
    given = visit.state["Credentials"]
    if isinstance(flow, PathFlow):
        return {"roleArn": fill(given, flow.source(visit.data))["RoleArn"]}
    return {"roleArn": flow.filled(given, "Credentials")["RoleArn"]}
