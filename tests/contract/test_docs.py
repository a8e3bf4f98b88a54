"""What the README and the docs show is what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from newel import expressions
from newel.cli import COMMANDS
from newel.machine import StateMachine

ROOT = Path(__file__).parents[2]
APP = "functions/evaluate_expression/app.py"
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


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
        assert f"`newel {name}" in README, name


def test_every_error_is_in_the_tables() -> None:
    names = {name for name, each in vars(expressions).items() if isinstance(each, type) and issubclass(each, Exception)}
    language = (ROOT / "docs/expressions.md").read_text("utf-8")
    service = (ROOT / "docs/expression-service.md").read_text("utf-8")
    assert names > {"ExpressionError", "LimitExceeded"}
    for name in names:
        assert f"| `{name}` |" in language
        assert f"| `{name}` |" in service
    for name in re.findall(r"^class (\w+)\(Exception\)", (ROOT / APP).read_text("utf-8"), re.MULTILINE):
        assert f"| `{name}` |" in service


def test_every_metric_is_in_the_table() -> None:
    service = (ROOT / "docs/expression-service.md").read_text("utf-8")
    found = re.findall(r'metric\(name="(\w+)"', (ROOT / APP).read_text("utf-8"))
    assert len(found) > 3
    for name in found:
        assert f"`{name}`" in service


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_is_linked_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_diff_that_contributing_shows_is_what_there_is() -> None:
    [diff] = re.findall(r"^```diff\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    added = re.findall(r"^\+\+\+ b/(.*)\n@@.*\n((?:\+.*\n)+)", diff, re.MULTILINE)
    assert len(added) == 4
    for file, lines in added:
        assert re.sub(r"^\+", "", lines, flags=re.MULTILINE) in (ROOT / file).read_text("utf-8"), file
