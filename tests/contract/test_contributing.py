"""CONTRIBUTING shows what an integration takes by a diff: what it adds is in the code, line by line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def shown(text: str) -> dict[str, list[str]]:
    """The lines that the diff of a page adds, by file."""
    [diff] = re.findall(r"```diff\n(.*?)```", text, re.DOTALL)
    files: dict[str, list[str]] = {}
    for line in diff.splitlines():
        if line.startswith("+++ b/"):
            files[line.removeprefix("+++ b/")] = added = []
        elif line.startswith("+"):
            added.append(line[1:])
    return files


def lacking(files: dict[str, list[str]]) -> list[str]:
    """The files that do not have what is shown of them, in one piece."""
    return [name for name, lines in files.items() if "\n".join(lines) + "\n" not in (ROOT / name).read_text("utf-8")]


def test_the_diff_is_what_stands_in_the_code() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    files = shown(text)
    assert len(files) == 4
    assert all(files.values())
    assert lacking(files) == []
    assert lacking(shown(text.replace("databrew:StopJobRun", "databrew:StopJob"))) == ["src/newel/tasks/databrew.py"]


def test_the_new_file_is_shown_whole() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    name = "src/newel/tasks/databrew.py"
    lines = shown(text)[name]
    assert "\n".join(lines) + "\n" == (ROOT / name).read_text("utf-8")
    assert f"@@ -0,0 +1,{len(lines)} @@" in text
