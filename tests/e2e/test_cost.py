"""`newel cost`, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cli import newel

ROOT = Path(__file__).parents[2]
CASE = "--input events/order_intake/event.json --mocks events/order_intake/mocks.json --fill events/order_intake/fill"


def test_the_reference_pipeline_is_counted_as_it_runs() -> None:
    done = newel("cost", "OrderIntake", *CASE.split(), "--case", "approved", "--format", "json", cwd=ROOT)
    result = json.loads(done.stdout)
    assert (done.returncode, result["status"], result["lines"][0]["each"]) == (0, "SUCCEEDED", "17")
    assert [line["what"] for line in result["lines"]] == ["state transitions", "EvaluateExpression", "ValidateOrders"]
    assert result["mocked"] == ["Ask a person"]
    assert "dynamodb:putItem" in result["notCounted"]
    assert result["dollars"] == pytest.approx(sum(line["dollars"] for line in result["lines"]))


def test_what_a_nested_machine_does_is_counted_too() -> None:
    done = newel("cost", "OrderIntake", *CASE.split(), "--case", "unshipped", "--function-ms", "0", cwd=ROOT)
    assert "each as one that failed with SQS.SdkClientException here" in done.stdout
    assert "state transitions   22" in done.stdout


def test_without_an_input_the_definition_says_the_bounds() -> None:
    done = newel("cost", "OrderIntake", "--executions", "2000", cwd=ROOT)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("OrderIntake: 2,000 executions, without loops")
    assert lines[1:] == ["  the shortest way  7 transitions   $0.35", "  every state once  20 transitions  $1.00"]


def test_the_table_of_prices_can_be_edited(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(newel("cost", "--show-prices", cwd=tmp_path).stdout.replace("0.000025", "1"), "utf-8")
    done = newel("cost", "WaitAndTell", "--prices", str(file), "--executions", "1", "--format", "json", cwd=ROOT)
    assert [bound["dollars"] for bound in json.loads(done.stdout)["bounds"]] == [4.0, 4.0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("Nobody",), "there is no state machine 'Nobody'"),
        (("WaitAndTell", "--case", "x"), "--case is for a run"),
        (("WaitAndTell", "--input", "{}", "--case", "x"), "--case is about mocks"),
        (("WaitAndTell", "--executions", "0"), "0 is not in the range"),
        (("WaitAndTell", "--executions", "1" + "0" * 400), "is not in the range"),
        (("WaitAndTell", "--function-ms", "nan"), "it is no number"),
        (("WaitAndTell", "--function-ms", "inf"), "inf is not in the range"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], said: str) -> None:
    done = newel("cost", *arguments, cwd=ROOT)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_express_workflow_wants_a_run(tmp_path: Path) -> None:
    (tmp_path / "e.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}', "utf-8")
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  E:\n    Type: AWS::Serverless::StateMachine\n"
        "    Properties: {Type: EXPRESS, DefinitionUri: e.asl.json}\n",
        "utf-8",
    )
    refused = newel("cost", "E", cwd=tmp_path)
    assert (refused.returncode, "billed by its time" in refused.stderr) == (2, True)
    done = newel("cost", "E", "--input", "{}", cwd=tmp_path)
    assert "Express workflows  1 start, 0.1 s in all, 64 MB" in done.stdout


def test_an_express_workflow_lasts_as_long_as_its_functions(tmp_path: Path) -> None:
    task = {"Type": "Task", "Resource": "${Work}", "End": True}
    asked = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
    asked["Parameters"] = {"FunctionName": "${Work}"}
    branches = [{"StartAt": name, "States": {name: state}} for name, state in (("A", task), ("B", asked))]
    wait = {"Type": "Wait", "Seconds": 2, "Next": "Both"}
    states = {"W": wait, "Both": {"Type": "Parallel", "Branches": branches, "End": True}}
    (tmp_path / "e.asl.json").write_text(json.dumps({"StartAt": "W", "States": states}), "utf-8")
    (tmp_path / "app.py").write_text("def handler(event, context):\n    return 1\n", "utf-8")
    (tmp_path / "template.yaml").write_text(
        """\
Transform: AWS::Serverless-2016-10-31
Resources:
  E:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      DefinitionUri: e.asl.json
      DefinitionSubstitutions: {Work: !GetAtt Work.Arn}
  Work:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, Handler: app.handler, CodeUri: .}
""",
        "utf-8",
    )
    done = newel("cost", "E", "--input", "{}", "--function-ms", "5000", cwd=tmp_path)
    assert "Express workflows  1 start, 7.0 s in all, 64 MB" in done.stdout
    assert "2 calls, 10,000 ms in all, 128 MB" in done.stdout


def test_a_machine_that_never_ends_has_no_bounds(tmp_path: Path) -> None:
    flow = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}
    (tmp_path / "loop.asl.json").write_text(json.dumps(flow), "utf-8")
    done = newel("cost", "loop.asl.json", cwd=tmp_path)
    assert (done.returncode, "no way through it comes to an end" in done.stderr) == (1, True)
