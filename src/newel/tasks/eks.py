"""Amazon EKS ("Create and manage Amazon EKS clusters with Step Functions").

`Call` and `RunJob` ask nothing of IAM: the cluster has to let the state machine's role in, by an access entry or in its
aws-auth map ("Permissions" on the page). `runJob` and the APIs that wait poll, so there is no EventBridge rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from newel.aws.resources import EKS_CLUSTER, FARGATE_PROFILE, KEY, NODEGROUP, ROLE, Target, arn
from newel.declared import member
from newel.iam import SYNC, Grant, pass_role, service_linked_role
from newel.json_types import is_object
from newel.parameters.find import find
from newel.parameters.shapes import Problem
from newel.suggest import instead, nearest
from newel.tasks.base import Task

if TYPE_CHECKING:
    from newel.values import Boolean, Dynamic, Integer, List, Object, Text

    Method: TypeAlias = Literal["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"] | Dynamic

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")
LOG_OPTIONS = ("RetrieveLogs", "RawLogs", "LogParameters")

_CLUSTER = Target(EKS_CLUSTER, "name")
_NODEGROUP = arn("eks", "nodegroup/{ClusterName}/{name}/*")
_FARGATE_PROFILE = arn("eks", "fargateprofile/{ClusterName}/{name}/*")


def _own_role(service: str, name: str) -> tuple[Grant, Grant]:
    """Letting EKS make its role. It looks first, as its caller, whether there is one.

    Without that: "Failed to validate if SLR: ... already exists due to missing permissions for 'iam:GetRole'".
    """
    made = service_linked_role(service, name)
    return made, Grant(("iam:GetRole",), resource=made.resource)


class Call(Task):
    """Read or write Kubernetes objects (API: Step Functions' own, "Call").

    The table of "Integrating optimized services with Step Functions" has EKS wait for a callback, the page of EKS
    itself says that it does not; `request_body` can carry the token to a job.

    Parameters
    ----------
    certificate_authority, endpoint
        How to reach the cluster: its attributes CertificateAuthorityData and Endpoint.
    method
        "GET", "POST", "PUT", "DELETE", "HEAD" or "PATCH".
    path
        The path of the Kubernetes API: "/apis/batch/v1/namespaces/default/jobs".
    query_parameters
        What follows the path: lists of text by their names.
    request_body
        The object to write.

    Example
    -------
    >>> eks.Call(
    ...     "Start",
    ...     cluster_name=Ref("Kubernetes"),
    ...     certificate_authority=GetAtt("Kubernetes", "CertificateAuthorityData"),
    ...     endpoint=GetAtt("Kubernetes", "Endpoint"),
    ...     method="POST",
    ...     path="/apis/batch/v1/namespaces/default/jobs",
    ...     request_body={"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": path("$.name")}},
    ... )
    """

    resource = "eks:call"
    api = None

    cluster_name: Text = member(refers=_CLUSTER)
    certificate_authority: Text
    endpoint: Text
    method: Method
    path: Text
    query_parameters: Object | None = None
    request_body: Object | str | None = None
    pattern: Literal["request_response", "wait_for_task_token"] = "request_response"

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """Methods that the page does not list."""
        return [
            Problem("Method", f"{value!r} is no method that it takes", f"write {nearest(value, METHODS) or 'GET'}")
            for value in find(parameters, "Method")
            if isinstance(value, str) and value not in METHODS
        ]


class RunJob(Task):
    """Run a Kubernetes job (API: Step Functions' own, "RunJob").

    With `pattern="sync"` the state waits for the job, and can give its logs: `log_options={"RetrieveLogs": True}`.

    Parameters
    ----------
    certificate_authority, endpoint
        How to reach the cluster: its attributes CertificateAuthorityData and Endpoint.
    job
        The job, as Kubernetes takes it.
    namespace
        Where it runs; "default" where it is left out.
    log_options
        "RetrieveLogs", "RawLogs" and "LogParameters".

    Example
    -------
    >>> eks.RunJob(
    ...     "Run",
    ...     cluster_name=Ref("Kubernetes"),
    ...     certificate_authority=GetAtt("Kubernetes", "CertificateAuthorityData"),
    ...     endpoint=GetAtt("Kubernetes", "Endpoint"),
    ...     job={"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": path("$.name")}, "spec": path("$.spec")},
    ...     pattern="sync",
    ... )
    """

    resource = "eks:runJob"
    api = None

    cluster_name: Text = member(refers=_CLUSTER)
    certificate_authority: Text
    endpoint: Text
    job: Object | str
    namespace: Text | None = None
    log_options: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """Options of logs that the page does not list."""
        options = parameters.get("LogOptions")
        return [
            Problem(f"LogOptions.{name}", "there is no such option", instead(name, LOG_OPTIONS))
            for name in (key.removesuffix(".$") for key in (options if is_object(options) else {}))
            if name not in LOG_OPTIONS
        ]


class CreateCluster(Task):
    """Create a cluster, whose administrator the state machine's role becomes (API: EKS CreateCluster).

    Example
    -------
    >>> eks.CreateCluster(
    ...     "Create",
    ...     cluster_name="orders",
    ...     role_arn=Ref("Role"),
    ...     resources_vpc_config={"SubnetIds": ["subnet-1", "subnet-2"]},
    ...     pattern="sync",
    ... )
    """

    resource = "eks:createCluster"
    grants = (
        Grant(("eks:CreateCluster",), resource="*"),
        Grant(("eks:TagResource",), on="Name", resource=EKS_CLUSTER.arn, when="Tags"),
        pass_role("RoleArn", "eks.amazonaws.com"),
        pass_role("ComputeConfig.NodeRoleArn", "eks.amazonaws.com"),
        Grant(
            ("kms:DescribeKey", "kms:CreateGrant"), on="EncryptionConfig[].Provider.KeyArn", target=Target(KEY, "arn")
        ),
        service_linked_role("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
        Grant(("eks:DescribeCluster", "eks:DeleteCluster"), on="Name", resource=EKS_CLUSTER.arn, patterns=SYNC),
    )

    cluster_name: Text = member("Name", refers=_CLUSTER)
    role_arn: Text = member(refers=Target(ROLE, "arn"))
    resources_vpc_config: Object
    version: Text | None = None
    kubernetes_network_config: Object | None = None
    logging: Object | None = None
    client_request_token: Text | None = None
    tags: Object | None = None
    encryption_config: List | None = None
    outpost_config: Object | None = None
    access_config: Object | None = None
    bootstrap_self_managed_addons: Boolean | None = None
    upgrade_policy: Object | None = None
    zonal_shift_config: Object | None = None
    remote_network_config: Object | None = None
    compute_config: Object | None = None
    storage_config: Object | None = None
    deletion_protection: Boolean | None = None
    control_plane_scaling_config: Object | None = None
    kube_api_server_config: Object | None = None
    kube_scheduler_config: Object | None = None
    kube_controller_manager_config: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class DeleteCluster(Task):
    """Delete a cluster that has no node groups or Fargate profiles any more (API: EKS DeleteCluster).

    Example
    -------
    >>> eks.DeleteCluster("Delete", cluster_name=Ref("Kubernetes"), pattern="sync")
    """

    resource = "eks:deleteCluster"
    grants = (
        Grant(("eks:DeleteCluster",), on="Name"),
        Grant(("eks:DescribeCluster",), on="Name", patterns=SYNC),
    )

    cluster_name: Text = member("Name", refers=_CLUSTER)
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateNodegroup(Task):
    """Create a managed node group (API: EKS CreateNodegroup).

    IAM knows the cluster as the resource, though the page says `*` ("Actions, resources, and condition keys for Amazon
    Elastic Kubernetes Service").

    Example
    -------
    >>> eks.CreateNodegroup(
    ...     "Add",
    ...     cluster_name=Ref("Kubernetes"),
    ...     nodegroup_name="workers",
    ...     node_role=Ref("Role"),
    ...     subnets=["subnet-1", "subnet-2"],
    ...     pattern="sync",
    ... )
    """

    resource = "eks:createNodegroup"
    grants = (
        Grant(("eks:CreateNodegroup",), on="ClusterName"),
        Grant(("ec2:DescribeSubnets",), resource="*"),
        Grant(("eks:TagResource",), on="NodegroupName", resource=_NODEGROUP, when="Tags"),
        Grant(("iam:GetRole", "iam:ListAttachedRolePolicies"), on="NodeRole"),
        pass_role("NodeRole", "eks.amazonaws.com"),
        *_own_role("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
        Grant(("eks:DescribeNodegroup", "eks:DeleteNodegroup"), on="NodegroupName", resource=_NODEGROUP, patterns=SYNC),
    )

    cluster_name: Text = member(refers=_CLUSTER)
    nodegroup_name: Text = member(refers=Target(NODEGROUP, "name"))
    node_role: Text = member(refers=Target(ROLE, "arn"))
    subnets: List
    scaling_config: Object | None = None
    disk_size: Integer | None = None
    instance_types: List | None = None
    ami_type: Text | None = None
    remote_access: Object | None = None
    labels: Object | None = None
    taints: List | None = None
    tags: Object | None = None
    client_request_token: Text | None = None
    launch_template: Object | None = None
    update_config: Object | None = None
    node_repair_config: Object | None = None
    capacity_type: Text | None = None
    version: Text | None = None
    release_version: Text | None = None
    warm_pool_config: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class DeleteNodegroup(Task):
    """Delete a managed node group (API: EKS DeleteNodegroup).

    Example
    -------
    >>> eks.DeleteNodegroup("Remove", cluster_name=Ref("Kubernetes"), nodegroup_name=Ref("Nodes"), pattern="sync")
    """

    resource = "eks:deleteNodegroup"
    grants = (
        Grant(("eks:DeleteNodegroup",), on="NodegroupName", resource=_NODEGROUP),
        Grant(("eks:DescribeNodegroup",), on="NodegroupName", resource=_NODEGROUP, patterns=SYNC),
    )

    cluster_name: Text = member(refers=_CLUSTER)
    nodegroup_name: Text = member(refers=Target(NODEGROUP, "name"))
    pattern: Literal["request_response", "sync"] = "request_response"


class CreateFargateProfile(Task):
    """Create a Fargate profile (API: EKS CreateFargateProfile).

    The page prints no policy for it. EKS takes the pods' role on, and hands it to eks-fargate-pods ("Amazon EKS pod
    execution IAM role").

    Example
    -------
    >>> eks.CreateFargateProfile(
    ...     "Add",
    ...     cluster_name=Ref("Kubernetes"),
    ...     fargate_profile_name="batch",
    ...     pod_execution_role_arn=Ref("Role"),
    ...     selectors=[{"Namespace": "batch"}],
    ...     pattern="sync",
    ... )
    """

    resource = "eks:createFargateProfile"
    grants = (
        Grant(("eks:CreateFargateProfile",), on="ClusterName"),
        Grant(("eks:TagResource",), on="FargateProfileName", resource=_FARGATE_PROFILE, when="Tags"),
        pass_role("PodExecutionRoleArn", "eks.amazonaws.com", "eks-fargate-pods.amazonaws.com"),
        *_own_role("eks-fargate.amazonaws.com", "AWSServiceRoleForAmazonEKSForFargate"),
        Grant(
            ("eks:DescribeFargateProfile", "eks:DeleteFargateProfile"),
            on="FargateProfileName",
            resource=_FARGATE_PROFILE,
            patterns=SYNC,
        ),
    )

    cluster_name: Text = member(refers=_CLUSTER)
    fargate_profile_name: Text = member(refers=Target(FARGATE_PROFILE, "name"))
    pod_execution_role_arn: Text = member(refers=Target(ROLE, "arn"))
    subnets: List | None = None
    selectors: List | None = None
    client_request_token: Text | None = None
    tags: Object | None = None
    pattern: Literal["request_response", "sync"] = "request_response"


class DeleteFargateProfile(Task):
    """Delete a Fargate profile (API: EKS DeleteFargateProfile).

    Example
    -------
    >>> eks.DeleteFargateProfile(
    ...     "Remove", cluster_name=Ref("Kubernetes"), fargate_profile_name="batch", pattern="sync"
    ... )
    """

    resource = "eks:deleteFargateProfile"
    grants = (
        Grant(("eks:DeleteFargateProfile",), on="FargateProfileName", resource=_FARGATE_PROFILE),
        Grant(("eks:DescribeFargateProfile",), on="FargateProfileName", resource=_FARGATE_PROFILE, patterns=SYNC),
    )

    cluster_name: Text = member(refers=_CLUSTER)
    fargate_profile_name: Text = member(refers=Target(FARGATE_PROFILE, "name"))
    pattern: Literal["request_response", "sync"] = "request_response"
