"""The alarms of a machine, as resources of the template.

The metrics and their dimension are those of "Monitoring Step Functions metrics using Amazon CloudWatch".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.alarms import Alarms
from newel.aws.resources import TOPIC, Target
from newel.sam.dead_letters import dead_letters
from newel.sam.patch import ABSENT
from newel.sam.references import resolve
from newel.values import Placeholder, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.config import Config
    from newel.machine import StateMachine
    from newel.sam.template import Template

TYPE = "AWS::CloudWatch::Alarm"
_PERIOD = 300
_OF_TIMEOUT = 0.8


@dataclass(frozen=True)
class _Kind:
    """One kind of alarm: the option that asks for it, and the metric whose sum over five minutes is to be nothing."""

    option: str
    suffix: str
    metric: str
    says: str


_KINDS = (
    _Kind("failed", "FailedAlarm", "ExecutionsFailed", "executions failed"),
    _Kind("timed_out", "TimedOutAlarm", "ExecutionsTimedOut", "executions timed out"),
    _Kind("throttled", "ThrottledAlarm", "ExecutionThrottled", "transitions were throttled"),
)


def wanted(machine: StateMachine, settings: Config) -> Alarms | None:
    """The alarms that a machine is to have: what it says, or else what the project says."""
    said = settings.alarms if machine.alarms is None else machine.alarms
    if isinstance(said, Alarms):
        return said
    return Alarms() if said else None


def rollback(machine: StateMachine, settings: Config) -> list[str]:
    """The alarms, by their logical ids, on which a deployment of the machine goes back unless it says which."""
    alarms = wanted(machine, settings)
    kinds = _of(machine, alarms) if alarms is not None else []
    return [machine.name + kind.suffix for kind in kinds if kind.option in ("failed", "timed_out")]


def names(machine: StateMachine, settings: Config) -> list[str]:
    """The logical ids of the alarms that need nothing of the template to be known."""
    alarms = wanted(machine, settings)
    if alarms is None:
        return []
    slow = [f"{machine.name}SlowAlarm"] if _longest(machine, alarms) else []
    return [machine.name + kind.suffix for kind in _of(machine, alarms)] + slow


def resources(
    machine: StateMachine, substitutions: Mapping[str, Any], template: Template, settings: Config
) -> dict[str, Any]:
    """Write the alarms of a machine.

    Parameters
    ----------
    machine
        The machine.
    substitutions
        Its DefinitionSubstitutions as the template has them: which queues it names.
    template
        The template, with what starts the machine.
    settings
        The project's.

    Raises
    ------
    NewelError
        Who is to be told is not in the template, or is no topic.
    """
    alarms = wanted(machine, settings)
    if alarms is None:
        return {}
    actions = _actions(alarms, template, settings)
    of_machine = {"Namespace": "AWS/States", "Dimensions": [_dimension("StateMachineArn", {"Ref": machine.name})]}
    made: dict[str, Any] = {
        machine.name + kind.suffix: _alarm(
            f"{machine.name}: {kind.says}", {**of_machine, "MetricName": kind.metric, "Statistic": "Sum"}, 0, actions
        )
        for kind in _of(machine, alarms)
    }
    if longest := _longest(machine, alarms):
        metric = {**of_machine, "MetricName": "ExecutionTime", "Statistic": "Maximum"}
        says = f"{machine.name}: an execution took longer than {longest} seconds"
        made[f"{machine.name}SlowAlarm"] = _alarm(says, metric, longest * 1000, actions)
    if alarms.dead_letters:
        for left in dead_letters(machine, substitutions, template):
            alarm = _alarm(
                f"{machine.name}: messages wait in {left.queue}",
                {
                    "Namespace": "AWS/SQS",
                    "Dimensions": [_dimension("QueueName", {"Fn::GetAtt": [left.queue, "QueueName"]})],
                    "MetricName": "ApproximateNumberOfMessagesVisible",
                    "Statistic": "Maximum",
                },
                0,
                actions,
            )
            made[_of_queue(machine.name, left.queue)] = alarm | (
                {"Condition": left.condition} if left.condition else {}
            )
    return made


def _of_queue(machine: str, queue: str) -> str:
    """The alarm of a queue; one that is called `Failed` does not get that of the executions that failed."""
    taken = {*(kind.suffix for kind in _KINDS), "SlowAlarm"}
    return f"{machine}{queue}Alarm" if f"{queue}Alarm" not in taken else f"{machine}{queue}QueueAlarm"


def _of(machine: StateMachine, alarms: Alarms) -> list[_Kind]:
    """The kinds of alarms that are asked for, and that may go off at all."""
    express = machine.type == "EXPRESS"
    never = {"throttled"} if express else set[str]() if machine.timeout_seconds else {"timed_out"}
    return [kind for kind in _KINDS if getattr(alarms, kind.option) and kind.option not in never]


def _longest(machine: StateMachine, alarms: Alarms) -> int | None:
    if alarms.longer_than_seconds is not None:
        return alarms.longer_than_seconds
    return int(machine.timeout_seconds * _OF_TIMEOUT) or None if machine.timeout_seconds else None


def _actions(alarms: Alarms, template: Template, settings: Config) -> list[Any] | None:
    """What an alarm sets off; None where nobody says: what stands in the template is its author's."""
    told = alarms.notify
    if told is None:
        if settings.notify is None:
            return None
        told = [Ref(settings.notify)] if settings.notify else []
    target = Target(TOPIC, "arn")
    return [one if isinstance(one, str) else resolve(Placeholder(one, target, "notify"), template) for one in told]


def _dimension(name: str, value: Any) -> dict[str, Any]:
    return {"Name": name, "Value": value}


def _alarm(says: str, metric: dict[str, Any], threshold: int, actions: list[Any] | None) -> dict[str, Any]:
    properties = {
        "AlarmDescription": says,
        **metric,
        "Period": _PERIOD,
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
        **({} if actions is None else {"AlarmActions": actions or ABSENT}),
    }
    return {"Type": TYPE, "Properties": properties}
