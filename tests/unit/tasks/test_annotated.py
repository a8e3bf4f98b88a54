"""A field whose value is of another type than its annotation says is an error that names it."""

from __future__ import annotations

from typing import Any

import pytest

from newel import Param, Ref, StateMachine, path
from newel.errors import NewelError
from newel.tasks import dynamodb, eks, sqs

CALL = {"cluster_name": "c", "certificate_authority": "ca", "endpoint": "e", "method": "GET", "path": "/"}


@pytest.mark.parametrize(
    ("cls", "fields", "message"),
    [
        (eks.Call, {**CALL, "path": 5}, "path: it is a number, and takes text"),
        (eks.Call, {**CALL, "method": {}}, "method: it is an object, and takes text"),
        (eks.Call, {**CALL, "query_parameters": "a=1"}, "query_parameters: it is text, and takes an object"),
        (eks.Call, {**CALL, "request_body": True}, "request_body: it is True, and takes an object or text"),
        (dynamodb.GetItem, {"table_name": {}, "key": {}}, "table_name: it is an object, and takes text"),
        (dynamodb.GetItem, {"table_name": "t", "key": []}, "key: it is a list, and takes an object"),
        (
            dynamodb.GetItem,
            {"table_name": "t", "key": {}, "attributes_to_get": "id"},
            "attributes_to_get: it is text, and takes a list",
        ),
        (
            dynamodb.GetItem,
            {"table_name": "t", "key": {}, "consistent_read": 1},
            "consistent_read: it is a number, and takes True or False",
        ),
        (
            sqs.SendMessage,
            {"queue_url": "u", "message_body": "m", "delay_seconds": True},
            "delay_seconds: it is True, and takes a whole number",
        ),
        (
            sqs.SendMessage,
            {"queue_url": "u", "message_body": "m", "delay_seconds": Param("Delay")},
            "delay_seconds: it is a reference, which is text, and takes a whole number",
        ),
        (sqs.SendMessage, {"queue_url": ["u"], "message_body": "m"}, "queue_url: it is a list, and takes text"),
    ],
)
def test_another_type_is_refused(cls: Any, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(NewelError, match=message):
        StateMachine("Machine", cls("State", **fields)).compile()


def test_what_fits_is_taken() -> None:
    state = sqs.SendMessage("Send", queue_url=Ref("Queue"), message_body={"a": [1]}, delay_seconds=path("$.delay"))
    assert StateMachine("Machine", state).compile()
