"""EMR, EMR on EKS, EMR Serverless and EKS: what is refused, and whose roles are passed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import GetAtt, Param, Ref, StateMachine, Sub, path
from newel.errors import NewelError
from newel.iam import statements
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.tasks import eks, emr, emr_containers

if TYPE_CHECKING:
    from newel.tasks.base import Task

TEMPLATE = parse(
    """\
Parameters:
  ProfileName: {Type: String}
Resources:
  Role: {Type: AWS::IAM::Role}
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [!Ref Role]}
  OfAnother:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [Elsewhere]}
  OfAParameter:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: [!Ref ProfileName]}
  Unclear:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: !If [A, B, C]}
""",
    Path("template.yaml"),
)
KEPT = {"KeepJobFlowAliveWhenNoSteps": True}
KUBERNETES: Any = {
    "cluster_name": "c",
    "certificate_authority": GetAtt("Kubernetes", "CertificateAuthorityData"),
    "endpoint": "https://k",
}
ROLES = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"


def policy(state: Task) -> list[Any]:
    needs = StateMachine("Machine", state).compile().needs
    return [each for one in policies(statements(needs), TEMPLATE, logs=False) for each in one["Statement"]]


def passed(state: Task) -> list[Any]:
    return [each["Resource"] for each in policy(state) if each["Action"] == "iam:PassRole"]


def cluster(**fields: Any) -> emr.CreateCluster:
    return emr.CreateCluster("Create", **{"cluster_name": "c", "instances": KEPT, **fields})


def refusal(state: Task) -> str:
    with pytest.raises(NewelError) as caught:
        StateMachine("Machine", state).compile()
    return str(caught.value)


@pytest.mark.parametrize(
    ("profile", "role"),
    [
        (Ref("Profile"), {"Fn::GetAtt": ["Role", "Arn"]}),
        (Sub("${Profile}"), {"Fn::GetAtt": ["Role", "Arn"]}),
        (Ref("OfAnother"), {"Fn::Sub": f"{ROLES}Elsewhere"}),
        (Ref("OfAParameter"), {"Fn::Sub": ROLES + "${ProfileName}"}),
        (Param("ProfileName"), {"Fn::Sub": ROLES + "${ProfileName}"}),
        ("EMR_EC2_DefaultRole", {"Fn::Sub": f"{ROLES}EMR_EC2_DefaultRole"}),
    ],
)
def test_the_role_in_the_instance_profile_is_passed(profile: Any, role: Any) -> None:
    assert passed(cluster(job_flow_role=profile)) == [role]


def test_a_profile_whose_role_has_another_name_says_which() -> None:
    assert passed(cluster(job_flow_role="profile", instance_role=Ref("Role"))) == [{"Fn::GetAtt": ["Role", "Arn"]}]


def test_a_profile_that_does_not_say_its_role_is_an_error() -> None:
    with pytest.raises(NewelError, match="Unclear does not say which IAM role it holds"):
        passed(cluster(job_flow_role=Ref("Unclear")))


def test_roles_are_passed_to_the_services_that_take_them_on() -> None:
    state = cluster(service_role="EMR_DefaultRole", job_flow_role="Nodes", auto_scaling_role="Scaling")
    to = {
        str(each["Resource"]["Fn::Sub"]).removeprefix(ROLES): each["Condition"]["StringEquals"]["iam:PassedToService"]
        for each in policy(state)
        if each["Action"] == "iam:PassRole"
    }
    assert to == {
        "EMR_DefaultRole": {"Fn::Sub": "elasticmapreduce.${AWS::URLSuffix}"},
        "Nodes": {"Fn::Sub": "ec2.${AWS::URLSuffix}"},
        "Scaling": {"Fn::Sub": "application-autoscaling.${AWS::URLSuffix}"},
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"instances": {}}, "instances.KeepJobFlowAliveWhenNoSteps: Step Functions wants the cluster to outlive"),
        ({"instances": {"KeepJobFlowAliveWhenNoSteps": False}}, "write True"),
        ({"instances": {**KEPT, "Steps": []}}, "instances.Steps: the API has no such member"),
        ({"step_concurrency_level": 0}, "step_concurrency_level: 0 is out of range"),
        ({"step_concurrency_level": 257}, "write at least 1 and at most 256"),
        ({"step_concurrency_level": 2, "release_label": "emr-5.14.0"}, "steps run at once since emr-5.28.0"),
        ({"ebs_root_volume_size": 14}, "ebs_root_volume_size: 14 is out of range"),
        ({"ebs_root_volume_iops": -1}, "ebs_root_volume_iops: -1 is out of range"),
        ({"ebs_root_volume_throughput": 1001}, "ebs_root_volume_throughput: 1001 is out of range"),
        ({"auto_termination_policy": {"IdleTimeout": 0}}, "auto_termination_policy.IdleTimeout: 0 is out of range"),
    ],
)
def test_a_cluster_that_would_be_refused_is_an_error(fields: dict[str, Any], message: str) -> None:
    assert message in refusal(cluster(**fields))


@pytest.mark.parametrize(
    ("fleet", "message"),
    [
        (
            {
                "LaunchSpecifications": {
                    "SpotSpecification": {"TimeoutAction": "TERMINATE_CLUSTER", "TimeoutDurationMinutes": 4}
                }
            },
            "4 is out of range",
        ),
        (
            {"LaunchSpecifications": {"SpotSpecification": {"TimeoutAction": "TERMINATE_CLUSTER"}}},
            "TimeoutDurationMinutes: is required",
        ),
        ({"TargetSpotCapacity": 2}, "a cluster has one primary node"),
        (
            {
                "InstanceTypeConfigs": [
                    {"InstanceType": "m7g.xlarge", "BidPrice": "1", "BidPriceAsPercentageOfOnDemandPrice": 1.0}
                ]
            },
            "the bid is a price or a percentage, not both",
        ),
    ],
)
def test_a_fleet_that_would_be_refused_is_an_error(fleet: dict[str, Any], message: str) -> None:
    fleets = {**KEPT, "InstanceFleets": [{"InstanceFleetType": "MASTER", **fleet}]}
    assert message in refusal(cluster(instances=fleets))


def test_instance_fleets_take_no_role_for_scaling() -> None:
    state = cluster(
        instances={**KEPT, "InstanceFleets": [{"InstanceFleetType": "MASTER"}]}, auto_scaling_role="Scaling"
    )
    assert "auto_scaling_role: instance fleets take no such role" in refusal(state)


def test_what_is_known_only_when_the_state_runs_is_not_held_against_a_cluster() -> None:
    StateMachine("Machine", cluster(instances=path("$.instances"), step_concurrency_level=path("$.level"))).compile()


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (emr.AddStep("Add", cluster_id="j-1", step={"Name": "s"}), "step.HadoopJarStep: is required"),
        (
            emr.AddStep("Add", cluster_id="j-1", step={"Name": "s", "HadoopJarStep": {"Jar": "j", "Arg": []}}),
            "step.HadoopJarStep.Arg: the API has no such member\n  write Args",
        ),
        (
            emr.ModifyInstanceFleetByName(
                "Grow", cluster_id="j-1", instance_fleet_name="f", instance_fleet={"InstanceFleetId": "if-1"}
            ),
            "instance_fleet.InstanceFleetId: the API has no such member",
        ),
        (
            emr.ModifyInstanceGroupByName(
                "Grow", cluster_id="j-1", instance_group_name="g", instance_group={"InstanceCounts": 1}
            ),
            "instance_group.InstanceCounts: the API has no such member\n  write InstanceCount",
        ),
    ],
)
def test_what_step_functions_takes_in_place_of_the_api_is_held_to_the_model(state: Task, message: str) -> None:
    assert message in refusal(state)


def test_a_step_with_a_role_is_added_with_that_role_alone() -> None:
    step = {"Name": "s", "HadoopJarStep": {"Jar": "j"}}
    [own, *_] = policy(emr.AddStep("Add", cluster_id="j-1", step=step, execution_role_arn=Ref("Role")))
    [any_, *_] = policy(emr.AddStep("Add", cluster_id="j-1", step=step, pattern="request_response"))
    role = {"Fn::GetAtt": ["Role", "Arn"]}
    assert own["Condition"] == {"StringEquals": {"elasticmapreduce:ExecutionRoleArn": role}}
    assert "Condition" not in any_


def test_jobs_run_on_a_virtual_cluster_that_is_open_with_their_role_alone() -> None:
    state = emr_containers.StartJobRun(
        "Run", virtual_cluster_id=path("$.id"), execution_role_arn="arn:aws:iam::123456789012:role/Job"
    )
    start, watch = policy(state)
    assert start["Resource"] == {
        "Fn::Sub": "arn:${AWS::Partition}:emr-containers:${AWS::Region}:${AWS::AccountId}:/virtualclusters/*"
    }
    assert start["Condition"] == {
        "StringEquals": {"emr-containers:ExecutionRoleArn": "arn:aws:iam::123456789012:role/Job"}
    }
    assert watch["Resource"]["Fn::Sub"].endswith("/virtualclusters/*/jobruns/*")


def test_a_role_inside_of_the_parameters_gives_its_arn() -> None:
    state = eks.CreateCluster(
        "Create",
        cluster_name="c",
        role_arn=Ref("Role"),
        resources_vpc_config={},
        compute_config={"Enabled": True, "NodeRoleArn": Ref("Role")},
    )
    assert passed(state) == [{"Fn::GetAtt": ["Role", "Arn"]}]
    definition = StateMachine("Machine", state).compile()
    assert definition.asl["States"]["Create"]["Parameters"]["ComputeConfig"]["NodeRoleArn"] == "${RoleArn}"


def test_kubernetes_is_called_with_a_method_that_it_takes() -> None:
    fields: dict[str, Any] = {**KUBERNETES, "path": "/api"}
    mistyped: Any = "GTE"
    wrong = refusal(eks.Call("Call", method=mistyped, **fields))
    assert "method: 'GTE' is no method that it takes\n  write GET" in wrong
    StateMachine("Machine", eks.Call("Call", method=path("$.method"), **fields)).compile()


def test_the_logs_of_a_job_have_the_options_of_the_page() -> None:
    wrong = refusal(eks.RunJob("Run", job={}, log_options={"RetrieveLog": True, "RawLogs": True}, **KUBERNETES))
    assert "log_options.RetrieveLog: there is no such option\n  write RetrieveLogs" in wrong
