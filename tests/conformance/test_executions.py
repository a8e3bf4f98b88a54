"""Executions recorded on AWS: ours end as they did, and tell the same story."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newel.local import NotCovered, run

SHARED = Path(__file__).parents[2].parent / "shared"
CASES = SHARED / "conformance/asl/executions.jsonl"
JUDGE = SHARED / "tools/compare_execution.py"
AT_LEAST = 154
"""Cases covered when this was last changed: fewer means that something is refused that was carried out before."""

if not CASES.is_file() or not JUDGE.is_file():
    pytest.skip(f"the recorded executions are not there: {CASES} and {JUDGE}", allow_module_level=True)


def _judge() -> Any:
    spec = importlib.util.spec_from_file_location("compare_execution", JUDGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.judge


judge = _judge()
EXAM = [case for line in CASES.read_text("utf-8").splitlines() if (case := json.loads(line))["exam"]]


def mocks(case: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the services answered when the case was recorded."""
    answers: dict[str, list[dict[str, Any]]] = {}
    for call in case["service_calls"] or []:
        answer = {name: value for name, value in call["result"].items() if name != "event"}
        if "submitted" in call:
            answer["Submitted"] = call["submitted"]
        answers.setdefault(call["state"], []).append(answer)
    return answers


def story(events: list[dict[str, Any]]) -> set[tuple[int, int, str]]:
    """The order of a history."""
    return {(event["id"], event["previousEventId"], event["type"]) for event in events}


def same_story(ours: list[dict[str, Any]], case: dict[str, Any]) -> bool:
    """Say whether the events are those of the case; the recording of some has no order inside of Parallel."""
    if case["history_linked"]:
        return story(ours) == story(case["history"])
    placed = [event for event in case["history"] if isinstance(event["id"], int)]
    types, recorded = (Counter(event["type"] for event in events) for events in (ours, case["history"]))
    return story(placed) <= story(ours) and recorded <= types


def carried_out(case: dict[str, Any]) -> Any:
    return run(json.loads(case["definition"]), json.loads(case["input"]), mocks=mocks(case))


def covered(case: dict[str, Any]) -> bool:
    try:
        carried_out(case)
    except NotCovered:
        return False
    return True


COVERED = [case for case in EXAM if covered(case)]


@pytest.mark.parametrize("case", COVERED, ids=lambda case: case["id"])
def test_an_execution_ends_and_goes_as_recorded(case: dict[str, Any]) -> None:
    ours = carried_out(case)
    result = {"status": ours.status, "output": ours.output, "error": ours.error, "cause": ours.cause}
    verdict = judge(case, result)
    assert all(verdict.values()), (verdict, result, case["output"], case["error"], case["cause"])
    if case["history"]:
        assert same_story(ours.events, case)


def test_no_case_is_covered_less_than_before(record_property: Any) -> None:
    record_property("covered", len(COVERED))
    assert len(COVERED) >= AT_LEAST
    if len(COVERED) < len(EXAM):
        pytest.skip(f"not covered yet: {len(EXAM) - len(COVERED)} of {len(EXAM)} recorded executions")
