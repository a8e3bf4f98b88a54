"""A machine's dashboard in CloudWatch ("Dashboard body structure and syntax").

The body is text with references in it, a widget a line, so that a change shows as one line of a diff.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel.aws.resources import FUNCTION
from newel.sam.dead_letters import condition_of, dead_letters, referred

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.machine import StateMachine
    from newel.sam.template import Template

TYPE = "AWS::CloudWatch::Dashboard"
_WIDTH = 12  # half of a dashboard's 24 columns
_HEIGHT = 6
_MOST_ALARMS = 100  # "Dashboard body structure and syntax": of an alarm widget
_EXECUTIONS = ("Started", "Succeeded", "Failed", "TimedOut", "Aborted")
_COLOURS = {"Succeeded": "#2ca02c", "Failed": "#d62728", "TimedOut": "#ff7f0e", "Aborted": "#7f7f7f"}


def resource(
    machine: StateMachine, substitutions: Mapping[str, Any], alarms: Sequence[str], template: Template
) -> dict[str, Any]:
    """Write the dashboard of a machine.

    Parameters
    ----------
    machine
        The machine.
    substitutions
        Its DefinitionSubstitutions as the template has them: which functions and queues it names.
    alarms
        The logical ids of its alarms that are there wherever the dashboard is.
    template
        The template.
    """
    functions = [name for name in map(referred, substitutions.values()) if _is_function(name, template)]
    there = (None, condition_of(machine.name, template))
    queues = [left.queue for left in dead_letters(machine, substitutions, template) if left.condition in there]
    widgets = [
        _alarms(alarms) if alarms else None,
        _graph("Executions", [_execution(machine, outcome) for outcome in _EXECUTIONS if _has(machine, outcome)]),
        _graph("Time of an execution", [_time(machine, statistic) for statistic in ("p50", "p90", "Maximum")]),
        _graph(
            "Functions: errors and throttles", [*_of(functions, "Errors", "Sum"), *_of(functions, "Throttles", "Sum")]
        ),
        _graph("Functions: duration, p90", _of(functions, "Duration", "p90")),
        _graph("Left in dead-letter queues", [_waiting(queue) for queue in queues]),
        _log(machine) if machine.log_level != "OFF" else None,
    ]
    lines = ",\n  ".join(json.dumps(widget) for widget in _placed([each for each in widgets if each]))
    return {
        "Type": TYPE,
        "Properties": {"DashboardBody": {"Fn::Sub": f'{{"widgets": [\n  {lines}\n]}}\n'}},
    }


def _placed(widgets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The widgets, two in a row; what is as wide as the page begins a row of its own."""
    placed: list[dict[str, Any]] = []
    x = y = height = 0
    for widget in widgets:
        if x + widget["width"] > 2 * _WIDTH:
            x, y = 0, y + height
        placed.append({"type": widget["type"], "x": x, "y": y, **widget})
        x, height = x + widget["width"], widget["height"]
    return placed


def _graph(title: str, metrics: Sequence[list[Any]]) -> dict[str, Any] | None:
    if not metrics:
        return None
    properties = {"title": title, "region": "${AWS::Region}", "period": 300, "metrics": metrics}
    return {"type": "metric", "width": _WIDTH, "height": _HEIGHT, "properties": properties}


def _alarms(alarms: Sequence[str]) -> dict[str, Any]:
    properties = {"title": "Alarms", "alarms": [f"${{{alarm}.Arn}}" for alarm in alarms[:_MOST_ALARMS]]}
    return {"type": "alarm", "width": 2 * _WIDTH, "height": 2, "properties": properties}


def _log(machine: StateMachine) -> dict[str, Any]:
    query = (
        f"SOURCE '${{{machine.name}Logs}}' | fields @timestamp, type, details.error, details.cause, execution_arn "
        "| filter type like /Failed|TimedOut|Aborted/ | sort @timestamp desc | limit 50"
    )
    properties = {"title": "What went wrong", "region": "${AWS::Region}", "view": "table", "query": query}
    return {"type": "log", "width": 2 * _WIDTH, "height": _HEIGHT, "properties": properties}


def _has(machine: StateMachine, outcome: str) -> bool:
    """Whether a metric is there: nobody aborts an execution of an Express workflow."""
    return outcome != "Aborted" or machine.type != "EXPRESS"


def _execution(machine: StateMachine, outcome: str) -> list[Any]:
    how = {"stat": "Sum", "label": outcome, **({"color": _COLOURS[outcome]} if outcome in _COLOURS else {})}
    return ["AWS/States", f"Executions{outcome}", "StateMachineArn", f"${{{machine.name}}}", how]


def _time(machine: StateMachine, statistic: str) -> list[Any]:
    how = {"stat": statistic, "label": statistic}
    return ["AWS/States", "ExecutionTime", "StateMachineArn", f"${{{machine.name}}}", how]


def _of(functions: Sequence[str | None], metric: str, statistic: str) -> list[list[Any]]:
    return [
        ["AWS/Lambda", metric, "FunctionName", f"${{{name}}}", {"stat": statistic, "label": f"{name}: {metric}"}]
        for name in dict.fromkeys(functions)
    ]


def _waiting(queue: str) -> list[Any]:
    how = {"stat": "Maximum", "label": queue}
    return ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"${{{queue}.QueueName}}", how]


def _is_function(name: str | None, template: Template) -> bool:
    match template.resources.get(name or ""):
        case {"Type": str(kind)}:
            return kind in FUNCTION.types
        case _:
            return False
