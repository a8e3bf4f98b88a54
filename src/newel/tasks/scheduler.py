"""Amazon EventBridge Scheduler, by way of the SDK ("Learning to use AWS service SDK integrations")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import KEY, SCHEDULE, SCHEDULE_GROUP, Target, arn
from newel.declared import member
from newel.iam import Grant, key_of, pass_role
from newel.parameters.find import is_known
from newel.parameters.shapes import Problem
from newel.tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.values import Object, Text, Value

_NAME = re.compile(r"[0-9A-Za-z_.-]*")
_TOKEN = re.compile(r"[0-9A-Za-z_-]*")
_RATE = re.compile(r"rate\(\s*(?P<amount>[1-9]\d*)\s+(?P<unit>minute|hour|day)s?\s*\)")
_CRON = re.compile(r"cron\(\s*\S+\s+\S+\s+(?:\?\s+\S+\s+\S+|\S+\s+\S+\s+\?)\s+[^\s)]+\s*\)")
"""One of the day of the month and the day of the week is ? ("Schedule types in EventBridge Scheduler")."""
_AT = re.compile(r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)")


class CreateSchedule(Task):
    """Create a schedule (API: Scheduler CreateSchedule).

    An SDK integration has no `.sync`. The role of the target is passed to the scheduler, and to it alone. Without
    `group_name` the schedule is made in the group "default". With a key of its own the state needs to describe it, to
    make a data key of it and to decrypt with it ("Using identity-based policies in EventBridge Scheduler").

    Example
    -------
    >>> scheduler.CreateSchedule(
    ...     "Remind",
    ...     schedule_name="reminder",
    ...     schedule_expression="rate(1 day)",
    ...     target={"Arn": GetAtt("Orders", "Arn"), "RoleArn": Ref("Role"), "Input": {"order": path("$.order")}},
    ...     flexible_time_window={"Mode": "OFF"},
    ...     group_name=Ref("Reminders"),
    ... )
    """

    resource = "aws-sdk:scheduler:createSchedule"
    api = "scheduler:CreateSchedule"
    grants = (
        Grant(
            ("scheduler:CreateSchedule",),
            on="Name",
            resource=arn("scheduler", "schedule/{GroupName}/{name}"),
            when="GroupName",
        ),
        Grant(("scheduler:CreateSchedule",), on="Name", unless="GroupName"),
        pass_role("Target.RoleArn", "scheduler.amazonaws.com"),
        key_of("scheduler", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", on="KmsKeyArn"),
    )

    schedule_name: Text = member("Name", refers=Target(SCHEDULE, "name"))
    schedule_expression: Text
    target: Object
    flexible_time_window: Object
    group_name: Text | None = member(refers=Target(SCHEDULE_GROUP, "name"), default=None)
    start_date: Value | None = None
    end_date: Value | None = None
    description: Text | None = None
    schedule_expression_timezone: Text | None = None
    state: Text | None = None
    kms_key_arn: Text | None = member(refers=Target(KEY, "arn"), default=None)
    client_token: Text | None = None
    action_after_completion: Text | None = None
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What the scheduler would refuse; see `Task.refused`."""
        return [*super().refused(parameters), *_refused(parameters)]


def _refused(parameters: dict[str, Any]) -> Iterator[Problem]:
    """What the API's model has no words for: its patterns have no anchors ("Schedule types", CreateSchedule)."""
    for name, pattern in {"Name": _NAME, "GroupName": _NAME, "ClientToken": _TOKEN}.items():
        value = parameters.get(name)
        if isinstance(value, str) and is_known(value) and not pattern.fullmatch(value):
            dots = " and ." if pattern is _NAME else ""
            yield Problem(name, f"{value!r} has other characters than it takes", f"write letters, digits, _, -{dots}")
    value = parameters.get("ScheduleExpression")
    if isinstance(value, str) and is_known(value) and not any(form.fullmatch(value) for form in (_RATE, _CRON, _AT)):
        bare = f'"at({value})"' if _AT.fullmatch(f"at({value})") else '"rate(1 day)", "at(2030-01-31T09:00:00)"'
        yield Problem(
            "ScheduleExpression",
            f"{value!r} is no schedule",
            f'write {bare}, or "cron(0 9 ? * MON-FRI *)" of six fields, a ? for one of the days',
        )
