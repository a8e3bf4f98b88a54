"""CodeBuild: whose a build, a batch or a report is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel import Ref, StateMachine, path
from newel.errors import NewelError
from newel.iam import statements
from newel.sam.policies import policies
from newel.sam.template import parse
from newel.tasks import codebuild

if TYPE_CHECKING:
    from newel.tasks.base import Task

TEMPLATE = parse("Resources: {Builder: {Type: AWS::CodeBuild::Project}}", Path("template.yaml"))
PROJECTS = "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/"
ID = "my-project:a1b2c3d4-5678"
BUILD = "arn:aws:codebuild:eu-west-1:123456789012:build/my-project:a1b2c3d4-5678"
REPORT = "arn:aws:codebuild:eu-west-1:123456789012:report/my-group:a1b2c3d4-5678"


def resource(state: Task) -> Any:
    [policy] = policies(statements(StateMachine("Machine", state).compile().needs), TEMPLATE, logs=False)
    [statement] = policy["Statement"]
    return statement["Resource"]


@pytest.mark.parametrize("cls", [codebuild.StopBuild, codebuild.StopBuildBatch, codebuild.DeleteBuildBatch])
def test_the_project_is_known_by_the_id_of_what_is_its(cls: Any) -> None:
    assert resource(cls("Task", id=ID)) == {"Fn::Sub": f"{PROJECTS}my-project"}
    assert resource(cls("Task", id=BUILD)) == "arn:aws:codebuild:eu-west-1:123456789012:project/my-project"
    batch = BUILD.replace(":build/", ":build-batch/")
    assert resource(cls("Task", id=batch)) == "arn:aws:codebuild:eu-west-1:123456789012:project/my-project"


def test_each_of_several_has_its_project() -> None:
    assert resource(codebuild.BatchDeleteBuilds("Task", ids=[ID, "other:1", "my-project:2"])) == [
        {"Fn::Sub": f"{PROJECTS}my-project"},
        {"Fn::Sub": f"{PROJECTS}other"},
    ]


def test_a_report_has_its_group() -> None:
    group = "arn:aws:codebuild:eu-west-1:123456789012:report-group/my-group"
    assert resource(codebuild.BatchGetReports("Task", report_arns=[REPORT])) == group


@pytest.mark.parametrize("given", [path("$.Id"), "a1b2c3d4-5678"])
def test_a_project_that_is_not_known_is_asked(given: Any) -> None:
    state = codebuild.StopBuild("Task", id=given)
    assert resource(state) == {"Fn::Sub": f"{PROJECTS}*"}
    [question] = StateMachine("Machine", state).compile().questions
    assert question.kind == "CodeBuild project"


def test_what_may_be_named_is_said_by_allow() -> None:
    state = codebuild.BatchDeleteBuilds("Task", ids=path("$..Arn"), allow=[Ref("Builder")])
    assert resource(state) == {"Fn::GetAtt": ["Builder", "Arn"]}
    assert StateMachine("Machine", state).compile().questions == []


def test_a_batch_to_run_again_has_to_be_named() -> None:
    with pytest.raises(NewelError, match="takes exactly one of id"):
        StateMachine("Machine", codebuild.RetryBuildBatch("Task")).compile()


@pytest.mark.parametrize("cls", [codebuild.StartBuild, codebuild.StartBuildBatch])
def test_another_role_than_the_projects_is_handed_on(cls: Any) -> None:
    state = cls("Task", project_name=Ref("Builder"), service_role_override="builds")
    [policy] = policies(statements(StateMachine("Machine", state).compile().needs), TEMPLATE, logs=False)
    [passed] = [statement for statement in policy["Statement"] if statement["Action"] == "iam:PassRole"]
    assert passed["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/builds"}
    assert passed["Condition"] == {"StringEquals": {"iam:PassedToService": "codebuild.amazonaws.com"}}
