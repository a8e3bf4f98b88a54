"""Definitions as people write them, well and badly: what each needs, and what is asked about it.

A row of definitions.jsonl has the definition; its statements as actions and resources, but those on the machine's own
executions; and the members that questions are about. P, R and A stand for the partition, region and account.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newel.permissions import bind, of_definition, report

ROWS = [json.loads(line) for line in Path(__file__).with_name("definitions.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_definition_needs_what_its_row_says(row: dict[str, Any]) -> None:
    bound = bind(row["definition"], {}, None)
    found = report(of_definition(bound.definition), None, kept=bound.kept)
    written = [[_words(one["Action"]), _words(one["Resource"])] for one in found.statements]
    assert [one for one in written if "${StateMachineName}" not in one[1]] == row["statements"]
    assert sorted({one["member"] for one in found.questions}) == row["asked"]


def _words(value: Any) -> str:
    return " ".join(map(_text, value if isinstance(value, list) else [value]))


def _text(value: Any) -> str:
    text: Any = value["Fn::Sub"] if isinstance(value, dict) else value
    text = text[0] if isinstance(text, list) else text
    for name, letter in (("Partition", "P"), ("Region", "R"), ("AccountId", "A")):
        text = text.replace(f"${{AWS::{name}}}", letter)
    return str(text)
