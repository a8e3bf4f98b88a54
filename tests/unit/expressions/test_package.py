"""What the package promises about itself: it stands alone and reaches for nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from newel import expressions

ROOT = Path(expressions.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
FORBIDDEN = {
    "eval", "exec", "compile", "getattr", "setattr", "delattr", "hasattr", "globals", "locals", "vars", "dir",
    "__import__", "open", "input", "breakpoint",
}  # fmt: skip
ALLOWED = {
    "__future__",
    "_collections_abc",  # for types alone
    "bisect",
    "collections.abc",
    "functools",
    "itertools",
    "json",
    "math",
    "operator",
    "os",
    "struct",
    "time",
    "typing",
    "unicodedata",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_could_run_data_is_used(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            assert node.id not in FORBIDDEN, f"line {node.lineno}: {node.id}"
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("__") or node.attr == "__init__", f"line {node.lineno}: {node.attr}"
            assert not (isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr != "urandom")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_a_few_modules_of_the_standard_library_are_imported(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            assert {name.name for name in node.names} <= ALLOWED
        if isinstance(node, ast.ImportFrom):
            assert node.level or node.module in ALLOWED


def test_modules_stay_small() -> None:
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert max(sizes.values()) <= 400, sizes


def test_it_runs_as_a_namespace_package_and_imports_little(tmp_path: Path) -> None:
    (tmp_path / "newel").mkdir()
    (tmp_path / "newel" / "expressions").symlink_to(ROOT)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import newel, newel.expressions as e;"
        "assert newel.__file__ is None; assert e.evaluate('$.a + 1', {'$.a': 1}) == 2;"
    )
    program += "print(*{'re', 'typing', 'dataclasses', 'inspect', 'json', 'enum'} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""
