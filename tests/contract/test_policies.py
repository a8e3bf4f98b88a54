"""What SAM makes of the project's template: the roles of its machines, as IAM will see them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from newel.sam.template import load
from support.transform import transform

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def transformed() -> dict[str, Any]:
    """The template as CloudFormation gets it."""
    return transform(load(ROOT / "template.yaml").data)


def _role(transformed: dict[str, Any], machine: str) -> dict[str, Any]:
    properties: dict[str, Any] = transformed["Resources"][f"{machine}Role"]["Properties"]
    return properties


def _allowed(role: dict[str, Any]) -> list[dict[str, Any]]:
    return [statement for policy in role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def test_the_role_allows_what_the_states_do_and_no_more(transformed: dict[str, Any]) -> None:
    role = _role(transformed, "WaitAndTell")
    [publish, invoke, logs] = _allowed(role)
    assert publish == {
        "Effect": "Allow",
        "Action": ["sns:Publish"],
        "Resource": {
            "Fn::Sub": [
                "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${topicName}",
                {"topicName": {"Fn::GetAtt": ["CoolTopic", "TopicName"]}},
            ]
        },
    }
    assert invoke == {
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Resource": {"Fn::GetAtt": ["EvaluateExpression", "Arn"]},
    }
    assert all(action.startswith("logs:") for action in logs["Action"])
    assert all("Xray" in arn or "XRay" in arn for arn in role["ManagedPolicyArns"])


def test_iam_finds_nothing_wrong_with_the_policies(transformed: dict[str, Any]) -> None:
    from parliament import analyze_policy_string

    def findings(statement: dict[str, Any]) -> list[str]:
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        return [finding.issue for finding in analyze_policy_string(text).findings if finding.issue != "RESOURCE_STAR"]

    statements = [_literal(statement) for statement in _allowed(_role(transformed, "WaitAndTell"))]
    assert [findings(statement) for statement in statements] == [[], [], []]
    [publish, invoke, _] = statements
    assert findings(publish | {"Resource": invoke["Resource"]}) == ["RESOURCE_MISMATCH"]
    assert findings(publish | {"Action": ["sns:Publsh"]}) == ["UNKNOWN_ACTION"]


def test_cfn_lint_finds_nothing_in_what_sam_makes(transformed: dict[str, Any]) -> None:
    """`sam validate --lint` does not look into a state machine's policies; what they become, cfn-lint does check."""
    from cfnlint.api import lint_all

    def rules(template: dict[str, Any]) -> set[str]:
        found = {match.rule.id for match in lint_all(json.dumps(template))}
        return {rule for rule in found if not rule.startswith("I")}  # suggestions

    assert rules(transformed) == set()
    wrong = copy.deepcopy(transformed)
    _allowed(_role(wrong, "WaitAndTell"))[1]["Action"] = "lambda:InvokeFunctoin"
    assert rules(wrong) == {"W3037"}


def _literal(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement with an ARN where a reference stands."""
    arns = {
        "Fn::Sub": "arn:aws:sns:eu-west-1:123456789012:topic",
        "Fn::GetAtt": "arn:aws:lambda:eu-west-1:123456789012:function:name",
    }
    resource = statement["Resource"]
    return statement | {"Resource": arns[next(iter(resource))] if isinstance(resource, dict) else resource}
