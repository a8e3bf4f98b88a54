"""The AWS in this process: what a template becomes, what integrations do to it, what is left afterwards."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local import run
from newel.local.aws import LocalAws
from newel.local.effects import effects
from newel.local.services import ServiceAnswers
from newel.local.stores import NoObject, S3Store

if TYPE_CHECKING:
    from pathlib import Path

PUBLISH = "arn:aws:states:::sns:publish"


def template(**resources: Any) -> dict[str, Any]:
    return {"Resources": resources}


def queue(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def subscription(**properties: Any) -> dict[str, Any]:
    given = {"TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]}}
    return {"Type": "AWS::SNS::Subscription", "Properties": {**given, **properties}}


TOPIC: dict[str, Any] = {"Type": "AWS::SNS::Topic"}
# The subscription stands first: what it refers to is made before it all the same.
FAN_OUT = template(Subscription=subscription(), Topic=TOPIC, Queue=queue())


def publish(aws: LocalAws, **parameters: Any) -> Any:
    machine = {
        "StartAt": "P",
        "States": {"P": {"Type": "Task", "Resource": PUBLISH, "Parameters": parameters, "End": True}},
    }
    return run(machine, {}, answers=[ServiceAnswers(aws)])


def test_a_message_published_arrives_in_the_queue() -> None:
    aws = LocalAws(FAN_OUT)
    with aws.up():
        execution = publish(aws, TopicArn=aws.ref("Topic"), Message="hello")
        sent, held = effects(aws)
    assert execution.status == "SUCCEEDED"
    assert execution.output.keys() == {"MessageId", "SdkHttpMetadata", "SdkResponseMetadata"}
    assert execution.output["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert held.resource == "Queue"
    assert held.messages == ["hello"]
    assert held.sentence() == "Queue holds 1 message: hello"
    assert sent.sentence() == "Topic sent 1 notification: hello"


def test_looking_at_a_queue_takes_nothing_from_it() -> None:
    aws = LocalAws(FAN_OUT)
    with aws.up():
        publish(aws, TopicArn=aws.ref("Topic"), Message="hello")
        effects(aws)
        received = aws.client("sqs").receive_message(
            QueueUrl=aws.ref("Queue"), AttributeNames=["ApproximateReceiveCount"]
        )
    (message,) = received["Messages"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"


def test_raw_delivery_and_a_filter_policy_are_kept() -> None:
    raw = subscription(RawMessageDelivery=True, FilterPolicy={"kind": ["order"]})
    aws = LocalAws(template(Topic=TOPIC, Queue=queue(), Subscription=raw))
    with aws.up():
        for kind in ("order", "other"):
            attribute = {"DataType": "String", "StringValue": kind}
            publish(aws, TopicArn=aws.ref("Topic"), Message=kind, MessageAttributes={"kind": attribute})
        received = aws.client("sqs").receive_message(QueueUrl=aws.ref("Queue"), MaxNumberOfMessages=10)
    assert [message["Body"] for message in received["Messages"]] == ["order"]


def test_a_message_that_is_an_object_is_sent_as_json_text() -> None:
    aws = LocalAws(FAN_OUT)
    with aws.up():
        publish(aws, TopicArn=aws.ref("Topic"), Message={"a": [1, "é"]})
        _, held = effects(aws)
    assert json.loads(held.messages[0]) == {"a": [1, "é"]}


def test_events_are_told_with_the_bus_that_took_them() -> None:
    def entry(**fields: Any) -> dict[str, Any]:
        return {"Source": "orders", "DetailType": "Sold", "Detail": {"id": 7}, **fields}

    aws = LocalAws(template(Bus={"Type": "AWS::Events::EventBus", "Properties": {"Name": "sales"}}))
    entries = [entry(), entry(EventBusName="sales"), entry(Source="")]
    state = {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "Parameters": {"Entries": entries}}
    told = '{"source": "orders", "detail-type": "Sold", "detail": {"id": 7}}'
    with aws.up():
        assert [each.sentence() for each in effects(aws)] == ["Bus took no events"]
        run({"StartAt": "P", "States": {"P": {**state, "End": True}}}, {}, answers=[ServiceAnswers(aws)])
        assert [each.sentence() for each in effects(aws)] == [
            f"Bus took 1 event: {told}",
            f"the default event bus took 1 event: {told}",
        ]


def test_an_error_of_the_service_has_the_name_that_step_functions_gives_it() -> None:
    aws = LocalAws(FAN_OUT)
    with aws.up():
        execution = publish(aws, TopicArn=f"{aws.ref('Topic')}x", Message="hello")
    assert execution.error == "SNS.NotFoundException"
    assert "(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: " in execution.cause


@pytest.mark.parametrize("parameters", [{"Mesage": "x"}, {"TopicArn": "t", "Message": None}])
def test_parameters_that_the_api_does_not_have_are_an_error_with_the_state(parameters: dict[str, Any]) -> None:
    aws = LocalAws(FAN_OUT)
    with aws.up(), pytest.raises(NewelError, match="state 'P': sns:publish cannot be called so"):
        publish(aws, **parameters)


def test_fifo_resources_have_the_names_they_need() -> None:
    aws = LocalAws(
        template(
            Topic={"Type": "AWS::SNS::Topic", "Properties": {"FifoTopic": True}},
            Queue=queue(FifoQueue=True, ContentBasedDeduplication=True),
            Subscription=subscription(),
        )
    )
    with aws.up():
        execution = publish(aws, TopicArn=aws.ref("Topic"), Message="m", MessageGroupId="g", MessageDeduplicationId="d")
        _, held = effects(aws)
    assert execution.status == "SUCCEEDED"
    assert held.messages == ["m"]


def test_names_and_dead_letter_queues_are_those_of_the_template() -> None:
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 1}
    aws = LocalAws(template(Queue=queue(RedrivePolicy=redrive), Dead=queue(QueueName="dead-letters")))
    with aws.up():
        client = aws.client("sqs")
        urls = client.list_queues()["QueueUrls"]
        attributes = client.get_queue_attributes(QueueUrl=aws.ref("Queue"), AttributeNames=["All"])["Attributes"]
    assert sorted(url.rpartition("/")[2] for url in urls) == ["dead-letters", "local-Queue"]
    assert json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"] == aws.made["Dead"].attributes["Arn"]


@pytest.mark.parametrize(
    ("kind", "ref", "attribute", "value"),
    [
        ("AWS::Events::Connection", "local-It", "Arn", "arn:aws:events:us-east-1:123456789012:It"),
        ("AWS::Glue::Workflow", "local-It", "Name", "local-It"),
        ("AWS::Bedrock::Flow", "arn:aws:bedrock:us-east-1:123456789012:It", "Id", "local-It"),
    ],
)
def test_what_there_is_no_type_of_here_has_a_name_and_an_arn(kind: str, ref: str, attribute: str, value: str) -> None:
    aws = LocalAws(template(It={"Type": kind}, Loop={"Type": "AWS::Made::Up"}))
    with aws.up():
        assert (aws.ref("It"), aws.attribute("It", attribute)) == (ref, value)
    assert aws.skipped["It"] == f"the local AWS makes no {kind}"


def test_what_functions_of_the_template_make_is_left_out() -> None:
    loop, included = ["Name", ["A"], {"T${Name}": TOPIC}], {"Name": "AWS::Include", "Parameters": {"Location": "a"}}
    aws = LocalAws({"Resources": {"Fn::ForEach::Topics": loop, "Fn::Transform": included}})
    with aws.up():
        pass
    assert aws.skipped == {
        "Fn::ForEach::Topics": "what Fn::ForEach makes is not seen",
        "Fn::Transform": "what Fn::Transform makes is not seen",
    }


def test_what_a_run_cannot_use_is_told_or_left_out() -> None:
    aws = LocalAws(
        template(
            Topic=TOPIC,
            Mail={"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": {"Ref": "Topic"}, "Protocol": "email"}},
            Table={"Type": "AWS::DynamoDB::Table"},
            Logs={"Type": "AWS::Logs::LogGroup"},
            Policy={"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Nobody"}]}},
        )
    )
    with aws.up():
        pass
    assert aws.skipped.keys() == {"Mail", "Table"}
    assert "email" in aws.skipped["Mail"]


def test_a_resource_with_a_false_condition_is_not_there() -> None:
    whole = {
        "Conditions": {"Never": {"Fn::Equals": ["a", "b"]}},
        **template(Queue={**queue(), "Condition": "Never"}),
    }
    aws = LocalAws(whole)
    with aws.up():
        assert aws.made == {}
        with pytest.raises(NewelError, match="its condition is false"):
            aws.ref("Queue")


def test_sections_that_yaml_left_empty_are_empty() -> None:
    whole = {"Globals": None, "Parameters": None, "Conditions": None, **template(Queue={**queue(), "Properties": None})}
    aws = LocalAws(whole)
    with aws.up():
        assert aws.ref("Queue").endswith("local-Queue")
        with pytest.raises(NewelError, match="has no 'Nobody' to refer to"):
            aws.ref("Nobody")


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ({"A": queue(QueueName={"Ref": "B"}), "B": queue(QueueName={"Ref": "A"})}, "in a circle: A -> B -> A"),
        ({"A": queue(QueueName={"Ref": "Nothing"})}, "resource A: the template has no 'Nothing'"),
        ({"A": queue(MaximumMessageSize=1)}, "resource A: the local AWS refuses it"),
        ({"A": queue(QueueName="no such.name!")}, "resource A: the local AWS refuses it"),
        ({"A": {"Properties": {}}}, "resource A: the resource has no Type"),
        ({"A": "queue"}, "resource A: the resource has no Type"),
    ],
)
def test_resources_that_cannot_be_made_are_errors_by_name(resources: dict[str, Any], said: str) -> None:
    with pytest.raises(NewelError) as caught, LocalAws(template(**resources)).up():
        pass
    assert said in str(caught.value)


def test_settings_of_the_user_neither_leak_nor_break(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "config"
    broken.write_text("[profile other]\nendpoint_url = http://localhost:9\n[default\n", encoding="utf-8")
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(broken))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:9")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the user's own")
    before = dict(os.environ)
    aws = LocalAws(FAN_OUT)
    with aws.up():
        assert "the user's own" not in os.environ.values()
        assert publish(aws, TopicArn=aws.ref("Topic"), Message="hello").status == "SUCCEEDED"
    assert dict(os.environ) == before


def test_a_function_that_is_published_under_an_alias_has_its_arn_with_the_alias() -> None:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"AutoPublishAlias": "live"}}
    aws = LocalAws(template(F=function))
    with aws.up():
        assert aws.ref("F.Alias") == f"{aws.attribute('F', 'Arn')}:live"


def test_a_bucket_of_the_template_holds_items_and_results() -> None:
    with LocalAws({"Resources": {"Files": {"Type": "AWS::S3::Bucket"}}}).up() as aws:
        store, bucket = S3Store(aws), aws.ref("Files")
        store.write(bucket, "in/a.json", b"[1]")
        assert store.read(bucket, "in/a.json") == b"[1]"
        assert [found["Key"] for found in store.listed(bucket, "in/")] == ["in/a.json"]
        for missing in (lambda: store.read(bucket, "none"), lambda: list(store.listed("none", ""))):
            with pytest.raises(NoObject):
                missing()


def test_mail_goes_out_for_the_identities_of_the_template() -> None:
    def identity(name: str) -> dict[str, Any]:
        return {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": name}}

    aws = LocalAws(template(Ada=identity("ada@example.com"), Shop=identity("shop.example"), Nobody=identity("a@b.ch")))
    to = {"ToAddresses": ["bo@example.org"]}
    with aws.up():
        ses: Any = aws.client("ses")
        ses.send_email(
            Source="Ada <ada@example.com>",
            Destination={**to, "CcAddresses": ["cy@example.org"]},
            Message={"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "x"}}},
        )
        ses.create_template(Template={"TemplateName": "News", "SubjectPart": "s", "TextPart": "t"})
        ses.send_templated_email(Source="ada@example.com", Template="News", TemplateData="{}", Destination=to)
        ses.send_bulk_templated_email(
            Source="ada@example.com", Template="News", DefaultTemplateData="{}", Destinations=[{"Destination": to}]
        )
        for subject in (b"Subject: Offer\n\n", b"\n"):
            ses.send_raw_email(Source="x@shop.example", Destinations=[], RawMessage={"Data": b"To: d@e.ch\n" + subject})
        found = {each.resource: each.messages for each in effects(aws)}
    assert found == {
        "Ada": ["to bo@example.org, cy@example.org: Hello", "to bo@example.org: News", "to bo@example.org: News"],
        "Shop": ["to d@e.ch: Offer", "to d@e.ch: without a subject"],
        "Nobody": [],
    }
