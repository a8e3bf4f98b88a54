"""Amazon ECS and AWS Fargate ("Run Amazon ECS or Fargate tasks with Step Functions")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newel.aws.resources import ECS_CLUSTER, ROLE, TASK_DEFINITION, Target, arn
from newel.declared import member, option
from newel.iam import SYNC, Grant, Need, On, Property, Question, derive, managed_rule, of_any_revision, pass_role
from newel.iam.arns import of_value, wildcard
from newel.parameters.find import find
from newel.tasks.base import Task
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.iam import Call, Derived, Resource
    from newel.values import Boolean, Integer, List, Object, Text

_TASKS = arn("ecs", "task/{name}/*")
_IN_CLUSTER = {"ArnEquals": {"ecs:cluster": On("Cluster")}}
_CREATED = {"StringEquals": {"ecs:CreateAction": "RunTask"}}
_ROLE = Target(ROLE, "arn")
_PASSED = pass_role("roles[]", "ecs-tasks.amazonaws.com")


class RunTask(Task):
    """Run a task on EC2 or Fargate (API: ECS RunTask).

    A task definition of the template runs in the very revision that is deployed with the state machine; one named
    without its revision runs in the latest. The role may run it in the cluster alone, and stop and see the cluster's
    tasks where it waits for them ("Amazon ECS identity-based policy examples").

    Parameters
    ----------
    roles
        The roles of the task definition, its task role and its execution role, which the state hands on. Where the task
        definition is in the template, its properties say them.

    Example
    -------
    >>> ecs.RunTask(
    ...     "Run",
    ...     cluster=Ref("Fleet"),
    ...     task_definition=Ref("Worker"),
    ...     launch_type="FARGATE",
    ...     network_configuration={"AwsvpcConfiguration": {"Subnets": ["subnet-1"], "AssignPublicIp": "ENABLED"}},
    ...     overrides={"ContainerOverrides": [{"Name": "Main", "Environment": [{"Name": "I", "Value": path("$.i")}]}]},
    ... )
    """

    resource = "ecs:runTask"
    grants = (
        Grant(("ecs:RunTask",), on="TaskDefinition", condition=_IN_CLUSTER),
        Grant(
            ("ecs:StopTask", "ecs:DescribeTasks"), on="Cluster", resource=_TASKS, patterns=SYNC, condition=_IN_CLUSTER
        ),
        Grant(("ecs:TagResource",), on="Cluster", resource=_TASKS, when="Tags", condition=_CREATED),
        Grant(("ecs:TagResource",), on="Cluster", resource=_TASKS, when="PropagateTags", condition=_CREATED),
        pass_role("Overrides.TaskRoleArn", "ecs-tasks.amazonaws.com"),
        pass_role("Overrides.ExecutionRoleArn", "ecs-tasks.amazonaws.com"),
        pass_role("VolumeConfigurations[].ManagedEBSVolume.RoleArn", "ecs.amazonaws.com"),
        _PASSED,
        managed_rule("StepFunctionsGetEventsForECSTaskRule"),
    )

    task_definition: Text = member(refers=Target(TASK_DEFINITION, "arn", names=True))
    cluster: Text | None = member(refers=Target(ECS_CLUSTER, "arn", names=True), default=None)
    launch_type: Text | None = None
    capacity_provider_strategy: List | None = None
    platform_version: Text | None = None
    network_configuration: Object | None = None
    placement_constraints: List | None = None
    placement_strategy: List | None = None
    overrides: Object | None = None
    volume_configurations: List | None = None
    count: Integer | None = None
    group: Text | None = None
    enable_execute_command: Boolean | None = None
    enable_ecs_managed_tags: Boolean | None = member("EnableECSManagedTags", default=None)
    propagate_tags: Text | None = None
    tags: List | None = None
    reference_id: Text | None = None
    started_by: Text | None = None
    client_token: Text | None = None
    roles: Sequence[Text] | None = option(default=None, refers=_ROLE)
    pattern: Literal["request_response", "sync", "wait_for_task_token"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs: in the default cluster where it names none, and to hand on the definition's roles."""
        clusters = list(find(call.parameters, "Cluster"))
        placed = call if clusters else replace(call, parameters={**call.parameters, "Cluster": "default"})
        derived = of_any_revision(derive(placed, cls.grants), bare=False)
        if not list(find(call.parameters, "roles")):
            _ask_the_definition(call, derived)
        return derived


def _ask_the_definition(call: Call, derived: Derived) -> None:
    """Hand on the roles that the task definition's properties name; where it is out of sight, ask for them."""
    for given in find(call.parameters, "TaskDefinition"):
        text = isinstance(given, str) and "${" in given
        definition = Placeholder(Sub(str(given)), call.targets["TaskDefinition"]) if text else given
        if isinstance(definition, Placeholder):
            for name in ("TaskRoleArn", "ExecutionRoleArn"):
                derived.needs.append(_passing(call, Property(definition, name, _ROLE, "roles"), name))
        elif "roles" in call.allow:
            allowed = [of_value(item, _ROLE, None) for item in call.allow["roles"]]
            derived.needs += [_passing(call, role or "*", "roles") for role in allowed]
        else:
            derived.ask(Question(call.state, "roles", _PASSED.actions, "ARN", ROLE.title))
            derived.needs.append(_passing(call, wildcard(ROLE.arn), "roles"))


def _passing(call: Call, role: Resource, why: str) -> Need:
    return Need(call.state, _PASSED.actions, role, _PASSED.condition, why=f"{call.api}: {why}")
