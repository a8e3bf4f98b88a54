"""Executions recorded on AWS: ours end as they did, and tell the same story."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newel.definition import name_of, states
from newel.local import run

SHARED = Path(__file__).parents[2].parent / "shared"
CASES = SHARED / "conformance/asl/executions.jsonl"
JUDGE = SHARED / "tools/compare_execution.py"
OTHERWISE = {
    "E0488": "it was recorded before the context object had a RedriveCount",
    "E0551": "the recording has a text where AWS gives a number",
}
"""Cases whose events have other details than ours, with the reason."""

if not CASES.is_file() or not JUDGE.is_file():
    pytest.skip(f"the recorded executions are not there: {CASES} and {JUDGE}", allow_module_level=True)


def _judge() -> Any:
    spec = importlib.util.spec_from_file_location("compare_execution", JUDGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


judging = _judge()
EXAM = [case for line in CASES.read_text("utf-8").splitlines() if (case := json.loads(line))["exam"]]


def mocks(case: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the services answered when the case was recorded."""
    answers: dict[str, list[dict[str, Any]]] = {
        name_of(place): [] for place, state in states(json.loads(case["definition"])) if state["Type"] == "Task"
    }
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


def unlike(ours: list[dict[str, Any]], case: dict[str, Any]) -> list[str]:
    """The details of events that are not as recorded; what is masked there may be anything."""
    masks = {mask.strip("<>") for mask in case["masks"] or []}
    masks |= set(case["masks"] or [])
    found: list[str] = []
    for mine, recorded in zip(ours, case["history"], strict=True):
        for name in (mine.keys() | recorded.keys()) - {"id", "previousEventId", "timestamp", "type"}:
            one, other = mine.get(name, {}), recorded.get(name, {})
            for member in one.keys() | other.keys():
                values = [judging.norm(each.get(member)) for each in (other, one)]
                if (member in one) != (member in other) or not judging.match(*values, masks):
                    found.append(f"{recorded['id']} {recorded['type']}: {member}: {values}")
    return found


@pytest.mark.parametrize("case", EXAM, ids=lambda case: case["id"])
def test_an_execution_ends_and_goes_as_recorded(case: dict[str, Any]) -> None:
    ours = carried_out(case)
    result = {"status": ours.status, "output": ours.output, "error": ours.error, "cause": ours.cause}
    verdict = judging.judge(case, result)
    assert all(verdict.values()), (verdict, result, case["output"], case["error"], case["cause"])
    if case["history"]:
        assert same_story(ours.events, case)
    if case["history"] and case["history_linked"]:
        assert bool(unlike(ours.events, case)) == (case["id"] in OTHERWISE), unlike(ours.events, case)
