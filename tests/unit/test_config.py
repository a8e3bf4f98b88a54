"""A project's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newel.config import Config, load
from newel.errors import NewelError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_settings_policies_are_exact(tmp_path: Path) -> None:
    assert load(tmp_path) == Config(policies="exact")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert load(tmp_path) == Config(policies="exact")


def test_settings_stand_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.newel]\npolicies = "templates"\n', "utf-8")
    assert load(tmp_path) == Config(policies="templates")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.newel]\npolicy = "exact"\n', "there is no setting 'policy'\n  write policies"),
        ('[tool.newel]\npolicies = "template"\n', "policies is not 'template'\n  write policies = \"templates\""),
        (
            "[tool.newel]\npolicies = []\n",
            'policies is not \\[\\]\n  write policies = "exact" or policies = "templates"',
        ),
        ('[tool.newel]\nnotify = "arn:aws:sns:a:b:c"\n', "ARNs go in a machine's alarms"),
        ("a = " + "[" * 3000 + "]" * 3000 + "\n", "it is nested too deeply"),
        ("[tool]\nnewel = 1\n", r"tool.newel is not a table\n  write \[tool.newel\]"),
        ("tool = 1\n", r"tool is not a table\n  write \[tool.newel\]"),
        ("[tool.newel\n", "this is not TOML: "),
        ("\udcff", "this is not TOML: "),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NewelError, match=message):
        load(tmp_path)
