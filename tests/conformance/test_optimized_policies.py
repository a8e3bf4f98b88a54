"""Every row of the collected policies of AWS's pages, the CDK's and SAM's: what it needs comes out, or a reason.

What comes out is what `newel policies` derives of the golden file of the same call, which is a plain definition.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.permissions import bind, of_definition
from newel.tasks.catalog import integrations, title
from support.examples import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_FILE = Path(__file__).parents[2].parent / "shared/reference/optimized_policies.json"
GOLDEN = Path(__file__).parents[1] / "contract/golden"

pytestmark = pytest.mark.skipif(not ROWS_FILE.is_file(), reason="the reference is not here")

PATTERNS = {
    "requestResponse": "",
    "sync": ".sync",
    "sync:2": ".sync:2",
    "waitForTaskToken": ".waitForTaskToken",
    "(.sync)": ".sync",
}

SAID = {
    ("eks", "createFargateProfile/deleteFargateProfile"): {
        "eks:createFargateProfile.sync": {"eks:CreateFargateProfile", "eks:DescribeFargateProfile", "iam:PassRole"},
        "eks:deleteFargateProfile.sync": {"eks:DeleteFargateProfile", "eks:DescribeFargateProfile"},
    },
    ("eks", "runJob/call"): {"eks:runJob": set[str](), "eks:runJob.sync": set[str](), "eks:call": set[str]()},
    ("emr-serverless", "createApplication.sync"): {
        "emr-serverless:createApplication.sync": {
            "emr-serverless:CreateApplication",
            "emr-serverless:GetApplication",
            "emr-serverless:DeleteApplication",
            "events:PutRule",
        }
    },
    ("sagemaker", "createModel/createEndpointConfig/createEndpoint/updateEndpoint"): {
        "sagemaker:createModel": {"sagemaker:CreateModel", "iam:PassRole"},
        "sagemaker:createEndpointConfig": {"sagemaker:CreateEndpointConfig"},
        "sagemaker:createEndpoint": {"sagemaker:CreateEndpoint"},
        "sagemaker:updateEndpoint": {"sagemaker:UpdateEndpoint"},
    },
    ("eventbridge scheduler / MSK / others without optimized integration", "aws-sdk"): {
        "aws-sdk:scheduler:createSchedule": {"scheduler:CreateSchedule", "iam:PassRole"}
    },
}
"""Rows that say in words what is needed: the calls, and the actions."""

ELSEWHERE = {
    "distributedMap": "no integration: tests/unit/iam/test_distributed_map.py has its readers and writers",
    "xray tracing": "SAM's `Tracing: Enabled` brings a managed policy",
    "cloudwatch logs (LoggingConfiguration)": "the weaver writes it: tests/contract/test_policies.py",
    "activity": "its workers need permissions, and not the role",
}

_NO_TAGS = "the example has no tags, and is not waited for"

LESS = {
    "sagemaker:createTransformJob": ({"iam:PassRole", "sagemaker:AddTags"}, f"the API takes no role; {_NO_TAGS}"),
    "sagemaker:createTransformJob.sync": ({"iam:PassRole"}, "the API takes no role"),
    "sagemaker:createProcessingJob": ({"sagemaker:AddTags"}, _NO_TAGS),
    "sagemaker:createLabelingJob": ({"sagemaker:AddTags"}, _NO_TAGS),
    "sagemaker:createHyperParameterTuningJob": ({"sagemaker:AddTags"}, _NO_TAGS),
}
"""Of a call what a row has and newel does not grant, and why."""


def rows() -> Iterator[tuple[str, str, set[str]]]:
    """Every row as the call that it is about, its name, and the actions."""
    if not ROWS_FILE.is_file():
        return
    table: dict[str, Any] = json.loads(ROWS_FILE.read_text("utf-8"))["integrations"]
    for name, about in table.items():
        for pattern, row in about["patterns"].items():
            if (name, pattern) in SAID:
                for call, actions in SAID[name, pattern].items():
                    yield call, f"{name} {pattern}", actions
            elif isinstance(row, dict):
                for api, statements in row.items():
                    yield f"{name}:{api}", f"{name} {pattern}", actions_of(statements)
            elif name not in ELSEWHERE:
                yield _call(name, pattern), f"{name} {pattern}", _actions(about["patterns"], pattern)


def _call(name: str, pattern: str) -> str:
    pattern = pattern.partition(" ")[0]
    if ":" in name:
        first = pattern.partition(".")[0]
        return name + PATTERNS.get(first, "")
    api, dot, kind = pattern.partition(".")
    api, bracket, _ = api.partition("(")
    if bracket:
        return f"{name}:{api}.sync"
    return f"{name}:{api}" + (PATTERNS[kind] if dot else "")


def _actions(patterns: dict[str, Any], pattern: str) -> set[str]:
    """The actions of a row; of one that says "same as" those of the other."""
    row = patterns[pattern]
    if isinstance(row, list):
        return actions_of(row)
    kin = [name for name in patterns if isinstance(patterns[name], list) and name.partition(".")[0] in pattern]
    words = row.removeprefix("same").removeprefix(" as ") or next(iter([*kin, next(iter(patterns))]))
    found = patterns.get(words)
    return actions_of(found) if isinstance(found, list) else set()


def actions_of(statements: list[Any]) -> set[str]:
    """The actions of statements, of which some are written as text behind a year."""
    parsed = [json.loads(one.partition(": ")[2]) if str(one).startswith("2023: ") else one for one in statements]
    return {action for one in parsed if isinstance(one, dict) for action in one["Action"]}


def granted(call: str) -> set[str]:
    """The actions that newel grants to a call, of its golden file's definition."""
    cls, pattern = integrations()[call]
    golden = json.loads((GOLDEN / f"{title(cls)}.{pattern.replace(':', '_')}.json").read_text("utf-8"))
    bound = bind({"States": {"S": golden["state"]}}, golden["substitutions"], TEMPLATE)
    return {action for need in of_definition(bound.definition, TEMPLATE).needs for action in need.actions}


ROWS = [row for row in rows() if row[0].partition(":")[2] != "dynamic"]


@pytest.mark.parametrize(("call", "row", "actions"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_what_a_row_needs_comes_out(call: str, row: str, actions: set[str]) -> None:
    assert actions - granted(call) == LESS.get(call, (set[str](), ""))[0], row


@pytest.mark.parametrize("call", sorted({row[0] for row in ROWS}))
def test_a_call_of_which_nothing_is_known_is_asked_about(call: str) -> None:
    """The rows that are called dynamic: the API's action is granted still, and what is open is a question."""
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{call}", "Arguments": "{% $parameters %}"}
    derived = of_definition({"States": {"S": state}})
    actions = {action for need in derived.needs for action in need.actions}
    needed = {action for other, _, row in ROWS if other == call for action in row}
    own = {action for action in needed if action.partition(":")[0] == action_of(call).partition(":")[0]}
    assert not own or own & actions
    assert not needed or any(question.member == "Arguments" for question in derived.questions)


def action_of(call: str) -> str:
    """The IAM action that bears the call's name; where the services' names differ, its service's."""
    service, _, api = call.removeprefix("aws-sdk:").partition(":")
    service = {"apigateway": "execute-api", "http": "states", "bedrockagentcore": "bedrock-agentcore"}.get(
        service, service
    )
    return f"{service}:{api[:1].upper()}{api[1:].partition('.')[0]}"


def test_a_row_that_lacks_an_action_is_found() -> None:
    assert "sns:Publish" in granted("sns:publish")
    assert {"sns:Publish", "sns:Subscribe"} - granted("sns:publish") == {"sns:Subscribe"}
