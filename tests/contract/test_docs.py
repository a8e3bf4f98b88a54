"""What the README and the docs show is what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newel.cli import COMMANDS
from newel.machine import StateMachine

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]


def test_the_first_screen_has_the_two_commands() -> None:
    first_screen = README.splitlines()[:20]
    assert [line for line in first_screen if line in {"make run", "make test"}] == ["make run", "make test"]


def test_the_workflow_of_the_readme_is_the_projects() -> None:
    [source] = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}
    exec(source, names)  # the README's own code
    machine = names["machine"]
    assert isinstance(machine, StateMachine)
    built = json.loads((ROOT / "statemachines/wait_and_tell.asl.json").read_text("utf-8"))
    assert machine.compile().asl == built


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert f"`newel {name}" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_linked_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target
