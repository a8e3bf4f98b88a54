"""ECS: run a task on EC2, placed, and one on Fargate, with a public address and an environment."""

from newel import Ref, StateMachine, path
from newel.tasks import ecs

run_on_ec2 = ecs.RunTask(
    "Run",
    pattern="sync",
    cluster=Ref("Ec2Cluster"),
    task_definition=Ref("Ec2TaskDefinition"),
    launch_type="EC2",
    placement_strategy=[
        {"Type": "spread", "Field": "instanceId"},
        {"Type": "binpack", "Field": "CPU"},
        {"Type": "random"},
    ],
    placement_constraints=[{"Type": "memberOf", "Expression": "blieptuut"}],
)
run_on_fargate = ecs.RunTask(
    "RunFargate",
    pattern="sync",
    cluster=Ref("FargateCluster"),
    task_definition=Ref("FargateTaskDefinition"),
    launch_type="FARGATE",
    network_configuration={
        "AwsvpcConfiguration": {
            "AssignPublicIp": "ENABLED",
            "Subnets": [Ref("SubnetOne"), Ref("SubnetTwo")],
            "SecurityGroups": [Ref("SecurityGroup")],
        },
    },
    overrides={
        "ContainerOverrides": [
            {"Name": "TheContainer", "Environment": [{"Name": "SOME_KEY", "Value": path("$.SomeKey")}]},
        ],
    },
)

machine = StateMachine("EcsExamples", run_on_ec2 >> run_on_fargate)
