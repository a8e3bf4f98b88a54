"""What IAM, SAM and cfn-lint say of the policies of every task: all golden files together, in one template."""

from __future__ import annotations

import copy
import json
import re
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.sam.policy_templates import EXACT, WIDER, PolicyTemplate
from newel.tasks.catalog import classes, title
from support.examples import TEMPLATE
from support.glue import OF_TABLES, WHY_APART
from support.literal import literal
from support.transform import transform

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = {file.stem: json.loads(file.read_text("utf-8")) for file in (Path(__file__).parent / "golden").iterdir()}
MACHINES = {re.sub(r"\W|_", "", name): name for name in sorted(GOLDEN)}

PLAIN = {
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::Function": "AWS::Lambda::Function",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
}
"""What stands in for SAM's own resources that the examples name, so that they need no code."""

_HTTP = 'it is on the page "Call HTTPS APIs in Step Functions workflows", and not in IAM\'s list'

ALLOWED = {
    "RESOURCE_STAR": "`*` stands only where IAM takes nothing else: `test_every_action_takes_its_resources`",
    "RESOURCE_MISMATCH states:DescribeExecution": "it is on executions of Standard machines; parliament knows Express",
    "MISMATCHED_TYPE_BUT_USABLE": "AWS's own policies hold ExecutionRoleArn by StringEquals, which takes no wildcard",
    "RESOURCE_MISMATCH batch:SubmitJob": "Batch's own policies have the queue and the definition alone, and no job",
    "UNKNOWN_CONDITION_FOR_ACTION Unknown condition states:HTTPMethod for action states:InvokeHTTPEndpoint": _HTTP,
    "UNKNOWN_CONDITION_FOR_ACTION Unknown condition states:HTTPEndpoint for action states:InvokeHTTPEndpoint": _HTTP,
    "RESOURCE_MISMATCH emr-serverless:CreateApplication": "the page of EMR Serverless has it on `/*`",
    "RESOURCE_MISMATCH bedrock:CreateModelCustomizationJob": "the page of Bedrock has it on the job and models alike",
    "RESOURCE_MISMATCH bedrock:InvokeModel": "the page of Bedrock has it on foundation models, in no account",
    **dict.fromkeys((f"RESOURCE_MISMATCH {action}" for action in OF_TABLES), WHY_APART),
    "UNKNOWN_PREFIX": "parliament is too old for bedrock-agentcore; the page of AgentCore has its actions",
}
"""What parliament may find, of an action or of any, and why."""


@pytest.fixture(scope="module")
def transformed() -> dict[str, Any]:
    """A template with one machine a golden file, as CloudFormation gets it."""
    template = copy.deepcopy(TEMPLATE.data)
    for resource in template["Resources"].values():
        if resource["Type"] in PLAIN:
            resource |= {"Type": PLAIN[resource["Type"]], "Properties": {}}
    for machine, name in MACHINES.items():
        template["Resources"][machine] = {
            "Type": "AWS::Serverless::StateMachine",
            "Properties": {
                "Definition": {"StartAt": "S", "States": {"S": {**GOLDEN[name]["state"], "Next": "E"}}},
                "DefinitionSubstitutions": GOLDEN[name]["substitutions"],
                "Policies": GOLDEN[name]["policies"],
            },
        }
        template["Resources"][machine]["Properties"]["Definition"]["States"]["E"] = {"Type": "Succeed"}
        template["Resources"][machine]["Properties"]["Definition"]["States"]["S"].pop("End", None)
    return transform(template)


def statements_of(transformed: dict[str, Any], machine: str) -> Iterator[dict[str, Any]]:
    """The statements of a machine's role, with ARNs where references stood."""
    role = transformed["Resources"].get(f"{machine}Role", {"Properties": {}})
    for policy in role["Properties"].get("Policies", []):
        yield from literal(policy["PolicyDocument"]["Statement"], TEMPLATE.data)


@pytest.mark.parametrize("machine", MACHINES, ids=MACHINES.get)
def test_parliament_finds_nothing(transformed: dict[str, Any], machine: str) -> None:
    from parliament import analyze_policy_string

    for statement in statements_of(transformed, machine):
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        found = {one for finding in analyze_policy_string(text).findings for one in _told(finding)}
        assert found - set(ALLOWED) == set(), statement


def test_parliament_finds_what_is_wrong(transformed: dict[str, Any]) -> None:
    from parliament import analyze_policy_string

    [right] = statements_of(transformed, "snsPublishrequestresponse")
    faults = {
        "UNKNOWN_ACTION": {"Action": "sns:Publsh"},
        "RESOURCE_MISMATCH": {"Resource": "arn:aws:sqs:eu-west-1:123456789012:queue"},
        "UNKNOWN_CONDITION_FOR_ACTION": {"Condition": {"StringEquals": {"s3:prefix": "p"}}},
        "INVALID_ARN": {"Resource": "topic"},
    }
    for issue, fault in faults.items():
        text = json.dumps({"Version": "2012-10-17", "Statement": [right | fault]})
        told = {one for finding in analyze_policy_string(text).findings for one in _told(finding)}
        assert [one.partition(" ")[0] for one in told - set(ALLOWED)] == [issue]


def _told(finding: Any) -> Iterator[str]:
    if finding.issue in ALLOWED or not isinstance(finding.detail, list):
        yield finding.issue if finding.issue in ALLOWED else f"{finding.issue} {finding.detail}"
        return
    for one in finding.detail:
        yield f"{finding.issue} {one['action']}" if isinstance(one, dict) else f"{finding.issue} {one}"


@cache
def services() -> dict[str, Any]:
    """IAM's actions, and the resources that each takes, by service."""
    table = json.loads(files("parliament").joinpath("iam_definition.json").read_text("utf-8"))
    return {service["prefix"]: service for service in table}


def arns_of(action: str) -> list[str]:
    """The ARNs that an action takes, with a `*` for every variable; none where it takes `*` alone."""
    prefix, _, name = action.partition(":")
    service = services()[prefix]
    [privilege] = [one for one in service["privileges"] if one["privilege"] == name]
    kinds = {kind["resource_type"].rstrip("*") for kind in privilege["resource_types"]} - {""}
    return [re.sub(r"\$\{[^}]*\}", "*", one["arn"]) for one in service["resources"] if one["resource"] in kinds]


def may_be(resource: str, arn: str) -> bool:
    """Whether a resource, which may have wildcards of its own, can be of a kind."""
    return fnmatchcase(resource, arn) or fnmatchcase(resource.replace("*", "x"), arn) or fnmatchcase(arn, resource)


def misfits(statement: dict[str, Any]) -> list[str]:
    """What of a statement does not fit: `*` on what takes a resource, or a resource on what does not take it."""
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    found: list[str] = []
    for action in actions:
        arns = arns_of(action)
        if "*" in resources:
            found += [f"{action} takes a resource"] if arns else []
        elif not any(may_be(resource, arn) for resource in resources for arn in arns):
            found.append(f"{action} does not take {resources}")
    every = [arn for action in actions for arn in arns_of(action)]
    found += [f"no action takes {one}" for one in resources if one != "*" and not any(may_be(one, a) for a in every)]
    return found


PAGE = {
    "emr-serverless:CreateApplication": "IAM lists no resource, the page of EMR Serverless has it on `/*`",
    "bedrock:CreateModelCustomizationJob": "IAM lists models, the page of Bedrock has it on the job besides",
    "bedrock-agentcore:InvokeHarness": "the list here is too old for it",
    "bedrock-agentcore:InvokeAgentRuntime": "the list here is too old for it",
}
"""Actions that are on what AWS's page for Step Functions says, though IAM's list does not, and why."""

ANY = {"sns:Publish": "endpoints and phone numbers have no resource in IAM"}
"""Actions that may be on `*` though they take a resource, and why."""


@pytest.mark.parametrize("machine", MACHINES, ids=MACHINES.get)
def test_every_action_takes_its_resources(transformed: dict[str, Any], machine: str) -> None:
    for statement in statements_of(transformed, machine):
        if statement["Resource"] == "*" and statement["Action"] in ANY:
            continue
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if not PAGE.keys() >= set(actions):
            assert [misfit for misfit in misfits(statement) if misfit.partition(" ")[0] not in PAGE] == []


def test_what_does_not_fit_is_found() -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:t"
    assert misfits({"Action": "sns:Publish", "Resource": topic}) == []
    assert misfits({"Action": "sns:Publish", "Resource": "*"}) == ["sns:Publish takes a resource"]
    assert misfits({"Action": ["sqs:SendMessage"], "Resource": "arn:aws:s3:::b"}) != []


def test_cfn_lint_finds_nothing_in_what_sam_makes(transformed: dict[str, Any]) -> None:
    """The roles of all machines, references resolved: cfn-lint would try each in every region of every partition."""
    from cfnlint.api import lint_all

    def found(roles: dict[str, Any]) -> set[str]:
        template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": literal(roles, TEMPLATE.data)}
        return {
            f"{match.rule.id} {match.message}" for match in lint_all(json.dumps(template)) if match.rule.id[0] != "I"
        }

    names = [f"{machine}Role" for machine in MACHINES]
    assert found({name: transformed["Resources"][name] for name in names}) == set()
    wrong = copy.deepcopy(transformed["Resources"]["sqsSendMessagerequestresponseRole"])
    wrong["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"] = "sqs:SendMesage"
    assert [one[:5] for one in found({"Wrong": wrong})] == ["W3037"]


def sams_own() -> dict[str, Any]:
    text = files("samtranslator").joinpath("policy_templates_data/policy_templates.json").read_text("utf-8")
    templates: dict[str, Any] = json.loads(text)["Templates"]
    return templates


@pytest.mark.parametrize("row", [*EXACT, *WIDER], ids=lambda row: row.name)
def test_a_policy_template_allows_what_its_row_says(row: PolicyTemplate) -> None:
    template = sams_own()[row.name]
    actions: set[str] = set()
    arns: set[str] = set()
    for statement in template["Definition"]["Statement"]:
        allowed = statement["Action"]
        actions |= {allowed} if isinstance(allowed, str) else set(allowed)
        resources = statement["Resource"]
        for resource in resources if isinstance(resources, list) else [resources]:
            text, variables = resource["Fn::Sub"]
            [(variable, value)] = variables.items()
            assert value == {"Ref": row.parameter}
            arns.add(text.replace(f"${{{variable}}}", "{name}"))
    assert (actions, arns) == (set(row.actions), set(row.arns))


def test_a_policy_template_that_a_task_names_is_exact() -> None:
    exact = {row.name: set(row.actions) for row in EXACT}
    for cls in classes():
        for grant in cls.grants:
            assert grant.template is None or exact[grant.template] == set(grant.actions), title(cls)
