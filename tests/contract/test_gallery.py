"""The gallery's template, which holds every example of the manual: what SAM makes of it, and what IAM says to that."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from newel.sam.template import load
from newel.sam.weave import MACHINE
from support.glue import OF_TABLES, WHY_APART
from support.literal import literal
from support.seed_cases import CASES
from support.transform import transform

FOLDER = Path(__file__).parents[2] / "statemachines/integrations"
TEMPLATE = load(FOLDER / "template.yaml")
MACHINES = [name for name, item in TEMPLATE.resources.items() if item["Type"] == MACHINE]

GIVEN = {
    "EvaluateExpression": "arn:aws:lambda:eu-west-1:123456789012:function:evaluate",
    "Api": "a1b2c3d4e5",
    "BatchJobDefinition": "arn:aws:batch:eu-west-1:123456789012:job-definition/MyJobDef:1",
    "BatchQueue": "arn:aws:batch:eu-west-1:123456789012:job-queue/MyQueue",
    "MyTable": "messages",
    "EksCluster": "myEksCluster",
    "Fn": "arn:aws:lambda:eu-west-1:123456789012:function:fn",
}
"""What the parameters that stand in policies are deployed with."""

ALLOWED = {
    **dict.fromkeys((("RESOURCE_MISMATCH", action) for action in OF_TABLES), WHY_APART),
    ("RESOURCE_STAR", "*"): "where IAM takes nothing else, as test_iam.py shows of every task",
    ("RESOURCE_MISMATCH", "batch:SubmitJob"): (
        "Batch's own policies have the queue and the definition alone, and no job"
    ),
    ("MISMATCHED_TYPE_BUT_USABLE", "emr-containers:StartJobRun"): (
        "AWS's own policies hold ExecutionRoleArn by StringEquals, which takes no wildcard"
    ),
}
"""What parliament finds, of an action or of any, and why it stays."""


@pytest.fixture(scope="module")
def transformed() -> dict[str, Any]:
    return transform(TEMPLATE.data)


def with_parameters(value: Any) -> Any:
    """A value where the parameters are known."""
    match value:
        case {"Ref": str(name)} if name in GIVEN:
            return GIVEN[name]
        case str():
            return re.sub(r"\$\{(\w+)\}", lambda found: GIVEN.get(found[1], found[0]), value)
        case list():
            return [with_parameters(item) for item in value]
        case dict():
            return {name: with_parameters(item) for name, item in value.items()}
        case _:
            return value


def findings(transformed: dict[str, Any], machine: str) -> set[tuple[str, str]]:
    """What parliament finds in a machine's role: issues, and the actions that they are about."""
    from parliament import analyze_policy_string

    found: set[tuple[str, str]] = set()
    role = transformed["Resources"][f"{machine}Role"]["Properties"]
    for policy in role["Policies"]:
        for statement in literal(with_parameters(policy["PolicyDocument"]["Statement"]), transformed):
            actions = statement["Action"]
            for action in [actions] if isinstance(actions, str) else actions:
                text = json.dumps({"Version": "2012-10-17", "Statement": [statement | {"Action": action}]})
                found |= {(finding.issue, action) for finding in analyze_policy_string(text).findings}
    return found


@pytest.mark.parametrize("machine", MACHINES)
def test_parliament_finds_nothing(transformed: dict[str, Any], machine: str) -> None:
    found = findings(transformed, machine)
    assert [one for one in found if one not in ALLOWED and (one[0], "*") not in ALLOWED] == []


def test_what_parliament_may_find_it_finds(transformed: dict[str, Any]) -> None:
    found = {one for machine in MACHINES for one in findings(transformed, machine)}
    assert [one for one in ALLOWED if one not in found and one[1] != "*"] == []


def test_cfn_lint_finds_nothing_in_what_sam_makes(transformed: dict[str, Any]) -> None:
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    # Not every region has every service.
    matches = lint(json.dumps(transformed), config=ManualArgs(regions=["eu-west-1", "us-east-1"]))
    found = [f"{match.rule.id} {match.message}" for match in matches if not match.rule.id.startswith("I")]
    later = [case.module for case in CASES if not (FOLDER / f"{case.module}.py").is_file()]
    unused = [said for said in found if said.startswith("W2001")]  # the parameters of services that are to come
    assert [said for said in found if said not in unused] == []
    assert len(unused) <= len(later)


def test_what_is_wrong_is_found(transformed: dict[str, Any]) -> None:
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    wrong = copy.deepcopy(transformed)
    machine = next(name for name in MACHINES if "sns:Publish" in json.dumps(wrong["Resources"][f"{name}Role"]))
    text = json.dumps(wrong["Resources"][f"{machine}Role"]).replace("sns:Publish", "sns:Publsh")
    wrong["Resources"] = {f"{machine}Role": json.loads(text)}
    assert ("UNKNOWN_ACTION", "sns:Publsh") in findings(
        {**transformed, "Resources": {**transformed["Resources"], **wrong["Resources"]}}, machine
    )
    alone = {"Resources": wrong["Resources"], "Parameters": wrong["Parameters"]}
    found = lint(json.dumps(alone), config=ManualArgs(regions=["eu-west-1"]))
    assert "W3037" in {match.rule.id for match in found}


def test_every_parameter_says_what_it_takes() -> None:
    for name, parameter in TEMPLATE.parameters.items():
        assert parameter.get("Description"), name
        assert parameter["Type"] != "String" or "AllowedPattern" in parameter, name
