"""Amazon EMR on EKS ("Create and manage Amazon EMR clusters on EKS with AWS Step Functions").

The page prints no policies any more; those of its edition of 2023 are what the CDK grants too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newel.aws.resources import ROLE, VIRTUAL_CLUSTER, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, On, service_linked_role
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Boolean, Object, Text

_JOB_RUNS = arn("emr-containers", "/virtualclusters/{name}/jobruns/*")


class CreateVirtualCluster(Task):
    """Register a namespace of an EKS cluster as a virtual cluster (API: EMR on EKS CreateVirtualCluster).

    Example
    -------
    >>> emr_containers.CreateVirtualCluster(
    ...     "Create",
    ...     cluster_name=path("$.name"),
    ...     container_provider={"Id": Ref("Kubernetes"), "Type": "EKS", "Info": {"EksInfo": {"Namespace": "default"}}},
    ... )
    """

    resource = "emr-containers:createVirtualCluster"
    grants = (
        Grant(("emr-containers:CreateVirtualCluster",), resource="*"),
        Grant(("emr-containers:TagResource",), on="Tags", resource=arn("emr-containers", "/virtualclusters/*")),
        service_linked_role("emr-containers.amazonaws.com", "AWSServiceRoleForAmazonEMRContainers"),
    )

    cluster_name: Text = member("Name")
    container_provider: Object
    client_token: Text | None = None
    tags: Object | None = None
    security_configuration_id: Text | None = None
    session_enabled: Boolean | None = None
    scheduler_configuration: Object | None = None
    pattern: Literal["request_response"] = "request_response"


class DeleteVirtualCluster(Task):
    """Delete a virtual cluster (API: EMR on EKS DeleteVirtualCluster).

    Example
    -------
    >>> emr_containers.DeleteVirtualCluster("Delete", id=Ref("Virtual"), pattern="sync")
    """

    resource = "emr-containers:deleteVirtualCluster"
    grants = (
        Grant(("emr-containers:DeleteVirtualCluster",), on="Id"),
        Grant(("emr-containers:DescribeVirtualCluster",), on="Id", patterns=SYNC),
    )

    id: Text = member(refers=Target(VIRTUAL_CLUSTER, "name"))
    pattern: Literal["request_response", "sync"] = "request_response"


class StartJobRun(Task):
    """Run a Spark job on a virtual cluster (API: EMR on EKS StartJobRun).

    The job runs with `execution_role_arn`, and the state may start jobs with that role alone. The role has to trust
    the virtual cluster ("Update the trust policy of the job execution role" in the EMR on EKS guide), and needs what
    its job and its monitoring need; newel makes no role, bucket or log group.

    Example
    -------
    >>> emr_containers.StartJobRun(
    ...     "Run",
    ...     virtual_cluster_id=Ref("Virtual"),
    ...     execution_role_arn=Ref("Role"),
    ...     release_label="emr-7.9.0-latest",
    ...     job_driver={"SparkSubmitJobDriver": {"EntryPoint": "s3://code/job.py"}},
    ...     configuration_overrides={"MonitoringConfiguration": {"PersistentAppUI": "ENABLED"}},
    ...     tags={"team": "data"},
    ... )
    """

    resource = "emr-containers:startJobRun"
    grants = (
        Grant(
            ("emr-containers:StartJobRun",),
            on="VirtualClusterId",
            condition={"StringEquals": {"emr-containers:ExecutionRoleArn": On("ExecutionRoleArn")}},
        ),
        Grant(("emr-containers:TagResource",), on="VirtualClusterId", resource=_JOB_RUNS, when="Tags"),
        Grant(
            ("emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"),
            on="VirtualClusterId",
            resource=_JOB_RUNS,
            patterns=SYNC,
        ),
    )

    virtual_cluster_id: Text = member(refers=Target(VIRTUAL_CLUSTER, "name"))
    execution_role_arn: Text | None = member(refers=Target(ROLE, "arn"), default=None)
    job_name: Text | None = member("Name", default=None)
    release_label: Text | None = None
    job_driver: Object | None = None
    configuration_overrides: Object | None = None
    job_template_id: Text | None = None
    job_template_parameters: Object | None = None
    retry_policy_configuration: Object | None = None
    tags: Object | None = None
    client_token: Text | None = None
    pattern: Literal["request_response", "sync"] = "sync"
