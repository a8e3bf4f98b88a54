"""The CDK's task classes and their props, as the parameters of the APIs that newel's classes have.

A row says which integration a class is, and what becomes of its props. A prop that stands in no row is the parameter of
the same name; what is inside of it gets the API's spelling, but for data of the author's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.tasks import catalog
from newel.tasks.base import SUFFIXES, members
from newel.values import Path, context
from support.cdk_values import Construct, Data, NotCoveredError, uri, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.tasks.base import Task

    Prop: TypeAlias = "str | Callable[[Any], dict[str, Any]]"

PATTERNS = {"REQUEST_RESPONSE": "request_response", "RUN_JOB": "sync", "WAIT_FOR_TASK_TOKEN": "wait_for_task_token"}

COMMON = {
    "comment": "comment",
    "heartbeatTimeout": "heartbeat_seconds",
    "inputPath": "input_path",
    "outputPath": "output_path",
    "outputs": "output",
    "assign": "assign",
    "resultPath": "result_path",
    "resultSelector": "result_selector",
    "taskTimeout": "timeout_seconds",
    "timeout": "timeout_seconds",
    "queryLanguage": "query_language",
}
"""Props of every task, and newel's fields."""


@dataclass(frozen=True)
class Row:
    """A task class of the CDK.

    Attributes
    ----------
    integration
        What stands in the state's Resource, without the pattern.
    props
        What becomes of a prop: the parameter of that name, or several.
    pattern
        The CDK's default.
    sync
        What RUN_JOB is.
    adds
        What the CDK puts in of its own.
    """

    integration: str
    props: Mapping[str, Prop] = field(default_factory=dict)
    pattern: str = "request_response"
    sync: str = "sync"
    adds: Mapping[str, Any] = field(default_factory=dict)


def cls_of(row: Row) -> type[Task] | None:
    """The class of newel that a row is about, if there is one yet."""
    for cls in catalog.classes():
        if cls.resource.casefold() == row.integration.casefold():
            return cls
    return None


def state(name: str, cls: type[Task], row: Row, recorded: Mapping[str, Any], case: Mapping[str, Any]) -> Task:
    """The state that recorded props make, written as newel.

    Raises
    ------
    NotCoveredError
        The props have something that no row knows.
    """
    constructs = {item["path"]: item for item in case["constructs"]}
    parameters: dict[str, Any] = dict(row.adds)
    arguments: dict[str, Any] = {"pattern": row.pattern}
    for prop, item in recorded.items():
        made = value(item, constructs)
        if prop == "integrationPattern":
            arguments["pattern"] = row.sync if made == "RUN_JOB" else PATTERNS[made]
        elif prop in row.props:
            rule = row.props[prop]
            for member, one in (rule(made) if callable(rule) else {rule: _api(made)}).items():
                before = parameters.get(member)  # two props may be one parameter
                both = isinstance(before, dict) and isinstance(one, dict)
                parameters[member] = {**before, **one} if both else one
        elif prop in COMMON:
            arguments[COMMON[prop]] = made.text if isinstance(made, Path) and prop.endswith("Path") else made
        else:
            parameters[prop[:1].upper() + prop[1:]] = _api(made)
    if case.get("factory") == "jsonata":
        arguments["query_language"] = "JSONata"
    fields = {member: item.name for member, item in members(cls).items()}
    for member, item in parameters.items():
        if member.startswith("@"):
            arguments[member[1:]] = item
        elif member not in fields:
            raise NotCoveredError(f"{cls.__name__} has no {member}")
        else:
            arguments[fields[member]] = item
    if SUFFIXES.get(arguments["pattern"]) is None:
        raise NotCoveredError(arguments["pattern"])
    made_state: Task = cls(name, **arguments)
    return made_state


def _api(item: Any) -> Any:
    """The API's spelling of the names in a struct of the CDK's."""
    match item:
        case Data():
            return dict(item)
        case Construct():
            raise NotCoveredError(f"a construct {item.get('id')}")
        case dict():
            return {name[:1].upper() + name[1:]: _api(inner) for name, inner in item.items()}
        case list():
            return [_api(inner) for inner in item]
        case _:
            return item


def _attribute(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda construct: {member: construct[name]}


def _inside(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {member: {name: _api(item)}}


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
        made["EncryptionConfiguration"] = _api(given["encryptionConfiguration"])
    if "outputLocation" in given:
        made["OutputLocation"] = uri(given["outputLocation"]["bucketName"], given["outputLocation"]["objectKey"] + "/")
    return {"ResultConfiguration": made}


def _athena_context(given: dict[str, Any]) -> dict[str, Any]:
    names = {"databaseName": "Database", "catalogName": "Catalog"}
    return {"QueryExecutionContext": {names[name]: item for name, item in given.items()}}


def _attributes(given: dict[str, Any]) -> dict[str, Any]:
    raise NotCoveredError("messageAttributes")


def _with_parent(_: bool) -> dict[str, Any]:
    return {"Input": {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": context.execution.id}}


def _entries(given: list[dict[str, Any]]) -> dict[str, Any]:
    def entry(item: dict[str, Any]) -> dict[str, Any]:
        bus = {"EventBusName": item["eventBus"]["eventBusArn"]} if "eventBus" in item else {}
        return {"Detail": item["detail"], "DetailType": item["detailType"], "Source": item["source"], **bus}

    return {"Entries": [entry(item) for item in given]}


def _step(member: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {f"Step.{member}": item}


def _endpoint(api: Construct) -> dict[str, Any]:
    raise NotCoveredError("the endpoint of an API")


def _variant(item: dict[str, Any]) -> dict[str, Any]:
    return {**_api(item), "InstanceType": _ml(item["instanceType"])}


def _ml(instance: Any) -> Any:
    return f"ml.{instance}" if isinstance(instance, str) else instance


def _transform_resources(given: dict[str, Any]) -> dict[str, Any]:
    return {"TransformResources": {**_api(given), "InstanceType": _ml(given["instanceType"])}}


def _transform_input(given: dict[str, Any]) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", **_api(given["transformDataSource"]["s3DataSource"])}
    return {"TransformInput": {"DataSource": {"S3DataSource": source}}}


def _glue_workers(given: dict[str, Any]) -> dict[str, Any]:
    return {"WorkerType": given.get("workerTypeV2"), "NumberOfWorkers": given["numberOfWorkers"]}


def _spark(given: dict[str, Any]) -> dict[str, Any]:
    return {"JobDriver": _api(given)}


def _monitoring(given: dict[str, Any]) -> dict[str, Any]:
    if set(given) - {"persistentAppUI"}:
        raise NotCoveredError("monitoring")
    ui = "ENABLED" if given.get("persistentAppUI", True) else "DISABLED"
    return {"ConfigurationOverrides": {"MonitoringConfiguration": {"PersistentAppUI": ui}}}


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
    "EksCall": Row(
        "eks:call",
        {
            "cluster": lambda cluster: {
                "ClusterName": cluster["clusterName"],
                "CertificateAuthority": cluster["clusterCertificateAuthorityData"],
                "Endpoint": cluster["clusterEndpoint"],
            },
            "httpMethod": "Method",
            "httpPath": "Path",
        },
    ),
    "EmrCancelStep": Row("elasticmapreduce:cancelStep"),
    "EmrContainersCreateVirtualCluster": Row(
        "emr-containers:createVirtualCluster", {"eksCluster": _eks, "virtualClusterName": "Name"}
    ),
    "EmrContainersDeleteVirtualCluster": Row("emr-containers:deleteVirtualCluster", {"virtualClusterId": "Id"}),
    "EmrModifyInstanceGroupByName": Row("elasticmapreduce:modifyInstanceGroupByName"),
    "EmrSetClusterTerminationProtection": Row("elasticmapreduce:setClusterTerminationProtection"),
    "EmrTerminateCluster": Row("elasticmapreduce:terminateCluster", pattern="sync"),
    "EventBridgePutEvents": Row("events:putEvents", {"entries": _entries}),
    "GlueDataBrewStartJobRun": Row("databrew:startJobRun"),
    "GlueStartJobRun": Row(
        "glue:startJobRun",
        {
            "glueJobName": "JobName",
            "workerConfiguration": _glue_workers,
            "taskTimeout": "Timeout",
            "notifyDelayAfter": lambda seconds: {"NotificationProperty": {"NotifyDelayAfter": seconds // 60}},
        },
    ),
    "LambdaInvoke": Row("lambda:invoke", {"lambdaFunction": _attribute("FunctionName", "functionArn")}),
    "SageMakerCreateEndpoint": Row("sagemaker:createEndpoint"),
    "SageMakerCreateEndpointConfig": Row(
        "sagemaker:createEndpointConfig",
        {
            "kmsKey": _attribute("KmsKeyId", "keyId"),
            "productionVariants": lambda given: {"ProductionVariants": [_variant(item) for item in given]},
        },
    ),
    "SageMakerCreateTransformJob": Row(
        "sagemaker:createTransformJob",
        {
            "role": lambda _: {},  # the CDK makes one where none is given, and uses it nowhere
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
