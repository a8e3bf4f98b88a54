"""AWS Batch ("Run AWS Batch workloads with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import JOB_DEFINITION, JOB_QUEUE, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, derive, managed_rule, of_any_revision
from newel.json_types import is_array, is_object
from newel.parameters.bounds import out_of_bounds
from newel.parameters.find import find
from newel.parameters.shapes import Problem
from newel.tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.iam import Call, Derived
    from newel.render import Renderer
    from newel.values import Boolean, Integer, List, Object, Text

_JOBS = arn("batch", "job/*")

_MOST_DEPENDENCIES = 20

_BOUNDS = {
    "ArrayProperties.Size": (2, 10_000),
    "RetryStrategy.Attempts": (1, 10),
    "Timeout.AttemptDurationSeconds": (60, 99_999_999),
    "SchedulingPriorityOverride": (0, 9999),
}


class SubmitJob(Task):
    """Submit a job to a queue, and wait for its end (API: Batch SubmitJob).

    `timeout_seconds` ends each attempt of the job: it becomes the job's own `Timeout`, where `timeout` does not say
    another. A job definition named without its revision runs in its latest one; the role may then submit all of them
    ("Resource: Restrict to job definition prefix on job submission", "Accounting for job definition revisions").

    Example
    -------
    >>> batch.SubmitJob("Crunch", job_name="Crunch", job_queue=Ref("Jobs"), job_definition=Ref("Cruncher"))
    """

    resource = "batch:submitJob"
    grants = (
        Grant(("batch:SubmitJob",), on="JobDefinition"),
        Grant(("batch:SubmitJob",), on="JobQueue"),
        Grant(("batch:TagResource",), resource=_JOBS, when="Tags"),
        Grant(("batch:DescribeJobs",), patterns=SYNC),
        Grant(("batch:TerminateJob",), resource=_JOBS, patterns=SYNC),
        managed_rule("StepFunctionsGetEventsForBatchJobsRule"),
    )

    job_name: Text
    job_queue: Text = member(refers=Target(JOB_QUEUE, "arn", names=True))
    job_definition: Text = member(refers=Target(JOB_DEFINITION, "arn", names=True))
    job_parameters: Object | None = member("Parameters", default=None)
    array_properties: Object | None = None
    depends_on: List | None = None
    container_overrides: Object | None = None
    node_overrides: Object | None = None
    eks_properties_override: Object | None = None
    ecs_properties_override: Object | None = None
    consumable_resource_properties_override: Object | None = None
    retry_strategy: Object | None = None
    timeout: Object | None = None
    share_identifier: Text | None = None
    scheduling_priority_override: Integer | None = None
    propagate_tags: Boolean | None = None
    tags: Object | None = None
    pattern: Literal["sync", "request_response"] = "sync"

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; the time an attempt may take is the job's to hold, not the state's."""
        body = super().body(renderer)
        if self.timeout is None:
            body.pop("TimeoutSeconds", None)
            body.pop("TimeoutSecondsPath", None)
        return body

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters, the time an attempt may take among them."""
        parameters = super().sent(renderer)
        if self.timeout is None and self.timeout_seconds is not None:
            parameters["Timeout"] = renderer.payload(
                {"AttemptDurationSeconds": self.timeout_seconds}, "timeout_seconds"
            )
        return parameters

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs; of a definition in any revision, where it is named without one."""
        return of_any_revision(derive(call, cls.grants), bare=True)

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """Besides what the model refuses, what Batch does."""
        return [*super().refused(parameters), *out_of_bounds(parameters, _BOUNDS), *_limits(parameters)]


def _limits(parameters: dict[str, Any]) -> Iterator[Problem]:
    dependencies = parameters.get("DependsOn")
    if is_array(dependencies) and len(dependencies) > _MOST_DEPENDENCIES:
        yield Problem("DependsOn", f"it has {len(dependencies)} items, and the API takes at most {_MOST_DEPENDENCIES}")
    for variable in find(parameters, "ContainerOverrides.Environment[]"):
        name = variable.get("Name") if is_object(variable) else None
        if isinstance(name, str) and name.startswith("AWS_BATCH"):
            place = "ContainerOverrides.Environment"
            yield Problem(place, f"{name!r}: names that begin with AWS_BATCH are Batch's own", "write another name")
