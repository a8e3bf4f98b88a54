"""Every definition that AWS accepted, and every one of public repositories, makes the trip to Python and back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newel.importing.module import import_machine
from newel.importing.source import Source
from newel.permissions.substitutions import bind
from support.imports import built, round_trip

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared/conformance/asl"
FILES = {"valid": FOLDER / "valid.jsonl", "realworld": FOLDER / "realworld.jsonl"}
AT_LEAST = {"valid": 0.84, "realworld": 0.92}
"""The shares of states that became typed when this was last changed. Of `valid`, a hundred are Pass states whose
fixed result has a path in it, which AWS takes and newel refuses."""

if not all(file.is_file() for file in FILES.values()):
    pytest.skip(f"the definitions are not there: {FOLDER}", allow_module_level=True)


def _cases(file: Path) -> dict[str, dict[str, Any]]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    whole = {row["id"]: row["definition"] for row in rows}
    return {name: json.loads(text) if isinstance(text, str) else text for name, text in whole.items()}


FORMS: dict[str, Any] = {
    "Ref": lambda value: {"Ref": value.name},
    "GetAtt": lambda value: {"Fn::GetAtt": [value.name, value.attribute]},
    "Sub": lambda value: {"Fn::Sub": value.text},
}
INLINE = {
    row["id"]: row["definition"]
    for row in map(json.loads, FILES["realworld"].read_text("utf-8").splitlines())
    if row["format"] == "inline"
}
CASES = {name: _cases(file) for name, file in FILES.items()}
ALL = {name: definition for cases in CASES.values() for name, definition in cases.items()}


@pytest.mark.parametrize("definition", ALL.values(), ids=ALL.keys())
def test_a_definition_makes_the_trip(definition: dict[str, Any]) -> None:
    round_trip(definition)


@pytest.mark.parametrize("name", FILES)
def test_most_states_become_typed(name: str, record_property: Any) -> None:
    imported = [round_trip(definition) for definition in CASES[name].values()]
    states, raw = sum(one.states for one in imported), sum(len(one.raw) for one in imported)
    record_property("states", states)
    record_property("raw", raw)
    assert (states - raw) / states >= AT_LEAST[name], f"{states} states, {raw} Raw"
    assert all(reason for one in imported for reason in one.raw.values())


@pytest.mark.parametrize("definition", INLINE.values(), ids=INLINE.keys())
def test_a_definition_of_a_template_keeps_what_it_refers_to(definition: dict[str, Any]) -> None:
    again = built(import_machine(Source(definition, "Machine", "template.yaml", inline=True)).text).compile()
    said = {name: FORMS[type(each.value).__name__](each.value) for name, each in again.substitutions.items()}
    assert bind(again.asl, said).definition == bind(definition, {}).definition


def test_what_is_written_is_formatted_and_typed(tmp_path: Path) -> None:
    for name, definition in ALL.items():
        (tmp_path / f"case_{name.lower()}.py").write_text(round_trip(definition).text, "utf-8")
    settings = ["--config", str(ROOT / "pyproject.toml")]
    for command in (["ruff", "format", "--check", *settings], ["ruff", "check", "--select", "E,F,I", *settings]):
        done = subprocess.run(
            [sys.executable, "-m", *command, str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", *map(str, sorted(tmp_path.glob("*.py")))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
