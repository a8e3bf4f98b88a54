"""The built function, run by the real runtime interface client against a Runtime API of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.project import ROOT, Built, environment_in_template
from support.runtime_api import LambdaRuntime

if TYPE_CHECKING:
    from support.runtime_api import Invocation

EVENT = json.loads((ROOT / "events/evaluate_expression/arithmetic.json").read_text())
SECRET = "Ich bin geheim 4711"


def metrics_of(invocation: Invocation) -> dict[str, float]:
    """The metrics that CloudWatch would take out of the log, by name."""
    found: dict[str, float] = {}
    for record in invocation.records:
        for group in record.get("_aws", {}).get("CloudWatchMetrics", ()):
            assert group["Namespace"] == environment_in_template()["POWERTOOLS_METRICS_NAMESPACE"]
            for metric in group["Metrics"]:
                value = record[metric["Name"]]
                found[metric["Name"]] = value[0] if isinstance(value, list) else value
    return found


def our_records(invocation: Invocation) -> list[dict[str, object]]:
    return [record for record in invocation.records if "function_request_id" in record]


def test_it_answers_the_example_event(service: LambdaRuntime) -> None:
    answer = service.invoke(EVENT)
    assert (answer.payload, answer.error) == (5, None)


def test_it_answers_the_events_of_the_cdk(service: LambdaRuntime) -> None:
    answer = service.invoke(
        {
            "expression": "`Now waiting ${$.waitSeconds} seconds...`",
            "expressionAttributeValues": {"$.waitSeconds": 5},
        }
    )
    assert answer.payload == "Now waiting 5 seconds..."


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("$.a +", "ExpressionSyntaxError"),
        ("class A {}", "UnsupportedSyntax"),
        ("$.a.b.c", "ExpressionTypeError"),
        ("nowhere", "ExpressionReferenceError"),
    ],
)
def test_errors_have_the_names_that_catch_is_told(service: LambdaRuntime, expression: str, name: str) -> None:
    answer = service.invoke({"expression": expression, "expressionAttributeValues": {"$.a": {}}})
    assert answer.error_type == name


@pytest.mark.parametrize(
    "event",
    [None, [], "$.a", 5, {}, {"expression": None}, {"expression": "1", "expressionAttributeValues": [1]}],
)
def test_a_wrong_event_is_told_what_to_send(service: LambdaRuntime, event: object) -> None:
    answer = service.invoke(event)
    assert answer.error_type == "InvalidEvent"
    assert answer.error is not None
    assert "Send" in answer.error["errorMessage"]


def test_an_error_leaves_the_function_able_to_answer(service: LambdaRuntime) -> None:
    assert service.invoke({"expression": "("}).error_type == "ExpressionSyntaxError"
    assert service.invoke(EVENT).payload == 5


def test_the_cold_start_is_told_once(service: LambdaRuntime) -> None:
    first, second = service.invoke(EVENT), service.invoke(EVENT)
    assert [record["cold_start"] for record in our_records(first)] == [True]
    assert [record["cold_start"] for record in our_records(second)] == [False]
    assert metrics_of(first)["ColdStart"] == 1
    assert "ColdStart" not in metrics_of(second)


def test_each_evaluation_is_logged_once_with_names_and_sizes(service: LambdaRuntime) -> None:
    (record,) = our_records(service.invoke(EVENT))
    assert record["service"] == "evaluate-expression"
    assert record["paths"] == ["$.waitMilliseconds"]
    assert record["expression_size"] == len(EVENT["expression"])
    assert record["result_size"] == 1
    assert isinstance(record["duration_ms"], float)


def test_evaluations_and_failures_are_counted(service: LambdaRuntime) -> None:
    good, bad = service.invoke(EVENT), service.invoke({"expression": "("})
    assert metrics_of(good).keys() >= {"Evaluations", "Refusals", "Faults", "Duration"}
    assert (metrics_of(good)["Evaluations"], metrics_of(good)["Refusals"]) == (1, 0)
    assert (metrics_of(bad)["Evaluations"], metrics_of(bad)["Refusals"]) == (1, 1)
    by_error = [record for record in bad.records if "FailuresByError" in record]
    assert [record["error"] for record in by_error] == ["ExpressionSyntaxError"]


@pytest.mark.parametrize("expression", ["$.a", "$.a.b.c", "$.a()", "$.a +", "[...$.a].map(x => x.y.z)"])
def test_no_value_is_ever_logged(built: Built, expression: str) -> None:
    # Not even by the variables with which Powertools logs whole events.
    talkative = {
        "POWERTOOLS_LOGGER_LOG_EVENT": "true",
        "POWERTOOLS_LOG_LEVEL": "DEBUG",
        "POWERTOOLS_DEV": "true",
    }
    with LambdaRuntime(built.task_root, built.layer_root, env=environment_in_template() | talkative) as service:
        answer = service.invoke({"expression": expression, "expressionAttributeValues": {"$.a": SECRET}})
    assert answer.logs
    assert SECRET not in "\n".join(answer.logs)
    assert SECRET not in str(answer.error)


def test_the_layer_holds_powertools_and_the_evaluator_alone(built: Built) -> None:
    packages = built.layer_root / "python"
    assert not (packages / "newel/__init__.py").exists(), "newel must stay a namespace package"
    assert [path.name for path in (packages / "newel").iterdir()] == ["expressions"]
    names = {path.name for path in packages.iterdir() if path.suffix != ".dist-info"} - {"__pycache__"}
    assert names == {"aws_lambda_powertools", "jmespath", "newel", "typing_extensions.py"}
    assert not [path for path in packages.rglob("*") if path.suffix == ".so"]
    assert list(packages.glob("aws_lambda_powertools-*.dist-info/licenses/*")), "the licences travel along"


def test_the_evaluator_of_the_layer_needs_nothing_else(built: Built) -> None:
    code = "import newel.expressions as e; print(e.__file__, e.evaluate('$.a + 1', {'$.a': 1}))"
    packages = built.layer_root / "python"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(packages / "newel/expressions/__init__.py"), "2"], done.stderr
