"""SAM's policy templates ("AWS SAM policy templates"): what each allows, on which resources.

`EXACT` allow what a task needs and no more, and are used wherever they fit. `WIDER` allow more; they are used where a
project asks for them, and then newel tells what they allow besides. Whether the rows say what SAM's own table says is
tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.aws.resources import BUCKET, FUNCTION, QUEUE, STATE_MACHINE, TABLE, TOPIC, arn

if TYPE_CHECKING:
    from newel.aws.resources import Form


@dataclass(frozen=True)
class PolicyTemplate:
    """A policy template.

    Attributes
    ----------
    name
        Its name.
    parameter
        Its parameter, which takes one identifier of a resource of the same account, region and partition.
    actions
        The actions that it allows.
    arns
        On what, `{name}` where the name of the resource stands.
    form
        The identifier that its parameter takes.
    besides
        What its resources allow besides the one that is needed.
    """

    name: str
    parameter: str
    actions: tuple[str, ...]
    arns: tuple[str, ...]
    form: Form = "name"
    besides: str = ""


_CLUSTER = (arn("elasticmapreduce", "cluster/{name}"),)
_TABLES = (TABLE.arn, f"{TABLE.arn}/index/*")
_BUCKETS = (BUCKET.arn, f"{BUCKET.arn}/*")

EXACT = (
    PolicyTemplate("SNSPublishMessagePolicy", "TopicName", ("sns:Publish",), (TOPIC.arn,)),
    PolicyTemplate(
        "StepFunctionsExecutionPolicy", "StateMachineName", ("states:StartExecution",), (STATE_MACHINE.arn,)
    ),
    PolicyTemplate(
        "EventBridgePutEventsPolicy", "EventBusName", ("events:PutEvents",), (arn("events", "event-bus/{name}"),)
    ),
    PolicyTemplate("EcsRunTaskPolicy", "TaskDefinition", ("ecs:RunTask",), (arn("ecs", "task-definition/{name}"),)),
    PolicyTemplate(
        "ElasticMapReduceAddJobFlowStepsPolicy", "ClusterId", ("elasticmapreduce:AddJobFlowSteps",), _CLUSTER
    ),
    PolicyTemplate("ElasticMapReduceCancelStepsPolicy", "ClusterId", ("elasticmapreduce:CancelSteps",), _CLUSTER),
    PolicyTemplate(
        "ElasticMapReduceModifyInstanceFleetPolicy",
        "ClusterId",
        ("elasticmapreduce:ListInstanceFleets", "elasticmapreduce:ModifyInstanceFleet"),
        _CLUSTER,
    ),
    PolicyTemplate(
        "ElasticMapReduceModifyInstanceGroupsPolicy",
        "ClusterId",
        ("elasticmapreduce:ListInstanceGroups", "elasticmapreduce:ModifyInstanceGroups"),
        _CLUSTER,
    ),
    PolicyTemplate(
        "ElasticMapReduceSetTerminationProtectionPolicy",
        "ClusterId",
        ("elasticmapreduce:SetTerminationProtection",),
        _CLUSTER,
    ),
    PolicyTemplate(
        "ElasticMapReduceTerminateJobFlowsPolicy", "ClusterId", ("elasticmapreduce:TerminateJobFlows",), _CLUSTER
    ),
    PolicyTemplate(
        "SageMakerCreateEndpointPolicy",
        "EndpointName",
        ("sagemaker:CreateEndpoint",),
        (arn("sagemaker", "endpoint/{name}"),),
    ),
    PolicyTemplate(
        "SageMakerCreateEndpointConfigPolicy",
        "EndpointConfigName",
        ("sagemaker:CreateEndpointConfig",),
        (arn("sagemaker", "endpoint-config/{name}"),),
    ),
    PolicyTemplate("DynamoDBReconfigurePolicy", "TableName", ("dynamodb:UpdateTable",), (TABLE.arn,)),
)

WIDER = (
    PolicyTemplate("SQSSendMessagePolicy", "QueueName", ("sqs:SendMessage*",), (QUEUE.arn,)),
    PolicyTemplate(
        "LambdaInvokePolicy",
        "FunctionName",
        ("lambda:InvokeFunction",),
        (f"{FUNCTION.arn}*",),
        besides="every function whose name begins with this one's",
    ),
    PolicyTemplate(
        "DynamoDBWritePolicy",
        "TableName",
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"),
        _TABLES,
        besides="its indexes",
    ),
    PolicyTemplate(
        "DynamoDBReadPolicy",
        "TableName",
        ("dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:DescribeTable"),
        _TABLES,
        besides="its indexes",
    ),
    PolicyTemplate(
        "DynamoDBCrudPolicy",
        "TableName",
        (
            "dynamodb:GetItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Scan",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:ConditionCheckItem",
        ),
        _TABLES,
        besides="its indexes",
    ),
    PolicyTemplate(
        "S3ReadPolicy",
        "BucketName",
        (
            "s3:GetObject",
            "s3:ListBucket",
            "s3:GetBucketLocation",
            "s3:GetObjectVersion",
            "s3:GetLifecycleConfiguration",
        ),
        _BUCKETS,
        besides="every object of the bucket",
    ),
    PolicyTemplate(
        "S3CrudPolicy",
        "BucketName",
        (
            "s3:GetObject",
            "s3:ListBucket",
            "s3:GetBucketLocation",
            "s3:GetObjectVersion",
            "s3:PutObject",
            "s3:PutObjectAcl",
            "s3:GetLifecycleConfiguration",
            "s3:PutLifecycleConfiguration",
            "s3:DeleteObject",
        ),
        _BUCKETS,
        besides="every object of the bucket",
    ),
)
"""The narrowest first."""
