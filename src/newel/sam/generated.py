"""The resources that SAM makes besides those of a template ("Generated CloudFormation resources for AWS SAM")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_object
from newel.sam.globals import FUNCTION, as_object, properties_of
from newel.sam.machines import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.json_types import JsonObject

_ALIASES = {FUNCTION: "AWS::Lambda::Alias", MACHINE: "AWS::StepFunctions::StateMachineAlias"}
_EVENTS = {
    "CloudWatchEvent": "AWS::Events::Rule",
    "CloudWatchLogs": "AWS::Logs::SubscriptionFilter",
    "DocumentDB": "AWS::Lambda::EventSourceMapping",
    "DynamoDB": "AWS::Lambda::EventSourceMapping",
    "EventBridgeRule": "AWS::Events::Rule",
    "IoTRule": "AWS::IoT::TopicRule",
    "Kinesis": "AWS::Lambda::EventSourceMapping",
    "MQ": "AWS::Lambda::EventSourceMapping",
    "MSK": "AWS::Lambda::EventSourceMapping",
    "SNS": "AWS::SNS::Subscription",
    "SQS": "AWS::Lambda::EventSourceMapping",
    "Schedule": "AWS::Events::Rule",
    "ScheduleV2": "AWS::Scheduler::Schedule",
    "SelfManagedKafka": "AWS::Lambda::EventSourceMapping",
}
"""What SAM makes of an event, called as the resource and the event together."""

_STARTING = ("Api", "CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2")
"""The events of machines: each has a role to start it by."""

_IMPLICIT = {
    "Api": {
        "ServerlessRestApi": "AWS::ApiGateway::RestApi",
        "ServerlessRestApiProdStage": "AWS::ApiGateway::Stage",
    },
    "HttpApi": {
        "ServerlessHttpApi": "AWS::ApiGatewayV2::Api",
        "ServerlessHttpApiApiGatewayDefaultStage": "AWS::ApiGatewayV2::Stage",
    },
}
"""What SAM makes of all events that name no API."""

_SOURCES = {"Api": "RestApiId", "Cognito": "UserPool", "HttpApi": "ApiId", "S3": "Bucket"}
"""The events that SAM writes into what they come from, and the member that names it."""


def generated(template: Mapping[str, Any]) -> dict[str, str]:
    """The types of the resources that SAM makes of a template, by logical id.

    Those with a hash in their names, as versions, are not among them.
    """
    made: dict[str, str] = {}
    for name, resource in as_object(template.get("Resources")).items():
        if is_object(resource) and resource.get("Type") in _ALIASES:
            made.update(_of(name, resource["Type"], properties_of(name, template)))
    return made


def events(properties: Mapping[str, Any]) -> dict[str, JsonObject]:
    """The events of a function or a machine by name."""
    return {name: event for name, event in as_object(properties.get("Events")).items() if is_object(event)}


def written_into(properties: Mapping[str, Any]) -> Iterator[str]:
    """The logical ids of what SAM writes events into, so that it refers to the function or machine that has them."""
    for event in events(properties).values():
        member = _SOURCES.get(str(event.get("Type")))
        if member is None:
            continue
        match as_object(event.get("Properties")).get(member):
            case {"Ref": str(name)}:
                yield name
            case _:
                yield from _IMPLICIT.get(event["Type"], ())


def event_roles(name: str, properties: JsonObject) -> list[str]:
    """The logical ids of the roles that SAM makes of a machine's events, by which they start it."""
    return [
        role(f"{name}{event}")
        for event, of in events(properties).items()
        if of.get("Type") in _STARTING and "RoleArn" not in as_object(of.get("Properties"))
    ]


def role(name: str) -> str:
    """The logical id of the role that SAM makes of a function or machine without one."""
    return f"{name}Role"


def alias_of(name: str, alias: str) -> str:
    """The logical id of the alias that SAM makes of `AutoPublishAlias`."""
    return f"{name}Alias{alias}"


def queue_of(name: str, event: str, config: object) -> str | None:
    """The logical id of the queue that SAM makes of an event's `DeadLetterConfig`; None where it makes none."""
    match config:
        case {"Type": "SQS", "QueueLogicalId": str(given)}:
            return given
        case {"Type": "SQS"}:
            return f"{name}{event}Queue"
        case _:
            return None


def _of(name: str, kind: str, properties: JsonObject) -> Iterator[tuple[str, str]]:
    if "Role" not in properties:
        yield role(name), "AWS::IAM::Role"
    if kind == MACHINE:
        yield from ((each, "AWS::IAM::Role") for each in event_roles(name, properties))
    alias = properties.get("AutoPublishAlias")
    if isinstance(alias, str):
        yield alias_of(name, alias), _ALIASES[kind]
        if kind == MACHINE:
            yield f"{name}Version", "AWS::StepFunctions::StateMachineVersion"
    if kind == FUNCTION and "FunctionUrlConfig" in properties:
        yield f"{name}Url", "AWS::Lambda::Url"
    for event, of in events(properties).items():
        if of.get("Type") in _EVENTS:
            yield f"{name}{event}", _EVENTS[of["Type"]]
        source = _SOURCES.get(str(of.get("Type")))
        given = as_object(of.get("Properties"))
        if source is not None and source not in given:
            yield from _IMPLICIT.get(of["Type"], {}).items()
        if kind == FUNCTION and of.get("Type") == "ScheduleV2" and "RoleArn" not in given:
            yield role(f"{name}{event}"), "AWS::IAM::Role"
        queue = queue_of(name, event, given.get("DeadLetterConfig"))
        if queue is not None:
            yield queue, "AWS::SQS::Queue"
