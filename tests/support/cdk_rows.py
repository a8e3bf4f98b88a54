"""The CDK's task classes: which integration each is, and what becomes of its props."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel import intrinsics
from newel.values import Sub, context
from support import cdk_props as props
from support.cdk_tasks import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE = props.attribute("TableName", "tableName")
_PROJECT = props.attribute("ProjectName", "projectName")
_CLUSTER = {"KeepJobFlowAliveWhenNoSteps": True}

TASKS: dict[str, Row] = {
    "AthenaGetQueryExecution": Row("athena:getQueryExecution"),
    "AthenaGetQueryResults": Row("athena:getQueryResults"),
    "AthenaStartQueryExecution": Row(
        "athena:startQueryExecution",
        {
            "clientRequestToken": lambda token: {
                "ClientRequestToken": Sub(token)
            },  # the API takes no less than 32 letters
            "resultConfiguration": props.athena_result,
            "queryExecutionContext": props.athena_context,
        },
    ),
    "AthenaStopQueryExecution": Row("athena:stopQueryExecution"),
    "BatchSubmitJob": Row(
        "batch:submitJob",
        {
            "jobDefinitionArn": "JobDefinition",
            "jobQueueArn": "JobQueue",
            "arraySize": props.inside("ArrayProperties", "Size"),
            "attempts": props.inside("RetryStrategy", "Attempts"),
            "containerOverrides": props.batch_overrides,
            "payload": props.data("Parameters"),
            "tags": props.data("Tags"),
            "taskTimeout": props.inside("Timeout", "AttemptDurationSeconds"),
        },
        pattern="sync",
    ),
    "BedrockCreateModelCustomizationJob": Row(
        "bedrock:createModelCustomizationJob",
        {
            "baseModel": lambda _: {},
            "hyperParameters": props.data("HyperParameters"),
            "outputData": props.data_config("OutputDataConfig"),
            "trainingData": props.data_config("TrainingDataConfig"),
            "validationData": props.data_config("ValidationDataConfig"),
            "role": props.attribute("RoleArn", "roleArn"),
            "vpcConfig": props.vpc,
        },
        makes=("BaseModelIdentifier", "RoleArn"),
    ),
    "BedrockInvokeModel": Row(
        "bedrock:invokeModel",
        {
            "model": lambda _: {},
            "guardrail": lambda given: {"GuardrailIdentifier": given["id"], "GuardrailVersion": given["version"]},
            "input": props.invoked("Input", "s3InputUri"),
            "output": props.invoked("Output", "s3OutputUri"),
            "traceEnabled": lambda on: {"Trace": "ENABLED" if on else "DISABLED"},
        },
        makes=("ModelId",),
    ),
    "CallAwsService": Row(
        "CallAwsService",
        {
            "parameters": props.data("Parameters"),
            "iamResources": "@iam_resources",
            "iamAction": "@iam_action",
            "additionalIamStatements": props.statements,
        },
        whole=props.required,
    ),
    "CallAwsServiceCrossRegion": Row(
        "CallAwsServiceCrossRegion",
        {
            "parameters": props.data("Parameters"),
            "iamResources": "@iam_resources",
            "iamAction": "@iam_action",
            "additionalIamStatements": props.statements,
            "retryOnServiceExceptions": lambda on: {} if on else {"@retry": []},
        },
        whole=props.required,
    ),
    "CallApiGatewayRestApiEndpoint": Row(
        "apigateway:invoke",
        {"api": lambda _: {}, "region": lambda _: {}, "stageName": "Stage", "apiPath": "Path"},
        adds={"AuthType": "NO_AUTH"},
        whole=props.rest_api,
    ),
    "CodeBuildStartBuild": Row(
        "codebuild:startBuild", {"project": _PROJECT, "environmentVariablesOverride": props.variables}
    ),
    "CodeBuildStartBuildBatch": Row(
        "codebuild:startBuildBatch", {"project": _PROJECT, "environmentVariablesOverride": props.variables}
    ),
    "DynamoDeleteItem": Row("dynamodb:deleteItem", {"table": _TABLE, "key": props.data("Key")}),
    "DynamoGetItem": Row(
        "dynamodb:getItem",
        {
            "table": _TABLE,
            "key": props.data("Key"),
            "expressionAttributeNames": props.data("ExpressionAttributeNames"),
            "projectionExpression": lambda _: {},  # it is built by calls, which were not recorded
        },
        makes=("ProjectionExpression",),
    ),
    "DynamoPutItem": Row(
        "dynamodb:putItem",
        {
            "table": _TABLE,
            "item": props.data("Item"),
            "expressionAttributeNames": props.data("ExpressionAttributeNames"),
            "expressionAttributeValues": props.data("ExpressionAttributeValues"),
        },
    ),
    "DynamoUpdateItem": Row(
        "dynamodb:updateItem",
        {
            "table": _TABLE,
            "key": props.data("Key"),
            "expressionAttributeNames": props.data("ExpressionAttributeNames"),
            "expressionAttributeValues": props.data("ExpressionAttributeValues"),
        },
    ),
    "EcsRunTask": Row(
        "ecs:runTask",
        {
            "cluster": props.attribute("Cluster", "clusterArn"),
            "taskDefinition": lambda _: {},
            "revisionNumber": lambda _: {},
            "containerOverrides": props.containers,
            "cpu": props.inside("Overrides", "Cpu"),
            "memoryMiB": props.inside("Overrides", "Memory"),
            "launchTarget": props.launch,
            "propagatedTagSource": "PropagateTags",
        },
        makes=("TaskDefinition", "NetworkConfiguration"),
    ),
    "EksCall": Row(
        "eks:call",
        {
            "cluster": props.eks_cluster,
            "httpMethod": "Method",
            "httpPath": "Path",
        },
        makes=("CertificateAuthority", "Endpoint"),
    ),
    "EmrAddStep": Row(
        "elasticmapreduce:addStep",
        {prop: props.step(prop) for prop in ("name", "jar", "args", "mainClass", "properties", "actionOnFailure")},
        pattern="sync",
    ),
    "EmrCancelStep": Row("elasticmapreduce:cancelStep"),
    "EmrCreateCluster": Row(
        "elasticmapreduce:createCluster",
        {
            "instances": props.instances,
            "clusterRole": props.attribute("JobFlowRole", "roleName"),
            "serviceRole": props.attribute("ServiceRole", "roleName"),
            "autoScalingRole": props.attribute("AutoScalingRole", "roleName"),
            "tags": props.tags,
            "ebsRootVolumeSize": "EbsRootVolumeSize",
            "autoTerminationPolicyIdleTimeout": props.inside("AutoTerminationPolicy", "IdleTimeout"),
        },
        pattern="sync",
        adds={"Instances": _CLUSTER, "VisibleToAllUsers": True},
    ),
    "EmrContainersCreateVirtualCluster": Row(
        "emr-containers:createVirtualCluster",
        {"eksCluster": props.eks, "virtualClusterName": "Name"},
        adds={"Name": intrinsics.format("{}/{}", context.execution.name, context.state.name)},
    ),
    "EmrContainersDeleteVirtualCluster": Row("emr-containers:deleteVirtualCluster", {"virtualClusterId": "Id"}),
    "EmrContainersStartJobRun": Row(
        "emr-containers:startJobRun",
        {
            "virtualCluster": "VirtualClusterId",
            "executionRole": props.attribute("ExecutionRoleArn", "roleArn"),
            "jobName": "Name",
            "monitoring": props.monitoring,
            "applicationConfig": props.application,
            "tags": props.data("Tags"),
        },
        pattern="sync",
        adds={"ConfigurationOverrides": {"MonitoringConfiguration": {"PersistentAppUI": "ENABLED"}}},
        makes=("ExecutionRoleArn",),
    ),
    "EmrModifyInstanceFleetByName": Row(
        "elasticmapreduce:modifyInstanceFleetByName",
        {
            "targetOnDemandCapacity": props.inside("InstanceFleet", "TargetOnDemandCapacity"),
            "targetSpotCapacity": props.inside("InstanceFleet", "TargetSpotCapacity"),
        },
    ),
    "EmrModifyInstanceGroupByName": Row("elasticmapreduce:modifyInstanceGroupByName"),
    "EmrSetClusterTerminationProtection": Row("elasticmapreduce:setClusterTerminationProtection"),
    "EmrTerminateCluster": Row("elasticmapreduce:terminateCluster", pattern="sync"),
    "EventBridgePutEvents": Row("events:putEvents", {"entries": props.entries}),
    "EventBridgeSchedulerCreateScheduleTask": Row(
        "aws-sdk:scheduler:createSchedule",
        {
            "scheduleName": "Name",
            "schedule": lambda schedule: {} if schedule is None else {"ScheduleExpression": schedule},
            "target": props.target,
            "flexibleTimeWindow": lambda seconds: {
                "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": seconds // 60}
            },
        },
        adds={"ActionAfterCompletion": "NONE", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED"},
        makes=("ScheduleExpression",),  # of a date, which was not recorded
    ),
    "GlueDataBrewStartJobRun": Row("databrew:startJobRun"),
    "GlueStartJobRun": Row(
        "glue:startJobRun",
        {
            "glueJobName": "JobName",
            "arguments": props.data("Arguments"),
            "workerConfiguration": props.glue_workers,
            "taskTimeout": lambda item: {"Timeout": item // 60 if isinstance(item, int) else item},
            "notifyDelayAfter": lambda seconds: {"NotificationProperty": {"NotifyDelayAfter": seconds // 60}},
        },
    ),
    "GlueStartCrawlerRun": Row("aws-sdk:glue:startCrawler", {"crawlerName": "Name"}),
    "HttpInvoke": Row(
        "http:invoke",
        {
            "apiRoot": lambda _: {},
            "apiEndpoint": lambda _: {},
            "connection": props.connection,
            "urlEncodingFormat": props.encoding,
            "queryStringParameters": "QueryParameters",
            "body": "RequestBody",
        },
        whole=props.url,
    ),
    "LambdaInvoke": Row(
        "lambda:invoke",
        {
            "lambdaFunction": props.attribute("FunctionName", "functionArn"),
            "payloadResponseOnly": "@response_only",
            "retryOnServiceExceptions": lambda on: {} if on else {"@retry": []},
        },
    ),
    "MediaConvertCreateJob": Row("mediaconvert:createJob", {"createJobRequest": lambda given: given}),
    "SageMakerCreateEndpoint": Row("sagemaker:createEndpoint"),
    "SageMakerCreateEndpointConfig": Row(
        "sagemaker:createEndpointConfig",
        {
            "kmsKey": props.attribute("KmsKeyId", "keyId"),
            "productionVariants": lambda given: {"ProductionVariants": [props.variant(item) for item in given]},
        },
    ),
    "SageMakerCreateModel": Row(
        "sagemaker:createModel",
        {
            "primaryContainer": props.container,
            "role": props.attribute("ExecutionRoleArn", "roleArn"),
            "vpc": lambda _: {},
        },
        makes=("ExecutionRoleArn", "VpcConfig"),
    ),
    "SageMakerCreateTrainingJob": Row(
        "sagemaker:createTrainingJob",
        {
            "role": props.attribute("RoleArn", "roleArn"),
            "inputDataConfig": lambda given: {"InputDataConfig": [props.channel(item) for item in given]},
            "outputDataConfig": lambda given: {"OutputDataConfig": {"S3OutputPath": given["s3OutputLocation"]}},
            "resourceConfig": props.training_resources,
            "stoppingCondition": lambda given: {"StoppingCondition": {"MaxRuntimeInSeconds": given["maxRuntime"]}},
        },
        adds={
            "AlgorithmSpecification": {"TrainingInputMode": "File"},
            "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m4.xlarge", "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        },
        makes=("RoleArn",),
    ),
    "SageMakerCreateTransformJob": Row(
        "sagemaker:createTransformJob",
        {
            "role": lambda _: {},  # the CDK uses it nowhere
            "transformInput": props.transform_input,
            "transformResources": props.transform_resources,
        },
    ),
    "SageMakerUpdateEndpoint": Row("sagemaker:updateEndpoint"),
    "SnsPublish": Row(
        "sns:publish", {"topic": props.attribute("TopicArn", "topicArn"), "messageAttributes": props.attributes}
    ),
    "SqsSendMessage": Row("sqs:sendMessage", {"queue": props.attribute("QueueUrl", "queueUrl")}),
    "StepFunctionsStartExecution": Row(
        "states:startExecution",
        {
            "stateMachine": props.attribute("StateMachineArn", "stateMachineArn"),
            "input": "Input",
            "associateWithParent": props.with_parent,
        },
        sync="sync:2",
    ),
}

OLD = {
    "PublishToTopic": ("SnsPublish", "topic"),
    "RunBatchJob": ("BatchSubmitJob", None),
    "RunGlueJobTask": ("GlueStartJobRun", "glueJobName"),
    "RunLambdaTask": ("LambdaInvoke", "lambdaFunction"),
    "SendToQueue": ("SqsSendMessage", "queue"),
    "StartExecution": ("StepFunctionsStartExecution", "stateMachine"),
}
"""The classes of the CDK's first tasks: what they are now, and the prop that was their first argument."""


def renewed(case: dict[str, Any]) -> dict[str, Any]:
    """A case of one of the first tasks, as one of what it is now; tests of one name that differ are told apart."""
    match case["props"].get("task"):
        case {"$new": str(name), "args": list(args)} if name.removeprefix("tasks.") in OLD:
            now = of_now(name, args)
            return {**case, **now, "test_name": f"{case['test_name']} ({name})"}
        case _ if "Date" in str(case["props"].get("schedule")):
            return {**case, "test_name": f"{case['test_name']} (a date)"}
        case _:
            return case


def of_now(name: str, args: list[Any]) -> dict[str, Any]:
    """What one of the first tasks is now, and its props."""
    new, first_prop = OLD[name.removeprefix("tasks.")]
    *first, given = args
    props = {"taskTimeout" if prop == "timeout" else prop: item for prop, item in given.items()}
    if first_prop is not None:
        [props[first_prop]] = first
    return {"task_class": f"tasks.{new}", "props": props}


_PARTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "tasks.EventBridgeSchedulerTarget": (
        "tasks.EventBridgeSchedulerCreateScheduleTask",
        "target",
        {"scheduleName": "Schedule", "schedule": "rate(1 day)"},
    ),
    "tasks.Guardrail.enableDraft": ("tasks.BedrockInvokeModel", "guardrail", {"body": {}}),
}
"""Parts of a task that the CDK refuses by themselves: the task that they are of, the prop, and the other props."""


def attempted(case: dict[str, Any]) -> dict[str, Any]:
    """The task that has no state, or that a test tried to make last, as the other files have it."""
    failed = [made for made in case["tasks_in_test"] if made.get("state_error") and _row(made["class"])]
    tasks = [
        *(task for call in case["attempted_calls"] for task in _tasks(call)),
        *({"task_class": made["class"], "id": made["id"], "props": made["props"]} for made in failed),
    ]
    others = [call["new"] for call in case["attempted_calls"] if "new" in call]
    nothing = {"task_class": (others or ["what is no task"])[-1], "id": "", "props": {}}
    return {**case, **(tasks or [nothing])[-1]}


def _tasks(call: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kind = "new" if "new" in call else "call"
    name, args = call[kind], call["args"]
    if name.removeprefix("tasks.") in OLD and kind == "new":
        yield {**of_now(name, args), "id": "Task"}
    elif name in _PARTS:
        of, prop, others = _PARTS[name]
        yield {"task_class": of, "id": "Task", "props": {**others, prop: {f"${kind}": name, "args": args}}}
    elif _row(name) and len(args) == 3:
        yield {"task_class": name, "id": args[1], "props": args[2]}


def _row(name: str) -> Row | None:
    return TASKS.get(name.removeprefix("tasks."))
