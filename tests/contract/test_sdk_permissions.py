"""What SDK integrations need of IAM, as AWS's pages say it: `data/sdk_permissions.jsonl`, and what holds for all."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newel.permissions import bind, of_definition
from newel.permissions.report import report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "sdk_permissions.jsonl").read_text("utf-8").splitlines()
]
PSEUDO = {"Partition": "aws", "Region": "eu-west-1", "AccountId": "123456789012", "URLSuffix": "amazonaws.com"}


def needed(case: dict[str, Any]) -> tuple[dict[str, set[str]], dict[str, Any], list[str]]:
    """Actions on resources, conditions by actions, and what is asked for."""
    service, _, action = case["call"].partition(":")
    resource = f"arn:aws:states:::aws-sdk:{case.get('service', service)}:{action}"
    definition = {"States": {"S": {"Type": "Task", "Resource": resource, "Parameters": case["parameters"]}}}
    bound = bind(definition, {})
    found = report(of_definition(bound.definition), kept=bound.kept)
    allows: dict[str, set[str]] = {}
    conditions: dict[str, Any] = {}
    for statement in found.statements:
        for name in listed(statement["Action"]):
            allows.setdefault(name, set()).update(map(text, listed(statement["Resource"])))
            if "Condition" in statement:
                conditions[name] = statement["Condition"]
    return allows, conditions, [question["member"] for question in found.questions]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def text(resource: Any) -> str:
    """A resource as CloudFormation makes it."""
    written = resource["Fn::Sub"] if isinstance(resource, dict) else resource
    return re.sub(r"\$\{AWS::(\w+)\}", lambda found: PSEUDO[found[1]], written)


def named(case: dict[str, Any]) -> str:
    return f"{case['call']}-{'-'.join(case['parameters'])}"


def test_there_are_enough_and_each_has_its_page() -> None:
    assert len(CASES) >= 150
    assert all(case["page"] for case in CASES)
    assert max(Counter(json.dumps([case["call"], case["parameters"]]) for case in CASES).values()) == 1


@pytest.mark.parametrize("case", CASES, ids=named)
def test_it_needs_what_aws_documents_and_no_more(case: dict[str, Any]) -> None:
    allows, conditions, asked = needed(case)
    assert allows == {name: set(resources) for name, resources in case["allows"].items()}, case["page"]
    assert conditions == case.get("if", {}), case["page"]
    assert asked == case.get("asks", []), case["page"]
