"""AWS Elemental MediaConvert ("Create an AWS Elemental MediaConvert job with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import MEDIA_PRESET, MEDIA_QUEUE, MEDIA_TEMPLATE, ROLE, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, managed_rule, pass_role
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Integer, List, Object, Text

_CREATE = ("mediaconvert:CreateJob",)
_PRESET = "Settings.OutputGroups[].Outputs[].Preset"


class CreateJob(Task):
    """Convert media (API: MediaConvert CreateJob).

    Step Functions tags the job `ManagedByService: AWSStepFunctions`; it may read and cancel only jobs with that tag.
    Without `queue` the job goes to the queue Default. A job template may name any preset.

    Example
    -------
    >>> mediaconvert.CreateJob(
    ...     "Convert",
    ...     role=GetAtt("Role", "Arn"),
    ...     queue=Ref("MediaQueue"),
    ...     settings={"Inputs": [{"FileInput": path("$.file")}], "OutputGroups": [{"Outputs": [{"Preset": "Small"}]}]},
    ...     pattern="sync",
    ... )
    """

    resource = "mediaconvert:createJob"
    grants = (
        Grant(_CREATE, on="Queue", otherwise=arn("mediaconvert", "queues/Default")),
        Grant(_CREATE, on="JobTemplate"),
        Grant(_CREATE, on="JobTemplate", resource=arn("mediaconvert", "presets/*")),
        Grant(_CREATE, on=_PRESET, target=Target(MEDIA_PRESET, "name", names=True), unless="JobTemplate"),
        Grant(
            ("mediaconvert:GetJob", "mediaconvert:CancelJob"),
            resource=arn("mediaconvert", "jobs/*"),
            condition={"StringEquals": {"aws:ResourceTag/ManagedByService": "AWSStepFunctions"}},
            patterns=SYNC,
        ),
        pass_role("Role", "mediaconvert.amazonaws.com"),
        managed_rule("StepFunctionsGetEventsForMediaConvertJobRule"),
    )

    role: Text = member(refers=Target(ROLE, "arn"))
    settings: Object
    acceleration_settings: Object | None = None
    billing_tags_source: Text | None = None
    client_request_token: Text | None = None
    elemental_inference_settings: Object | None = None
    hop_destinations: List | None = None
    job_engine_version: Text | None = None
    job_template: Text | None = member(refers=Target(MEDIA_TEMPLATE, "name", names=True), default=None)
    priority: Integer | None = None
    queue: Text | None = member(refers=Target(MEDIA_QUEUE, "arn", names=True), default=None)
    simulate_reserved_queue: Text | None = None
    status_update_interval: Text | None = None
    tags: Object | None = None
    user_metadata: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"
