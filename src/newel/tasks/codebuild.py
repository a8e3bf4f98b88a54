"""AWS CodeBuild ("Start an AWS CodeBuild build using Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import PROJECT, Target
from newel.declared import member
from newel.iam import SYNC, Grant, managed_rule
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Boolean, Integer, List, Object, Text


class StartBuild(Task):
    """Run a build (API: CodeBuild StartBuild).

    Example
    -------
    >>> codebuild.StartBuild("Build", project_name=Ref("Builder"), pattern="sync")
    """

    resource = "codebuild:startBuild"
    grants = (
        Grant(("codebuild:StartBuild",), on="ProjectName"),
        Grant(("codebuild:StopBuild", "codebuild:BatchGetBuilds"), on="ProjectName", patterns=SYNC),
        managed_rule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    )

    project_name: Text = member(refers=Target(PROJECT, "name"))
    secondary_sources_override: List | None = None
    secondary_sources_version_override: List | None = None
    source_version: Text | None = None
    artifacts_override: Object | None = None
    secondary_artifacts_override: List | None = None
    environment_variables_override: List | None = None
    source_type_override: Text | None = None
    source_location_override: Text | None = None
    source_auth_override: Object | None = None
    git_clone_depth_override: Integer | None = None
    git_submodules_config_override: Object | None = None
    buildspec_override: Text | None = None
    insecure_ssl_override: Boolean | None = None
    report_build_status_override: Boolean | None = None
    build_status_config_override: Object | None = None
    environment_type_override: Text | None = None
    image_override: Text | None = None
    compute_type_override: Text | None = None
    certificate_override: Text | None = None
    cache_override: Object | None = None
    service_role_override: Text | None = None
    privileged_mode_override: Boolean | None = None
    timeout_in_minutes_override: Integer | None = None
    queued_timeout_in_minutes_override: Integer | None = None
    encryption_key_override: Text | None = None
    idempotency_token: Text | None = None
    logs_config_override: Object | None = None
    registry_credential_override: Object | None = None
    image_pull_credentials_type_override: Text | None = None
    debug_session_enabled: Boolean | None = None
    fleet_override: Object | None = None
    auto_retry_limit_override: Integer | None = None
    host_kernel_override: Text | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class StartBuildBatch(Task):
    """Run a batch of builds (API: CodeBuild StartBuildBatch).

    Example
    -------
    >>> codebuild.StartBuildBatch("Build all", project_name=Ref("Builder"), pattern="sync")
    """

    resource = "codebuild:startBuildBatch"
    grants = (
        Grant(("codebuild:StartBuildBatch",), on="ProjectName"),
        Grant(("codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"), on="ProjectName", patterns=SYNC),
        managed_rule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    )

    project_name: Text = member(refers=Target(PROJECT, "name"))
    secondary_sources_override: List | None = None
    secondary_sources_version_override: List | None = None
    source_version: Text | None = None
    artifacts_override: Object | None = None
    secondary_artifacts_override: List | None = None
    environment_variables_override: List | None = None
    source_type_override: Text | None = None
    source_location_override: Text | None = None
    source_auth_override: Object | None = None
    git_clone_depth_override: Integer | None = None
    git_submodules_config_override: Object | None = None
    buildspec_override: Text | None = None
    insecure_ssl_override: Boolean | None = None
    report_build_batch_status_override: Boolean | None = None
    environment_type_override: Text | None = None
    image_override: Text | None = None
    compute_type_override: Text | None = None
    certificate_override: Text | None = None
    cache_override: Object | None = None
    service_role_override: Text | None = None
    privileged_mode_override: Boolean | None = None
    build_timeout_in_minutes_override: Integer | None = None
    queued_timeout_in_minutes_override: Integer | None = None
    encryption_key_override: Text | None = None
    idempotency_token: Text | None = None
    logs_config_override: Object | None = None
    registry_credential_override: Object | None = None
    image_pull_credentials_type_override: Text | None = None
    build_batch_config_override: Object | None = None
    debug_session_enabled: Boolean | None = None
    pattern: Literal["request_response", "sync"] = "request_response"
