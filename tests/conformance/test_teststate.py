"""States tested by AWS's TestState: ours answers as it did."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from newel.local import test_state
from newel.local.answers import Answer

SHARED = Path(__file__).parents[2].parent / "shared"
CASES = SHARED / "conformance/asl/teststate.jsonl"
JUDGE = SHARED / "tools/compare_execution.py"

if not CASES.is_file() or not JUDGE.is_file():
    pytest.skip(f"the recorded states are not there: {CASES} and {JUDGE}", allow_module_level=True)

spec = importlib.util.spec_from_file_location("compare_execution", JUDGE)
assert spec is not None
assert spec.loader is not None
judging = importlib.util.module_from_spec(spec)
spec.loader.exec_module(judging)

RECORDED = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]

UNLIKE = {"T0017": "a function may have more memory by now: the API's model says so"}
"""Cases that ours answers otherwise, with the reason."""


class Recorded:
    """Answers as the function did that was called when the case was recorded."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.result = case["response"].get("inspectionData", {}).get("result")

    def knows(self, *_: Any) -> bool:
        return self.result is not None

    def answer(self, _: Any) -> Answer:
        return Answer("recorded", judging.norm(self.result))


def answered(case: dict[str, Any]) -> dict[str, Any]:
    """What ours gives; an error as the recordings have it."""
    try:
        return test_state(**case["request"], answers=[Recorded(case)])
    except ClientError as error:
        said = {name: error.response["Error"][name] for name in ("Code", "Message")}
        return {"Error": said, "text": f"{error}", "type": said["Code"]}


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["id"])
def test_a_state_ends_as_it_did_on_aws(case: dict[str, Any]) -> None:
    recorded, ours = case["response"], answered(case)
    if "exception_value" in recorded:
        expected: Any = {"text": recorded["exception_value"], "type": recorded["exception_typename"]}
        same = expected == {name: ours.get(name) for name in ("text", "type")}
    elif "Error" in recorded:
        expected, same = recorded["Error"], recorded["Error"] == ours.get("Error")
    else:
        expected = {name: value for name, value in recorded.items() if name != "ResponseMetadata"}
        same = alike(expected, ours)
    assert same == (case["id"] not in UNLIKE), (expected, ours)


def alike(recorded: Any, ours: Any) -> bool:
    """Whether two values are alike; the recordings have JSON for its text, but for that of lists."""
    if isinstance(recorded, dict) and isinstance(ours, dict):
        return recorded.keys() == ours.keys() and all(alike(recorded[name], ours[name]) for name in recorded)
    if isinstance(ours, str) and judging.match(recorded, ours):
        return True
    return bool(judging.match(judging.norm(recorded), json.loads(ours) if isinstance(ours, str) else ours))
