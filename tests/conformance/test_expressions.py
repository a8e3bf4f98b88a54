"""Expressions with recorded answers of V8: no answer is wrong, and no fewer are given than before."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newel.expressions import (
    ExpressionError,
    ExpressionRangeError,
    ExpressionReferenceError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    UnsupportedSyntax,
    evaluate,
    state_paths,
)
from newel.expressions.jsonpath import parse_key

CASES = Path(__file__).parents[2].parent / "shared" / "conformance" / "expressions"

if not CASES.is_dir():
    pytest.skip(f"the recorded expressions are not there: {CASES}", allow_module_level=True)

ANSWERED = {
    ("generated", ""): 7997 / 8000,
    ("test262", "core"): 7359 / 7410,
    ("test262", "extended"): 3398 / 3805,
    ("test262", "reflection"): 47 / 2728,
    ("public", ""): 44 / 44,
    ("path_probes", ""): 68 / 70,
    ("public_inputs", ""): 49 / 50,
}
"""The share answered, and so right, when this was last changed; it may only rise. The rest is UnsupportedSyntax."""

ERRORS: dict[str, type[ExpressionError]] = {
    "TypeError": ExpressionTypeError,
    "RangeError": ExpressionRangeError,
    "ReferenceError": ExpressionReferenceError,
    "SyntaxError": ExpressionSyntaxError,
    "URIError": ExpressionError,
}

CONTEXT = {"Execution": {"Id": "arn:...", "StartTime": "2021-11-07T00:00:00Z"}}
ELSEWHERE = {"$.list[?(@.x>1)]": [{"x": 2}], "$.list[*].x": [2]}
"""What Step Functions makes of the paths that only it can resolve."""

ON_PURPOSE: dict[str, type[ExpressionError]] = {
    '"Hello $.name"': ExpressionSyntaxError,  # a path inside text: an error, as since CDK 2.267
    "`total $.total`": ExpressionSyntaxError,
    "typeof process.env.PATH": ExpressionReferenceError,  # there is no host to reach
    "process.getBuiltinModule ? typeof process.getBuiltinModule('child_process').execSync "
    ": typeof process.mainModule": ExpressionReferenceError,
    "Object.keys(values).join() + '|' + typeof __expr + $.a": ExpressionReferenceError,  # `wanted` says so
}


def same(left: Any, right: Any) -> bool:
    """Compare as JSON does: 3 and 3.0 are one number, true and 1 are not one value, and keys have an order."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return float(left) == float(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


@cache
def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


@cache
def document(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return cases


def judge(case: dict[str, Any]) -> str:
    """Say `right`, `unsupported`, or what is wrong."""
    try:
        result = evaluate(case["expression"], case.get("expressionAttributeValues", {}))
    except UnsupportedSyntax:
        return "unsupported"
    except ExpressionError as error:
        return "right" if type(error) is ERRORS.get(case.get("error", "")) else f"gave {type(error).__name__}"
    if "error" in case:
        return f"gave a value, not {case['error']}"
    return "right" if same(result, case["expected"]) else f"gave {result!a}, not {case['expected']!a}"


def verdict(verdicts: list[tuple[str, str]], share: float) -> None:
    """Hold the two promises over all cases of a file."""
    wrong = [f"{expression!a} {said}" for expression, said in verdicts if said not in ("right", "unsupported")]
    assert not wrong, "\n".join(wrong[:20])
    counts = Counter(said for _, said in verdicts)
    assert counts["right"] / len(verdicts) >= share, counts


@pytest.mark.parametrize(("name", "tier"), [pair for pair in ANSWERED if pair[0] in ("generated", "test262")])
def test_the_answers_of_v8(name: str, tier: str) -> None:
    cases = [case for case in lines(name) if case.get("tier", "") == tier]
    verdict([(case["expression"], judge(case)) for case in cases], ANSWERED[name, tier])


def test_expressions_found_in_public_code() -> None:
    cases = [case for case in document("public") if not case.get("nondeterministic")]
    verdict([(case["expression"], judge(case)) for case in cases], ANSWERED["public", ""])


def resolve(path: str, state: Any) -> Any:
    """Resolve a bound path as Step Functions does: a missing field fails."""
    if path in ELSEWHERE:
        return ELSEWHERE[path]
    parsed = parse_key(path)
    assert parsed is not None, path
    value: Any = CONTEXT if parsed[0] == "$$" else state
    for step in parsed[1]:
        value = value[step]
    return value


def bound_and_judged(expression: str, state: Any, wanted: Any) -> str:
    """Bind what `state_paths` tells, evaluate, and judge."""
    expected = ON_PURPOSE.get(expression)
    try:
        result = evaluate(expression, {path: resolve(path, state) for path in state_paths(expression)})
    except LookupError as missing:
        return f"bound a path that is missing: {missing}"
    except UnsupportedSyntax:
        return "unsupported"
    except ExpressionError as error:
        return "right" if type(error) is expected else f"gave {type(error).__name__}"
    return "right" if expected is None and same(result, wanted) else f"gave {result!a}, not {wanted!a}"


def test_what_a_user_wants_of_paths() -> None:
    verdicts = [
        (case["expression"], bound_and_judged(case["expression"], case["input"], case["expected"]))
        for case in document("path_probes")
    ]
    verdict(verdicts, ANSWERED["path_probes", ""])


def test_public_expressions_on_their_inputs() -> None:
    verdicts = [
        (case["expression"], bound_and_judged(case["expression"], case["example_input"], case["node_result"]))
        for case in document("public_inputs")
        if case["deterministic"] and case["node_result"] is not None
    ]
    verdict(verdicts, ANSWERED["public_inputs", ""])
