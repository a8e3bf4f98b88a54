"""TestState here: one state by itself, as boto3's `test_state` takes and answers it (Step Functions, TestState)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local import preflight
from newel.local.answers import Answer, Call, Chain
from newel.local.clock import VirtualClock
from newel.local.context import ACCOUNT, PARTITION, REGION, execution_context
from newel.local.data import plain, to_text
from newel.local.execution import Execution
from newel.local.failure import RUNTIME, RuntimeFault, StateFailure
from newel.local.flows import JSONATA, PathFlow, flow_of
from newel.local.history import History, Track
from newel.local.lambdas import LambdaAnswers
from newel.local.lanes import Lanes
from newel.local.mock_shapes import faults
from newel.local.observer import Observer
from newel.local.one_state_request import (
    MOCKED,
    Machine,
    Mock,
    context_of,
    insist_on_fitting,
    json_of,
    machine_of,
    mock_of,
    refused,
)
from newel.local.resource import parse as parse_resource
from newel.local.retry import catcher, retrier
from newel.local.run_state import Branch, Outcome, Run, Visit
from newel.local.states import HANDLERS
from newel.local.states.distributed import EXCEEDED, EXCEEDED_CAUSE
from newel.local.states.map import is_distributed, items_of
from newel.local.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newel.local.answers import Answerer
    from newel.local.flows.query_flow import QueryFlow
    from newel.local.resource import Resource

NAME = "StateName"
"""What the context object calls any state that is tested."""

ALONE = "[Task, Wait, Pass, Succeed, Fail, Choice]"


def test_state(
    *,
    definition: str | Mapping[str, Any],
    input: str = "{}",  # noqa: A002 - the name that boto3 gives it
    inspectionLevel: str = "INFO",  # noqa: N803 - the names that boto3 gives them
    stateName: str | None = None,  # noqa: N803
    roleArn: str | None = None,  # noqa: N803
    revealSecrets: bool = False,  # noqa: N803
    mock: Mapping[str, Any] | None = None,
    stateConfiguration: Mapping[str, Any] | None = None,  # noqa: N803
    context: str | None = None,
    variables: str | None = None,
    lambdas: Mapping[str, Callable[[Any], Any]] | None = None,
    answers: Sequence[Answerer] = (),
) -> dict[str, Any]:
    """Test one state.

    Parameters
    ----------
    definition
        A state, or a whole machine with `stateName`; JSON text, or the object.
    input
        The state's input, as JSON text.
    inspectionLevel
        "INFO", "DEBUG" or "TRACE".
    stateName
        The state of the machine, however deep.
    roleArn
        A role, for the context object; nothing is looked at.
    revealSecrets
        As boto3 takes it; it changes nothing here.
    mock
        `{"result": JSON text}` or `{"errorOutput": {"error": ..., "cause": ...}}`, and `"fieldValidationMode"`: STRICT
        (the API's model has to allow it), PRESENT (what is there of it), NONE.
    stateConfiguration
        `retrierRetryCount`, `errorCausedByState`, `mapIterationFailureCount`, `mapItemReaderData`.
    context
        The context object, as JSON text; it replaces ours whole.
    variables
        The workflow's variables, as JSON text.
    lambdas, answers
        Not boto3's: what answers a task that has no mock, as `newel.local.run` takes it.

    Returns
    -------
    dict
        `status`, and `output`, `error`, `cause`, `nextState` and `inspectionData` where there are any; what is JSON is
        text, as boto3 gives it.

    Raises
    ------
    botocore.exceptions.ClientError
        The request is none that AWS would take: ValidationException, InvalidDefinition, InvalidExecutionInput.
    botocore.exceptions.ParamValidationError
        The request is none that boto3 would send.
    """
    whole = definition if isinstance(definition, str) else to_text(plain(definition, "the definition"))
    insist_on_fitting(
        definition=whole,
        input=input,
        inspectionLevel=inspectionLevel,
        stateName=stateName,
        roleArn=roleArn,
        revealSecrets=revealSecrets,
        mock=mock,
        stateConfiguration=stateConfiguration,
        context=context,
        variables=variables,
    )
    machine = machine_of(whole, stateName)
    data = json_of(input, "InvalidExecutionInput", "Invalid input: it is no JSON")
    mocked = mock_of(machine.state, mock)
    chain = Chain([LambdaAnswers(lambdas or {}), *answers])
    tested = _Tested(machine, data, mocked, dict(stateConfiguration or {}))
    tested.validate(chain)
    clock = VirtualClock()
    known = json_of(variables or "{}", "ValidationException", "Invalid variables: they are no JSON")
    if not is_object(known):
        raise refused("Invalid variables: they must be a JSON object")
    given = None if context is None else context_of(context)
    run = Run(clock, Observer(), chain, Lanes(clock), walk, _no_children, language=machine.language)
    shared = _context(data, roleArn, clock) if given is None else given
    branch = Branch(run, Track(History(clock, Observer())), shared, variables=dict(known))
    visit = Visit(branch, NAME, machine.state, data, clock.now(), 1, 0, given_context=given)
    ended = tested.carry_out(visit)
    answer = ended.answer()
    if inspectionLevel != "INFO":
        inspected = {"input": data, **visit.seen, **ended.inspected}
        left = {**known, **ended.assigned}
        if left:
            inspected["variables"] = left
        answer["inspectionData"] = {name: _written(name, value) for name, value in inspected.items()}
    return answer


test_state.__test__ = False  # type: ignore[attr-defined] # its name is boto3's, and no test of pytest's


@dataclass
class _Ended:
    """How a state ended.

    Attributes
    ----------
    status
        TestState's word for it.
    output, next
        Its output, where it has one, and the next state.
    failure
        What failed.
    inspected
        What is told of it besides what its data flow has noted.
    assigned
        The variables that it set.
    """

    status: str
    output: list[Any] = field(default_factory=list[Any])
    next: str | None = None
    failure: StateFailure | None = None
    inspected: dict[str, Any] = field(default_factory=dict[str, Any])
    assigned: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def answer(self) -> dict[str, Any]:
        found: dict[str, Any] = {"status": self.status}
        if self.output:
            found["output"] = to_text(self.output[0])
        if self.failure is not None:
            found |= {"error": self.failure.error, "cause": self.failure.cause}
        if self.next is not None:
            found["nextState"] = self.next
        return {name: value for name, value in found.items() if value is not None}


@dataclass
class _Tested:
    """A state under test, its input, its mock, and what is said of its circumstances."""

    machine: Machine
    data: Any
    mock: Mock | None
    configuration: dict[str, Any]

    def validate(self, chain: Answerer) -> None:
        """Refuse what AWS refuses."""
        state, mock = self.machine.state, self.mock
        kind = state.get("Type")
        if mock is not None and kind not in MOCKED:
            raise refused(f"State type '{kind}' is not supported when a mock is specified")
        if mock is None and kind in ("Map", "Parallel"):
            message = f"TestState API does not support Map or Parallel states. Supported state types include: {ALONE}"
            raise refused(message, "InvalidDefinition")
        try:
            preflight.check_one(NAME, state, self.machine.language, _Mocked() if mock else chain)
        except NewelError as error:
            raise refused(str(error), "InvalidDefinition") from None
        if mock is not None and mock.result:
            self._validate_result(mock.result[0], mock)

    def _validate_result(self, result: Any, mock: Mock) -> None:
        state = self.machine.state
        if state["Type"] == "Parallel":
            if not is_array(result):
                raise refused("Mocked result must be an array.")
            if len(result) != len(state["Branches"]):
                raise refused("Mocked result must contain the same number of items as number of Parallel branches.")
        elif state["Type"] == "Map":
            writes = "ResultWriter" in state
            if writes and not is_object(result):
                raise refused("Mocked result must be a JSON object.")
            if not writes and not is_array(result):
                raise refused("Mocked result must be an array.")
        else:
            resource = parse_resource(state["Resource"])
            found = next(faults(resource, result, mock.mode), None) if resource else None  # type: ignore[arg-type]
            if found is not None:
                raise refused(f"Mock result schema validation error: {found}")

    def carry_out(self, visit: Visit) -> _Ended:
        kind = visit.state["Type"]
        try:
            if kind in MOCKED:
                return self._tried(visit)
            return _left(_waited(HANDLERS[kind].visit(visit)))
        except StateFailure as failure:
            if kind == "Fail" and self.machine.language != JSONATA:
                flow_of(visit).effective()
            return _Ended("FAILED", failure=failure)
        except RuntimeFault as fault:
            return _Ended("FAILED", failure=StateFailure(RUNTIME, str(fault)))

    def _tried(self, visit: Visit) -> _Ended:
        count = self.configuration.get("retrierRetryCount", 0)
        flow = flow_of(visit, visit.context(RetryCount=count))
        inspected: dict[str, Any] = {}
        try:
            result = self._result(visit, flow, inspected)
            if visit.state["Type"] == "Task" and isinstance(flow, PathFlow):
                visit.seen["result"] = result
            ended = _left(flow.left(result, visit.state.get("Next")))
        except StateFailure as failure:
            ended = _handled(visit, flow, failure, count)
        ended.inspected |= inspected
        return ended

    def _result(self, visit: Visit, flow: PathFlow | QueryFlow, inspected: dict[str, Any]) -> Any:
        kind = visit.state["Type"]
        arguments = flow.arguments() if kind == "Task" else None
        if kind == "Map":
            self._map(visit, flow, inspected)
        if self.mock is None:
            return _called(visit, arguments)
        if self.mock.failure is not None:
            raise self.mock.failure
        return self.mock.result[0]

    def _map(self, visit: Visit, flow: PathFlow | QueryFlow, inspected: dict[str, Any]) -> None:
        """What a Map reads before it begins, and whether more of its iterations failed than are tolerated."""
        state = visit.state
        inspected["maxConcurrency"] = flow.whole(state, "MaxConcurrency") or 0
        count, share = flow.whole(state, "ToleratedFailureCount"), flow.share(state, "ToleratedFailurePercentage")
        inspected |= {} if count is None else {"toleratedFailureCount": count}
        inspected |= {} if share is None else {"toleratedFailurePercentage": float(share)}
        if "ItemReader" in state:
            invalid = "Invalid mapItemReaderData: it must be a JSON array"
            items = json_of(self.configuration.get("mapItemReaderData", "[]"), "ValidationException", invalid)
            if not is_array(items):
                raise refused(invalid)
        else:
            items = items_of(state, flow)
        failures = self.configuration.get("mapIterationFailureCount", 0)
        if failures > len(items):
            raise refused("Map iteration failure count must be less than or equal to the number of Map iterations")
        exceeded = (count is not None and failures > count) or (
            share is not None and failures * 100 > share * len(items)
        )
        if exceeded and is_distributed(state) and (self.mock is None or self.mock.failure is None):
            raise StateFailure(EXCEEDED, EXCEEDED_CAUSE)


class _Mocked:
    """Answers the one task that there is."""

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        return True

    def answer(self, call: Call) -> Answer:
        raise AssertionError(f"{call.state} is mocked, and was called")


def _called(visit: Visit, arguments: Any) -> Any:
    resource = parse_resource(visit.state["Resource"])
    if resource is None:
        raise AssertionError("the checks before let no such Resource pass")
    answer = visit.run.answers.answer(Call(visit.name, resource, arguments, visit.run))
    if answer.failure is not None:
        raise answer.failure
    return answer.result


def _handled(visit: Visit, flow: PathFlow | QueryFlow, failure: StateFailure, count: int) -> _Ended:
    """What Retry and Catch make of a failure."""
    details: dict[str, Any] = {}
    found = retrier(visit.state.get("Retry", ()), failure)
    if found is not None:
        details["retryIndex"] = found
        rule = visit.state["Retry"][found]
        if count < rule.get("MaxAttempts", 3):
            seconds = rule.get("IntervalSeconds", 1) * rule.get("BackoffRate", 2.0) ** count
            details["retryBackoffIntervalSeconds"] = int(min(seconds, rule.get("MaxDelaySeconds", seconds)))
            return _Ended("RETRIABLE", failure=failure, inspected={"errorDetails": details})
    index = catcher(visit.state.get("Catch", ()), failure)
    if index is not None:
        details["catchIndex"] = index
        outcome = flow.caught(visit.state["Catch"][index], failure, f"Catch[{index}]/")
        return _Ended(
            "CAUGHT_ERROR", [outcome.output], outcome.next, failure, {"errorDetails": details}, outcome.assigned
        )
    return _Ended("FAILED", failure=failure, inspected={"errorDetails": details} if details else {})


def _left(outcome: Outcome) -> _Ended:
    return _Ended("SUCCEEDED", [outcome.output], outcome.next, assigned=outcome.assigned)


def _waited(visited: Any) -> Outcome:
    """The outcome of a visit that may take time, which passes at once."""
    if isinstance(visited, Outcome):
        return visited
    try:
        while True:
            next(visited)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def _context(data: Any, role: str | None, clock: VirtualClock) -> dict[str, Any]:
    made = execution_context("test", clock.now(), data)
    execution = {name: value for name, value in made["Execution"].items() if name != "RedriveCount"}
    name = execution["Name"]
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:express:test:{name}"
    return {**made, "Execution": {**execution, "Id": arn, "RoleArn": role}}


def _written(name: str, value: Any) -> Any:
    """What an inspection shows is JSON text, but for its numbers and the details of an error."""
    if name in ("errorDetails", "maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"):
        return value
    return to_text(value)


def _no_children(*_: object) -> Any:
    raise AssertionError(f"a state that is tested starts no {Execution.__name__}")
