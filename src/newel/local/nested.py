"""Executions that states start: of the template's machines, beside the one that starts them, or waited for.

AWS: "Start workflow executions from a task state in Step Functions".
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_object
from newel.local import preflight
from newel.local.answers import Answer, Call
from newel.local.clock import stamp
from newel.local.context import execution_context, time_limit
from newel.local.data import plain, to_text
from newel.local.failure import TASK_FAILED, StateFailure
from newel.local.lanes import Signal
from newel.local.project import filled_in
from newel.sam.machines import find_machine, machines_of

if TYPE_CHECKING:
    from datetime import datetime

    from newel.local.aws import LocalAws
    from newel.local.execution import Execution
    from newel.local.lanes import Lane, Steps
    from newel.local.resource import Resource
    from newel.local.run_state import Run
    from newel.sam.machines import Machine
    from newel.sam.template import Template

SDK, SYNC_SDK = "aws-sdk:sfn:startExecution", "aws-sdk:sfn:startSyncExecution"
OPTIMIZED = "states:startExecution"

MOST = 1_000
"""How many executions a run may start: a machine that starts itself over and over ends somewhere."""


class MachineAnswers:
    """Answers StartExecution by running machines of the template.

    Parameters
    ----------
    template
        The template whose machines they are.
    aws
        Where their ARNs are known.
    """

    def __init__(self, template: Template, aws: LocalAws) -> None:
        self._template = template
        self._machines = {aws.attribute(name, "Arn"): name for name in machines_of(template) if name in aws.made}
        self._aws = aws
        self._names: dict[str, str] = {}

    def knows(self, state: str, resource: Resource) -> bool:  # noqa: ARG002 - the same question to all answerers
        """Say whether the task starts executions."""
        return resource.label.removesuffix(resource.suffix) in (OPTIMIZED, SDK, SYNC_SDK)

    def answer(self, call: Call) -> Answer:
        """Take up the request; the execution itself is the rest of the answer.

        Raises
        ------
        NewelError
            The machine cannot be run here, or too many executions have been started.
        """
        label, where = call.resource.label, f"state {call.state!r}"
        if not is_object(call.parameters) or not isinstance(call.parameters.get("StateMachineArn"), str):
            raise NewelError(f"{label} takes an object with a StateMachineArn", where=where)
        given: str = call.parameters["StateMachineArn"]
        arn = ":".join(given.split(":")[:7])  # without a version or an alias
        name = str(call.parameters.get("Name") or uuid.uuid4())
        data = _input(call.parameters.get("Input"))
        if arn not in self._machines:
            words = f"State Machine Does Not Exist: '{given}'"
            return Answer(label, failure=_refused(call, "StateMachineDoesNotExist", words))
        machine = find_machine(self._machines[arn], self._template)
        if label == SYNC_SDK and machine.type != "EXPRESS":
            words = "This operation is not supported by this type of state machine"
            return Answer(label, failure=_refused(call, "StateMachineTypeNotSupported", words))
        child = _Child(machine, arn, name, data, self._aws)
        if self._names.setdefault(child.arn, to_text(data)) != to_text(data):
            words = f"Execution Already Exists: '{child.arn}'"
            return Answer(label, failure=_refused(call, "ExecutionAlreadyExists", words))
        if len(self._names) > MOST:
            raise NewelError(f"the run has started {MOST} executions", where=where, hint="give the state a mock")
        return child.started(call)


@dataclass(frozen=True)
class _Child:
    """An execution that a state starts: of a machine, with its ARN, a name, and an input."""

    _machine: Machine
    _arn: str
    _name: str
    _data: Any
    _aws: LocalAws

    @property
    def arn(self) -> str:
        """Its own ARN."""
        return f"{self._arn.replace(':stateMachine:', ':execution:')}:{self._name}"

    def started(self, call: Call) -> Answer:
        """Start it; its end is the rest of the answer where the task waits for it."""
        began, ended = call.run.clock.now(), Signal()
        lane = self._start(call.run, ended)
        label = call.resource.label
        submitted = {"ExecutionArn": self.arn, "StartDate": stamp(began)}
        if label == SYNC_SDK or call.resource.pattern == "sync":
            return Answer(label, submitted=submitted, rest=self._waited_for(lane, ended, began, call))
        call.run.started.append(lane)
        return Answer(label, submitted, submitted=submitted, waits=call.resource.pattern == "token")

    def _waited_for(self, lane: Lane, ended: Signal, began: datetime, call: Call) -> Steps[Answer]:
        try:
            if not lane.done:
                yield ended
        finally:
            if not lane.done:
                lane.close()
        execution: Execution = lane.result
        return self._told(execution, began, call.run.clock.now(), call.resource)

    def _start(self, run: Run, ended: Signal) -> Lane:
        definition = plain(filled_in(self._machine, self._aws), "the definition")
        try:
            preflight.check(definition, run.answers)
        except NewelError as error:
            error.where = f"{self._machine.name}: {error.where or ''}".rstrip(": ")
            raise
        express = self._machine.type == "EXPRESS"
        language = definition.get("QueryLanguage", "JSONPath")
        inner = replace(run.of_child(express=express), until=None, language=language)
        given = {"Execution": {"Id": self.arn, "Name": self._name}, "StateMachine": {"Id": self._arn}}
        context = execution_context(self._machine.name, run.clock.now(), self._data, given)
        steps = run.live(definition, self._data, inner, context)
        return run.lanes.start(steps, lambda _: ended.give(), seconds=time_limit(definition, express=express))

    def _told(self, execution: Execution, began: datetime, now: datetime, resource: Resource) -> Answer:
        """What DescribeExecution says of it."""
        parsed = resource.suffix == ".sync:2"
        told: dict[str, Any] = {
            "ExecutionArn": self.arn,
            "Input": self._data if parsed else to_text(self._data),
            "InputDetails": {"Included": True},
            "Name": self._name,
            "StartDate": stamp(began) if resource.label == SYNC_SDK else int(began.timestamp() * 1000),
            "StateMachineArn": self._arn,
            "Status": execution.status,
            "StopDate": stamp(now) if resource.label == SYNC_SDK else int(now.timestamp() * 1000),
        }
        if execution.status == "SUCCEEDED":
            output = execution.output if parsed else to_text(execution.output)
            return Answer("", {**told, "Output": output, "OutputDetails": {"Included": True}})
        said = {"Error": execution.error, "Cause": execution.cause}
        told |= {name: value for name, value in said.items() if value is not None}
        if resource.label == SYNC_SDK:
            return Answer("", told)
        return Answer("", failure=StateFailure(TASK_FAILED, to_text(dict(sorted(told.items())))))


def _input(given: Any) -> Any:
    """The input of an execution: JSON text is what it says."""
    if given is None:
        return {}
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


def _refused(call: Call, code: str, words: str) -> StateFailure:
    request = uuid.uuid4()
    if call.resource.service.startswith("aws-sdk:"):
        return StateFailure(f"Sfn.{code}Exception", f"{words} (Service: Sfn, Status Code: 400, Request ID: {request})")
    service = f"(Service: AWSStepFunctions; Status Code: 400; Error Code: {code}; Request ID: {request}; Proxy: null)"
    return StateFailure(f"StepFunctions.{code}Exception", f"{words} {service}")
