"""How the resources of a template are made in the local AWS: one function a resource type, and two tables.

A new type is one function here: the API call that makes it, what `Ref` gives, and its attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from newel.aws.resources import arn_references
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.context import ACCOUNT, PARTITION, REGION
from newel.local.data import to_text
from newel.local.lambda_context import function_arn


@dataclass(frozen=True)
class Made:
    """A resource that is there.

    Attributes
    ----------
    kind
        Its type.
    ref
        What `Ref` gives.
    attributes
        What `Fn::GetAtt` gives, by attribute.
    """

    kind: str
    ref: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])

    def attribute(self, name: str) -> Any:
        """Return what `Fn::GetAtt` gives; None where that is not known."""
        return self.attributes.get(name)


@dataclass(frozen=True)
class StandIn(Made):
    """A resource that there is not here: it has a name and an ARN, so that what only refers to it runs.

    Attributes
    ----------
    refused
        Whether resources of its type are made here, and this one could not be: calls that name it are in vain.
    """

    refused: bool = False

    def is_in(self, text: str) -> bool:
        """Say whether a text names it."""
        names = f"{re.escape(self.attributes['Arn'])}|local-{re.escape(self.attributes['Name'])}"
        return re.search(rf"(?<![\w-])(?:{names})(?![\w-])", text) is not None

    def attribute(self, name: str) -> Any:
        """Return an ARN for what is one, else the name."""
        return self.attributes["Arn"] if name.endswith("Arn") else f"local-{self.attributes['Name']}"


def stand_in(kind: str, name: str, *, refused: bool = False) -> StandIn:
    """What stands for a resource that cannot be made."""
    service = kind.split("::")[1].lower() if kind.count("::") > 1 else "local"
    arn = f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{name}"
    return StandIn(kind, arn if kind in arn_references() else f"local-{name}", {"Arn": arn, "Name": name}, refused)


class Unmakable(Exception):
    """A resource that the local AWS leaves out; the message says why."""


class UnknownType(Unmakable):
    """The local AWS has no resources of its type."""


class Clients(Protocol):
    """What gives boto3 clients."""

    def client(self, service: str) -> Any:
        """Return the client of a service."""
        ...


Maker: TypeAlias = Callable[[Clients, str, Mapping[str, Any]], Made]
Namer: TypeAlias = Callable[[str, Mapping[str, Any]], Made]


def _call(client: Any, method: str, **parameters: Any) -> dict[str, Any]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = getattr(client, method)(**parameters)
    except (BotoCoreError, ClientError) as error:
        raise NewelError(f"the local AWS refuses it: {error}") from None
    return answer


def _attributes(properties: Mapping[str, Any], besides: set[str]) -> dict[str, str]:
    """Write properties as the attributes of an API call: all of them text."""
    return {name: _attribute(value) for name, value in properties.items() if name not in besides}


def _attribute(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_text(value) if is_object(value) or is_array(value) else str(value)


def _file_name(name: str, *, fifo: object) -> str:
    return f"local-{name}.fifo" if str(fifo).lower() == "true" else f"local-{name}"


def make_topic(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """AWS::SNS::Topic by CreateTopic."""
    topic = properties.get("TopicName") or _file_name(name, fifo=properties.get("FifoTopic"))
    attributes = _attributes(properties, {"TopicName", "Subscription", "Tags", "DataProtectionPolicy"})
    arn: str = _call(clients.client("sns"), "create_topic", Name=topic, Attributes=attributes)["TopicArn"]
    for number, subscription in enumerate(properties.get("Subscription", [])):
        make_subscription(clients, f"{name}.Subscription[{number}]", {"TopicArn": arn, **subscription})
    return Made("AWS::SNS::Topic", arn, {"TopicArn": arn, "TopicName": topic})


def make_subscription(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:  # noqa: ARG001 - a maker
    """AWS::SNS::Subscription by Subscribe; only to queues, whose messages a run can show."""
    if properties.get("Protocol") != "sqs":
        raise Unmakable(f"the local AWS delivers to queues, not by {properties.get('Protocol')}")
    answer = _call(
        clients.client("sns"),
        "subscribe",
        TopicArn=properties.get("TopicArn"),
        Protocol="sqs",
        Endpoint=properties.get("Endpoint"),
        Attributes=_attributes(properties, {"TopicArn", "Protocol", "Endpoint", "Region"}),
        ReturnSubscriptionArn=True,
    )
    return Made("AWS::SNS::Subscription", answer["SubscriptionArn"], {"Arn": answer["SubscriptionArn"]})


def make_queue(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """AWS::SQS::Queue by CreateQueue."""
    queue = properties.get("QueueName") or _file_name(name, fifo=properties.get("FifoQueue"))
    attributes = _attributes(properties, {"QueueName", "Tags"})
    url: str = _call(clients.client("sqs"), "create_queue", QueueName=queue, Attributes=attributes)["QueueUrl"]
    arn = f"arn:{PARTITION}:sqs:{REGION}:{ACCOUNT}:{queue}"
    return Made("AWS::SQS::Queue", url, {"Arn": arn, "QueueName": queue, "QueueUrl": url})


def make_bucket(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """AWS::S3::Bucket by CreateBucket; what it says beside its name has no effect here."""
    bucket = properties.get("BucketName") or f"local-{name}".lower()
    _call(clients.client("s3"), "create_bucket", Bucket=bucket)
    attributes = {"Arn": f"arn:{PARTITION}:s3:::{bucket}", "DomainName": f"{bucket}.s3.amazonaws.com"}
    return Made("AWS::S3::Bucket", bucket, attributes)


def make_secret(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """AWS::SecretsManager::Secret by CreateSecret; what would be generated is text that says so."""
    client, secret = clients.client("secretsmanager"), properties.get("Name") or f"local-{name}"
    text = properties.get("SecretString")
    if text is None:
        text = _generated(properties.get("GenerateSecretString"))
    arn: str = _call(client, "create_secret", Name=secret, SecretString=text)["ARN"]
    return Made("AWS::SecretsManager::Secret", arn, {"Id": arn})


def _generated(wanted: object) -> str:
    if is_object(wanted) and "GenerateStringKey" in wanted:
        return to_text({**json.loads(wanted.get("SecretStringTemplate", "{}")), wanted["GenerateStringKey"]: "local"})
    return "local"


def make_key(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:  # noqa: ARG001 - a maker
    """AWS::KMS::Key by CreateKey."""
    given = {each: properties[each] for each in ("Description", "KeySpec", "KeyUsage") if each in properties}
    made = _call(clients.client("kms"), "create_key", **given)["KeyMetadata"]
    return Made("AWS::KMS::Key", made["KeyId"], {"Arn": made["Arn"], "KeyId": made["KeyId"]})


def make_simple_table(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:
    """AWS::Serverless::SimpleTable by CreateTable: one key, `id` where it says none."""
    table = properties.get("TableName") or f"local-{name}"
    key = properties.get("PrimaryKey") or {"Name": "id", "Type": "String"}
    made = _call(
        clients.client("dynamodb"),
        "create_table",
        TableName=table,
        AttributeDefinitions=[{"AttributeName": key["Name"], "AttributeType": key["Type"][:1]}],
        KeySchema=[{"AttributeName": key["Name"], "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]
    return Made("AWS::Serverless::SimpleTable", table, {"Arn": made["TableArn"]})


def make_email_identity(clients: Clients, name: str, properties: Mapping[str, Any]) -> Made:  # noqa: ARG001 - a maker
    """AWS::SES::EmailIdentity by CreateEmailIdentity; who owns the address or domain is taken for proven."""
    identity = properties.get("EmailIdentity")
    _call(clients.client("sesv2"), "create_email_identity", EmailIdentity=identity)
    return Made("AWS::SES::EmailIdentity", str(identity))


MAKERS: dict[str, Maker] = {
    "AWS::KMS::Key": make_key,
    "AWS::S3::Bucket": make_bucket,
    "AWS::SES::EmailIdentity": make_email_identity,
    "AWS::SNS::Subscription": make_subscription,
    "AWS::SNS::Topic": make_topic,
    "AWS::SQS::Queue": make_queue,
    "AWS::SecretsManager::Secret": make_secret,
    "AWS::Serverless::SimpleTable": make_simple_table,
}
"""What is made by these; other types by moto, where it can (`newel.local.moto_resources`)."""


def _function(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "FunctionName", name)
    return Made("AWS::Serverless::Function", physical, {"Arn": function_arn(physical)})


def _machine(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "Name", _own_name(properties, "StateMachineName", name))
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:stateMachine:{physical}"
    return Made("AWS::Serverless::StateMachine", arn, {"Arn": arn, "Name": physical})


def _rule(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "Name", name)
    return Made("AWS::Events::Rule", physical, {"Arn": f"arn:{PARTITION}:events:{REGION}:{ACCOUNT}:rule/{physical}"})


def _activity(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "Name", name)
    arn = f"arn:{PARTITION}:states:{REGION}:{ACCOUNT}:activity:{physical}"
    return Made("AWS::StepFunctions::Activity", arn, {"Arn": arn, "Name": physical})


def _log_group(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "LogGroupName", name)
    arn = f"arn:{PARTITION}:logs:{REGION}:{ACCOUNT}:log-group:{physical}:*"
    return Made("AWS::Logs::LogGroup", physical, {"Arn": arn})


def _role(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "RoleName", name)
    return Made("AWS::IAM::Role", physical, {"Arn": f"arn:{PARTITION}:iam::{ACCOUNT}:role/{physical}"})


def _layer(name: str, properties: Mapping[str, Any]) -> Made:
    physical = _own_name(properties, "LayerName", name)
    return Made("AWS::Serverless::LayerVersion", f"arn:{PARTITION}:lambda:{REGION}:{ACCOUNT}:layer:{physical}:1")


def _without_effect(name: str, properties: Mapping[str, Any]) -> Made:  # noqa: ARG001 - a namer
    return Made("", name)


def _own_name(properties: Mapping[str, Any], member: str, name: str) -> str:
    given = properties.get(member)
    return given if isinstance(given, str) else name


NAMED: dict[str, Namer] = {
    "AWS::CloudWatch::Alarm": _without_effect,
    "AWS::CloudWatch::Dashboard": _without_effect,
    "AWS::Events::Rule": _rule,
    "AWS::IAM::ManagedPolicy": _without_effect,
    "AWS::IAM::Policy": _without_effect,
    "AWS::IAM::Role": _role,
    "AWS::Lambda::Permission": _without_effect,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::Logs::ResourcePolicy": _without_effect,
    "AWS::S3::BucketPolicy": _without_effect,
    "AWS::SNS::TopicPolicy": _without_effect,
    "AWS::SQS::QueuePolicy": _without_effect,
    "AWS::Serverless::Function": _function,
    "AWS::Serverless::LayerVersion": _layer,
    "AWS::Serverless::StateMachine": _machine,
    "AWS::StepFunctions::Activity": _activity,
    "AWS::StepFunctions::StateMachine": _machine,
}
"""What a run needs no more of than a name: functions are called by `newel.local.functions`, the rest has no effect."""
