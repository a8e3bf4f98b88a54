"""Messages: what SNS and SQS refuse is an error that says what to write, and attributes have types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from newel import Ref, StateMachine, context, jsonata, path
from newel.errors import NewelError
from newel.tasks import sns, sqs

if TYPE_CHECKING:
    from newel.tasks import Task

FIFO = "arn:aws:sns:eu-west-1:123456789012:orders.fifo"
PLAIN = "arn:aws:sns:eu-west-1:123456789012:orders"
QUEUE = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"


def given(state: Task, **options: Any) -> dict[str, Any]:
    body: dict[str, Any] = StateMachine("Machine", state, **options).compile().asl["States"][state.name]
    found: dict[str, Any] = body["Arguments" if "Arguments" in body else "Parameters"]
    return found


def publish(**fields: Any) -> sns.Publish:
    given_fields: dict[str, Any] = {"topic_arn": Ref("Topic"), "message": "news", **fields}
    return sns.Publish("Tell", **given_fields)


def send(**fields: Any) -> sqs.SendMessage:
    given_fields: dict[str, Any] = {"queue_url": Ref("Queue"), "message_body": "news", **fields}
    return sqs.SendMessage("Send", **given_fields)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("sold", None, {"DataType": "String", "StringValue": "sold"}),
        (3, None, {"DataType": "Number", "StringValue": "3"}),
        (1.5, "Number", {"DataType": "Number", "StringValue": "1.5"}),
        ("12", "Number", {"DataType": "Number", "StringValue": "12"}),
        (["a", 1, True, None], None, {"DataType": "String.Array", "StringValue": '["a",1,true,null]'}),
        (b"\x00\x01", None, {"DataType": "Binary", "BinaryValue": "AAE="}),
        (path("$.total"), "Number", {"DataType": "Number", "StringValue": path("$.total")}),
        (path("$.raw"), "Binary", {"DataType": "Binary", "BinaryValue": path("$.raw")}),
        (Ref("Stage"), None, {"DataType": "String", "StringValue": Ref("Stage")}),
    ],
)
def test_an_attribute_has_the_type_of_its_value(value: Any, kind: Any, expected: dict[str, Any]) -> None:
    assert sns.attribute(value, kind) == expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (2, "String"),
        ("foo", "String.Array"),
        (False, "Number"),
        (False, None),
        ([{"a": 1}], None),
        (None, None),
        ("x", "Number"),
        (float("nan"), None),
        ("", None),
        ({"a": 1}, None),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused(value: Any, kind: Any) -> None:
    with pytest.raises(NewelError, match="attribute"):
        sns.attribute(value, kind)


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_attributes_work_in_both_query_languages(language: Any) -> None:
    dynamic = path("$.kind") if language == "JSONPath" else jsonata("$states.input.kind")
    attributes = {"kind": sns.attribute(dynamic), "by": sns.attribute(context.execution.name)}
    found = given(publish(message_attributes=attributes), query_language=language)["MessageAttributes"]
    name = "StringValue.$" if language == "JSONPath" else "StringValue"
    assert found["kind"] == {
        "DataType": "String",
        name: "$.kind" if language == "JSONPath" else "{% $states.input.kind %}",
    }


@pytest.mark.parametrize(
    "state",
    [
        publish(topic_arn=FIFO, message_group_id="g", message_deduplication_id="d"),
        publish(topic_arn=FIFO, message_group_id=path("$.group")),
        publish(topic_arn=PLAIN, message_group_id="fair"),
        publish(topic_arn=path("$.topic"), message_deduplication_id="d"),
        publish(topic_arn=None, phone_number="+12065550100"),
        publish(topic_arn=None, phone_number=path("$.phone")),
        publish(message={"default": "news", "sms": "short"}, message_structure="json"),
        publish(message={"default": path("$.text")}, message_structure="json"),
        publish(message='{"default": "news"}', message_structure="json"),
        publish(message=path("$.message"), message_structure="json"),
        publish(message_attributes={"a.b": {"DataType": "String.kind", "StringValue": "x"}}),
        publish(message_attributes={f"n{index}": sns.attribute(index) for index in range(11)}),
        publish(message_attributes=path("$.attributes")),
        publish(subject="x" * 100),
        send(queue_url=f"{QUEUE}.fifo", message_group_id="g"),
        send(message_group_id="tenant", delay_seconds=900),
        send(delay_seconds=path("$.delay")),
        send(message_system_attributes={"AWSTraceHeader": sqs.attribute("Root=1-5759e988-bd862e3fe1be46a994272793")}),
    ],
)
def test_a_message_that_aws_takes_is_taken(state: Task) -> None:
    assert given(state)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (publish(topic_arn=FIFO), "message_group_id: is required: orders.fifo is FIFO"),
        (publish(topic_arn=PLAIN, message_deduplication_id="d"), "orders is not FIFO"),
        (publish(topic_arn=FIFO, message_group_id="a b"), "message_group_id: 'a b' is no id"),
        (publish(message_group_id="x" * 129), "message_group_id"),
        (publish(topic_arn=None), "exactly one of"),
        (publish(phone_number="+12065550100"), "exactly one of"),
        (publish(topic_arn=None, phone_number="555-0100"), "E.164"),
        (publish(subject=""), "subject: it has 0 characters"),
        (publish(subject="x" * 101), "subject: it has 101 characters"),
        (publish(subject="a\nb"), "subject: it has line breaks"),
        (publish(message=""), "message: it is empty"),
        (publish(message="é" * 131_073), "message: it has 262146 bytes"),
        (publish(message_structure="JSON"), "message_structure: 'JSON' is no structure"),
        (publish(message_structure="json"), "message: with the structure"),
        (publish(message={"sms": "x"}, message_structure="json"), "message: with the structure"),
        (publish(message={"default": 1}, message_structure="json"), "message: with the structure"),
        (publish(message=["default"], message_structure="json"), "message: with the structure"),
        (publish(message_attributes={"a b": sns.attribute("x")}), "'a b' is no name"),
        (publish(message_attributes={"": sns.attribute("x")}), "'' is no name"),
        (publish(message_attributes={"a..b": sns.attribute("x")}), "is no name"),
        (publish(message_attributes={"x" * 257: sns.attribute("x")}), "is no name"),
        (publish(message_attributes={"AWS.kind": sns.attribute("x")}), "are AWS's own"),
        (publish(message_attributes={"k": {"DataType": "string", "StringValue": "x"}}), "'string' is no type"),
        (publish(message_attributes={"k": {"DataType": "Text", "StringValue": "x"}}), "'Text' is no type"),
        (publish(message_attributes={"k": {"DataType": "Binary", "StringValue": "x"}}), "has its value in BinaryValue"),
        (publish(message_attributes={"k": {"DataType": "Number", "StringValue": "x"}}), "'x' is not a number"),
        (publish(message_attributes={"k": {"DataType": "String.Array", "StringValue": "x"}}), "is not a list"),
        (publish(message_attributes={"k": {"DataType": "String"}}), "has its value in StringValue"),
        (publish(message_attributes={"k": {"StringValue": "x"}}), "DataType: is required"),
        (publish(message_attributes={"k": "sold"}), "it is text, and the API wants an object"),
        (send(message_body=""), "message_body: it is empty"),
        (send(message_body="a\x00b"), "the character U\\+0000"),
        (send(delay_seconds=901), "delay_seconds: 901 is out of range"),
        (send(delay_seconds=-1), "delay_seconds: -1 is out of range"),
        (send(queue_url=f"{QUEUE}.fifo"), "message_group_id: is required"),
        (send(queue_url=f"{QUEUE}.fifo", message_group_id="g", delay_seconds=0), "delay_seconds: orders.fifo is FIFO"),
        (send(queue_url=QUEUE, message_deduplication_id=path("$.id")), "orders is not FIFO"),
        (send(message_attributes={f"n{index}": sqs.attribute(index) for index in range(11)}), "there are 11"),
        (
            send(message_attributes={"k": {"DataType": "String", "StringValue": "x", "StringListValues": ["x"]}}),
            "StringListValues",
        ),
        (send(message_system_attributes={"Trace": sqs.attribute("x")}), "the name 'Trace'"),
    ],
)
def test_a_message_that_aws_refuses_is_an_error(state: Task, message: str) -> None:
    with pytest.raises(NewelError, match=message):
        given(state)
