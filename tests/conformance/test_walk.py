"""Machines walked state by state, by TestState, end as their executions do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.test_executions import EXAM, mocks
from newel.definition import states
from newel.local import run, test_state
from newel.local.testkit.cases import Case
from newel.local.testkit.remote import walk

UNTOLD = ("$$", "$states.context", "$uuid", "$random", "$now", "$millis", "States.UUID", "States.MathRandom")
"""What differs from execution to execution, or is not of the state alone."""


def fits(case: dict[str, Any]) -> bool:
    """Whether TestState can walk it: no Map and no Parallel, and every call is answered at once."""
    text = case["definition"]
    kinds = {state["Type"] for _, state in states(json.loads(text))}
    small = len(text) + len(case["input"]) < 100_000  # TestState is not held to what an execution may carry
    called = all(mocks(case).values())  # without a call there is no mock, and TestState takes no task without one
    return small and called and not kinds & {"Map", "Parallel"} and not any(word in text for word in UNTOLD)


WALKED = [case for case in EXAM if fits(case)]


@pytest.mark.parametrize("case", WALKED, ids=lambda case: case["id"])
def test_a_walk_ends_as_the_execution(case: dict[str, Any]) -> None:
    definition, data = json.loads(case["definition"]), json.loads(case["input"])
    given = {name: [{**each} for each in many] for name, many in mocks(case).items()}
    execution = run(definition, data, mocks=given)

    def tester(**request: Any) -> dict[str, Any]:
        if "mock" in request:
            request["mock"] = {**request["mock"], "fieldValidationMode": "NONE"}
        return test_state(**request)

    ended = walk(tester, definition, Case("case", input=data, mocks=given))
    assert (ended.status, ended.output, ended.error) == (execution.status, execution.output, execution.error)
    visited = [event["stateEnteredEventDetails"]["name"] for event in execution.events if "Entered" in event["type"]]
    assert ended.path == visited


def test_there_is_something_to_walk() -> None:
    assert len(WALKED) > 80
