"""What a Distributed Map needs besides its states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newel.permissions import bind, of_definition, report
from newel.sam.template import Template, parse

TEMPLATE = parse(
    """\
Parameters:
  Folder: {Type: String}
Resources:
  Key: {Type: AWS::KMS::Key}
  Data: {Type: AWS::S3::Bucket}
  Secret:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn}
""",
    Path("template.yaml"),
)
OWN = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}"


def asked(
    state: dict[str, Any], substitutions: dict[str, Any] | None = None, template: Template | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """The statements that are about something else than the machine itself, and what is asked."""
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    definition = {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemProcessor": processor, **state}}}
    bound = bind(definition, substitutions or {}, template)
    found = report(of_definition(bound.definition, template), template, kept=bound.kept)
    others = [one for one in found.statements if "states:" not in str(one["Action"])]
    return others, [one["member"] for one in found.questions]


def reader(action: str, parameters: object, **config: str) -> dict[str, Any]:
    reading: dict[str, Any] = {"Resource": f"arn:aws:states:::s3:{action}", "Parameters": parameters}
    return {"ItemReader": reading | ({"ReaderConfig": config} if config else {})}


def allow(action: str | list[str], resource: object, **more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def s3(path: str) -> dict[str, str]:
    return {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{path}"}


def test_it_starts_and_follows_executions_of_its_own_machine() -> None:
    inner = {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "States": {}}
    branch = {"States": {"M": {"Type": "Map", "Label": "Items", "ItemProcessor": inner}}}
    definition = {"States": {"P": {"Type": "Parallel", "Branches": [branch]}}}
    derived = of_definition(definition)
    assert report(derived).statements == [
        allow(
            ["states:DescribeExecution", "states:StopExecution"],
            {"Fn::Sub": f"{OWN}:execution:${{StateMachineName}}:*"},
        ),
        allow("states:RedriveExecution", {"Fn::Sub": f"{OWN}:execution:${{StateMachineName}}/Items:*"}),
        allow("states:StartExecution", {"Fn::Sub": f"{OWN}:stateMachine:${{StateMachineName}}"}),
    ]
    assert [one["Resource"] for one in report(derived, machine="Mine").statements] == [
        {"Fn::Sub": f"{OWN}:execution:${{Mine.Name}}:*"},
        {"Fn::Sub": f"{OWN}:execution:${{Mine.Name}}/Items:*"},
        {"Ref": "Mine"},
    ]
    assert {state["state"] for one in report(derived).explain for state in one["states"]} == {"M"}


def test_an_inline_map_needs_nothing() -> None:
    for processor in ({}, {"ProcessorConfig": {"Mode": "INLINE"}}, {"ProcessorConfig": None}):
        assert of_definition({"States": {"M": {"Type": "Map", "ItemProcessor": processor}}}).needs == []


WRITER = {"ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "b", "Prefix": "o/"}}}


@pytest.mark.parametrize(
    ("state", "statements", "questions"),
    [
        (
            reader("getObject", {"Bucket": "b", "Key": "in/ratings.csv"}, InputType="CSV"),
            [allow("s3:GetObject", s3("b/in/ratings.csv"))],
            [],
        ),
        (
            reader("getObject", {"Bucket": "b", "Key": "k", "VersionId": "v"}),
            [allow("s3:GetObjectVersion", s3("b/k"))],
            [],
        ),
        (
            reader("getObject", {"Bucket": "b", "Key.$": "$.key"}),
            [allow("s3:GetObject", s3("b/*"))],
            ["ItemReader.Key"],
        ),
        (
            reader("getObject", {"Bucket": "{% $b %}", "Key": "{% $k %}"}),
            [allow("s3:GetObject", s3("*/*"))],
            ["ItemReader.Key", "ItemReader.Bucket"],
        ),
        (
            reader("getObject", {"Bucket": "b", "Key": "to/source/daily/2024-01-01T00-00Z/manifest.json"}),
            [allow("s3:GetObject", s3("b/to/source/daily/2024-01-01T00-00Z/manifest.json"))],
            [],
        ),
        (
            reader("getObject", {"Bucket": "b", "Key": "to/source/daily/D/manifest.json"}, InputType="MANIFEST"),
            [allow("s3:GetObject", [s3("b/to/source/daily/D/manifest.json"), s3("b/to/source/daily/data/*")])],
            [],
        ),
        (
            reader("getObject", {"Bucket": "b", "Key": "q-manifest.csv"}, ManifestType="ATHENA_DATA", InputType="CSV"),
            [allow("s3:GetObject", [s3("b/*"), s3("b/q-manifest.csv")])],
            ["ItemReader.Key"],
        ),
        (
            reader("listObjectsV2", {"Bucket": "b", "Prefix": "in/"}),
            [allow("s3:ListBucket", s3("b"), Condition={"StringEquals": {"s3:prefix": "in/"}})],
            [],
        ),
        (reader("listObjectsV2", {"Bucket": "b"}), [allow("s3:ListBucket", s3("b"))], []),
        (
            reader("listObjectsV2", {"Bucket": "b", "Prefix.$": "$.p"}, Transformation="LOAD_AND_FLATTEN"),
            [allow("s3:GetObject", s3("b/*")), allow("s3:ListBucket", s3("b"))],
            ["ItemReader.Prefix"],
        ),
        (reader("headObject", {"Bucket": "b"}), [], ["ItemReader.Resource"]),
        (
            {
                "ResultWriter": {
                    "Resource": "arn:aws:states:::s3:putObject",
                    "Arguments": {"Bucket": "b", "Prefix": "o/"},
                }
            },
            [
                allow(
                    ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
                    s3("b/o/*"),
                )
            ],
            [],
        ),
        ({"ResultWriter": {"WriterConfig": {"Transformation": "FLATTEN"}}}, [], []),
    ],
)
def test_what_it_reads_and_writes(state: dict[str, Any], statements: list[Any], questions: list[str]) -> None:
    assert asked(state) == (statements, questions)


def test_references_to_the_template() -> None:
    state = reader("listObjectsV2", {"Bucket": "${B}", "Prefix": "${P}"})
    substitutions = {"B": {"Ref": "Data"}, "P": {"Ref": "Folder"}}
    condition = {"StringEquals": {"s3:prefix": {"Ref": "Folder"}}}
    assert asked(state, substitutions, TEMPLATE) == (
        [allow("s3:ListBucket", {"Fn::GetAtt": ["Data", "Arn"]}, Condition=condition)],
        [],
    )


def test_the_key_of_an_encrypted_bucket() -> None:
    state = reader("getObject", {"Bucket": "${B}", "Key": "k"})
    condition = {"StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.${AWS::URLSuffix}"}}}
    assert asked(state, {"B": {"Ref": "Secret"}}, TEMPLATE) == (
        [
            allow("kms:Decrypt", {"Fn::GetAtt": ["Key", "Arn"]}, Condition=condition),
            allow("s3:GetObject", {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Secret}/k"}),
        ],
        [],
    )
