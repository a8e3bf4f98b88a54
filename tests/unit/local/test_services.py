"""Service integrations here: what Step Functions sends, gives and throws, by the AWS in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newel.errors import NewelError
from newel.local.explain import explain
from newel.local.failure import NotCovered
from newel.local.resource import parse
from newel.local.runner import Settings, find, run_machine
from newel.local.services.coverage import lacking
from newel.local.services.integrations import integration
from support.local_project import LocalProject, task

if TYPE_CHECKING:
    from pathlib import Path

TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    },
}
ITEM = {"id": {"S": "1"}, "n": {"N": "7"}}
GET = {"TableName": "${Orders}", "Key": {"id": {"S": "1"}}}


def ran(folder: Path, states: dict[str, Any], **resources: Any) -> Any:
    return LocalProject(folder, resources=resources, machines={"M": states}).run("M").execution


def test_items_of_a_table_are_written_and_read_by_both_kinds_of_integration(tmp_path: Path) -> None:
    states = {
        "Put": task("dynamodb:putItem", {"TableName": "${Orders}", "Item": ITEM}, ResultPath="$.put"),
        "Get": task("dynamodb:getItem", GET, ResultPath="$.optimized"),
        "Sdk": task("aws-sdk:dynamodb:getItem", GET, ResultPath="$.sdk"),
    }
    output = ran(tmp_path, states, Orders=TABLE).output
    assert output["put"].keys() == {"SdkHttpMetadata", "SdkResponseMetadata"}
    assert output["optimized"].keys() == {"Item", "SdkHttpMetadata", "SdkResponseMetadata"}
    assert output["optimized"]["Item"] == ITEM
    assert output["sdk"] == {"Item": ITEM}


def test_what_is_read_of_a_bucket_is_text_and_times_are_iso(tmp_path: Path) -> None:
    states = {
        "Put": task("aws-sdk:s3:putObject", {"Bucket": "${Files}", "Key": "k", "Body": {"a": 1}}, ResultPath=None),
        "Get": task("aws-sdk:s3:getObject", {"Bucket": "${Files}", "Key": "k"}),
    }
    output = ran(tmp_path, states, Files={"Type": "AWS::S3::Bucket"}).output
    assert output["Body"] == '{"a":1}'
    assert (output["ContentLength"], output["ETag"][:1]) == (7, '"')
    assert output["LastModified"].endswith("Z")
    assert "ResponseMetadata" not in output


@pytest.mark.parametrize(
    ("resource", "parameters", "error", "said"),
    [
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "${Files}", "Key": "none"},
            "S3.NoSuchKeyException",
            "(Service: S3, Status Code: 404, Request ID: ",
        ),
        (
            "aws-sdk:dynamodb:getItem",
            {"TableName": "none", "Key": {"id": {"S": "1"}}},
            "DynamoDb.ResourceNotFoundException",
            "(Service: DynamoDb, Status Code: 400",
        ),
        (
            "dynamodb:getItem",
            {"TableName": "none", "Key": {"id": {"S": "1"}}},
            "DynamoDB.ResourceNotFoundException",
            "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ",
        ),
        # as recorded on AWS, E0109 and E0121
        (
            "aws-sdk:dynamodb:putItem",
            {"TableName": "t", "Item": None},
            "DynamoDb.DynamoDbException",
            "failed to satisfy constraint: Member must not be null (Service: DynamoDb, Status Code: 400, Request ID: ",
        ),
        (
            "dynamodb:putItem",
            {"TableName": "t", "Item": None},
            "DynamoDB.AmazonDynamoDBException",
            "Member must not be null (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; ",
        ),
        (
            "aws-sdk:secretsmanager:getSecretValue",
            {"SecretId": "none"},
            "SecretsManager.ResourceNotFoundException",
            "(Service: SecretsManager, Status Code: 4",
        ),
    ],
)
def test_errors_have_the_names_that_step_functions_gives_them(
    tmp_path: Path, resource: str, parameters: dict[str, Any], error: str, said: str
) -> None:
    execution = ran(tmp_path, {"S": task(resource, parameters)}, Files={"Type": "AWS::S3::Bucket"})
    assert (execution.status, execution.error) == ("FAILED", error)
    assert said in execution.cause


def test_secrets_parameters_streams_buses_and_keys_of_the_template_are_there(tmp_path: Path) -> None:
    resources: dict[str, Any] = {
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "hush"}},
        "Made": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {
                "GenerateSecretString": {"SecretStringTemplate": '{"user": "u"}', "GenerateStringKey": "password"}
            },
        },
        "Url": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "there"}},
        "Clicks": {"Type": "AWS::Kinesis::Stream", "Properties": {"ShardCount": 1}},
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
        "Key": {"Type": "AWS::KMS::Key"},
        "Simple": {"Type": "AWS::Serverless::SimpleTable"},
    }
    record = {"StreamName": "${Clicks}", "Data": "hi", "PartitionKey": "1"}
    entry = {"EventBusName": "${Bus}", "Source": "a", "DetailType": "b", "Detail": {"x": 1}}
    states = {
        "S": task("aws-sdk:secretsmanager:getSecretValue", {"SecretId": "${Secret}"}, ResultPath="$.secret"),
        "M": task("aws-sdk:secretsmanager:getSecretValue", {"SecretId": "${Made}"}, ResultPath="$.made"),
        "U": task("aws-sdk:ssm:getParameter", {"Name": "${Url}"}, ResultPath="$.url"),
        "C": task("aws-sdk:kinesis:putRecord", record, ResultPath="$.clicks"),
        "B": task("events:putEvents", {"Entries": [entry]}, ResultPath="$.bus"),
        "K": task("aws-sdk:kms:encrypt", {"KeyId": "${Key}", "Plaintext": "x"}, ResultPath="$.key"),
        "P": task("dynamodb:putItem", {"TableName": "${Simple}", "Item": {"id": {"S": "1"}}}, ResultPath=None),
    }
    output = ran(tmp_path, states, **resources).output
    assert output["secret"]["SecretString"] == "hush"
    assert json.loads(output["made"]["SecretString"]) == {"user": "u", "password": "local"}
    assert output["url"]["Parameter"]["Value"] == "there"
    assert output["clicks"]["ShardId"] == "shardId-000000000000"
    assert output["bus"].keys() == {"Entries", "FailedEntryCount"}
    assert output["key"]["KeyId"].startswith("arn:aws:kms:")


def test_an_event_that_a_bus_refuses_fails_the_state(tmp_path: Path) -> None:
    entry = {"Source": "a", "DetailType": "b", "Detail": "no json"}
    execution = ran(tmp_path, {"B": task("events:putEvents", {"Entries": [entry]})})
    assert execution.error == "EventBridge.FailedEntry"
    assert json.loads(execution.cause)["FailedEntryCount"] == 1


def test_text_that_spells_a_number_is_one(tmp_path: Path) -> None:
    states = {"S": task("aws-sdk:sqs:receiveMessage", {"QueueUrl": "${Q}", "MaxNumberOfMessages": "1"})}
    assert ran(tmp_path, states, Q={"Type": "AWS::SQS::Queue"}).status == "SUCCEEDED"


def test_a_message_that_is_an_object_is_sent_as_its_json(tmp_path: Path) -> None:
    states = {"S": task("sqs:sendMessage", {"QueueUrl": "${Q}", "MessageBody": {"a": [1]}})}
    project = LocalProject(tmp_path, resources={"Q": {"Type": "AWS::SQS::Queue"}}, machines={"M": states})
    ran_ = project.run("M")
    assert ran_.effects[0].messages == ['{"a":[1]}']
    assert ran_.execution.output.keys() >= {"MD5OfMessageBody", "MessageId", "SdkHttpMetadata"}


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ("glue:startJobRun.sync", "jobs do not run here"),
        ("http:invoke", "it is no API as it stands"),
        ("aws-sdk:s3:nothing", "it is no API as it stands"),
        ("aws-sdk:chime:createAccount", "moto has no chime"),
        ("aws-sdk:s3:createSession", "moto does not carry out s3:CreateSession"),
    ],
)
def test_what_is_not_carried_out_here_asks_for_a_mock_before_the_run(tmp_path: Path, resource: str, said: str) -> None:
    with pytest.raises(NotCovered, match=rf"nothing here answers .*{said}(?s:.)*mocks="):
        ran(tmp_path, {"S": task(resource, {})})


def test_parameters_that_the_api_does_not_have_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(NewelError, match=r"state 'S': aws-sdk:s3:getObject cannot be called so: (?s:.)*Bukket") as told:
        ran(tmp_path, {"S": task("aws-sdk:s3:getObject", {"Bukket": "b", "Key": "k"})})
    assert told.value.hint is None


def test_a_value_that_does_not_say_its_type_is_answered_with_how_to_say_it(tmp_path: Path) -> None:
    item = {"TableName": "t", "Item": {"id": "x"}}
    with pytest.raises(NewelError, match=r"Item\.id(?s:.)*dynamodb\.string\(path"):
        ran(tmp_path, {"S": task("dynamodb:putItem", item)})


def test_a_package_that_moto_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name="pyparsing")

    monkeypatch.setattr("newel.local.services.coverage.import_module", absent)
    lacking.cache_clear()
    assert lacking("glue", "GetTable") == "moto needs pyparsing for glue: pip install 'moto[glue]'"
    lacking.cache_clear()


@pytest.mark.parametrize(
    ("resource", "client", "operation", "prefix", "name"),
    [
        ("aws-sdk:rds:describeDBInstances", "rds", "DescribeDBInstances", "Rds", "DbInstanceIdentifier"),
        ("batch:submitJob", "batch", "SubmitJob", "Batch", "DBInstanceIdentifier"),
        ("sqs:sendMessage.waitForTaskToken", "sqs", "SendMessage", "SQS", "DBInstanceIdentifier"),
        (
            "bedrock:createModelCustomizationJob",
            "bedrock",
            "CreateModelCustomizationJob",
            "Bedrock",
            "DBInstanceIdentifier",
        ),
    ],
)
def test_an_integration_is_a_client_an_operation_and_a_spelling(
    resource: str, client: str, operation: str, prefix: str, name: str
) -> None:
    parsed = parse(f"arn:aws:states:::{resource}")
    assert parsed is not None
    found = integration(parsed)
    assert found is not None
    assert (found.client, found.operation, found.prefix) == (client, operation, prefix)
    assert found.spell("DBInstanceIdentifier") == name


@pytest.mark.parametrize(
    ("resource", "parameters", "why"),
    [
        (
            "aws-sdk:s3:getObject",
            {"Bucket": "${Files}", "Key": "k"},
            "the buckets of a local run are empty when it begins: --fill FOLDER puts objects there",
        ),
        (
            "dynamodb:getItem",
            {"TableName": "elsewhere", "Key": {"id": {"S": "1"}}},
            "a local run has the resources of the template, and no others",
        ),
        (
            "aws-sdk:ses:sendEmail",
            {
                "Source": "me@example.com",
                "Destination": {"ToAddresses": ["you@example.com"]},
                "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
            },
            "a local run sends mail for each AWS::SES::EmailIdentity of the template, and no others",
        ),
    ],
)
def test_what_is_not_there_is_explained_with_what_answers_in_its_place(
    tmp_path: Path, resource: str, parameters: dict[str, Any], why: str
) -> None:
    project = LocalProject(
        tmp_path,
        resources={"Files": {"Type": "AWS::S3::Bucket"}},
        machines={"M": {"Get it": task(resource, parameters)}},
    )
    ran = project.run("M")
    instead = """  a mock answers in its place: --mocks '{"Get it": [{"Return": {}}]}', or AWS: --answer 'Get it=aws'"""
    assert list(explain(ran.execution, None, ran.refused))[-2:] == [f"  {why}", instead]
    assert instead not in list(explain(ran.execution, None))


def test_an_error_that_a_mock_throws_is_no_want_of_this_computer(tmp_path: Path) -> None:
    get = task("aws-sdk:s3:getObject", {"Bucket": "b", "Key": "k"})
    mocks = {"S": [{"Throw": {"Error": "S3.NoSuchKeyException"}}]}
    ran = LocalProject(tmp_path, machines={"M": {"S": get}}).run("M", mocks=mocks)
    assert ran.execution.error == "S3.NoSuchKeyException"
    assert ran.refused == frozenset()


def test_what_a_service_of_other_names_inside_of_moto_carries_out_is_known() -> None:
    assert lacking("s3", "DeleteObjects") is None
    assert lacking("batch", "SubmitJob") is None
    assert lacking("s3", "RenameObject") == "moto does not carry out s3:RenameObject"


def test_objects_are_deleted_together(tmp_path: Path) -> None:
    states = {
        "Put": task("aws-sdk:s3:putObject", {"Bucket": "${Files}", "Key": "k", "Body": "b"}, ResultPath=None),
        "Delete": task("aws-sdk:s3:deleteObjects", {"Bucket": "${Files}", "Delete": {"Objects": [{"Key": "k"}]}}),
    }
    ran = LocalProject(tmp_path, resources={"Files": {"Type": "AWS::S3::Bucket"}}, machines={"M": states}).run("M")
    assert ran.execution.output == {"Deleted": [{"Key": "k"}]}
    assert [each.messages for each in ran.effects] == [[]]


BROKEN: dict[str, Any] = {
    "Type": "AWS::Batch::ComputeEnvironment",
    "Properties": {"Type": "MANAGED", "ServiceRole": "arn:aws:iam::123456789012:role/there"},
}


def test_a_resource_that_cannot_be_made_is_refused_where_a_state_calls_it_alone(tmp_path: Path) -> None:
    queue = {
        "Type": "AWS::Batch::JobQueue",
        "Properties": {
            "Priority": 1,
            "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": {"Ref": "Environment"}}],
        },
    }
    submit = task("batch:submitJob", {"JobName": "n", "JobQueue": "${Jobs}", "JobDefinition": "d"})
    project = LocalProject(
        tmp_path, resources={"Environment": BROKEN, "Jobs": queue}, machines={"M": {"Submit": submit}}
    )
    ran = project.run("M", mocks={"Submit": [{"Return": {"JobId": "1", "JobName": "n"}}]})
    assert ran.execution.status == "SUCCEEDED"
    assert list(ran.skipped) == ["Environment", "Jobs"]
    with pytest.raises(NewelError, match=r"state 'Submit': Jobs is needed, and it is not there: the local AWS cannot"):
        project.run("M")


def test_a_task_without_parameters_is_told_what_it_sends(tmp_path: Path) -> None:
    listing = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "End": True}
    machine = {"StartAt": "List", "States": {"List": listing}}
    with pytest.raises(NewelError, match="cannot be called so") as told:
        LocalProject(tmp_path, machines={"M": machine}).run("M", {"a": 1})
    assert (
        told.value.hint
        == "a task that has neither Parameters nor Arguments sends its whole input; {} there sends nothing"
    )


def test_a_placeholder_of_a_definition_in_no_template_is_told_where_its_value_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "alone.asl.json"
    file.write_text(json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "${It}", "End": True}}}))
    machine, template = find(str(file), tmp_path / "template.yaml")
    with pytest.raises(NewelError, match=r"\$\{It\} has no value") as told:
        run_machine(machine, template, {}, Settings())
    assert told.value.hint == "name the template that has it with --template, or write the value instead"
