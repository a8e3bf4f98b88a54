"""What the package promises about itself: it stands alone and reaches for nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newel import expressions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(expressions.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
FORBIDDEN = {
    "eval", "exec", "compile", "getattr", "setattr", "delattr", "hasattr", "globals", "locals", "vars", "dir",
    "__import__", "open", "input", "breakpoint", "format",
}  # fmt: skip
REFLECTING = {"attrgetter", "methodcaller", "format", "format_map"}
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
    "signal",
    "struct",
    "time",
    "typing",
    "unicodedata",
}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def faults(module: ast.Module) -> Iterator[str]:
    """Find what could make code, an attribute's name or a format of data."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN:
            yield f"line {node.lineno}: {node.id}"
        if isinstance(node, ast.Attribute):
            is_hidden = node.attr.startswith("__") and node.attr != "__init__"
            is_of_os = isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr != "urandom"
            if is_hidden or is_of_os or node.attr in REFLECTING:
                yield f"line {node.lineno}: {node.attr}"
        if isinstance(node, ast.ImportFrom):
            taken = {name.name for name in node.names}
            if taken & REFLECTING or (node.module == "os" and not node.level and taken != {"urandom"}):
                yield f"line {node.lineno}: {node.module}"
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            if isinstance(node.left, ast.JoinedStr) or (
                isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
            ):
                yield f"line {node.lineno}: %"
        elif isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            shape = node.format_spec.values
            yield from (f"line {part.lineno}: format" for part in shape if isinstance(part, ast.FormattedValue))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_could_run_data_is_used(path: Path) -> None:
    assert not list(faults(tree(path)))


@pytest.mark.parametrize(
    "text",
    [
        *[f"{name}(text)" for name in sorted(FORBIDDEN)],
        "x = eval",
        "text.format(value)",
        "text.format_map(values)",
        "'%s' % text",
        "format(1, text)",
        "f'{1:{text}}'",
        "value.__class__",
        "value.__dict__[text]",
        "os.system(text)",
        "operator.attrgetter(text)",
        "from operator import methodcaller",
        "from os import system",
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert list(faults(ast.parse(text)))


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
