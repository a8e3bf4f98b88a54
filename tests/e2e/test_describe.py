"""`newel list` and `newel describe`: what there is, and all of one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from support.cli import newel

HERE = Path(__file__).parent


def told(name: str) -> dict[str, Any]:
    done = newel("describe", name, "--format", "json", cwd=HERE)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_list_shows_every_task_by_its_service() -> None:
    done = newel("list", cwd=HERE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Amazon SNS\n  sns.Publish " in done.stdout
    assert "\n  EvaluateExpression " in done.stdout
    assert "  Publish a message to a topic, an endpoint or a phone number.\n" in done.stdout
    assert "(API" not in done.stdout


def test_list_shows_those_of_a_service() -> None:
    for service in ("sns", "SNS", "amazon sns"):
        done = newel("list", service, "--format", "json", cwd=HERE)
        assert json.loads(done.stdout) == [
            {
                "service": "sns",
                "name": "sns.Publish",
                "summary": "Publish a message to a topic, an endpoint or a phone number.",
                "about": "Amazon SNS",
            }
        ]
    assert "emr_containers.StartJobRun" in newel("list", "emr-containers", cwd=HERE).stdout
    for word, name in (("DynamoPutItem", "dynamodb.PutItem"), ("putevents", "events.PutEvents"), ("queue", "sqs.")):
        assert name in newel("list", word, cwd=HERE).stdout
    wrong = newel("list", "snss", cwd=HERE)
    assert wrong.returncode == 2
    said = "error: there are no tasks of 'snss', and SDK integrations reach no such service\n  write sns"
    assert wrong.stderr.startswith(said)


def test_list_imports_no_task_and_reads_no_model() -> None:
    done = newel("list", cwd=HERE, env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"})
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "newel.reference.listing" in imported
    assert not [name for name in imported if name.startswith(("newel.tasks", "newel.aws", "botocore"))]


def test_list_shows_the_operations_of_a_service() -> None:
    for service in ("s3", "S3", "aws-sdk:s3"):
        done = newel("list", service, cwd=HERE)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\n  s3:listBuckets " in done.stdout
        assert "s3:selectObjectContent" not in done.stdout
    assert "`newel list aws-sdk:sns`" in newel("list", "sns", cwd=HERE).stdout
    rows = json.loads(newel("list", "aws-sdk:sns", "--format", "json", cwd=HERE).stdout)
    assert {"sns:publish", "sns:createTopic"} <= {row["name"] for row in rows}
    assert newel("list", "lookoutvision", cwd=HERE).returncode == 2


def test_list_shows_the_services_and_what_that_is_from() -> None:
    services = json.loads(newel("list", "--services", "--format", "json", cwd=HERE).stdout)
    [sfn] = [row for row in services if row["service"] == "sfn"]
    assert sfn == {"service": "sfn", "errors": "Sfn.*", "botocore": "stepfunctions", "iam": "states:*"}
    assert [row["retired"] for row in services if row["service"] == "honeycode"] == ["2026-08-18"]
    assert "\nsfn " in newel("list", "--services", cwd=HERE).stdout
    sources = newel("list", "--sources", cwd=HERE).stdout
    assert "botocore " in sources
    assert "page " in sources


@pytest.mark.parametrize(
    "name",
    [
        "s3:listObjectsV2",
        "aws-sdk:s3:listObjectsV2",
        "s3:ListObjectsV2",
        "s3:list_objects_v2",
        "arn:aws:states:::aws-sdk:s3:listObjectsV2.waitForTaskToken",
    ],
)
def test_describe_knows_an_operation_by_each_of_its_names(name: str) -> None:
    found = told(name)
    assert (found["name"], found["resource"]) == ("s3:listObjectsV2", "aws-sdk:s3:listObjectsV2")
    assert [one["name"] for one in found["parameters"] if one["required"]] == ["Bucket"]
    assert found["parameters"][0]["name"] == "Bucket"
    assert found["errors"] == ["S3.NoSuchBucketException", "S3.S3Exception"]
    assert 'action="listObjectsV2"' in found["example"]


def test_describe_shows_an_operation_to_people() -> None:
    done = newel("describe", "rds:describeDBInstances", cwd=HERE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n  DbInstanceIdentifier  Text. " in done.stdout
    assert "Rds.DbInstanceNotFoundException" in done.stdout
    assert "\nPermissions:\n  " in done.stdout
    assert told("dynamodb:putItem")["name"] == "dynamodb.PutItem"
    assert told("aws-sdk:dynamodb:putItem")["name"] == "dynamodb:putItem"
    unknown = newel("describe", "lookoutvision:listProjects", cwd=HERE)
    assert "has no model of lookoutvision" in unknown.stdout


@pytest.mark.parametrize(
    "name", ["sns.Publish", "SnsPublish", "sns:publish", "publish", "arn:aws:states:::sns:publish.waitForTaskToken"]
)
def test_describe_knows_a_task_by_each_of_its_names(name: str) -> None:
    found = told(name)
    assert found["name"] == "sns.Publish"
    assert found["patterns"] == ["request_response", "wait_for_task_token"]
    assert found["cdk"] == ["SnsPublish"]
    assert found["fields"][0] == {
        "name": "message",
        "member": "Message",
        "type": "Value",
        "required": True,
        "doc": "The message you want to send.",
        "values": [],
    }
    assert found["permissions"][0] == {
        "actions": ["sns:Publish"],
        "resource": "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:{topic_arn}",
        "condition": [],
        "patterns": ["request_response", "wait_for_task_token"],
        "needed": "with topic_arn",
    }
    assert found["asl"]["Tell"]["Parameters"]["Message"] == {"text.$": "$.text"}


def test_describe_knows_the_cdks_names() -> None:
    assert told("GlueDataBrewStartJobRun")["name"] == "databrew.StartJobRun"
    assert told("DynamoGetItem")["name"] == "dynamodb.GetItem"


def test_describe_for_people() -> None:
    done = newel("describe", "databrew.StartJobRun", cwd=HERE, env={**os.environ, "COLUMNS": "100"})
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
databrew.StartJobRun: Run a DataBrew job.

Resource     databrew:startJobRun
API          DataBrew StartJobRun
Patterns     request_response (default), sync; an Express machine takes request_response alone
In the CDK   GlueDataBrewStartJobRun
AWS's pages  "Start AWS Glue DataBrew jobs using Step Functions"

Fields:
  job_name: Text  Required. The name of the job to be run.

Every task has name, comment, query_language, input_path, output_path, assign, output,
result_selector, result_path, retry, timeout_seconds, heartbeat_seconds, credentials, allow too.

Permissions:
  databrew:StartJobRun
    on arn:${AWS::Partition}:databrew:${AWS::Region}:${AWS::AccountId}:job/{job_name}
  databrew:ListJobRuns, databrew:StopJobRun
    on arn:${AWS::Partition}:databrew:${AWS::Region}:${AWS::AccountId}:job/{job_name}
    for sync
  In braces: the name of what the field refers to.

Example:
  databrew.StartJobRun("Clean", job_name=Ref("Cleaner"), pattern="sync")

The state that it gives:
  {
    "Clean": {
      "Type": "Task",
      "Resource": "arn:${AWSPartition}:states:::databrew:startJobRun.sync",
      "Parameters": {
        "Name": "${CleanerName}"
      },
      "End": true
    }
  }
"""
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sns.Publsh", "error: there is no task 'sns.Publsh'\n  write sns.Publish\n"),
        ("s3:listObjets", "error: s3 has no action 'listObjets'\n  write listObjects"),
        ("s3:selectObjectContent", "error: Step Functions does not call s3:selectObjectContent\n  AWS lists"),
        (
            "s33:listObjects",
            "error: there are no tasks of 's33', and SDK integrations reach no such service\n  write s3",
        ),
        ("s3:", "error: s3 has no action ''\n  `newel list s3` shows those that it has"),
        (":", "error: there are no tasks of ''"),
        ("StartJobRun", "tasks StartJobRun\n  write databrew.StartJobRun or "),
        ("qqqqqqqq", "error: there is no task 'qqqqqqqq'\n  `newel list` shows those that there are\n"),
        ("", "error: there is no task ''\n"),
        ("sns", "error: sns is a service, not a task\n  `newel list sns` shows its tasks\n"),
    ],
)
def test_other_names_are_told_the_nearest(name: str, said: str) -> None:
    done = newel("describe", name, cwd=HERE)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
