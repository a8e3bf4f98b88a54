"""The spelling of the SDK for Java, which SDK integrations have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.aws import naming

MEMBERS = {
    "DBInstanceIdentifier": "DbInstanceIdentifier",
    "ACL": "Acl",
    "KMSMasterKeyID": "KmsMasterKeyID",
    "SSEKMSKeyId": "SsekmsKeyId",
    "SSECustomerKeyMD5": "SseCustomerKeyMD5",
    "BOOL": "Bool",
    "NULL": "Nul",
    "SS": "Ss",
    "L": "L",
    "MaxKeys": "MaxKeys",
    "stateMachineArn": "StateMachineArn",
    "aWSOwnedKey": "AwsOwnedKey",
    "s3Bucket": "S3Bucket",
    "EC2InstanceId": "Ec2InstanceId",
    "equals": "EqualsValue",
    "Default": "DefaultValue",
    "notifyAll": "NotifyAllValue",
    "Interface": "InterfaceValue",
    "Equalsign": "Equalsign",
    "x": "X",
    "": "",
}

ERRORS = {
    "ConditionalCheckFailedException": "ConditionalCheckFailedException",
    "ResourceNotFoundException": "ResourceNotFoundException",
    "BucketAlreadyExists": "BucketAlreadyExistsException",
    "DBInstanceNotFoundFault": "DbInstanceNotFoundException",
    "KMSAccessDeniedException": "KmsAccessDeniedException",
    "InvalidS3BucketException": "InvalidS3BucketException",
    "ApplicationLimitError": "ApplicationLimitErrorException",
}

PREFIXES = {
    "S3": "S3",
    "SFN": "Sfn",
    "DynamoDB": "DynamoDb",
    "ACM PCA": "AcmPca",
    "Database Migration Service": "DatabaseMigration",
    "IoTSiteWise": "IoTSiteWise",
    "ApiGatewayV2": "ApiGatewayV2",
    "Transcribe Streaming": "TranscribeStreaming",
}

words = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,30}", fullmatch=True)


@pytest.mark.parametrize(("api", "here"), MEMBERS.items())
def test_members(api: str, here: str) -> None:
    assert naming.member(api) == here


@pytest.mark.parametrize(("api", "here"), ERRORS.items())
def test_errors(api: str, here: str) -> None:
    assert naming.error(api) == here


@pytest.mark.parametrize(("api", "here"), PREFIXES.items())
def test_prefixes(api: str, here: str) -> None:
    assert naming.prefix(api) == here


@given(words)
def test_a_member_begins_with_a_capital_and_is_the_same_but_for_case(name: str) -> None:
    spelled = naming.member(name)
    assert spelled[0].isupper()
    assert spelled.lower() in {name.lower(), f"{name.lower()}value", "nul"}


@given(words)
def test_a_member_that_is_spelled_so_already_stays(name: str) -> None:
    once = naming.member(name)
    if not once.endswith("Value"):
        assert naming.member(once) == once


@given(words)
def test_a_member_has_no_two_capitals_in_front_of_a_small_letter_at_its_beginning(name: str) -> None:
    assert not re.match(r"[A-Z][A-Z]+[A-Z][a-z]", naming.member(name))


@given(words)
def test_an_action_differs_in_its_first_letter_alone(name: str) -> None:
    assert naming.action(name)[:1] == name[:1].lower()
    assert naming.action(name)[1:] == name[1:]


@given(st.text(max_size=40))
def test_every_error_has_the_suffix_and_any_text_is_taken(name: str) -> None:
    assert naming.error(name).endswith("Exception")
    assert re.fullmatch(r"[A-Za-z0-9]*", naming.error(name))
    naming.member(name)
    naming.prefix(name)
