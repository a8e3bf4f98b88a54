"""The CDK's task classes: which integration each is, and what becomes of its props."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel import intrinsics
from newel.values import Sub, context, jsonata
from support.cdk_tasks import Row, api
from support.cdk_values import Construct, NotCoveredError, uri

if TYPE_CHECKING:
    from collections.abc import Callable


def _attribute(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda construct: {member: construct[name]}


def _inside(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {member: {name: api(item)}}


def _data(member: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {member: item}


def _variables(given: dict[str, Any]) -> dict[str, Any]:
    listed = [{"Name": name, "Type": item["type"], "Value": item["value"]} for name, item in given.items()]
    return {"EnvironmentVariablesOverride": listed}


def _tags(given: Any) -> dict[str, Any]:
    pairs = [{"Key": name, "Value": item} for name, item in given.items()] if isinstance(given, dict) else given
    return {"Tags": pairs}


def _athena_result(given: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "encryptionConfiguration" in given:
        made["EncryptionConfiguration"] = api(given["encryptionConfiguration"])
    if "outputLocation" in given:
        made["OutputLocation"] = uri(given["outputLocation"]["bucketName"], given["outputLocation"]["objectKey"] + "/")
    return {"ResultConfiguration": made}


def _athena_context(given: dict[str, Any]) -> dict[str, Any]:
    names = {"databaseName": "Database", "catalogName": "Catalog"}
    return {"QueryExecutionContext": {names[name]: item for name, item in given.items()}}


def _attributes(given: dict[str, Any]) -> dict[str, Any]:
    """SNS's attributes: the CDK finds out their types."""

    def attribute(item: dict[str, Any]) -> dict[str, Any]:
        found = item["value"]
        if item.get("dataType") == "Binary":
            return {"DataType": "Binary", "BinaryValue": found}
        if isinstance(found, list):
            return {"DataType": "String.Array", "StringValue": json.dumps(found, separators=(",", ":"))}
        if isinstance(found, int | float) and not isinstance(found, bool):
            return {"DataType": "Number", "StringValue": str(found)}
        return {"DataType": "String", "StringValue": found}

    return {"MessageAttributes": {name: attribute(item) for name, item in given.items()}}


def _batch_overrides(given: dict[str, Any]) -> dict[str, Any]:
    kinds = {"gpuCount": "GPU", "memory": "MEMORY", "vcpus": "VCPU"}
    made: dict[str, Any] = {name[:1].upper() + name[1:]: item for name, item in given.items() if name not in kinds}
    if "environment" in given:
        made["Environment"] = [{"Name": name, "Value": item} for name, item in given["environment"].items()]
    needs = [
        {"Type": kind, "Value": str(given[name]) if isinstance(given[name], int) else given[name]}
        for name, kind in kinds.items()
        if name in given
    ]
    return {"ContainerOverrides": {**made, **({"ResourceRequirements": needs} if needs else {})}}


def _launch(given: dict[str, Any]) -> dict[str, Any]:
    """Where an ECS task runs."""
    made: dict[str, Any] = {}
    if "capacityProviderOptions" in given:
        made["CapacityProviderStrategy"] = api(given["capacityProviderOptions"])
    else:
        made["LaunchType"] = given["type"]
    if "platformVersion" in given:
        made["PlatformVersion"] = given["platformVersion"]
    for member, prop in {
        "PlacementStrategy": "placementStrategies",
        "PlacementConstraints": "placementConstraints",
    }.items():
        if prop in given:
            made[member] = [dict(item) for items in given[prop] for item in items]
    return made


def _containers(given: list[dict[str, Any]]) -> dict[str, Any]:
    def override(item: dict[str, Any]) -> dict[str, Any]:
        names = {"memoryLimit": "Memory", "memoryReservation": "MemoryReservation", "cpu": "Cpu", "command": "Command"}
        made = {"Name": item["containerDefinition"]["id"]}
        made |= {member: item[prop] for prop, member in names.items() if prop in item}
        if "environment" in item:
            made["Environment"] = api(item["environment"])
        return made

    return {"Overrides": {"ContainerOverrides": [override(item) for item in given]}}


def _connection(given: Construct) -> dict[str, Any]:
    return {"Authentication": {"ConnectionArn": given["connectionArn"]}}


def _encoding(kind: str) -> dict[str, Any]:
    """How the CDK encodes the body of an HTTP request."""
    if kind == "NONE":
        return {}
    options = {} if kind == "DEFAULT" else {"RequestEncodingOptions": {"ArrayFormat": kind}}
    return {
        "Headers": {"Content-Type": "application/x-www-form-urlencoded"},
        "Transform": {"RequestBodyEncoding": "URL_ENCODED", **options},
    }


def _url(props: dict[str, Any]) -> dict[str, Any]:
    root, end = props["apiRoot"], props["apiEndpoint"]
    if isinstance(root, str) and isinstance(end, str):
        return {"ApiEndpoint": f"{root}/{end}"}
    if isinstance(root, type(jsonata("$"))):
        return {"ApiEndpoint": jsonata(f"{root.text} & '/' & {end.text}")}
    return {"ApiEndpoint": intrinsics.format("{}/{}", root, end)}


def _rest_api(props: dict[str, Any]) -> dict[str, Any]:
    found = props["api"]["restApiId"]
    region = props.get("region", "${AWS::Region}")
    return {"ApiEndpoint": Sub(f"${{{found.name}}}.execute-api.{region}.${{AWS::URLSuffix}}")}


def _data_config(member: str) -> Callable[[Any], dict[str, Any]]:
    def config(given: Any) -> dict[str, Any]:
        if isinstance(given, list):
            return {member: {"Validators": [_place(item) for item in given]}}
        return {member: _place(given)}

    return config


def _place(given: dict[str, Any]) -> dict[str, Any]:
    return {"S3Uri": uri(given["bucket"], given.get("path", ""))}


def _invoked(member: str, direct: str) -> Callable[[Any], dict[str, Any]]:
    def location(given: dict[str, Any]) -> dict[str, Any]:
        found = given.get(direct) or uri(given["s3Location"]["bucketName"], given["s3Location"]["objectKey"])
        return {member: {"S3Uri": found}}

    return location


def _target(given: dict[str, Any]) -> dict[str, Any]:
    return {"Target": {"Arn": given["arn"], "RoleArn": given["role"]["roleArn"]}}


def _channel(given: dict[str, Any]) -> dict[str, Any]:
    source = given["dataSource"]["s3DataSource"]
    kind = source.get("s3DataType", "S3Prefix")
    return {
        "ChannelName": given["channelName"],
        "DataSource": {"S3DataSource": {"S3DataType": kind, "S3Uri": source["s3Location"]}},
    }


def _training_resources(given: dict[str, Any]) -> dict[str, Any]:
    names = {"instanceCount": "InstanceCount", "volumeSize": "VolumeSizeInGB"}
    made = {member: given[prop] for prop, member in names.items() if prop in given}
    return {"ResourceConfig": {**made, "InstanceType": _ml(given["instanceType"])}}


def _container(given: dict[str, Any]) -> dict[str, Any]:
    names = {"image": "Image", "mode": "Mode", "modelS3Location": "ModelDataUrl"}
    return {"PrimaryContainer": {names[prop]: item for prop, item in given.items()}}


def _with_parent(_: bool) -> dict[str, Any]:
    return {"Input": {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": context.execution.id}}


def _entries(given: list[dict[str, Any]]) -> dict[str, Any]:
    def entry(item: dict[str, Any]) -> dict[str, Any]:
        bus = {"EventBusName": item["eventBus"]["eventBusArn"]} if "eventBus" in item else {}
        return {"Detail": item["detail"], "DetailType": item["detailType"], "Source": item["source"], **bus}

    return {"Entries": [entry(item) for item in given]}


def _step(prop: str) -> Callable[[Any], dict[str, Any]]:
    """A prop of a step: the API has them in a structure of two levels."""
    jar = {"jar": "Jar", "args": "Args", "mainClass": "MainClass", "properties": "Properties"}
    return lambda item: {"Step": {"HadoopJarStep": {jar[prop]: item}} if prop in jar else {_pascal(prop): item}}


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _instances(given: dict[str, Any]) -> dict[str, Any]:
    return {"Instances": _gibibytes(api(given))}


def _gibibytes(item: Any) -> Any:
    """EMR's sizes of volumes have their unit in their names, and properties are the author's."""
    names = {"VolumeSize": "SizeInGB"}
    match item:
        case dict():
            return {
                names.get(name, name): inner if name == "Properties" else _gibibytes(inner)
                for name, inner in item.items()
            }
        case list():
            return [_gibibytes(inner) for inner in item]
        case _:
            return item


def _variant(item: dict[str, Any]) -> dict[str, Any]:
    return {**api(item), "InstanceType": _ml(item["instanceType"])}


def _ml(instance: Any) -> Any:
    return f"ml.{instance}" if isinstance(instance, str) else instance


def _transform_resources(given: dict[str, Any]) -> dict[str, Any]:
    return {"TransformResources": {**api(given), "InstanceType": _ml(given["instanceType"])}}


def _transform_input(given: dict[str, Any]) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", **api(given["transformDataSource"]["s3DataSource"])}
    return {"TransformInput": {"DataSource": {"S3DataSource": source}}}


def _glue_workers(given: dict[str, Any]) -> dict[str, Any]:
    return {"WorkerType": given.get("workerTypeV2"), "NumberOfWorkers": given["numberOfWorkers"]}


def _application(given: list[dict[str, Any]]) -> dict[str, Any]:
    def configuration(item: dict[str, Any]) -> dict[str, Any]:
        nested = (
            {"Configurations": [configuration(one) for one in item["nestedConfig"]]} if "nestedConfig" in item else {}
        )
        return {"Classification": item["classification"], "Properties": item.get("properties", {}), **nested}

    return {"ConfigurationOverrides": {"ApplicationConfiguration": [configuration(item) for item in given]}}


def _monitoring(given: dict[str, Any]) -> dict[str, Any]:
    if set(given) - {"persistentAppUI"}:
        raise NotCoveredError("monitoring")
    ui = "ENABLED" if given.get("persistentAppUI", True) else "DISABLED"
    return {"ConfigurationOverrides": {"MonitoringConfiguration": {"PersistentAppUI": ui}}}


def _eks_cluster(cluster: Construct) -> dict[str, Any]:
    names = {
        "ClusterName": "clusterName",
        "CertificateAuthority": "clusterCertificateAuthorityData",
        "Endpoint": "clusterEndpoint",
    }
    return {member: cluster[name] for member, name in names.items() if name in cluster}


def _eks(cluster: Any) -> dict[str, Any]:
    information = {"EksInfo": {"Namespace": "default"}}
    return {"ContainerProvider": {"Id": cluster, "Info": information, "Type": "EKS"}}


_TABLE = _attribute("TableName", "tableName")
_PROJECT = _attribute("ProjectName", "projectName")
_CLUSTER = {"KeepJobFlowAliveWhenNoSteps": True}

TASKS: dict[str, Row] = {
    "AthenaGetQueryExecution": Row("athena:getQueryExecution"),
    "AthenaGetQueryResults": Row("athena:getQueryResults"),
    "AthenaStartQueryExecution": Row(
        "athena:startQueryExecution",
        {"resultConfiguration": _athena_result, "queryExecutionContext": _athena_context},
    ),
    "AthenaStopQueryExecution": Row("athena:stopQueryExecution"),
    "BatchSubmitJob": Row(
        "batch:submitJob",
        {
            "jobDefinitionArn": "JobDefinition",
            "jobQueueArn": "JobQueue",
            "arraySize": _inside("ArrayProperties", "Size"),
            "attempts": _inside("RetryStrategy", "Attempts"),
            "containerOverrides": _batch_overrides,
            "payload": _data("Parameters"),
            "tags": _data("Tags"),
            "taskTimeout": _inside("Timeout", "AttemptDurationSeconds"),
        },
        pattern="sync",
    ),
    "BedrockCreateModelCustomizationJob": Row(
        "bedrock:createModelCustomizationJob",
        {
            "baseModel": lambda _: {},
            "hyperParameters": _data("HyperParameters"),
            "outputData": _data_config("OutputDataConfig"),
            "trainingData": _data_config("TrainingDataConfig"),
            "validationData": _data_config("ValidationDataConfig"),
            "role": _attribute("RoleArn", "roleArn"),
        },
        makes=("BaseModelIdentifier", "RoleArn"),
    ),
    "BedrockInvokeModel": Row(
        "bedrock:invokeModel",
        {
            "model": lambda _: {},
            "input": _invoked("Input", "s3InputUri"),
            "output": _invoked("Output", "s3OutputUri"),
            "traceEnabled": lambda on: {"Trace": "ENABLED" if on else "DISABLED"},
        },
        makes=("ModelId",),
    ),
    "CallApiGatewayRestApiEndpoint": Row(
        "apigateway:invoke",
        {"api": lambda _: {}, "region": lambda _: {}, "stageName": "Stage", "apiPath": "Path"},
        adds={"AuthType": "NO_AUTH"},
        whole=_rest_api,
    ),
    "CodeBuildStartBuild": Row(
        "codebuild:startBuild", {"project": _PROJECT, "environmentVariablesOverride": _variables}
    ),
    "CodeBuildStartBuildBatch": Row(
        "codebuild:startBuildBatch", {"project": _PROJECT, "environmentVariablesOverride": _variables}
    ),
    "DynamoDeleteItem": Row("dynamodb:deleteItem", {"table": _TABLE, "key": _data("Key")}),
    "DynamoGetItem": Row("dynamodb:getItem", {"table": _TABLE, "key": _data("Key")}),
    "DynamoPutItem": Row(
        "dynamodb:putItem",
        {
            "table": _TABLE,
            "item": _data("Item"),
            "expressionAttributeNames": _data("ExpressionAttributeNames"),
            "expressionAttributeValues": _data("ExpressionAttributeValues"),
        },
    ),
    "DynamoUpdateItem": Row(
        "dynamodb:updateItem",
        {
            "table": _TABLE,
            "key": _data("Key"),
            "expressionAttributeNames": _data("ExpressionAttributeNames"),
            "expressionAttributeValues": _data("ExpressionAttributeValues"),
        },
    ),
    "EcsRunTask": Row(
        "ecs:runTask",
        {
            "cluster": _attribute("Cluster", "clusterArn"),
            "taskDefinition": lambda _: {},
            "revisionNumber": lambda _: {},
            "containerOverrides": _containers,
            "cpu": _inside("Overrides", "Cpu"),
            "memoryMiB": _inside("Overrides", "Memory"),
            "launchTarget": _launch,
            "propagatedTagSource": "PropagateTags",
        },
        makes=("TaskDefinition", "NetworkConfiguration"),
    ),
    "EksCall": Row(
        "eks:call",
        {
            "cluster": _eks_cluster,
            "httpMethod": "Method",
            "httpPath": "Path",
        },
        makes=("CertificateAuthority", "Endpoint"),
    ),
    "EmrAddStep": Row(
        "elasticmapreduce:addStep",
        {prop: _step(prop) for prop in ("name", "jar", "args", "mainClass", "properties", "actionOnFailure")},
        pattern="sync",
    ),
    "EmrCancelStep": Row("elasticmapreduce:cancelStep"),
    "EmrCreateCluster": Row(
        "elasticmapreduce:createCluster",
        {
            "instances": _instances,
            "clusterRole": _attribute("JobFlowRole", "roleName"),
            "serviceRole": _attribute("ServiceRole", "roleName"),
            "autoScalingRole": _attribute("AutoScalingRole", "roleName"),
            "tags": _tags,
            "ebsRootVolumeSize": "EbsRootVolumeSize",
            "autoTerminationPolicyIdleTimeout": _inside("AutoTerminationPolicy", "IdleTimeout"),
        },
        pattern="sync",
        adds={"Instances": _CLUSTER, "VisibleToAllUsers": True},
    ),
    "EmrContainersCreateVirtualCluster": Row(
        "emr-containers:createVirtualCluster",
        {"eksCluster": _eks, "virtualClusterName": "Name"},
        adds={"Name": intrinsics.format("{}/{}", context.execution.name, context.state.name)},
    ),
    "EmrContainersDeleteVirtualCluster": Row("emr-containers:deleteVirtualCluster", {"virtualClusterId": "Id"}),
    "EmrContainersStartJobRun": Row(
        "emr-containers:startJobRun",
        {
            "virtualCluster": "VirtualClusterId",
            "executionRole": _attribute("ExecutionRoleArn", "roleArn"),
            "jobName": "Name",
            "monitoring": _monitoring,
            "applicationConfig": _application,
            "tags": _data("Tags"),
        },
        pattern="sync",
        adds={"ConfigurationOverrides": {"MonitoringConfiguration": {"PersistentAppUI": "ENABLED"}}},
        makes=("ExecutionRoleArn",),
    ),
    "EmrModifyInstanceFleetByName": Row(
        "elasticmapreduce:modifyInstanceFleetByName",
        {
            "targetOnDemandCapacity": _inside("InstanceFleet", "TargetOnDemandCapacity"),
            "targetSpotCapacity": _inside("InstanceFleet", "TargetSpotCapacity"),
        },
    ),
    "EmrModifyInstanceGroupByName": Row("elasticmapreduce:modifyInstanceGroupByName"),
    "EmrSetClusterTerminationProtection": Row("elasticmapreduce:setClusterTerminationProtection"),
    "EmrTerminateCluster": Row("elasticmapreduce:terminateCluster", pattern="sync"),
    "EventBridgePutEvents": Row("events:putEvents", {"entries": _entries}),
    "EventBridgeSchedulerCreateScheduleTask": Row(
        "aws-sdk:scheduler:createSchedule",
        {
            "scheduleName": "Name",
            "schedule": "ScheduleExpression",
            "target": _target,
            "flexibleTimeWindow": lambda seconds: {
                "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": seconds // 60}
            },
        },
        adds={"ActionAfterCompletion": "NONE", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED"},
    ),
    "GlueDataBrewStartJobRun": Row("databrew:startJobRun"),
    "GlueStartJobRun": Row(
        "glue:startJobRun",
        {
            "glueJobName": "JobName",
            "arguments": _data("Arguments"),
            "workerConfiguration": _glue_workers,
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
            "connection": _connection,
            "urlEncodingFormat": _encoding,
            "queryStringParameters": "QueryParameters",
            "body": "RequestBody",
        },
        whole=_url,
    ),
    "LambdaInvoke": Row(
        "lambda:invoke",
        {
            "lambdaFunction": _attribute("FunctionName", "functionArn"),
            "payloadResponseOnly": "@response_only",
            "retryOnServiceExceptions": lambda on: {} if on else {"@retry": []},
        },
    ),
    "MediaConvertCreateJob": Row("mediaconvert:createJob", {"createJobRequest": lambda given: given}),
    "SageMakerCreateEndpoint": Row("sagemaker:createEndpoint"),
    "SageMakerCreateEndpointConfig": Row(
        "sagemaker:createEndpointConfig",
        {
            "kmsKey": _attribute("KmsKeyId", "keyId"),
            "productionVariants": lambda given: {"ProductionVariants": [_variant(item) for item in given]},
        },
    ),
    "SageMakerCreateModel": Row(
        "sagemaker:createModel",
        {
            "primaryContainer": _container,
            "role": _attribute("ExecutionRoleArn", "roleArn"),
            "vpc": lambda _: {},
        },
        makes=("ExecutionRoleArn", "VpcConfig"),
    ),
    "SageMakerCreateTrainingJob": Row(
        "sagemaker:createTrainingJob",
        {
            "role": _attribute("RoleArn", "roleArn"),
            "inputDataConfig": lambda given: {"InputDataConfig": [_channel(item) for item in given]},
            "outputDataConfig": lambda given: {"OutputDataConfig": {"S3OutputPath": given["s3OutputLocation"]}},
            "resourceConfig": _training_resources,
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
            "transformInput": _transform_input,
            "transformResources": _transform_resources,
        },
    ),
    "SageMakerUpdateEndpoint": Row("sagemaker:updateEndpoint"),
    "SnsPublish": Row("sns:publish", {"topic": _attribute("TopicArn", "topicArn"), "messageAttributes": _attributes}),
    "SqsSendMessage": Row("sqs:sendMessage", {"queue": _attribute("QueueUrl", "queueUrl")}),
    "StepFunctionsStartExecution": Row(
        "states:startExecution",
        {
            "stateMachine": _attribute("StateMachineArn", "stateMachineArn"),
            "input": "Input",
            "associateWithParent": _with_parent,
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
    """A case of one of the first tasks, as one of what it is now."""
    match case["props"].get("task"):
        case {"$new": str(name), "args": [*first, dict(props)]} if name.removeprefix("tasks.") in OLD:
            new, prop = OLD[name.removeprefix("tasks.")]
            props = {"taskTimeout" if name == "timeout" else name: item for name, item in props.items()}
            if prop is not None:
                [props[prop]] = first
            return {**case, "task_class": f"tasks.{new}", "props": props, "test_name": f"{case['test_name']} ({name})"}
        case _:
            return case
