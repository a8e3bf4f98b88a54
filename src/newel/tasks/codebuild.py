"""AWS CodeBuild ("Manage AWS CodeBuild builds with Step Functions")."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newel.aws.resources import PROJECT, REPORT_GROUP, ROLE, Target
from newel.declared import member
from newel.iam import SYNC, Grant, derive, managed_rule, pass_role
from newel.json_types import is_array
from newel.parameters.find import is_jsonata
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.iam import Call, Derived
    from newel.values import Boolean, Integer, List, Object, Text

_PROJECT = Target(PROJECT, "name")
_PASSED = pass_role("ServiceRoleOverride", "codebuild.amazonaws.com", form="name")
_ID = re.compile(r"(?:(?P<arn>arn:.*:)(?P<kind>build|build-batch|report)/)?(?P<name>(?:\$\{[\w.:]+\}|[\w-])+):[^:/]+")
"""The id or the ARN of a build or a batch, or the ARN of a report."""


class _Overriding(Task):
    """What a build, and a batch of them, may have otherwise than their project."""

    project_name: Text = member(refers=_PROJECT)
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
    environment_type_override: Text | None = None
    image_override: Text | None = None
    compute_type_override: Text | None = None
    certificate_override: Text | None = None
    cache_override: Object | None = None
    service_role_override: Text | None = member(refers=Target(ROLE, "name"), default=None)
    privileged_mode_override: Boolean | None = None
    queued_timeout_in_minutes_override: Integer | None = None
    encryption_key_override: Text | None = None
    idempotency_token: Text | None = None
    logs_config_override: Object | None = None
    registry_credential_override: Object | None = None
    image_pull_credentials_type_override: Text | None = None
    debug_session_enabled: Boolean | None = None


class StartBuild(_Overriding):
    """Run a build (API: CodeBuild StartBuild).

    Example
    -------
    >>> codebuild.StartBuild("Build", project_name=Ref("Builder"), pattern="sync")
    """

    resource = "codebuild:startBuild"
    grants = (
        Grant(("codebuild:StartBuild",), on="ProjectName"),
        Grant(("codebuild:StopBuild", "codebuild:BatchGetBuilds"), on="ProjectName", patterns=SYNC),
        _PASSED,
        managed_rule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    )

    report_build_status_override: Boolean | None = None
    build_status_config_override: Object | None = None
    timeout_in_minutes_override: Integer | None = None
    fleet_override: Object | None = None
    auto_retry_limit_override: Integer | None = None
    host_kernel_override: Text | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class StartBuildBatch(_Overriding):
    """Run a batch of builds (API: CodeBuild StartBuildBatch).

    Example
    -------
    >>> codebuild.StartBuildBatch("Build all", project_name=Ref("Builder"), pattern="sync")
    """

    resource = "codebuild:startBuildBatch"
    grants = (
        Grant(("codebuild:StartBuildBatch",), on="ProjectName"),
        Grant(("codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"), on="ProjectName", patterns=SYNC),
        _PASSED,
        managed_rule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    )

    report_build_batch_status_override: Boolean | None = None
    build_timeout_in_minutes_override: Integer | None = None
    build_batch_config_override: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class StopBuild(Task):
    """Stop a build (API: CodeBuild StopBuild).

    The id of a build begins with its project's name. Where it is known only when the state runs, `allow` says of which
    projects it may be.

    Example
    -------
    >>> codebuild.StopBuild("Stop", id=path("$.Build.Id"), allow=[Ref("Builder")])
    """

    resource = "codebuild:stopBuild"
    grants = (Grant(("codebuild:StopBuild",), on="Id", target=_PROJECT),)

    id: Text
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The project is known by the id of its build."""
        return derive(_by_owner(call, "Id"), cls.grants)


class BatchDeleteBuilds(Task):
    """Delete builds (API: CodeBuild BatchDeleteBuilds).

    Step Functions tries again where they were stopped just before. The id of a build begins with its project's name.

    Example
    -------
    >>> codebuild.BatchDeleteBuilds("Delete", ids=path("$.Builds[*].Id"), allow=[Ref("Builder")])
    """

    resource = "codebuild:batchDeleteBuilds"
    grants = (Grant(("codebuild:BatchDeleteBuilds",), on="Ids[]", target=_PROJECT),)

    ids: List
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The projects are known by the ids of their builds."""
        return derive(_by_owner(call, "Ids"), cls.grants)


class BatchGetReports(Task):
    """Get reports of tests (API: CodeBuild BatchGetReports).

    The ARN of a report has its group's name.

    Example
    -------
    >>> codebuild.BatchGetReports("Report", report_arns=path("$.Build.ReportArns"), allow=[Ref("Reports")])
    """

    resource = "codebuild:batchGetReports"
    grants = (Grant(("codebuild:BatchGetReports",), on="ReportArns[]", target=Target(REPORT_GROUP, "arn")),)

    report_arns: List
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The groups are known by the ARNs of their reports."""
        return derive(_by_owner(call, "ReportArns"), cls.grants)


class StopBuildBatch(Task):
    """Stop a batch of builds (API: CodeBuild StopBuildBatch).

    The id of a batch begins with its project's name.

    Example
    -------
    >>> codebuild.StopBuildBatch("Stop", id=path("$.BuildBatch.Id"), allow=[Ref("Builder")])
    """

    resource = "codebuild:stopBuildBatch"
    grants = (Grant(("codebuild:StopBuildBatch",), on="Id", target=_PROJECT),)

    id: Text
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The project is known by the id of its batch."""
        return derive(_by_owner(call, "Id"), cls.grants)


class RetryBuildBatch(Task):
    """Run a batch of builds again that failed (API: CodeBuild RetryBuildBatch).

    The id of a batch begins with its project's name.

    Example
    -------
    >>> codebuild.RetryBuildBatch("Again", id=path("$.BuildBatch.Id"), allow=[Ref("Builder")], pattern="sync")
    """

    resource = "codebuild:retryBuildBatch"
    one_of = ("id",)
    grants = (
        Grant(("codebuild:RetryBuildBatch",), on="Id", target=_PROJECT),
        Grant(("codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"), on="Id", target=_PROJECT, patterns=SYNC),
    )

    id: Text | None = None
    idempotency_token: Text | None = None
    retry_type: Text | None = None
    pattern: Literal["request_response", "sync"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The project is known by the id of its batch."""
        return derive(_by_owner(call, "Id"), cls.grants)


class DeleteBuildBatch(Task):
    """Delete a batch of builds (API: CodeBuild DeleteBuildBatch).

    Step Functions tries again where it was stopped just before. The id of a batch begins with its project's name.

    Example
    -------
    >>> codebuild.DeleteBuildBatch("Delete", id=path("$.BuildBatch.Id"), allow=[Ref("Builder")])
    """

    resource = "codebuild:deleteBuildBatch"
    grants = (Grant(("codebuild:DeleteBuildBatch",), on="Id", target=_PROJECT),)

    id: Text
    pattern: Literal["request_response"] = "request_response"

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """The project is known by the id of its batch."""
        return derive(_by_owner(call, "Id"), cls.grants)


def _by_owner(call: Call, member: str) -> Call:
    """The call, with the project or the report group in place of what is one's."""
    given = call.parameters.get(member)
    owners = [_owner(item) for item in given] if is_array(given) else _owner(given)
    return replace(call, parameters={**call.parameters, **({member: owners} if member in call.parameters else {})})


def _owner(item: object) -> object:
    """Whose a build, a batch or a report is: its name or ARN; nothing where an id has no name in it."""
    if not isinstance(item, str) or is_jsonata(item):
        return item
    found = _ID.fullmatch(item)
    if found is None:
        return None
    kind = "report-group" if found["kind"] == "report" else "project"
    return f"{found['arn']}{kind}/{found['name']}" if found["arn"] else found["name"]
