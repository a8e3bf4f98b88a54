"""Amazon EventBridge Scheduler, by way of the SDK ("Learning to use AWS service SDK integrations")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import KEY, SCHEDULE, SCHEDULE_GROUP, Target, arn
from newel.declared import member
from newel.iam import Grant, key_of, pass_role
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Object, Text, Value


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
