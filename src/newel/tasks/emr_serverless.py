"""Amazon EMR Serverless ("Create and manage Amazon EMR Serverless applications with Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import EMR_APPLICATION, ROLE, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, managed_rule, pass_role, service_linked_role
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Integer, List, Object, Text

_APPLICATION = Target(EMR_APPLICATION, "name")
_ANY_APPLICATION = arn("emr-serverless", "/applications/*")
_JOB_RUNS = arn("emr-serverless", "/applications/{name}/jobruns/*")
_JOB_RUN = arn("emr-serverless", "/applications/{name}/jobruns/{JobRunId}")
_APPLICATION_RULE = managed_rule("StepFunctionsGetEventsForEMRServerlessApplicationRule")
_JOB_RULE = managed_rule("StepFunctionsGetEventsForEMRServerlessJobRule")


class CreateApplication(Task):
    """Create an application (API: EMR Serverless CreateApplication).

    Example
    -------
    >>> emr_serverless.CreateApplication("Create", application_type="SPARK", release_label="emr-7.9.0", pattern="sync")
    """

    resource = "emr-serverless:createApplication"
    grants = (
        Grant(("emr-serverless:CreateApplication",), resource=arn("emr-serverless", "/*")),
        Grant(("emr-serverless:TagResource",), on="Tags", resource=_ANY_APPLICATION),
        service_linked_role("ops.emr-serverless.amazonaws.com", "AWSServiceRoleForAmazonEMRServerless"),
        Grant(
            ("emr-serverless:GetApplication", "emr-serverless:DeleteApplication"),
            resource=_ANY_APPLICATION,
            patterns=SYNC,
        ),
        _APPLICATION_RULE,
    )

    application_type: Text = member("Type")
    release_label: Text
    application_name: Text | None = member("Name", default=None)
    client_token: Text | None = None
    initial_capacity: Object | None = None
    maximum_capacity: Object | None = None
    tags: Object | None = None
    auto_start_configuration: Object | None = None
    auto_stop_configuration: Object | None = None
    network_configuration: Object | None = None
    architecture: Text | None = None
    image_configuration: Object | None = None
    worker_type_specifications: Object | None = None
    runtime_configuration: List | None = None
    monitoring_configuration: Object | None = None
    disk_encryption_configuration: Object | None = None
    interactive_configuration: Object | None = None
    scheduler_configuration: Object | None = None
    identity_center_configuration: Object | None = None
    job_level_cost_allocation_configuration: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class StartApplication(Task):
    """Start an application, and its initial capacity (API: EMR Serverless StartApplication).

    Example
    -------
    >>> emr_serverless.StartApplication("Start", application_id=Ref("Spark"), pattern="sync")
    """

    resource = "emr-serverless:startApplication"
    grants = (
        Grant(("emr-serverless:StartApplication",), on="ApplicationId"),
        Grant(("emr-serverless:GetApplication", "emr-serverless:StopApplication"), on="ApplicationId", patterns=SYNC),
        _APPLICATION_RULE,
    )

    application_id: Text = member(refers=_APPLICATION)
    pattern: Literal["request_response", "sync"] = "request_response"


class StopApplication(Task):
    """Stop an application whose jobs have ended (API: EMR Serverless StopApplication).

    Example
    -------
    >>> emr_serverless.StopApplication("Stop", application_id=Ref("Spark"), pattern="sync")
    """

    resource = "emr-serverless:stopApplication"
    grants = (
        Grant(("emr-serverless:StopApplication",), on="ApplicationId"),
        Grant(("emr-serverless:GetApplication",), on="ApplicationId", patterns=SYNC),
        _APPLICATION_RULE,
    )

    application_id: Text = member(refers=_APPLICATION)
    pattern: Literal["request_response", "sync"] = "request_response"


class DeleteApplication(Task):
    """Delete an application that is stopped (API: EMR Serverless DeleteApplication).

    Example
    -------
    >>> emr_serverless.DeleteApplication("Delete", application_id=Ref("Spark"), pattern="sync")
    """

    resource = "emr-serverless:deleteApplication"
    grants = (
        Grant(("emr-serverless:DeleteApplication",), on="ApplicationId"),
        Grant(("emr-serverless:GetApplication",), on="ApplicationId", patterns=SYNC),
        _APPLICATION_RULE,
    )

    application_id: Text = member(refers=_APPLICATION)
    pattern: Literal["request_response", "sync"] = "request_response"


class StartJobRun(Task):
    """Run a job (API: EMR Serverless StartJobRun).

    Example
    -------
    >>> emr_serverless.StartJobRun(
    ...     "Run",
    ...     application_id=Ref("Spark"),
    ...     execution_role_arn=Ref("Role"),
    ...     job_driver={"SparkSubmit": {"EntryPoint": "s3://code/job.py", "EntryPointArguments": ["1"]}},
    ...     tags={"team": "data"},
    ...     pattern="sync",
    ... )
    """

    resource = "emr-serverless:startJobRun"
    grants = (
        Grant(("emr-serverless:StartJobRun",), on="ApplicationId"),
        pass_role("ExecutionRoleArn", "emr-serverless.amazonaws.com"),
        Grant(("emr-serverless:TagResource",), on="ApplicationId", resource=_JOB_RUNS, when="Tags"),
        Grant(
            ("emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"),
            on="ApplicationId",
            resource=_JOB_RUNS,
            patterns=SYNC,
        ),
        _JOB_RULE,
    )

    application_id: Text = member(refers=_APPLICATION)
    execution_role_arn: Text = member(refers=Target(ROLE, "arn"))
    job_driver: Object | None = None
    job_name: Text | None = member("Name", default=None)
    execution_iam_policy: Object | None = None
    configuration_overrides: Object | None = None
    tags: Object | None = None
    execution_timeout_minutes: Integer | None = None
    mode: Text | None = None
    retry_policy: Object | None = None
    flex_execution: Object | None = None
    client_token: Text | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class CancelJobRun(Task):
    """Cancel a job run (API: EMR Serverless CancelJobRun).

    Example
    -------
    >>> emr_serverless.CancelJobRun("Cancel", application_id=Ref("Spark"), job_run_id=path("$.run"), pattern="sync")
    """

    resource = "emr-serverless:cancelJobRun"
    grants = (
        Grant(("emr-serverless:CancelJobRun",), on="ApplicationId", resource=_JOB_RUN),
        Grant(("emr-serverless:GetJobRun",), on="ApplicationId", resource=_JOB_RUN, patterns=SYNC),
        _JOB_RULE,
    )

    application_id: Text = member(refers=_APPLICATION)
    job_run_id: Text
    shutdown_grace_period_in_seconds: Integer | None = None
    pattern: Literal["request_response", "sync"] = "request_response"
