"""Every Python and shell block of the docs, run as it is printed, page by page from the top.

A page works in a copy of this project, or, with `<!-- in an empty folder -->`, in a folder where nothing is. A Python
block that begins with the name of a file, as `# statemachines/order.py`, is written there; every other is executed,
with the names of `newel` and `newel.tasks`, and what the blocks before it defined. A shell block is run whole, and
each of its commands has to end well. YAML that begins with `# template.yaml` is added to its resources. A comment above
a block says what a reader knows and the test does not:

- `<!-- given: ... -->`: what is done before, Python or shell as the block is.
- `<!-- raises NAME -->`, `<!-- exits with N -->`: how it ends.
- `<!-- not run: why -->`: what it needs that is not here, as an account.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXCLUDED = {"integrations", "README.md"}  # the examples of tasks are docstrings, which the contract tests run
PAGES = sorted(page for page in (ROOT / "docs").rglob("*.md") if page.parent.name not in EXCLUDED)
PROJECT = ("template.yaml", "samconfig.toml", "pyproject.toml", "statemachines", "functions", "events", "layers", "src")
GIVEN = r"given:\s(.+?)"
BLOCK = re.compile(
    r"(?P<said>(?:^<!--\s(?:(?!-->).)*-->\n)*)^```(?P<kind>python|sh|yaml)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A block of a page: where it begins, what it is, and what is said of it above it."""

    line: int
    kind: str
    text: str
    said: str

    def says(self, pattern: str) -> str | None:
        found = re.search(rf"<!--\s+{pattern}\s+-->", self.said, re.DOTALL)
        return found[1] if found else None


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = [
        Block(text[: one.start("text")].count("\n") + 1, one["kind"], one["text"], one["said"])
        for one in BLOCK.finditer(text)
    ]
    return [block for block in found if block.kind != "yaml" or block.text.startswith("  # template.yaml")]


WITH_BLOCKS = [page for page in PAGES if blocks(page)]


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: page.stem)
def test_the_blocks_of_a_page_do_what_they_say(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "<!-- in an empty folder -->" not in page.read_text("utf-8"):
        _copy_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec("from newel import *\nfrom newel.tasks import *", names)
    folder = tmp_path
    for block in blocks(page):
        if block.says("not run: (.+?)"):
            continue
        if block.kind == "sh":
            folder = _shell(block, page, folder)
        elif block.kind == "yaml":
            _added(block, folder / "template.yaml")
        elif found := re.match(r"# ([\w/]+\.py)\n", block.text):
            file = folder / found[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        else:
            _python(block, page, names)


def test_there_are_blocks_and_few_are_not_run() -> None:
    every = [block for page in WITH_BLOCKS for block in blocks(page)]
    left_out = [block for block in every if block.says("not run: (.+?)")]
    assert len(every) > 30
    assert len(left_out) * 4 < len(every)


def _copy_project(target: Path) -> None:
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)


def _python(block: Block, page: Path, names: dict[str, Any]) -> None:
    exec(block.says(GIVEN) or "", names)
    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
    expected = block.says(r"raises (\w+)")
    if expected is None:
        exec(code, names)
        return
    with pytest.raises(Exception) as raised:  # noqa: PT011 - its name is what the page says
        exec(code, names)
    assert type(raised.value).__name__ == expected


def _shell(block: Block, page: Path, folder: Path) -> Path:
    """Run a block; the folder that it ends in is where the next one goes on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
    env = {**inherited, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1"}
    where = folder / ".where"
    script = f"set -e\ntrap 'pwd > {where}' EXIT\n{block.says(GIVEN) or ''}\n{block.text}"
    done = subprocess.run(["sh", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
    wanted = int(block.says(r"exits with (\d+)") or 0)
    assert done.returncode == wanted, f"{page.name}:{block.line}\n{done.stdout}{done.stderr}"
    ended = Path(where.read_text("utf-8").strip())
    where.unlink()
    return ended


def _added(block: Block, template: Path) -> None:
    """Add resources to the template, as a reader does."""
    text = template.read_text("utf-8")
    assert "\nResources:\n" in text
    template.write_text(text.replace("\nResources:\n", f"\nResources:\n{block.text}\n", 1), "utf-8")
