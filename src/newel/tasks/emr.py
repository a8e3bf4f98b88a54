"""Amazon EMR ("Create and manage Amazon EMR clusters with Step Functions").

Its APIs are Step Functions' own: the page says how each differs from the one of EMR that it wraps.

Step Functions asks EMR how a job goes. Until 2023 the page asked for EventBridge rules besides, as the CDK still does.
They are kept, each by its own name: where Step Functions still wants them, a machine whose role lacks them cannot be
created ("not authorized to create managed-rule").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from newel.aws.resources import EMR_CLUSTER, INSTANCE_PROFILE, ROLE, Target, arn
from newel.declared import member, option
from newel.iam import SYNC, Grant, On, managed_rule, pass_role, service_linked_role
from newel.tasks.base import Task
from newel.tasks.emr_rules import cluster_problems

if TYPE_CHECKING:
    from newel.parameters.shapes import Problem
    from newel.values import Boolean, Integer, List, Object, Text

_CLUSTER = Target(EMR_CLUSTER, "name")
_ANY_CLUSTER = arn("elasticmapreduce", "cluster/*")
_EC2 = "ec2.${AWS::URLSuffix}"


class CreateCluster(Task):
    """Create and start a cluster (API: EMR RunJobFlow).

    With "sync" the state waits until the cluster waits for steps. A cluster lives on when the execution is stopped.
    `instances` must have `"KeepJobFlowAliveWhenNoSteps": True`, and steps are added by `emr.AddStep`.

    Roles are named as EMR names them ("Configure IAM service roles for Amazon EMR permissions"): `service_role` and
    `auto_scaling_role` by their names, `job_flow_role` by its instance profile. newel finds the role in a profile of
    the template; a profile named by text or by a parameter is taken to hold the role of its own name, as
    EMR_EC2_DefaultRole does, unless `instance_role` says which.

    Example
    -------
    >>> emr.CreateCluster(
    ...     "Create",
    ...     cluster_name=path("$.name"),
    ...     release_label="emr-7.9.0",
    ...     instances={"KeepJobFlowAliveWhenNoSteps": True, "InstanceCount": 3, "MasterInstanceType": "m7g.xlarge"},
    ...     service_role=Ref("Role"),
    ...     job_flow_role=Ref("Profile"),
    ...     tags=[{"Key": "team", "Value": "data"}],
    ... )
    """

    resource = "elasticmapreduce:createCluster"
    api = "emr:RunJobFlow"
    without = ("Steps",)
    grants = (
        Grant(("elasticmapreduce:RunJobFlow",), resource="*"),
        Grant(("elasticmapreduce:AddTags",), on="Tags", resource=_ANY_CLUSTER),
        pass_role("ServiceRole", "elasticmapreduce.${AWS::URLSuffix}", form="name"),
        Grant(
            ("iam:PassRole",),
            on="JobFlowRole",
            resource=ROLE.arn,
            unless="instance_role",
            condition={"StringEquals": {"iam:PassedToService": _EC2}},
        ),
        pass_role("instance_role", _EC2),
        pass_role("AutoScalingRole", "application-autoscaling.${AWS::URLSuffix}", form="name"),
        service_linked_role("elasticmapreduce.${AWS::URLSuffix}", "AWSServiceRoleForEMRCleanup"),
        Grant(
            ("elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"),
            resource=_ANY_CLUSTER,
            patterns=SYNC,
        ),
        managed_rule("StepFunctionsGetEventForEMRRunJobFlowRule"),
    )

    cluster_name: Text = member("Name")
    instances: Object
    release_label: Text | None = None
    service_role: Text | None = member(refers=Target(ROLE, "name"), default=None)
    job_flow_role: Text | None = member(refers=Target(INSTANCE_PROFILE, "name"), default=None)
    instance_role: Text | None = option(refers=Target(ROLE, "arn"), default=None)
    auto_scaling_role: Text | None = member(refers=Target(ROLE, "name"), default=None)
    applications: List | None = None
    configurations: List | None = None
    bootstrap_actions: List | None = None
    log_uri: Text | None = None
    log_encryption_kms_key_id: Text | None = None
    additional_info: Text | None = None
    ami_version: Text | None = None
    step_execution_role_arn: Text | None = None
    supported_products: List | None = None
    new_supported_products: List | None = None
    visible_to_all_users: Boolean | None = None
    tags: List | None = None
    security_configuration: Text | None = None
    scale_down_behavior: Text | None = None
    custom_ami_id: Text | None = None
    ebs_root_volume_size: Integer | None = None
    ebs_root_volume_iops: Integer | None = None
    ebs_root_volume_throughput: Integer | None = None
    repo_upgrade_on_boot: Text | None = None
    kerberos_attributes: Object | None = None
    step_concurrency_level: Integer | None = None
    managed_scaling_policy: Object | None = None
    placement_group_configs: List | None = None
    auto_termination_policy: Object | None = None
    os_release_label: Text | None = member("OSReleaseLabel", default=None)
    extended_support: Boolean | None = None
    monitoring_configuration: Object | None = None
    session_enabled: Boolean | None = None
    pattern: Literal["request_response", "sync"] = "sync"

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """Besides what the model refuses, what Step Functions and EMR do."""
        return [*super().refused(parameters), *cluster_problems(parameters)]


class SetClusterTerminationProtection(Task):
    """Protect a cluster from being terminated, or no more (API: EMR SetTerminationProtection).

    Example
    -------
    >>> emr.SetClusterTerminationProtection("Protect", cluster_id=Ref("Cluster"), termination_protected=True)
    """

    resource = "elasticmapreduce:setClusterTerminationProtection"
    api = "emr:SetTerminationProtection"
    beyond = ("ClusterId",)
    without = ("JobFlowIds",)
    grants = (Grant(("elasticmapreduce:SetTerminationProtection",), on="ClusterId"),)

    cluster_id: Text = member(refers=_CLUSTER)
    termination_protected: Boolean
    pattern: Literal["request_response"] = "request_response"


class TerminateCluster(Task):
    """Shut a cluster down (API: EMR TerminateJobFlows).

    Example
    -------
    >>> emr.TerminateCluster("Terminate", cluster_id=Ref("Cluster"))
    """

    resource = "elasticmapreduce:terminateCluster"
    api = "emr:TerminateJobFlows"
    beyond = ("ClusterId",)
    without = ("JobFlowIds",)
    grants = (
        Grant(("elasticmapreduce:TerminateJobFlows",), on="ClusterId"),
        Grant(("elasticmapreduce:DescribeCluster",), on="ClusterId", patterns=SYNC),
        managed_rule("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    )

    cluster_id: Text = member(refers=_CLUSTER)
    pattern: Literal["request_response", "sync"] = "sync"


class AddStep(Task):
    """Add a step to a running cluster (API: EMR AddJobFlowSteps).

    A step with a role of its own may be added with that role alone ("Runtime roles for Amazon EMR steps").

    Example
    -------
    >>> emr.AddStep(
    ...     "Count",
    ...     cluster_id=Ref("Cluster"),
    ...     step={
    ...         "Name": "Count words",
    ...         "ActionOnFailure": "CONTINUE",
    ...         "HadoopJarStep": {"Jar": "command-runner.jar", "Args": ["spark-submit", "s3://code/count.py"]},
    ...     },
    ...     execution_role_arn=Ref("Role"),
    ... )
    """

    resource = "elasticmapreduce:addStep"
    api = "emr:AddJobFlowSteps"
    beyond = ("ClusterId", "Step")
    shapes = {"Step": "StepConfig"}  # noqa: RUF012
    without = ("JobFlowId", "Steps")
    grants = (
        Grant(
            ("elasticmapreduce:AddJobFlowSteps",),
            on="ClusterId",
            condition={"StringEquals": {"elasticmapreduce:ExecutionRoleArn": On("ExecutionRoleArn")}},
        ),
        Grant(("elasticmapreduce:DescribeStep", "elasticmapreduce:CancelSteps"), on="ClusterId", patterns=SYNC),
        managed_rule("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    )

    cluster_id: Text = member(refers=_CLUSTER)
    step: Object
    execution_role_arn: Text | None = member(refers=Target(ROLE, "arn"), default=None)
    pattern: Literal["request_response", "sync"] = "sync"


class CancelStep(Task):
    """Cancel a pending step (API: EMR CancelSteps).

    Example
    -------
    >>> emr.CancelStep("Cancel", cluster_id=Ref("Cluster"), step_id=path("$.step"))
    """

    resource = "elasticmapreduce:cancelStep"
    api = "emr:CancelSteps"
    beyond = ("StepId",)
    without = ("StepIds",)
    grants = (Grant(("elasticmapreduce:CancelSteps",), on="ClusterId"),)

    cluster_id: Text = member(refers=_CLUSTER)
    step_id: Text
    step_cancellation_option: Text | None = None
    pattern: Literal["request_response"] = "request_response"


class ModifyInstanceFleetByName(Task):
    """Change the capacities of an instance fleet (API: EMR ModifyInstanceFleet).

    Step Functions finds the fleet's id by its name.

    Example
    -------
    >>> emr.ModifyInstanceFleetByName(
    ...     "Grow",
    ...     cluster_id=Ref("Cluster"),
    ...     instance_fleet_name="core",
    ...     instance_fleet={"TargetOnDemandCapacity": 8, "TargetSpotCapacity": 0},
    ... )
    """

    resource = "elasticmapreduce:modifyInstanceFleetByName"
    api = "emr:ModifyInstanceFleet"
    beyond = ("InstanceFleetName",)
    without = ("InstanceFleet.InstanceFleetId",)
    grants = (Grant(("elasticmapreduce:ModifyInstanceFleet", "elasticmapreduce:ListInstanceFleets"), on="ClusterId"),)

    cluster_id: Text = member(refers=_CLUSTER)
    instance_fleet_name: Text
    instance_fleet: Object
    pattern: Literal["request_response"] = "request_response"


class ModifyInstanceGroupByName(Task):
    """Change the number of nodes, or the settings, of an instance group (API: EMR ModifyInstanceGroups).

    Step Functions finds the group's id by its name.

    Example
    -------
    >>> emr.ModifyInstanceGroupByName(
    ...     "Grow", cluster_id=Ref("Cluster"), instance_group_name="core", instance_group={"InstanceCount": 8}
    ... )
    """

    resource = "elasticmapreduce:modifyInstanceGroupByName"
    api = "emr:ModifyInstanceGroups"
    beyond = ("ClusterId", "InstanceGroupName", "InstanceGroup")
    shapes = {"InstanceGroup": "InstanceGroupModifyConfig"}  # noqa: RUF012
    without = ("InstanceGroups", "InstanceGroup.InstanceGroupId")
    grants = (Grant(("elasticmapreduce:ModifyInstanceGroups", "elasticmapreduce:ListInstanceGroups"), on="ClusterId"),)

    cluster_id: Text = member(refers=_CLUSTER)
    instance_group_name: Text
    instance_group: Object
    pattern: Literal["request_response"] = "request_response"
