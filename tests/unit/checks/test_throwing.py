"""Errors that a state cannot throw, in words."""

from __future__ import annotations

from typing import Any

import pytest

from newel.checks import check_definition
from newel.checks.examples import calling

ITEM = {"TableName": "${Orders}", "Key": {"id": {"S": "1"}}}

SAID = {
    "DynamoDb.ConditionalCheckFailedException": None,
    "DynamoDb.DynamoDbException": None,
    "DynamoDb.SdkClientException": None,
    "States.ALL": None,
    "Custom.Error": None,
    "Custom": None,
    "": None,
    "DynamoDb.ConditionalCheckFailed": (
        "dynamodb throws no DynamoDb.ConditionalCheckFailed: write DynamoDb.ConditionalCheckFailedException"
    ),
    "DynamoDb.InternalServerError": (
        "dynamodb throws no DynamoDb.InternalServerError: write DynamoDb.InternalServerErrorException"
    ),
    "DynamoDB.ConditionalCheckFailedException": (
        "errors of dynamodb begin with DynamoDb: write DynamoDb.ConditionalCheckFailedException"
    ),
    "ConditionalCheckFailedException": (
        "errors of dynamodb have its prefix: write DynamoDb.ConditionalCheckFailedException"
    ),
    "InternalServerError": "errors of dynamodb have its prefix: write DynamoDb.InternalServerErrorException",
    "S3.NoSuchKeyException": "dynamodb throws errors of DynamoDb, not of S3",
    "DynamoDb.Qqqq": (
        "the API of dynamodb names no error DynamoDb.Qqqq: what it does not name comes as DynamoDb.DynamoDbException"
    ),
}


def said(definition: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(one.location, one.message) for one in check_definition(definition) if one.code == "ERROR_NAMES"]


@pytest.mark.parametrize(("name", "message"), SAID.items())
def test_of_an_sdk_integration(name: str, message: str | None) -> None:
    found = said(calling("aws-sdk:dynamodb:deleteItem", ITEM, Retry=[{"ErrorEquals": [name]}]))
    assert found == ([] if message is None else [("/States/Call/Retry/0/ErrorEquals/0", message)])


def test_of_an_optimized_integration() -> None:
    names = ["DynamoDB.ConditionalCheckFailedException", "DynamoDb.ConditionalCheckFailedException", "S3.X"]
    assert said(calling("dynamodb:deleteItem", ITEM, Retry=[{"ErrorEquals": names}])) == [
        (
            "/States/Call/Retry/0/ErrorEquals/1",
            (
                "DynamoDb is what errors of the SDK integration begin with; those of dynamodb:deleteItem begin with "
                "DynamoDB: write DynamoDB.ConditionalCheckFailedException"
            ),
        )
    ]


def two(resource: str) -> dict[str, Any]:
    """Two states with one catcher, as `(first >> second).catch(...)` gives them."""
    catchers = [{"ErrorEquals": ["S3.NoSuchKeyException", "Lost"], "Next": "Call"}]
    definition = calling("aws-sdk:dynamodb:deleteItem", ITEM, Catch=catchers)
    other = calling(resource, {"Bucket": "b", "Key": "k"}, Catch=catchers)["States"]["Call"]
    return {**definition, "States": {**definition["States"], "Other": other}}


def test_a_catcher_may_be_for_other_states_too() -> None:
    assert said(two("aws-sdk:s3:getObject")) == []
    assert [place for place, _ in said(two("aws-sdk:dynamodb:getItem"))] == [
        "/States/Call/Catch/0/ErrorEquals/0",
        "/States/Other/Catch/0/ErrorEquals/0",
    ]


@pytest.mark.parametrize("retry", [None, 1, {}, [1], [{"ErrorEquals": 1}], [{"ErrorEquals": [1, None]}]])
def test_what_is_no_list_of_names_is_another_rules(retry: Any) -> None:
    assert said(calling("aws-sdk:dynamodb:deleteItem", ITEM, Retry=retry, Catch=retry)) == []
