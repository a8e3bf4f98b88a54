"""What SDK integrations need of IAM, as AWS's pages say it: `data/sdk_permissions.jsonl`, and what holds for all."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.aws import naming
from newel.aws.actions import actions
from newel.aws.models import input_shape
from newel.aws.services import services
from newel.iam.sdk import derive_sdk
from newel.permissions import bind, of_definition
from newel.permissions.report import report
from support.sdk_figures import CLASSES, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newel.aws.services import Service

ROOT = Path(__file__).resolve().parents[2]

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


def every() -> Iterator[tuple[Service, str, str, Sequence[str] | str]]:
    """Every service, operation, action and its resources."""
    for service in services().values():
        for operation, needed in actions(service.id, service.iam).operations.items():
            for action, groups in (needed or {}).items():
                yield service, operation, action, groups


def members_of(service: Service, operation: str) -> set[str]:
    """The parameters of an operation, at its top, as SDK integrations have them."""
    return {naming.member(name) for name in input_shape(str(service.botocore), operation).get("members", {})}


MADE = {"TableName", "IndexName", "RequestItems", "SourceVersionId", "CopiesTags"}
"""Parameters that `sdk_content` makes of what stands in others."""


def test_every_parameter_that_names_a_resource_is_the_operation_s() -> None:
    for service, operation, action, groups in every():
        bindings = [row.split(" ")[0] if action == "iam:PassRole" else row for row in groups if row != "*"]
        texts = bindings if action == "iam:PassRole" else re.findall(r" ([^|]+)", "|".join(bindings))
        named = [part for text in texts if not text.startswith("=") for part in text.split(",")]
        asked = {part.partition(".")[0].removesuffix("[]") for part in named} - {"*"}
        assert asked <= members_of(service, operation) | MADE, f"{service.id}:{operation} {action}"


def test_every_type_is_an_arn_with_its_variables() -> None:
    for service, operation, action, groups in every():
        types = actions(service.id, service.iam).types
        for alternative in () if action == "iam:PassRole" or groups == "*" else "|".join(groups).split("|"):
            kind, _, binding = alternative.partition(" ")
            if kind:
                assert re.fullmatch(r"arn:[^ ,]+", types[kind]), f"{service.id}:{operation} {kind}"
            if "," in binding:
                variables = re.findall(r"\$\{(?!Partition|Region|Account\})\w+\}", types[kind])
                assert len(binding.split(",")) == len(variables), f"{service.id}:{operation}"


def test_an_operation_that_exists_is_known_or_asked_for_by_name() -> None:
    for service in services().values():
        known = actions(service.id, service.iam).operations
        for operation, needed in known.items():
            if needed is None:
                [question] = derive_sdk("S", service, operation, {}).questions
                assert f"aws-sdk:{service.id}:" in question.sentence()
                assert "iam_actions=" in question.sentence()


@pytest.mark.parametrize(
    "parameters", [{}, {"Bucket": None}, {"Bucket": {}, "Key": []}, {"Bucket": 1, "Key": ""}, {"Bucket": "x" * 9999}]
)
def test_nonsense_is_asked_about_and_never_widens_past_the_type(parameters: dict[str, Any]) -> None:
    found = derive_sdk("S", services()["s3"], "GetObject", parameters)
    assert found.questions
    written = report(found).statements
    assert [one["Action"] for one in written] == ["s3:GetObject"]
    assert all(text(one).startswith("arn:aws:s3:::") for each in written for one in listed(each["Resource"]))


@pytest.mark.parametrize("value", [None, True, 1, "", "x", "arn:", "${", "${A}", "{% x %}", [], {}, [{}], [[1]]])
def test_whatever_parameters_hold_there_is_an_answer(value: Any) -> None:
    for service in services().values():
        for operation, needed in actions(service.id, service.iam).operations.items():
            named = re.findall(r"[A-Z]\w*", " ".join(" ".join(groups) for groups in (needed or {}).values()))
            derived = derive_sdk("S", service, operation, dict.fromkeys(named, value))
            assert derived.needs or derived.questions, f"{service.id}:{operation}"


def test_the_figures_stand_in_the_docs() -> None:
    found = figures()
    page = (ROOT / "docs" / "policies.md").read_text("utf-8")
    for kind in CLASSES:
        assert re.search(rf"\| {kind} \|.*\| {found[kind]:,} \| ", page), f"{kind} {found[kind]:,}"
    assert found["exact"] + found["parts"] > 0.59 * found.total()
    assert found["refused"] < 0.035 * found.total()
