"""What CallAwsService takes, what it refuses and in which words, and what its author says of IAM."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newel import GetAtt, Param, Ref, StateMachine, Sub, jsonata, path, task_token
from newel.errors import NewelError
from newel.iam import statements
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.tasks import CallAwsService

TEMPLATE = parse(
    """
Parameters:
  BucketName: {Type: String}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
""",
    Path("template.yaml"),
)
SAID: dict[str, Any] = {"iam_actions": ["s3:GetObject"], "iam_resources": ["*"]}


def call(service: str, action: str, parameters: Any = None, **more: Any) -> CallAwsService:
    return CallAwsService("Call", service=service, action=action, parameters=parameters, **{**SAID, **more})


def asl(state: CallAwsService, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = StateMachine("Machine", state, **options).compile().asl["States"]["Call"]
    return found


def allowed(state: CallAwsService) -> list[Any]:
    found = policies(statements(StateMachine("Machine", state).compile().needs), TEMPLATE, logs=False)
    return [statement for policy in found for statement in policy["Statement"]]


def refusal(state: CallAwsService) -> str:
    with pytest.raises(NewelError) as raised:
        StateMachine("Machine", state).compile()
    return str(raised.value)


def test_any_value_may_be_a_path_jsonata_or_a_reference() -> None:
    parameters = {"DbInstanceIdentifier": path("$.id"), "MaxRecords": path("$.most"), "Marker": Param("BucketName")}
    assert asl(call("rds", "describeDBInstances", parameters)) == {
        "Type": "Task",
        "Resource": "arn:${AWSPartition}:states:::aws-sdk:rds:describeDBInstances",
        "Parameters": {"DbInstanceIdentifier.$": "$.id", "MaxRecords.$": "$.most", "Marker": "${BucketName}"},
        "End": True,
    }
    computed = call("rds", "describeDBInstances", {"MaxRecords": jsonata("$states.input.most")})
    assert asl(computed, query_language="JSONata")["Arguments"] == {"MaxRecords": "{% $states.input.most %}"}
    whole = call("s3", "getObject", jsonata("$states.input"))
    assert asl(whole, query_language="JSONata")["Arguments"] == "{% $states.input %}"


def test_a_call_without_parameters_has_them_empty() -> None:
    assert asl(call("s3", "listBuckets"))["Parameters"] == {}
    assert asl(call("s3", "listBuckets"), query_language="JSONata")["Arguments"] == {}


def test_it_may_wait_for_its_task_token() -> None:
    parameters = {"QueueUrl": "https://queue", "MessageBody": {"token": task_token}}
    state = call("sqs", "sendMessage", parameters, pattern="wait_for_task_token")
    assert asl(state)["Resource"].endswith(":aws-sdk:sqs:sendMessage.waitForTaskToken")


@pytest.mark.parametrize(
    ("service", "action", "said"),
    [
        ("stepfunctions", "listStateMachines", "has another name for 'stepfunctions'\n  write 'sfn'"),
        ("states", "listStateMachines", "has another name for 'states'\n  write 'sfn'"),
        ("S3", "listBuckets", "has another name for 'S3'\n  write 's3'"),
        ("logs", "listBuckets", "has another name for 'logs'\n  write 'cloudwatchlogs'"),
        ("dynamodbb", "query", "SDK integrations reach no service 'dynamodbb'\n  write dynamodb"),
        ("", "query", "SDK integrations reach no service ''\n  `newel list --services` shows those that there are"),
        ("qqqqqqqq", "query", "no service 'qqqqqqqq'\n  `newel list --services` shows those that there are"),
        ("s3", "ListBuckets", "s3 has no action 'ListBuckets': it is spelled otherwise\n  write 'listBuckets'"),
        ("s3", "list_buckets", "s3 has no action 'list_buckets': it is spelled otherwise\n  write 'listBuckets'"),
        ("s3", "listBucket", "s3 has no action 'listBucket'\n  write listBuckets"),
        ("s3", "listBuckets.sync", "s3 has no action 'listBuckets.sync'\n  write listBuckets"),
        ("s3", "", "s3 has no action ''\n  `newel list s3` shows those that it has"),
        ("s3", "selectObjectContent", "Step Functions does not call s3:selectObjectContent\n  AWS lists it"),
        ("sts", "assumeRole", "Step Functions does not call sts:assumeRole\n  AWS lists it as unsupported"),
        (
            "healthlake",
            "updateProfileWithAgent",
            (
                "healthlake:updateProfileWithAgent sends or receives a stream of events, and Step Functions calls no "
                "such API\n  call it from a Lambda function"
            ),
        ),
        ("lookoutvision", "ListProjects", "no action 'ListProjects': actions are in camelCase\n  write 'listProjects'"),
        ("lookoutvision", "", "no action '': actions are in camelCase\n  write 'listThings'"),
    ],
)
def test_a_wrong_name_is_told_the_right_one(service: str, action: str, said: str) -> None:
    text = refusal(call(service, action))
    assert text.startswith("state 'Call': ") or ": state 'Call': " in text
    assert said in text


@pytest.mark.parametrize(
    ("service", "action", "parameters", "said"),
    [
        (
            "rds",
            "describeDBInstances",
            {"DBInstanceIdentifier": "a"},
            "parameters.DBInstanceIdentifier: the member is spelled otherwise here\n  write DbInstanceIdentifier",
        ),
        (
            "dynamodb",
            "getItem",
            {"TableName": "a", "Key": {"id": {"NULL": True}}},
            "parameters.Key.id.NULL: the member is spelled otherwise here\n  write Nul",
        ),
        (
            "bedrockagentruntime",
            "retrieve",
            {
                "KnowledgeBaseId": "ABCDEFGHIJ",
                "RetrievalQuery": {"Text": "?"},
                "RetrievalConfiguration": {
                    "VectorSearchConfiguration": {"Filter": {"Equals": {"Key": "a", "Value": "b"}}}
                },
            },
            "VectorSearchConfiguration.Filter.Equals: the member is spelled otherwise here\n  write EqualsValue",
        ),
        ("s3", "getObject", {"bucket": "b", "Key": "k"}, "parameters.bucket: the member is spelled"),
        ("s3", "getObject", {"Bucket": "b"}, "parameters.Key: is required"),
        ("s3", "getObject", {"Bucket": "b", "Key": "k", "Rang": "x"}, "parameters.Rang: the API has no such member"),
        ("s3", "listObjectsV2", {"Bucket": "b", "MaxKeys": "1"}, "parameters.MaxKeys: it is text, and the API wants a"),
        (
            "s3",
            "listObjectsV2",
            {"Bucket": "b", "EncodingType": "html"},
            "parameters.EncodingType: 'html' is none of the API's values\n  write url",
        ),
        (
            "sfn",
            "listStateMachines",
            {"MaxResults": 1001},
            "parameters.MaxResults: 1001 is out of range\n  write at least 0 and at most 1000",
        ),
        ("s3", "getObject", "nothing", "parameters is the whole of the state's parameters, which are an object"),
        ("s3", "getObject", ["nothing"], "parameters is the whole of the state's parameters, which are an object"),
    ],
)
def test_parameters_are_held_to_the_api(service: str, action: str, parameters: Any, said: str) -> None:
    assert said in refusal(call(service, action, parameters))


def test_what_is_spelled_otherwise_is_not_missing_too() -> None:
    assert "is required" not in refusal(call("s3", "getObject", {"bucket": "b", "key": "k"}))


def test_the_sdks_own_members_are_taken() -> None:
    parameters = {"DestinationBucket": "b", "DestinationKey": path("$.k"), "SourceBucket": "s", "SourceKey": "k"}
    assert "DestinationKey.$" in asl(call("s3", "copyObject", parameters))["Parameters"]
    assert "parameters.CopySource: is required" in refusal(call("s3", "copyObject", {"Bucket": "b", "Key": "k"}))


def test_a_service_without_a_model_is_called_unchecked() -> None:
    assert asl(call("lookoutvision", "listProjects", {"Anything": 1}))["Parameters"] == {"Anything": 1}


def test_an_express_machine_takes_it() -> None:
    assert asl(call("s3", "listBuckets"), type="EXPRESS")["Type"] == "Task"


@pytest.mark.parametrize("pattern", ["sync", "sync:2"])
def test_it_runs_no_jobs(pattern: Any) -> None:
    with pytest.raises(NewelError, match=rf"has no pattern '{pattern}'"):
        call("glue", "startJobRun", {"JobName": "a"}, pattern=pattern)


@pytest.mark.parametrize("wrong", [None, 1, path("$.service"), Ref("Service")])
def test_service_and_action_stand_in_the_source(wrong: Any) -> None:
    assert "is not text\n  write service=" in refusal(call(wrong, "listBuckets"))
    assert "is not text\n  write action=" in refusal(call("s3", wrong))


def test_what_its_author_says_of_iam_is_what_it_gets() -> None:
    state = call(
        "s3",
        "getObject",
        {"Bucket": "b", "Key": "k"},
        iam_resources=["arn:aws:s3:::b/*", Sub("${Bucket.Arn}/*"), GetAtt("Bucket", "Arn")],
        additional_iam_statements=[
            {
                "Action": "kms:Decrypt",
                "Resource": "arn:${AWS::Partition}:kms:*:*:key/1",
                "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}},
            }
        ],
    )
    assert allowed(state) == [
        {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": ["arn:aws:s3:::b/*", {"Fn::Sub": "${Bucket.Arn}/*"}, {"Fn::GetAtt": ["Bucket", "Arn"]}],
        },
        {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": {"Fn::Sub": "arn:${AWS::Partition}:kms:*:*:key/1"},
            "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}},
        },
    ]
    one = call("s3", "listBuckets", iam_actions=None, iam_action="s3:ListAllMyBuckets")
    assert [statement["Action"] for statement in allowed(one)] == ["s3:ListAllMyBuckets"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"iam_actions": ["GetObject"]}, "iam_actions: 'GetObject' is no action of IAM's\n  write it as"),
        ({"iam_actions": [1]}, "iam_actions: 1 is no action of IAM's"),
        ({"iam_actions": []}, "iam_actions: [] is no action of IAM's"),
        ({"iam_resources": ["bucket"]}, "iam_resources: 'bucket' is no ARN\n  write"),
        ({"iam_resources": []}, "iam_resources: [] names no resource\n  write"),
        ({"iam_resources": [path("$.arn")]}, "is no ARN\n  write"),
        ({"iam_resources": 1}, "iam_resources: 1 names no resource"),
        ({"additional_iam_statements": {"Action": "s3:*"}}, "additional_iam_statements is a list of statements\n"),
        ({"additional_iam_statements": ["s3:*"]}, "additional_iam_statements[0] is no statement\n  write"),
        ({"additional_iam_statements": [{"Action": "s3:*"}]}, "additional_iam_statements[0]: it has no Resource\n"),
        ({"additional_iam_statements": [{"Resource": "*"}]}, "additional_iam_statements[0]: it has no Action\n"),
        (
            {"additional_iam_statements": [{"Actions": ["s3:*"], "Resource": "*"}]},
            "additional_iam_statements[0]: a statement has no 'Actions' here\n  write Action",
        ),
        (
            {"additional_iam_statements": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]},
            "additional_iam_statements[0]: it does not allow anything\n",
        ),
    ],
)
def test_what_is_no_iam_is_refused(options: dict[str, Any], said: str) -> None:
    assert said in refusal(call("s3", "listBuckets", **options))


RENAME = {"Bucket": "b", "Key": "k", "RenameSource": "b/other"}


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ({}, 'write iam_actions=["service:Action"] and iam_resources=["arn:..."]'),
        ({"iam_actions": ["s3:PutObject"]}, 'write iam_resources=["arn:..."]'),
        ({"iam_resources": ["*"]}, 'write iam_actions=["service:Action"]'),
    ],
)
def test_what_cannot_be_derived_is_asked_for(said: dict[str, Any], hint: str) -> None:
    text = refusal(call("s3", "renameObject", RENAME, **{"iam_actions": None, "iam_resources": None, **said}))
    assert text.endswith(f"AWS documents no IAM action for aws-sdk:s3:renameObject\n  {hint}")


def derived(**said: Any) -> list[Any]:
    parameters = {"TableName": Ref("Orders"), "KeyConditionExpression": "id = :id"}
    state = call("dynamodb", "query", parameters, **{"iam_actions": None, "iam_resources": None, **said})
    definition = StateMachine("Machine", state).compile()
    template = parse("Resources: {Orders: {Type: AWS::DynamoDB::Table}}", Path("template.yaml"))
    [policy] = policies(statements(definition.needs), template, logs=False)
    return [(one["Action"], one["Resource"]) for one in policy["Statement"]]


TABLE = {"Fn::GetAtt": ["Orders", "Arn"]}


@pytest.mark.parametrize(
    ("said", "needed"),
    [
        ({}, [("dynamodb:Query", TABLE)]),
        ({"iam_actions": ["dynamodb:Query", "dynamodb:Scan"]}, [(["dynamodb:Query", "dynamodb:Scan"], TABLE)]),
        ({"iam_resources": ["arn:aws:dynamodb:*:*:table/x"]}, [("dynamodb:Query", "arn:aws:dynamodb:*:*:table/x")]),
        ({"iam_actions": ["dynamodb:*"], "iam_resources": ["*"]}, [("dynamodb:*", "*")]),
    ],
)
def test_what_is_said_stands_in_the_place_of_what_is_derived(said: dict[str, Any], needed: list[Any]) -> None:
    assert derived(**said) == needed


def test_other_resources_are_for_the_actions_of_the_service() -> None:
    image = {"Image": {"S3Object": {"Bucket": "photos", "Name": "cat.jpg"}}}
    state = call("rekognition", "detectLabels", image, iam_actions=None, iam_resources=["*"])
    assert [(one["Action"], one["Resource"]) for one in allowed(state)] == [
        ("rekognition:DetectLabels", "*"),
        ("s3:GetObject", {"Fn::Sub": "arn:${AWS::Partition}:s3:::photos/cat.jpg"}),
    ]


def test_a_role_that_is_handed_on_stays_derived() -> None:
    role = "arn:aws:iam::123456789012:role/r"
    parameters = {"FunctionName": "f", "Role": role, "Code": {"S3Bucket": "bucket", "S3Key": "k"}}
    state = call("lambda", "createFunction", parameters, iam_actions=None)
    assert ("iam:PassRole", role) in [(one["Action"], one["Resource"]) for one in allowed(state)]


def test_what_is_known_only_when_the_state_runs_may_be_narrowed() -> None:
    parameters = {"TableName": path("$.table"), "KeyConditionExpression": "id = :id"}
    state = call("dynamodb", "query", parameters, iam_actions=None, iam_resources=None)
    assert len(StateMachine("Machine", state).compile().questions) == 1
    narrow = call("dynamodb", "query", parameters, iam_actions=None, iam_resources=None, allow={"TableName": ["x"]})
    assert StateMachine("Machine", narrow).compile().questions == []
    assert [one["Resource"] for one in allowed(narrow)] == [
        {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/x"}
    ]
