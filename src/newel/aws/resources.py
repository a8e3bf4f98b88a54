"""Kinds of resources that fields refer to, their ARNs, and how CloudFormation names their identifiers.

A row says what an ARN of the kind looks like ("Actions, resources, and condition keys for AWS services"), which
resource types are of the kind, and for each form of identifier where it is found: "Ref", or attributes that
`Fn::GetAtt` takes ("Return values" on each type's page of the CloudFormation reference). The first is what newel
writes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Form: TypeAlias = Literal["arn", "name", "url"]


@dataclass(frozen=True)
class Kind:
    """A kind of resource, such as an SNS topic.

    Attributes
    ----------
    title
        What people call it.
    arn
        Its ARN, `{name}` where its name stands.
    types
        Its types in CloudFormation, and where each identifier is found.
    holds
        The kind of resource in it, and the property of its types that lists it.
    lowered
        Whether its ARN may have its name in lower case too, however it is written.
    open
        Whether CloudFormation may have it under types that are not listed here.
    """

    title: str
    arn: str
    types: Mapping[str, Mapping[Form, Sequence[str]]]
    holds: tuple[Kind, str] | None = None
    lowered: bool = False
    open: bool = False


@dataclass(frozen=True)
class Target:
    """What a field wants: which kind of resource, and which of its identifiers.

    Attributes
    ----------
    kind
        The kind of resource.
    form
        The identifier that newel writes for a reference.
    names
        Whether the API takes the resource's name too, where it takes its ARN.
    given
        Whether the API is given what the author's reference gives, whichever identifier that is.
    """

    kind: Kind
    form: Form
    names: bool = False
    given: bool = False


@cache
def arn_references() -> frozenset[str]:
    """The types of CloudFormation whose `Ref` gives an ARN; `scripts/catalog/references.py` writes them."""
    file = Path(__file__).parent / "data" / "arn_references.json"
    return frozenset(json.loads(file.read_text(encoding="utf-8")))


def arn(service: str, resource: str, *, region: str = "${AWS::Region}", account: str = "${AWS::AccountId}") -> str:
    """The pattern of an ARN in this partition, and in this region and account where it has them."""
    return f"arn:${{AWS::Partition}}:{service}:{region}:{account}:{resource}"


TOPIC = Kind(
    "SNS topic",
    arn("sns", "{name}"),
    {"AWS::SNS::Topic": {"arn": ("Ref", "TopicArn"), "name": ("TopicName",)}},
)
ALARM = Kind(
    "CloudWatch alarm",
    arn("cloudwatch", "alarm:{name}"),
    {
        "AWS::CloudWatch::Alarm": {"name": ("Ref",), "arn": ("Arn",)},
        "AWS::CloudWatch::CompositeAlarm": {"name": ("Ref",), "arn": ("Arn",)},
    },
)
FUNCTION = Kind(
    "Lambda function",
    arn("lambda", "function:{name}"),
    {
        "AWS::Serverless::Function": {"arn": ("Arn",), "name": ("Ref",)},
        "AWS::Lambda::Function": {"arn": ("Arn",), "name": ("Ref",)},
        "AWS::Lambda::Alias": {"arn": ("Ref", "AliasArn")},
        "AWS::Lambda::Version": {"arn": ("Ref", "FunctionArn")},
    },
)
QUEUE = Kind(
    "SQS queue",
    arn("sqs", "{name}"),
    {"AWS::SQS::Queue": {"url": ("Ref", "QueueUrl"), "arn": ("Arn",), "name": ("QueueName",)}},
)
TABLE = Kind(
    "DynamoDB table",
    arn("dynamodb", "table/{name}"),
    {
        "AWS::DynamoDB::Table": {"name": ("Ref",), "arn": ("Arn",)},
        "AWS::DynamoDB::GlobalTable": {"name": ("Ref",), "arn": ("Arn",)},
        "AWS::Serverless::SimpleTable": {"name": ("Ref",), "arn": ("Arn",)},
    },
)
STATE_MACHINE = Kind(
    "state machine",
    arn("states", "stateMachine:{name}"),
    {
        "AWS::Serverless::StateMachine": {"arn": ("Ref", "Arn"), "name": ("Name",)},
        "AWS::StepFunctions::StateMachine": {"arn": ("Ref", "Arn"), "name": ("Name",)},
    },
)
ROLE = Kind(
    "IAM role",
    arn("iam", "role/{name}", region=""),
    {"AWS::IAM::Role": {"arn": ("Arn",), "name": ("Ref",)}},
)
BUCKET = Kind(
    "S3 bucket",
    "arn:${AWS::Partition}:s3:::{name}",
    {"AWS::S3::Bucket": {"name": ("Ref",), "arn": ("Arn",)}},
)
KEY = Kind(
    "KMS key",
    arn("kms", "key/{name}"),
    {"AWS::KMS::Key": {"arn": ("Arn",), "name": ("Ref", "KeyId")}, "AWS::KMS::ReplicaKey": {"arn": ("Arn",)}},
)
PROJECT = Kind(
    "CodeBuild project",
    arn("codebuild", "project/{name}"),
    {"AWS::CodeBuild::Project": {"name": ("Ref",), "arn": ("Arn",)}},
)
DATABREW_JOB = Kind(
    "DataBrew job",
    arn("databrew", "job/{name}"),
    {"AWS::DataBrew::Job": {"name": ("Ref",)}},
)
GLUE_JOB = Kind(
    "Glue job",
    arn("glue", "job/{name}"),
    {"AWS::Glue::Job": {"name": ("Ref",)}},
)
INSTANCE_PROFILE = Kind(
    "instance profile",
    arn("iam", "instance-profile/{name}", region=""),
    {"AWS::IAM::InstanceProfile": {"name": ("Ref",), "arn": ("Arn",)}},
    holds=(ROLE, "Roles"),
)
EMR_CLUSTER = Kind(
    "EMR cluster",
    arn("elasticmapreduce", "cluster/{name}"),
    {"AWS::EMR::Cluster": {"name": ("Ref", "Id")}},
)
VIRTUAL_CLUSTER = Kind(
    "virtual cluster",
    arn("emr-containers", "/virtualclusters/{name}"),
    {"AWS::EMRContainers::VirtualCluster": {"name": ("Ref", "Id"), "arn": ("Arn",)}},
)
EMR_APPLICATION = Kind(
    "EMR Serverless application",
    arn("emr-serverless", "/applications/{name}"),
    {"AWS::EMRServerless::Application": {"name": ("Ref", "ApplicationId"), "arn": ("Arn",)}},
)
EKS_CLUSTER = Kind(
    "EKS cluster",
    arn("eks", "cluster/{name}"),
    {"AWS::EKS::Cluster": {"name": ("Ref",), "arn": ("Arn",)}},
)
NODEGROUP = Kind(
    "EKS node group",
    arn("eks", "nodegroup/*/{name}/*"),
    {"AWS::EKS::Nodegroup": {"name": ("NodegroupName",), "arn": ("Arn",)}},
)
FARGATE_PROFILE = Kind(
    "Fargate profile",
    arn("eks", "fargateprofile/*/{name}/*"),
    {"AWS::EKS::FargateProfile": {"arn": ("Arn",)}},
)
EVENT_BUS = Kind(
    "event bus",
    arn("events", "event-bus/{name}"),
    {"AWS::Events::EventBus": {"arn": ("Arn",), "name": ("Ref", "Name")}},
)
SCHEDULE_GROUP = Kind(
    "schedule group",
    arn("scheduler", "schedule-group/{name}"),
    {"AWS::Scheduler::ScheduleGroup": {"name": ("Ref",), "arn": ("Arn",)}},
)
CRAWLER = Kind(
    "Glue crawler",
    arn("glue", "crawler/{name}"),
    {"AWS::Glue::Crawler": {"name": ("Ref",)}},
)
WORK_GROUP = Kind(
    "Athena work group",
    arn("athena", "workgroup/{name}"),
    {"AWS::Athena::WorkGroup": {"name": ("Ref",)}},
)
DATA_CATALOG = Kind(
    "Athena data catalog",
    arn("athena", "datacatalog/{name}"),
    {"AWS::Athena::DataCatalog": {"name": ("Ref",)}},
)
GLUE_DATABASE = Kind(
    "Glue database",
    arn("glue", "database/{name}"),
    {"AWS::Glue::Database": {"name": ("Ref",)}},
)
GLUE_TABLE = Kind("Glue table", arn("glue", "table/{name}"), {})
"""Its name is DATABASE/TABLE."""

REPORT_GROUP = Kind(
    "CodeBuild report group",
    arn("codebuild", "report-group/{name}"),
    {"AWS::CodeBuild::ReportGroup": {"arn": ("Ref", "Arn")}},
)
SCHEDULE = Kind(
    "schedule",
    arn("scheduler", "schedule/default/{name}"),
    {"AWS::Scheduler::Schedule": {"name": ("Ref",), "arn": ("Arn",)}},
)
ACTIVITY = Kind(
    "activity",
    arn("states", "activity:{name}"),
    {"AWS::StepFunctions::Activity": {"arn": ("Ref", "Arn"), "name": ("Name",)}},
)
JOB_QUEUE = Kind(
    "Batch job queue",
    arn("batch", "job-queue/{name}"),
    {"AWS::Batch::JobQueue": {"arn": ("Ref", "JobQueueArn")}},
)
JOB_DEFINITION = Kind(
    "Batch job definition",
    arn("batch", "job-definition/{name}"),
    {"AWS::Batch::JobDefinition": {"arn": ("Ref", "JobDefinitionArn")}},
)
ECS_CLUSTER = Kind(
    "ECS cluster",
    arn("ecs", "cluster/{name}"),
    {"AWS::ECS::Cluster": {"arn": ("Arn",), "name": ("Ref",)}},
)
TASK_DEFINITION = Kind(
    "ECS task definition",
    arn("ecs", "task-definition/{name}"),
    {"AWS::ECS::TaskDefinition": {"arn": ("Ref", "TaskDefinitionArn")}},
)
API = Kind(
    "API of API Gateway",
    arn("execute-api", "{name}/*"),
    {
        "AWS::ApiGateway::RestApi": {"name": ("Ref", "RestApiId")},
        "AWS::ApiGatewayV2::Api": {"name": ("Ref", "ApiId")},
        "AWS::Serverless::Api": {"name": ("Ref",)},
        "AWS::Serverless::HttpApi": {"name": ("Ref",)},
    },
)
CONNECTION = Kind(
    "EventBridge connection",
    arn("events", "connection/{name}"),
    {"AWS::Events::Connection": {"arn": ("Arn",), "name": ("Ref",)}},
)
S3_OBJECT = Kind("S3 object", "arn:${AWS::Partition}:s3:::{name}", {})
"""Named by a URL, "s3://BUCKET/KEY"."""

FOUNDATION_MODEL = Kind(
    "Bedrock model",
    arn("bedrock", "foundation-model/{name}", account=""),
    {},
)
GUARDRAIL = Kind(
    "Bedrock guardrail",
    arn("bedrock", "guardrail/{name}"),
    {"AWS::Bedrock::Guardrail": {"arn": ("GuardrailArn",), "name": ("GuardrailId",)}},
)
HARNESS = Kind("AgentCore harness", arn("bedrock-agentcore", "harness/{name}"), {})
MEDIA_QUEUE = Kind(
    "MediaConvert queue",
    arn("mediaconvert", "queues/{name}"),
    {"AWS::MediaConvert::Queue": {"arn": ("Arn",), "name": ("Ref", "Name")}},
)
MEDIA_TEMPLATE = Kind(
    "MediaConvert job template",
    arn("mediaconvert", "jobTemplates/{name}"),
    {"AWS::MediaConvert::JobTemplate": {"name": ("Ref", "Name"), "arn": ("Arn",)}},
)
MEDIA_PRESET = Kind(
    "MediaConvert preset",
    arn("mediaconvert", "presets/{name}"),
    {"AWS::MediaConvert::Preset": {"name": ("Ref", "Name"), "arn": ("Arn",)}},
)


def _sagemaker(title: str, resource: str, types: Mapping[str, Mapping[Form, Sequence[str]]]) -> Kind:
    return Kind(f"SageMaker {title}", arn("sagemaker", f"{resource}/{{name}}"), types, lowered=True)


TRAINING_JOB = _sagemaker("training job", "training-job", {})
TRANSFORM_JOB = _sagemaker("transform job", "transform-job", {})
TUNING_JOB = _sagemaker("tuning job", "hyper-parameter-tuning-job", {})
PROCESSING_JOB = _sagemaker("processing job", "processing-job", {})
LABELING_JOB = _sagemaker("labeling job", "labeling-job", {})
ENDPOINT = _sagemaker(
    "endpoint", "endpoint", {"AWS::SageMaker::Endpoint": {"name": ("EndpointName",), "arn": ("Ref",)}}
)
ENDPOINT_CONFIG = _sagemaker(
    "endpoint configuration",
    "endpoint-config",
    {"AWS::SageMaker::EndpointConfig": {"name": ("EndpointConfigName",), "arn": ("Ref",)}},
)
MODEL = _sagemaker("model", "model", {"AWS::SageMaker::Model": {"name": ("ModelName",), "arn": ("Ref",)}})
