"""Both type checkers refuse what is wrong with a task's arguments, and take what is right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RIGHT = """\
from newel import GetAtt, Ref, StateMachine, Wait, jsonata, path
from newel.tasks import EvaluateExpression, sns

a = EvaluateExpression("A", expression="1 + 1", result_path="$.two")
b = sns.Publish("B", topic_arn=GetAtt("Topic", "TopicArn"), message={"deep": [1, {"x": path("$.x")}]})
c = sns.Publish("C", topic_arn=Ref("Topic"), message=jsonata("1"), pattern="wait_for_task_token")
machine = StateMachine("M", a >> b >> c >> Wait("D", seconds=path("$.s")) >> "A")
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
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("types") / "workflow.py"
    file.write_text(RIGHT + "\n".join(WRONG.values()) + "\n", "utf-8")
    return file


def _mypy(source: Path) -> set[int]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--no-error-summary", str(source)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return {int(line) for line in re.findall(r"workflow\.py:(\d+): error", done.stdout)}


def _pyright(source: Path) -> set[int]:
    config = source.with_name("pyrightconfig.json")
    settings = {"include": [str(source)], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    config.write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        ["basedpyright", "--project", str(config), "--pythonpath", sys.executable, "--outputjson"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(Path(sys.executable).parent)},
    )
    found = json.loads(done.stdout)["generalDiagnostics"]
    return {item["range"]["start"]["line"] + 1 for item in found if item["severity"] == "error"}


@pytest.mark.parametrize("checker", [_mypy, _pyright], ids=["mypy", "pyright"])
def test_a_type_checker_refuses_what_is_wrong_and_only_that(checker: object, source: Path) -> None:
    assert callable(checker)
    first = RIGHT.count("\n") + 1
    wrong = {first + row: name for row, name in enumerate(WRONG)}
    refused = checker(source)
    assert {wrong.get(line, f"line {line}") for line in refused} == set(wrong.values())
