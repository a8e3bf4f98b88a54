"""The handler of the expression service, in process."""

from __future__ import annotations

import importlib.util
import json
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newel.expressions import ExpressionError, UnsupportedSyntax

APP = Path(__file__).resolve().parents[3] / "functions/evaluate_expression/app.py"
spec = importlib.util.spec_from_file_location("evaluate_expression_app", APP)
assert spec is not None
assert spec.loader is not None
app = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = app
spec.loader.exec_module(app)


@dataclass(frozen=True)
class Context:
    """As much of Lambda's context as Powertools asks for."""

    function_name: str = "EvaluateExpression"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:EvaluateExpression"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"


@dataclass(frozen=True)
class Called:
    """What came of a call, and the text that it wrote."""

    result: Any
    error: Exception | None
    output: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def log(self) -> dict[str, Any]:
        """The one line of the log."""
        (line,) = [record for record in self.records if "level" in record]
        return line


def test_limits_come_from_the_environment() -> None:
    assert app.read_limits({"EXPRESSION_MAX_FUEL": "5000", "EXPRESSION_MAX_SECONDS": "0.5"}).fuel == 5000
    assert app.read_limits({"EXPRESSION_MAX_SECONDS": "0.5"}).seconds == 0.5
    assert app.read_limits({}).depth == 200


@pytest.mark.parametrize("name", list(app.LIMITS_FROM))
@pytest.mark.parametrize("text", ["", "many", "-1", "0", "nan", "1e999"])
def test_a_malformed_limit_stops_the_function_at_its_start(name: str, text: str) -> None:
    variable, _ = app.LIMITS_FROM[name]
    with pytest.raises(ValueError, match=variable):
        app.read_limits({variable: text})


def call(event: object) -> Called:
    result, error = None, None
    with redirect_stdout(StringIO()) as output:
        for handler in app.logger.handlers:
            handler.setStream(output)
        try:
            result = app.handler(event, Context())
        except Exception as raised:  # noqa: BLE001 - whatever it is, the test looks at it
            error = raised
    return Called(result, error, output.getvalue())


def test_the_value_is_the_result() -> None:
    called = call({"expression": "$.a / 1000", "expressionAttributeValues": {"$.a": 5000}})
    assert (called.result, called.error) == (5, None)


def test_the_values_may_be_left_out() -> None:
    assert call({"expression": "1 + 1"}).result == 2


def test_fields_that_it_does_not_know_are_passed_over() -> None:
    assert call({"expression": "1", "expressionAttributeValues": {}, "runtime": "nodejs22.x"}).result == 1


def test_an_array_and_an_object_are_results_too() -> None:
    values = {"$.a": {"b": [1, None, "é😀"]}}
    assert call({"expression": "$.a", "expressionAttributeValues": values}).result == values["$.a"]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (None, "null"),
        (True, "true or false"),
        (5, "a number"),
        ("$.a", "a string"),
        (["$.a"], "an array"),
        ({}, 'no "expression"'),
        ({"Expression": "1"}, 'no "expression"'),
        ({"expression": None}, '"expression" is null'),
        ({"expression": 1.5}, '"expression" is a number'),
        ({"expression": {"a": 1}}, '"expression" is an object'),
        ({"expression": "1", "expressionAttributeValues": None}, '"expressionAttributeValues" is null'),
        ({"expression": "1", "expressionAttributeValues": []}, '"expressionAttributeValues" is an array'),
    ],
)
def test_a_wrong_event_is_named_and_told_what_to_send(event: object, words: str) -> None:
    called = call(event)
    assert type(called.error).__name__ == "InvalidEvent"
    assert words in str(called.error)
    assert "Send" in str(called.error)
    assert called.log["error"] == "InvalidEvent"


@pytest.mark.parametrize("expression", ["$.a +", "x" * 1_000_000, "(" * 10_000, "\0", "\ud800"])
def test_bad_expressions_are_errors_of_the_evaluator(expression: str) -> None:
    called = call({"expression": expression, "expressionAttributeValues": {"$.a": 1}})
    assert isinstance(called.error, ExpressionError)
    assert called.log["error"] == type(called.error).__name__


def test_what_the_language_leaves_out_has_its_own_name() -> None:
    assert type(call({"expression": "class A {}"}).error) is UnsupportedSyntax


def test_a_fault_of_the_evaluator_keeps_its_message_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_expression: str, values: dict[str, Any], **_limits: object) -> object:
        raise KeyError(str(values))

    monkeypatch.setattr(app, "evaluate", broken)
    called = call({"expression": "$.a", "expressionAttributeValues": {"$.a": "geheim"}})
    assert type(called.error).__name__ == "EvaluatorError"
    assert "KeyError" in str(called.error)
    assert "geheim" not in str(called.error) + called.output
    assert called.error is not None
    assert called.error.__suppress_context__, "the fault's own message would be printed with the traceback"
    assert called.log["fault"] == "KeyError"


def test_the_log_has_names_and_sizes() -> None:
    values = {"$.b": "xyz", "$.a": [1, 2]}
    log = call({"expression": "[$.a, $.b]", "expressionAttributeValues": values}).log
    assert log["message"] == "evaluated"
    assert log["paths"] == ["$.a", "$.b"]
    assert (log["expression_size"], log["values_count"]) == (10, 2)
    assert log["values_size"] == len('{"$.b":"xyz","$.a":[1,2]}')
    assert log["result_size"] == len('[[1,2],"xyz"]')
    assert log["duration_ms"] >= 0


def test_the_log_stays_short_whatever_arrives() -> None:
    values = {f"$.path{number}": number for number in range(1000)} | {"no path": 1}
    log = call({"expression": f"[{', '.join(list(values)[:200])}].length", "expressionAttributeValues": values}).log
    assert len(log["paths"]) == app.MOST_PATHS_LOGGED
    assert log["values_count"] == 1001
    assert "no path" not in log["paths"]


def test_a_value_too_deep_to_be_measured_is_no_error_of_the_log() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert app.size_of(deep) is None


def metric(called: Called, name: str) -> Any:
    (found,) = [record for record in called.records if name in record]
    return found


def test_a_key_that_the_expression_does_not_spell_is_not_logged() -> None:
    called = call(
        {"expression": "$.a", "expressionAttributeValues": {"$.geheim": 1, "$geheim": 2, "geheim": 3, "$.a": 4}}
    )
    assert called.result == 4
    assert called.log["paths"] == ["$.a"]
    assert "geheim" not in called.output


def test_metrics_tell_refusals_from_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad, wrong = call({"expression": "1"}), call({"expression": "("}), call(None)
    monkeypatch.setattr(app, "evaluate", {}.__getitem__)
    broken = call({"expression": "1"})
    counts = [[metric(each, "Evaluations")[name][0] for name in ("Refusals", "Faults")] for each in (good, bad, wrong)]
    assert counts == [[0, 0], [1, 0], [1, 0]]
    assert [metric(broken, "Evaluations")[name][0] for name in ("Refusals", "Faults")] == [0, 1]
    assert metric(good, "Evaluations")["Duration"] == [good.log["duration_ms"]]
    assert not [record for record in good.records if "FailuresByError" in record]


def test_failures_are_told_apart_by_the_name_of_the_error() -> None:
    record = metric(call({"expression": "("}), "FailuresByError")
    (group,) = record["_aws"]["CloudWatchMetrics"]
    assert record["error"] == "ExpressionSyntaxError"
    assert ["service", "error"] in group["Dimensions"]
    assert group["Namespace"] == app.NAMESPACE


# Long enough that none of them stands in a log by chance.
texts = st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x1FFFF), min_size=4)
secrets = texts.map(lambda text: f"geheim {text}")
numbers = st.integers(min_value=10**17, max_value=10**18).map(lambda number: number * 10**4)
json_values = st.recursive(
    secrets | numbers,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(secrets, inner, max_size=4),
    max_leaves=8,
)
EXPRESSIONS = [
    "$.a",
    "`a ${$.a} b`",
    "$.a + $.b",
    "$.a / $.b",
    "$.a ? $.b : $.a",
    "$.a.b.c.d",
    "$.a[$.b].c",
    "$.a()",
    "$.a.toFixed($.b)",
    "$.b[$.a]()",
    "$.a.map(x => x.y.z)",
    "$.c",
    "$.a +",
    "nowhere",
    "class A {}",
]


def leaves(value: Any) -> list[str]:
    """Every text and number in a value, as it would stand in a log."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (json.dumps(key)[1:-1], *leaves(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in leaves(inner)]
    return [json.dumps(value).strip('"')]


@given(expression=st.sampled_from(EXPRESSIONS), a=json_values, b=json_values)
def test_no_value_stands_in_a_log_or_in_a_message(expression: str, a: Any, b: Any) -> None:
    called = call({"expression": expression, "expressionAttributeValues": {"$.a": a, "$.b": b}})
    for leaf in leaves([a, b]):
        assert leaf not in called.output
        assert leaf not in json.dumps(str(called.error))
    assert "geheim" not in called.output
    assert "geheim" not in str(called.error)
