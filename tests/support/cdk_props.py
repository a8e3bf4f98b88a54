"""What becomes of the props of the CDK's task classes, where they are not parameters of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel import intrinsics
from newel.tasks import sns
from newel.values import Ref, Sub, context, jsonata
from support.cdk_tasks import api
from support.cdk_values import Construct, NotCoveredError, uri

if TYPE_CHECKING:
    from collections.abc import Callable


def attribute(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda construct: {member: construct[name]}


def inside(member: str, name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {member: {name: api(item)}}


def data(member: str) -> Callable[[Any], dict[str, Any]]:
    return lambda item: {member: item}


def variables(given: dict[str, Any]) -> dict[str, Any]:
    listed = [{"Name": name, "Type": item["type"], "Value": item["value"]} for name, item in given.items()]
    return {"EnvironmentVariablesOverride": listed}


def tags(given: Any) -> dict[str, Any]:
    pairs = [{"Key": name, "Value": item} for name, item in given.items()] if isinstance(given, dict) else given
    return {"Tags": pairs}


def athena_result(given: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "encryptionConfiguration" in given:
        made["EncryptionConfiguration"] = api(given["encryptionConfiguration"])
    if "outputLocation" in given:
        made["OutputLocation"] = uri(given["outputLocation"]["bucketName"], given["outputLocation"]["objectKey"] + "/")
    return {"ResultConfiguration": made}


def athena_context(given: dict[str, Any]) -> dict[str, Any]:
    names = {"databaseName": "Database", "catalogName": "Catalog"}
    return {"QueryExecutionContext": {names[name]: item for name, item in given.items()}}


def attributes(given: dict[str, Any]) -> dict[str, Any]:
    """SNS's attributes: their types are found out, unless they are said."""
    kinds = {name: item.get("dataType") for name, item in given.items()}
    return {"MessageAttributes": {name: sns.attribute(item["value"], kinds[name]) for name, item in given.items()}}


def batch_overrides(given: dict[str, Any]) -> dict[str, Any]:
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


def launch(given: dict[str, Any]) -> dict[str, Any]:
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


def containers(given: list[dict[str, Any]]) -> dict[str, Any]:
    def override(item: dict[str, Any]) -> dict[str, Any]:
        names = {"memoryLimit": "Memory", "memoryReservation": "MemoryReservation", "cpu": "Cpu", "command": "Command"}
        made = {"Name": item["containerDefinition"]["id"]}
        made |= {member: item[prop] for prop, member in names.items() if prop in item}
        if "environment" in item:
            made["Environment"] = api(item["environment"])
        return made

    return {"Overrides": {"ContainerOverrides": [override(item) for item in given]}}


def connection(given: Construct) -> dict[str, Any]:
    return {"Authentication": {"ConnectionArn": given["connectionArn"]}}


def encoding(kind: str) -> dict[str, Any]:
    """How the CDK encodes the body of an HTTP request."""
    if kind == "NONE":
        return {}
    options = {} if kind == "DEFAULT" else {"RequestEncodingOptions": {"ArrayFormat": kind}}
    return {
        "Headers": {"Content-Type": "application/x-www-form-urlencoded"},
        "Transform": {"RequestBodyEncoding": "URL_ENCODED", **options},
    }


def url(props: dict[str, Any]) -> dict[str, Any]:
    root, end = props["apiRoot"], props["apiEndpoint"]
    if isinstance(root, str) and isinstance(end, str):
        return {"ApiEndpoint": f"{root}/{end}"}
    if isinstance(root, type(jsonata("$"))):
        told = f"'{end}'" if isinstance(end, str) else end.text
        return {"ApiEndpoint": jsonata(f"{root.text} & '/' & {told}")}
    return {"ApiEndpoint": intrinsics.format("{}/{}", root, end)}


def rest_api(props: dict[str, Any]) -> dict[str, Any]:
    found = props["api"]["restApiId"]
    region = props.get("region", "${AWS::Region}")
    return {"ApiEndpoint": Sub(f"${{{found.name}}}.execute-api.{region}.${{AWS::URLSuffix}}")}


def data_config(member: str) -> Callable[[Any], dict[str, Any]]:
    def config(given: Any) -> dict[str, Any]:
        if isinstance(given, list):
            return {member: {"Validators": [place(item) for item in given]}}
        return {member: place(given)}

    return config


def vpc(given: dict[str, Any]) -> dict[str, Any]:
    groups = [group["securityGroupId"] for group in given["securityGroups"]]
    subnets = [Ref(subnet["id"]) for subnet in given["subnets"]]
    return {"VpcConfig": {"SecurityGroupIds": groups, "SubnetIds": subnets}}


def place(given: dict[str, Any] | None) -> dict[str, Any]:
    """Where data is; a test that is about their number alone records nothing else of them."""
    return {"S3Uri": uri(given["bucket"], given.get("path", "")) if given else "s3://bucket/data"}


def invoked(member: str, direct: str) -> Callable[[Any], dict[str, Any]]:
    def location(given: dict[str, Any]) -> dict[str, Any]:
        at = given.get("s3Location")
        found = uri(at["bucketName"], at["objectKey"]) if at else given[direct]
        return {member: {"S3Uri": found}}

    return location


def target(given: dict[str, Any]) -> dict[str, Any]:
    names = {"maximumRetryAttempts": "MaximumRetryAttempts", "maximumEventAge": "MaximumEventAgeInSeconds"}
    retries = {names[name]: item for name, item in given.get("retryPolicy", {}).items()}
    made = {"Arn": given["arn"], "RoleArn": given["role"]["roleArn"]}
    return {"Target": {**made, **({"RetryPolicy": retries} if retries else {})}}


def channel(given: dict[str, Any]) -> dict[str, Any]:
    source = given["dataSource"]["s3DataSource"]
    kind = source.get("s3DataType", "S3Prefix")
    return {
        "ChannelName": given["channelName"],
        "DataSource": {"S3DataSource": {"S3DataType": kind, "S3Uri": source["s3Location"]}},
    }


def training_resources(given: dict[str, Any]) -> dict[str, Any]:
    names = {"instanceCount": "InstanceCount", "volumeSize": "VolumeSizeInGB"}
    made = {member: given[prop] for prop, member in names.items() if prop in given}
    return {"ResourceConfig": {**made, "InstanceType": ml(given["instanceType"])}}


def container(given: dict[str, Any]) -> dict[str, Any]:
    names = {"image": "Image", "mode": "Mode", "modelS3Location": "ModelDataUrl"}
    return {"PrimaryContainer": {names[prop]: item for prop, item in given.items()}}


def with_parent(_: bool) -> dict[str, Any]:
    return {"Input": {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": context.execution.id}}


def entries(given: list[dict[str, Any]]) -> dict[str, Any]:
    def entry(item: dict[str, Any]) -> dict[str, Any]:
        bus = {"EventBusName": item["eventBus"]["eventBusArn"]} if "eventBus" in item else {}
        return {"Detail": item["detail"], "DetailType": item["detailType"], "Source": item["source"], **bus}

    return {"Entries": [entry(item) for item in given]}


def step(prop: str) -> Callable[[Any], dict[str, Any]]:
    """A prop of a step: the API has them in a structure of two levels."""
    jar = {"jar": "Jar", "args": "Args", "mainClass": "MainClass", "properties": "Properties"}
    return lambda item: {"Step": {"HadoopJarStep": {jar[prop]: item}} if prop in jar else {pascal(prop): item}}


def pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def instances(given: dict[str, Any]) -> dict[str, Any]:
    return {"Instances": gibibytes(api(given))}


def gibibytes(item: Any) -> Any:
    """EMR's sizes of volumes have their unit in their names, and properties are the author's."""
    names = {"VolumeSize": "SizeInGB"}
    match item:
        case dict():
            return {
                names.get(name, name): inner if name == "Properties" else gibibytes(inner)
                for name, inner in item.items()
            }
        case list():
            return [gibibytes(inner) for inner in item]
        case _:
            return item


def variant(item: dict[str, Any]) -> dict[str, Any]:
    return {**api(item), "InstanceType": ml(item["instanceType"])}


def ml(instance: Any) -> Any:
    return f"ml.{instance}" if isinstance(instance, str) else instance


def transform_resources(given: dict[str, Any]) -> dict[str, Any]:
    return {"TransformResources": {**api(given), "InstanceType": ml(given["instanceType"])}}


def transform_input(given: dict[str, Any]) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", **api(given["transformDataSource"]["s3DataSource"])}
    return {"TransformInput": {"DataSource": {"S3DataSource": source}}}


def glue_workers(given: dict[str, Any]) -> dict[str, Any]:
    return {"WorkerType": given.get("workerTypeV2"), "NumberOfWorkers": given["numberOfWorkers"]}


def application(given: list[dict[str, Any]]) -> dict[str, Any]:
    def configuration(item: dict[str, Any]) -> dict[str, Any]:
        nested = (
            {"Configurations": [configuration(one) for one in item["nestedConfig"]]} if "nestedConfig" in item else {}
        )
        return {"Classification": item["classification"], "Properties": item.get("properties", {}), **nested}

    return {"ConfigurationOverrides": {"ApplicationConfiguration": [configuration(item) for item in given]}}


def monitoring(given: dict[str, Any]) -> dict[str, Any]:
    if set(given) - {"persistentAppUI"}:
        raise NotCoveredError("monitoring")
    ui = "ENABLED" if given.get("persistentAppUI", True) else "DISABLED"
    return {"ConfigurationOverrides": {"MonitoringConfiguration": {"PersistentAppUI": ui}}}


def eks_cluster(cluster: Construct) -> dict[str, Any]:
    names = {
        "ClusterName": "clusterName",
        "CertificateAuthority": "clusterCertificateAuthorityData",
        "Endpoint": "clusterEndpoint",
    }
    return {member: cluster[name] for member, name in names.items() if name in cluster}


def eks(cluster: Any) -> dict[str, Any]:
    information = {"EksInfo": {"Namespace": "default"}}
    return {"ContainerProvider": {"Id": cluster, "Info": information, "Type": "EKS"}}


def statements(given: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@additional_iam_statements": [{"Action": item["actions"], "Resource": item["resources"]} for item in given]
    }


def required(given: dict[str, Any]) -> dict[str, Any]:
    """What the API requires, and the CDK's tests leave out."""
    return {"Parameters": {"Image": {"Bytes": "cGhvdG8="}}} if given["action"] == "detectLabels" else {}
