"""Recorded calls of the CDK, as the values of newel that they stand for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel import intrinsics
from newel.sam import crossing
from newel.sam.template import Template, parse
from newel.values import ContextValue, GetAtt, Ref, Sub, context, jsonata, path, task_token
from support.compare import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class NotCoveredError(Exception):
    """Something recorded that is not written as newel here."""


class Data(dict[str, Any]):
    """An object whose names are the author's: they stay as they are."""


class Construct(dict[str, Any]):
    """A construct: its attributes, each a reference to the template."""

    def __missing__(self, name: str) -> Any:
        raise NotCoveredError(f"{name} of a construct")


def value(recorded: Any, constructs: Mapping[str, Mapping[str, Any]]) -> Any:
    """What a recorded prop stands for."""
    match recorded:
        case {"$call": str(name), "args": list(args)} | {"$new": str(name), "args": list(args)}:
            return _called(name, [value(item, constructs) for item in args])
        case {"$static": str(name)}:
            return _known(_STATIC, name)
        case {"$ref": str(place)}:
            return _construct(place, constructs)
        case {"$cfn": item}:
            return _at(item) if isinstance(item, str) else reference(item)
        case {"$class": str(name)}:
            return _known(_NOT_RECORDED, name)
        case dict():
            return {name: value(item, constructs) for name, item in recorded.items()}
        case list():
            return [value(item, constructs) for item in recorded]
        case str() if recorded.startswith("{%"):
            return jsonata(recorded)
        case _:
            return recorded


def reference(intrinsic: Any) -> Any:
    """An intrinsic function as newel writes it."""
    match intrinsic:
        case {"Ref": str(name)}:
            return Ref(name)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return GetAtt(name, attribute)
        case {"Fn::Join": ["", list()]}:
            return Sub(text(intrinsic))
        case str():
            return _at(intrinsic) if intrinsic.startswith("$.") else intrinsic
        case _:
            raise NotCoveredError(str(intrinsic))


def template(case: Mapping[str, Any], roles: Iterable[str]) -> Template:
    """A template with the resources of a case, and with roles that the CDK made."""
    found: dict[str, Any] = {crossing.NAME: {"Type": crossing.FUNCTION}}
    for construct in case["constructs"]:
        for item in construct.get("attributes", {}).values():
            name = item.get("Ref") or (item.get("Fn::GetAtt") or [None])[0] if isinstance(item, dict) else None
            if name is not None and construct["class"] in _TYPES:
                given = construct.get("props", {})
                said = {_PROPERTIES[prop]: item for prop, item in given.items() if prop in _PROPERTIES}
                found[name] = {"Type": _TYPES[construct["class"]], "Properties": said}
    for name in roles:
        found[name] = {"Type": "AWS::IAM::Role"}
    return replace(parse("Resources: {}", Path("template.yaml")), data={"Resources": found})


def text(intrinsic: Any) -> Any:
    """The same for what is expected, as text; inside of objects and lists too."""
    match intrinsic:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(str(text(part)) for part in parts)
        case dict() if not any(name == "Ref" or name.startswith("Fn::") for name in intrinsic):
            # JavaScript's `undefined` was recorded as null; a ResultPath may be null indeed.
            left = {name: item for name, item in intrinsic.items() if item is not None or name == "ResultPath"}
            return {name: text(item) for name, item in left.items()}
        case list():
            return [text(item) for item in intrinsic]
        case _:
            return written(intrinsic)


def uri(bucket: Any, key: str = "") -> Any:
    """The URI of an object, or of what begins like it."""
    bucket = bucket.get("bucketName", "") if isinstance(bucket, dict) else bucket
    named = {Ref: lambda: f"${{{bucket.name}}}", str: lambda: bucket}[type(bucket)]()
    return Sub(f"s3://{named}/{key}") if isinstance(bucket, Ref) else f"s3://{named}/{key}"


def _construct(place: str, constructs: Mapping[str, Mapping[str, Any]]) -> Construct:
    found = constructs.get(place, {})
    attributes: dict[str, Any] = {"id": found.get("id", place.rpartition("/")[2])}
    for name, item in found.get("attributes", {}).items():
        try:
            attributes[name] = reference(item)
        except NotCoveredError:
            continue
    return Construct(attributes)


def _at(text: str) -> Any:
    return ContextValue(text[3:]) if text.startswith("$$.") else path(text)


def _called(name: str, args: list[Any]) -> Any:
    made: Any = _known(_CALLS, name)(*args)
    return made


def _known(table: Mapping[str, Any], name: str) -> Any:
    if name not in table:
        raise NotCoveredError(name)
    return table[name]


def _data(item: Any) -> Any:
    match item:
        case dict():
            return Data({name: _data(inner) for name, inner in item.items()})
        case list():
            return [_data(inner) for inner in item]
        case _:
            return item


def _s3(bucket: Any, key: str) -> Any:
    bucket = bucket.get("bucketName", bucket)
    named = bucket.text if isinstance(bucket, Sub) else bucket
    return Sub(f"https://s3.${{AWS::Region}}.${{AWS::URLSuffix}}/{named}/{key}")


def _rate(amount: int, unit: str) -> str:
    return f"rate({amount} {unit}{'' if amount == 1 else 's'})"


def _cron(parts: Mapping[str, str]) -> str:
    day = parts.get("day", "*" if "weekDay" not in parts else "?")
    names = [parts.get(name, "*") for name in ("minute", "hour")]
    return (
        f"cron({' '.join(names)} {day} {parts.get('month', '*')} {parts.get('weekDay', '?')} {parts.get('year', '*')})"
    )


def _same(item: Any = None) -> Any:
    return item


def _first(_scope: Any, _id: Any, item: Any) -> Any:
    return item


_TYPES = {
    "codebuild.Project": "AWS::CodeBuild::Project",
    "dynamodb.Table": "AWS::DynamoDB::Table",
    "ecs.Cluster": "AWS::ECS::Cluster",
    "ecs.TaskDefinition": "AWS::ECS::TaskDefinition",
    "events.Connection": "AWS::Events::Connection",
    "events.EventBus": "AWS::Events::EventBus",
    "iam.Role": "AWS::IAM::Role",
    "kms.Key": "AWS::KMS::Key",
    "lambda.Function": "AWS::Lambda::Function",
    "s3.Bucket": "AWS::S3::Bucket",
    "sfn.StateMachine": "AWS::StepFunctions::StateMachine",
    "sns.Topic": "AWS::SNS::Topic",
    "sqs.Queue": "AWS::SQS::Queue",
}

_PROPERTIES = {"fifo": "FifoTopic", "contentBasedDeduplication": "ContentBasedDeduplication"}

_CALLS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys((f"sfn.JsonPath.{kind}At" for kind in ("string", "number", "list", "object")), _at),
    "iam.PolicyStatement": _same,
    "sfn.JsonPath.array": intrinsics.array,
    "sfn.JsonPath.format": intrinsics.format,
    "sfn.TaskInput.fromText": _same,
    "sfn.TaskInput.fromObject": _data,
    "sfn.TaskInput.fromJsonPathAt": _at,
    "sfn.TaskInput.fromDataAt": _at,
    "sfn.Timeout.duration": _same,
    "sfn.Timeout.at": _at,
    "Duration.seconds": _same,
    "Duration.minutes": lambda amount: amount * 60,
    "Duration.hours": lambda amount: amount * 3600,
    "Size.mebibytes": _same,
    "Size.gibibytes": _same,
    "ec2.InstanceType": _same,
    "ec2.InstanceType.of": lambda kind, size: f"{kind}.{size}",
    "ecs.PlacementStrategy.spreadAcrossInstances": lambda: [Data(Type="spread", Field="instanceId")],
    "ecs.PlacementStrategy.packedByCpu": lambda: [Data(Type="binpack", Field="CPU")],
    "ecs.PlacementStrategy.randomly": lambda: [Data(Type="random")],
    "ecs.PlacementConstraint.memberOf": lambda *texts: [Data(Type="memberOf", Expression=text) for text in texts],
    "tasks.EcsEc2LaunchTarget": lambda options=None: {"type": "EC2", **(options or {})},
    "tasks.EcsFargateLaunchTarget": lambda options=None: {"type": "FARGATE", **(options or {})},
    "tasks.CapacityProviderOptions.custom": _same,
    "tasks.DynamoAttributeValue.fromString": lambda item: Data(S=item),
    "tasks.DynamoAttributeValue.fromNumber": lambda item: Data(N=str(item)),
    "tasks.DynamoAttributeValue.numberFromString": lambda item: Data(N=item),
    "tasks.DynamoAttributeValue.booleanFromJsonPath": lambda item: Data(BOOL=item),
    "tasks.DynamoAttributeValue.booleanFromJsonata": lambda item: Data(BOOL=item),
    "tasks.EksClusterInput.fromTaskInput": _same,
    "tasks.EksClusterInput.fromCluster": lambda cluster: cluster["clusterName"],
    "tasks.VirtualClusterInput.fromTaskInput": _same,
    "tasks.VirtualClusterInput.fromVirtualClusterId": _same,
    "tasks.S3Location.fromBucket": _s3,
    "tasks.S3Location.fromJsonExpression": _at,
    "tasks.DockerImage.fromJsonExpression": _same,
    "tasks.ContainerDefinition": _same,
    "tasks.WorkerTypeV2.of": _same,
    "tasks.Schedule.rate": lambda seconds: (
        _rate(seconds // 3600, "hour") if seconds % 3600 == 0 else _rate(seconds // 60, "minute")
    ),
    "tasks.Schedule.cron": _cron,
    "tasks.Schedule.oneTime": _same,
    "tasks.EventBridgeSchedulerTarget": _same,
    "tasks.Guardrail.enable": lambda name, version: {"id": name, "version": str(version)},
    "tasks.Guardrail.enableDraft": lambda name: {"id": name, "version": "DRAFT"},
    "tasks.DynamoProjectionExpression": lambda: None,
    "Duration.millis": lambda amount: amount / 1000,
    "Duration.days": lambda amount: amount * 86400,
    "bedrock.FoundationModel.fromFoundationModelId": _first,
    "bedrock.ProvisionedModel.fromProvisionedModelArn": _first,
}

_NOT_RECORDED = {"Date": None}
"""Objects of which the recording has the class alone."""

_STATIC: dict[str, Any] = {
    "sfn.JsonPath.taskToken": task_token,
    "sfn.JsonPath.executionId": context.execution.id,
    "sfn.JsonPath.executionInput": context.execution.input,
    "sfn.JsonPath.executionName": context.execution.name,
    "sfn.JsonPath.executionRoleArn": context.execution.role_arn,
    "sfn.JsonPath.executionStartTime": context.execution.start_time,
    "sfn.JsonPath.stateEnteredTime": context.state.entered_time,
    "sfn.JsonPath.stateName": context.state.name,
    "sfn.JsonPath.stateRetryCount": context.state.retry_count,
    "sfn.JsonPath.stateMachineId": context.state_machine.id,
    "sfn.JsonPath.stateMachineName": context.state_machine.name,
    "sfn.JsonPath.DISCARD": None,
    "sfn.JsonPath.entirePayload": path("$"),
    "tasks.Classification.SPARK": "spark",
    "tasks.Classification.SPARK_DEFAULTS": "spark-defaults",
    "tasks.ReleaseLabel.EMR_6_2_0": "emr-6.2.0-latest",
    "bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_INSTANT_V1": "anthropic.claude-instant-v1",
}
