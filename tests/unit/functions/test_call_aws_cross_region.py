"""The function that calls other regions: spelling, errors by Step Functions' names, and no value where it is seen."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.response import StreamingBody
from botocore.stub import Stubber
from moto import mock_aws

from newel.sam import crossing
from newel.sam.template import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "functions/call_aws_cross_region"
EVENTS = ROOT / "events/call_aws_cross_region"
SECRET = "hunter2"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def app() -> Iterator[ModuleType]:
    sys.modules["spelling"] = loaded("spelling")
    try:
        yield loaded("app")
    finally:
        del sys.modules["spelling"]


@pytest.fixture
def aws(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        app.client.cache_clear()
        yield
    app.client.cache_clear()


@dataclass(frozen=True)
class Context:
    """As much of Lambda's context as Powertools asks for."""

    function_name: str = "CallAwsServiceCrossRegion"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:CallAwsServiceCrossRegion"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"


def event(service: str, action: str, parameters: Any = None, region: str = "us-west-2", **more: Any) -> dict[str, Any]:
    return {"service": service, "action": action, "region": region, "parameters": parameters, **more}


def failure(app: ModuleType, sent: Any) -> tuple[str, str]:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - its name is compared
        app.handler(sent, Context())
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return type(raised.value).__name__, str(raised.value)


@pytest.fixture
def stub(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of any service that answers what it is told to."""
    made: list[Stubber] = []

    def answering(service: str, method: str, answer: Any = None, expected: Any = None, **error: Any) -> None:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test")
        client: Any = session.client(service, region_name="us-west-2")  # type: ignore[call-overload]
        stubber = Stubber(client)
        if error:
            stubber.add_client_error(method, **error)
        else:
            stubber.add_response(method, answer or {}, expected)
        stubber.activate()
        made.append(stubber)
        monkeypatch.setattr(app, "client", lambda *_: client)

    yield answering
    for stubber in made:
        stubber.assert_no_pending_responses()


@pytest.fixture
def logged(app: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """What was logged, and what was counted."""
    stream = io.StringIO()
    for log in app.logger.handlers:
        monkeypatch.setattr(log, "stream", stream)
    return lambda: stream.getvalue() + "".join(capsys.readouterr())


def test_it_calls_the_region_that_it_is_told(app: ModuleType, aws: None) -> None:
    key, table = {"AttributeName": "id", "AttributeType": "S"}, "Orders"
    boto3.client("dynamodb", region_name="us-west-2").create_table(
        TableName=table,
        AttributeDefinitions=[key],  # type: ignore[list-item]
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"id": {"S": "7"}, "paid": {"Bool": True}, "note": {"Nul": True}, "lines": {"L": [{"N": "1"}]}}
    assert app.handler(event("dynamodb", "putItem", {"TableName": table, "Item": item}), Context()) == {}
    found = event("dynamodb", "getItem", {"TableName": table, "Key": {"id": {"S": "7"}}})
    assert app.handler(found, Context()) == {"Item": item}
    name, _ = failure(app, found | {"region": "eu-west-1"})
    assert name == "DynamoDb.ResourceNotFoundException"


def test_parameters_and_results_are_spelled_as_sdk_integrations_do(app: ModuleType, stub: Any) -> None:
    moment = datetime(2024, 3, 1, 12, 0, 0, 120000, timezone(timedelta(hours=2)))
    stub(
        "rds",
        "describe_db_instances",
        {"DBInstances": [{"DBInstanceIdentifier": "a", "InstanceCreateTime": moment, "MultiAZ": True}]},
        {"DBInstanceIdentifier": "a"},
    )  # fmt: skip
    answer = app.handler(event("rds", "describeDBInstances", {"DbInstanceIdentifier": "a"}), Context())
    assert answer == {
        "DbInstances": [
            {
                "DbInstanceIdentifier": "a",
                "InstanceCreateTime": "2024-03-01T10:00:00.120Z",
                "MultiAZ": True,
            }
        ]
    }


def test_the_apis_own_spelling_is_taken_too(app: ModuleType, stub: Any) -> None:
    stub("rds", "describe_db_instances", {}, {"DBInstanceIdentifier": "a"})
    assert app.handler(event("rds", "describeDBInstances", {"DBInstanceIdentifier": "a"}), Context()) == {}


def test_a_body_that_streams_is_read(app: ModuleType, stub: Any) -> None:
    body = '{"a": "ä"}'.encode()
    stub("s3", "get_object", {"Body": StreamingBody(io.BytesIO(body), len(body)), "ContentLength": 11})
    answer = app.handler(event("s3", "getObject", {"Bucket": "b", "Key": "k"}), Context())
    assert answer == {"Body": '{"a": "ä"}', "ContentLength": 11}


def test_bytes_that_are_no_text_come_as_base64(app: ModuleType, stub: Any) -> None:
    stub("kms", "encrypt", {"CiphertextBlob": b"\xff\x00"}, {"KeyId": "k", "Plaintext": b"text"})
    answer = app.handler(event("kms", "encrypt", {"KeyId": "k", "Plaintext": "text"}), Context())
    assert answer == {"CiphertextBlob": "/wA="}


def test_what_should_be_text_or_bytes_is_written_as_json(app: ModuleType, stub: Any) -> None:
    stub("s3", "put_object", {}, {"Bucket": "b", "Key": "k", "Body": '{"a":"ä"}'.encode()})
    app.handler(event("s3", "putObject", {"Bucket": "b", "Key": "k", "Body": {"a": "ä"}}), Context())
    stub("sqs", "send_message", {}, {"QueueUrl": "q", "MessageBody": '{"a":1}'})
    app.handler(event("sqs", "sendMessage", {"QueueUrl": "q", "MessageBody": {"a": 1}}), Context())


def test_a_copy_takes_the_members_of_the_sdk_for_java(app: ModuleType, stub: Any) -> None:
    stub("s3", "copy_object", {}, {"Bucket": "to", "Key": "k", "CopySource": "from/a%20b?versionId=3"})
    given = {"DestinationBucket": "to", "DestinationKey": "k"}
    given |= {"SourceBucket": "from", "SourceKey": "a b", "SourceVersionId": "3"}
    assert app.handler(event("s3", "copyObject", given), Context()) == {}


def test_no_page_but_the_first_is_fetched(app: ModuleType, stub: Any) -> None:
    stub("s3", "list_objects_v2", {"IsTruncated": True, "NextContinuationToken": "more"}, {"Bucket": "b"})
    answer = app.handler(event("s3", "listObjectsV2", {"Bucket": "b"}), Context())
    assert answer == {"IsTruncated": True, "NextContinuationToken": "more"}


@pytest.mark.parametrize(
    ("service", "action", "method", "code", "name"),
    [
        ("s3", "getObject", "get_object", "NoSuchKey", "S3.NoSuchKeyException"),
        ("s3", "getObject", "get_object", "SlowDown", "S3.S3Exception"),
        ("s3", "headObject", "head_object", "404", "S3.NoSuchKeyException"),
        ("s3", "headObject", "head_object", "403", "S3.S3Exception"),
        (
            "rds",
            "describeDBInstances",
            "describe_db_instances",
            "DBInstanceNotFound",
            "Rds.DbInstanceNotFoundException",
        ),
        ("dynamodb", "putItem", "put_item", "TransactionConflictException", "DynamoDb.TransactionConflictException"),
        ("sqs", "sendMessage", "send_message", "QueueDoesNotExist", "Sqs.QueueDoesNotExistException"),
        ("sfn", "startExecution", "start_execution", "ExecutionAlreadyExists", "Sfn.ExecutionAlreadyExistsException"),
    ],
)  # fmt: skip
def test_errors_have_step_functions_names(
    app: ModuleType, stub: Any, service: str, action: str, method: str, code: str, name: str
) -> None:
    from newel.aws.operations import errors, find_service

    required = {
        "getObject": {"Bucket": "b", "Key": "k"},
        "headObject": {"Bucket": "b", "Key": "k"},
        "putItem": {"TableName": "Orders", "Item": {}},
        "sendMessage": {"QueueUrl": "q", "MessageBody": "m"},
        "startExecution": {"StateMachineArn": "arn"},
    }
    botocore = str(find_service(service).botocore)
    older = {"service_error_meta": {"QueryErrorCode": code}} if service == "sqs" else {}
    error = {
        "service_error_code": "AWS.Older" if older else code,
        **older,
        "service_message": f"The value {SECRET}",
        "http_status_code": 404,
    }
    stub(botocore, method, **error)
    found, message = failure(app, event(service, action, required.get(action, {})))
    assert found == name
    assert found in errors(find_service(service))
    assert message == f"{code} (Service: {found.partition('.')[0]}, Status Code: 404)"


def test_what_aws_says_is_passed_on_where_that_is_asked_for(
    app: ModuleType, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "PASS_ON_MESSAGES", True)
    stub("s3", "get_object", service_error_code="NoSuchKey", service_message="No such key.", http_status_code=404)
    _, message = failure(app, event("s3", "getObject", {"Bucket": "b", "Key": "k"}))
    assert message == "No such key. (Service: S3, Status Code: 404)"


@pytest.mark.parametrize(
    ("sent", "name", "words"),
    [
        (None, "InvalidEvent", "The event is no object"),
        ([], "InvalidEvent", "The event is no object"),
        ({}, "InvalidEvent", 'no "service" that is text'),
        (event("s3", "listBuckets") | {"service": 5}, "InvalidEvent", 'no "service" that is text'),
        (event("s3", "listBuckets") | {"action": ""}, "InvalidEvent", 'no "action" that is text'),
        (event("s3", "listBuckets", [SECRET]), "InvalidEvent", '"parameters" is no object'),
        (event("s3", "listBuckets", region=f"{SECRET}.example.com/"), "InvalidEvent", '"region" is none'),
        (event("s3", "listBuckets", endpoint=5), "InvalidEvent", 'no "endpoint" that is text'),
        (event(SECRET, "listBuckets"), "InvalidEvent", '"service" is none'),
        (event("s3", SECRET), "InvalidEvent", '"action" is none'),
        (event("s3", "ListBuckets"), "InvalidEvent", '"action" is none'),
        (event("s3", "selectObjectContent", {}), "InvalidEvent", "a stream of events"),
        (event("s3", "getObject", {"Bukket": SECRET}), "InvalidEvent", "The API has no parameter Bukket."),
        (event("s3", "getObject", {f"{SECRET} as a name": 1}), "InvalidEvent", "no parameter in the call"),
        (event("s3", "getObject", {"Bucket": "b"}), "S3.SdkClientException", "do not fit the API: Key."),
        (event("s3", "getObject", {"Bucket": [SECRET], "Key": 5}), "S3.SdkClientException", "do not fit the API"),
        (
            event("dynamodb", "getItem", {"TableName": "Orders", "Key": {"id": SECRET}}),
            "DynamoDb.SdkClientException",
            "do not fit the API: Key.id.",
        ),
    ],
)  # fmt: skip
def test_other_events_are_refused_without_a_value_of_theirs(
    app: ModuleType, aws: None, logged: Callable[[], str], sent: Any, name: str, words: str
) -> None:
    found, message = failure(app, sent)
    assert found == name
    assert words in message
    text = logged()
    assert "call failed" in text
    assert SECRET not in message + text


def test_no_value_is_logged(app: ModuleType, stub: Any, logged: Callable[[], str]) -> None:
    given = {"SecretId": f"name-{SECRET}"}
    stub(
        "secretsmanager",
        "get_secret_value",
        {"SecretString": SECRET, "CreatedDate": datetime(2024, 3, 1, tzinfo=UTC)},
    )
    answer = app.handler(event("secretsmanager", "getSecretValue", given), Context())
    assert answer == {"SecretString": SECRET, "CreatedDate": "2024-03-01T00:00:00Z"}
    stub("secretsmanager", "get_secret_value", service_error_code="Odd", service_message=SECRET)
    failure(app, event("secretsmanager", "getSecretValue", given))
    text = logged()
    assert SECRET not in text
    said = [json.loads(line) for line in text.splitlines()]
    assert [one.get("called") for one in said if "message" in one] == ["secretsmanager:getSecretValue"] * 2
    assert "SecretsManager.SecretsManagerException" in [one.get("error") for one in said]


def test_a_fault_of_its_own_keeps_its_message_back(app: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(app, "client", broken)
    name, message = failure(app, event("s3", "listBuckets"))
    assert name == "CallFailed"
    assert "ZeroDivisionError" in message
    assert SECRET not in message


@pytest.mark.parametrize("service", ["s3", "dynamodb", "rds", "iot", "quicksight", "stepfunctions", "kms"])
def test_every_member_of_an_api_is_found_by_its_spelling(app: ModuleType, service: str) -> None:
    """No two members of a shape are spelled alike, so that each parameter is one."""
    from newel.aws import naming

    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    for name in model.shape_names:
        shape = model.shape_for(name)
        if shape.type_name == "structure":
            members = list(shape.members)  # type: ignore[attr-defined]
            assert len({naming.member(member) for member in members}) == len(members), name


def test_the_events_for_sam_are_taken(app: ModuleType, aws: None) -> None:
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="photos")
    s3.put_object(Bucket="photos", Key="lamp.json", Body=b'{"lit": true}')
    outcomes = {"get_object": '{"lit": true}'}
    assert sorted(path.stem for path in EVENTS.iterdir()) == sorted(outcomes)
    answer = app.handler(json.loads((EVENTS / "get_object.json").read_text("utf-8")), Context())
    assert answer["Body"] == outcomes["get_object"]
    assert answer["ContentType"] == "binary/octet-stream"
    assert answer["LastModified"].endswith("Z")


def test_all_attempts_end_before_the_functions_own_time_out(app: ModuleType) -> None:
    template = parse("Resources: {ExpressionsLayer: {Type: AWS::Serverless::LayerVersion}}", Path("template.yaml"))
    seconds = crossing.resources([], template, {})[crossing.NAME]["Properties"]["Timeout"]
    backoff = 2 ** (app.ATTEMPTS - 1)  # at most, of botocore's standard mode ("Retries" of boto3's guide)
    assert (app.CONNECT_SECONDS + app.READ_SECONDS) * app.ATTEMPTS + backoff < seconds
    config = app.client("s3", "eu-west-1", None).meta.config
    assert (config.connect_timeout, config.read_timeout) == (app.CONNECT_SECONDS, app.READ_SECONDS)
    assert config.retries["total_max_attempts"] == app.ATTEMPTS
