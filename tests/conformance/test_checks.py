"""What AWS accepted and refused, and what `newel check` says of it (../shared/conformance/asl)."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newel.checks import check_definition
from newel.checks.templates import opened
from newel.checks.text import check_text

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "asl"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="no conformance cases beside the project")

REFUSED = 0.97
"""How many of AWS's refusals are ours too, at the least."""
PLACED = 0.95
"""How many of those that AWS gives a place are refused in that place with AWS's code, at the least."""

BY_DESIGN = {
    "M0095": "a substitution that is not filled in: the template does that",
}
"""Refusals that are not ours, and why."""

TRUE_REFUSALS = {
    "R0006": "StartAt and a Next name states that have been renamed",
    "R0271": "QueryLanguage stands among the states, so the machine is JSONPath, and its states have fields of JSONata",
}
"""Definitions from public repositories that are refused, and why that is right."""


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def errors(found: list[Any]) -> list[Any]:
    return [one for one in found if one.severity == "ERROR"]


def place(location: str) -> str:
    """AWS's place as a JSON pointer: it writes `Branches[0]`, and `/` for the whole."""
    return re.sub(r"\[(\d+)\]", r"/\1", "" if location == "/" else location)


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Shows the figures, whether the test passes or not."""

    def shown(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}")

    return shown


def test_what_aws_accepts_is_accepted(tell: Callable[[str], None]) -> None:
    every = cases("valid.jsonl")
    refused = {
        case["id"]: [(one.rule, one.location, one.message) for one in found]
        for case in every
        if (found := errors(check_text(case["definition"].encode(), case["type"])))
    }
    tell(f"accepted by AWS: {len(every) - len(refused)} of {len(every)} accepted")
    assert refused == {}


def test_what_aws_refuses_is_refused_in_its_place(tell: Callable[[str], None]) -> None:
    every = cases("invalid.jsonl") + cases("invalid_measured.jsonl")
    accepted: list[str] = []
    misplaced: list[str] = []
    with_place = 0
    for case in every:
        found = {(one.code, one.location) for one in errors(check_text(case["definition"].encode(), case["type"]))}
        if not found:
            accepted.append(case["id"])
        wanted = {
            (one["code"], place(one["location"]))
            for one in case["aws_diagnostics"] or []
            if one["location"] is not None
        }
        if wanted:
            with_place += 1
            if not wanted <= found:
                misplaced.append(f"{case['id']}: {sorted(wanted - found)} not in {sorted(found)}")
    tell(f"refused by AWS: {len(every) - len(accepted)} of {len(every)} refused, not {accepted}")
    tell(f"in AWS's place with its code: {with_place - len(misplaced)} of {with_place}")
    for one in misplaced:
        tell(f"  {one}")
    assert set(accepted) <= BY_DESIGN.keys()
    assert len(accepted) <= (1 - REFUSED) * len(every)
    assert len(misplaced) <= (1 - PLACED) * with_place


def as_written(case: dict[str, Any]) -> Any:
    """A definition as `newel check` reads it: one that stands in a template has intrinsic functions."""
    return opened(case["definition"]) if case["format"] == "inline" else case["definition"]


def test_real_definitions_are_refused_for_true_reasons_alone(tell: Callable[[str], None]) -> None:
    every = cases("realworld.jsonl")
    refused = {
        case["id"]: [(one.rule, one.location, one.message) for one in found]
        for case in every
        if (found := errors(check_definition(as_written(case))))
    }
    tell(f"from public repositories: {len(every) - len(refused)} of {len(every)} accepted")
    assert {name: found for name, found in refused.items() if name not in TRUE_REFUSALS} == {}
    assert refused.keys() == TRUE_REFUSALS.keys()
