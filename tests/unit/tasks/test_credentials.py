"""Calls that another account's role makes."""

from __future__ import annotations

from typing import Any

import pytest

from newel import Param, Ref, StateMachine, jsonata, path
from newel.errors import NewelError, NewelErrors
from newel.permissions import bind, of_definition
from newel.tasks import CallAwsService, sqs

ROLE = "arn:aws:iam::123456789012:role/Caller"


def compiled(role: Any, **settings: Any) -> Any:
    task = sqs.SendMessage(
        "Send", queue_url="https://sqs.eu-west-1.amazonaws.com/123456789012/q", message_body="m", credentials=role
    )
    return StateMachine("Machine", task, **settings).compile()


@pytest.mark.parametrize(
    ("role", "written", "language"),
    [
        (ROLE, {"RoleArn": ROLE}, "JSONPath"),
        (path("$.role"), {"RoleArn.$": "$.role"}, "JSONPath"),
        (jsonata("$states.input.role"), {"RoleArn": "{% $states.input.role %}"}, "JSONata"),
        (Param("Caller"), {"RoleArn": "${CallerArn}"}, "JSONPath"),
        (Ref("Role"), {"RoleArn": "${RoleArn}"}, "JSONPath"),
    ],
)
def test_the_role_is_written(role: Any, written: Any, language: Any) -> None:
    assert compiled(role, query_language=language).asl["States"]["Send"]["Credentials"] == written


def test_the_machine_assumes_it_and_needs_nothing_else() -> None:
    definition = compiled(ROLE)
    assert [(need.actions, need.resource) for need in definition.needs] == [(("sts:AssumeRole",), ROLE)]
    derived = of_definition(bind(definition.asl, {}, None).definition)
    assert derived.needs == definition.needs
    (question,) = compiled(path("$.role")).questions
    assert question.member == "RoleArn"


def test_calls_of_any_service_have_it_too() -> None:
    call = CallAwsService("List", service="s3", action="listBuckets", credentials=ROLE)
    definition = StateMachine("Machine", call).compile()
    assert [need.actions for need in definition.needs] == [("sts:AssumeRole",)]


@pytest.mark.parametrize("role", ["Caller", 5])
def test_what_is_no_role_is_refused(role: Any) -> None:
    with pytest.raises((NewelError, NewelErrors), match=r"credentials|RoleArn"):
        compiled(role)
