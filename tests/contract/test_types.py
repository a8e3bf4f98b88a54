"""Both type checkers refuse what is wrong with a task's arguments, and take what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.type_checkers import mypy, pyright

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RIGHT = """\
from newel import GetAtt, Ref, StateMachine, Wait, jsonata, path
from newel.tasks import CallAwsService, EvaluateExpression, sns

a = EvaluateExpression("A", expression="1 + 1", result_path="$.two")
b = sns.Publish("B", topic_arn=GetAtt("Topic", "TopicArn"), message={"deep": [1, {"x": path("$.x")}]})
c = sns.Publish("C", topic_arn=Ref("Topic"), message=jsonata("1"), pattern="wait_for_task_token")
d = CallAwsService("D", service="s3", action="listBuckets", parameters={"Prefix": path("$.x")})
machine = StateMachine("M", a >> b >> c >> d >> Wait("E", seconds=path("$.s")) >> "A")
"""

# A row a mistake: what is wrong with it, and the line.
WRONG = {
    "misspelt": 'sns.Publish("X", topic_am=Ref("Topic"), message="m")',
    "missing": 'sns.Publish("X", topic_arn=Ref("Topic"))',
    "positional": 'sns.Publish("X", Ref("Topic"), message="m")',
    "mistyped": 'sns.Publish("X", topic_arn=5, message="m")',
    "pattern": 'sns.Publish("X", topic_arn=Ref("Topic"), message="m", pattern="sync")',
    "mistyped payload": 'sns.Publish("X", topic_arn=Ref("Topic"), message=object())',
    "mistyped expression": 'EvaluateExpression("X", expression=path("$.code"))',
    "missing expression": 'EvaluateExpression("X")',
    "mistyped wait": 'Wait("X", seconds="10")',
    "frozen": 'a.expression = "2"',
    "chained number": "a >> 5",
    "missing action": 'CallAwsService("X", service="s3")',
    "mistyped parameters": 'CallAwsService("X", service="s3", action="getObject", parameters={"Bucket": object()})',
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("types") / "workflow.py"
    file.write_text(RIGHT + "\n".join(WRONG.values()) + "\n", "utf-8")
    return file


@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_type_checker_refuses_what_is_wrong_and_only_that(checker: Callable[[Path], set[int]], source: Path) -> None:
    first = RIGHT.count("\n") + 1
    wrong = {first + row: name for row, name in enumerate(WRONG)}
    refused = checker(source)
    assert {wrong.get(line, f"line {line}") for line in refused} == set(wrong.values())
