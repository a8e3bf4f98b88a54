"""HARD_CODED_ACCOUNT: a resource of one account, by its name there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.literals import literals
from newel.checks.rule import Rule
from newel.checks.sample import task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for one in literals(definition):
        if one.account:
            yield one.place, f"{one.text:.100} is of account {one.account} alone; {one.instead()}"


RULE = Rule(
    id="HARD_CODED_ACCOUNT",
    severity="WARNING",
    title="No ARN and no queue URL names an account, but where a state takes a role in another.",
    source="Using AWS SAM to build Step Functions workflows",
    find=_find,
    good=task(
        Resource="arn:aws:states:::sns:publish.waitForTaskToken",
        Parameters={"TopicArn": "arn:aws:sns:eu-west-1:111122223333:approvals", "Message.$": "$$.Task.Token"},
        Credentials={"RoleArn": "arn:aws:iam::111122223333:role/approving"},
    ),
    bad={
        "/States/Begin/Resource": task(Resource="arn:aws:lambda:eu-west-1:111122223333:function:work"),
        "/States/Begin/Parameters/QueueUrl": task(
            Resource="arn:aws:states:::sqs:sendMessage",
            Parameters={"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/orders", "MessageBody": "{}"},
        ),
    },
)
