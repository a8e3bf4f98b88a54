"""EMR: create, protect, use, change and terminate a cluster."""

from newel import Ref, StateMachine, path
from newel.tasks import emr

create_cluster = emr.CreateCluster(
    "Own roles: Create Cluster",
    instances={"KeepJobFlowAliveWhenNoSteps": True},
    job_flow_role=Ref("ClusterProfile"),
    cluster_name=path("$.ClusterName"),
    service_role=Ref("ServiceRole"),
    auto_scaling_role=Ref("AutoScalingRole"),
    visible_to_all_users=True,
)
# Run multiple steps in parallel.
create_concurrent_cluster = emr.CreateCluster(
    "Concurrency: Create Cluster",
    instances={"KeepJobFlowAliveWhenNoSteps": True},
    job_flow_role=Ref("ClusterProfile"),
    cluster_name=path("$.ClusterName"),
    service_role=Ref("ServiceRole"),
    auto_scaling_role=Ref("AutoScalingRole"),
    step_concurrency_level=10,
    visible_to_all_users=True,
)
set_termination_protection = emr.SetClusterTerminationProtection(
    "Set termination protection: Task", cluster_id="ClusterId", termination_protected=False
)
terminate_cluster = emr.TerminateCluster("Terminate cluster: Task", cluster_id="ClusterId")
add_step = emr.AddStep(
    "Add step: Task",
    cluster_id="ClusterId",
    step={"Name": "StepName", "ActionOnFailure": "CONTINUE", "HadoopJarStep": {"Jar": "Jar"}},
)
cancel_step = emr.CancelStep("Cancel step: Task", cluster_id="ClusterId", step_id="StepId")
modify_instance_fleet = emr.ModifyInstanceFleetByName(
    "Modify instance fleet: Task",
    cluster_id="ClusterId",
    instance_fleet_name="InstanceFleetName",
    instance_fleet={"TargetOnDemandCapacity": 2, "TargetSpotCapacity": 0},
)
modify_instance_group = emr.ModifyInstanceGroupByName(
    "Modify instance group: Task",
    cluster_id="ClusterId",
    instance_group_name=path("$.InstanceGroupName"),
    instance_group={"InstanceCount": 1},
)

machine = StateMachine(
    "EmrExamples",
    create_cluster
    >> create_concurrent_cluster
    >> set_termination_protection
    >> terminate_cluster
    >> add_step
    >> cancel_step
    >> modify_instance_fleet
    >> modify_instance_group,
)
