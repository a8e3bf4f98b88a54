"""The tasks by their names alone, read from their sources.

`newel list` is instant by this: importing the classes, or `inspect`, would take longer than all the rest.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_TASKS = Path(__file__).parents[1] / "tasks"


class Row(NamedTuple):
    """A task.

    Attributes
    ----------
    service
        The module that it is in.
    name
        How people write it.
    summary
        What it does.
    about
        What the service is called.
    """

    service: str
    name: str
    summary: str
    about: str


def rows() -> list[Row]:
    """Every task, by its service and name."""
    trees = {file.stem: ast.parse(file.read_text("utf-8")) for file in sorted(_TASKS.glob("*.py"))}
    exported = _exported(trees["__init__"])
    found: list[Row] = []
    for service, tree in trees.items():
        about = summary(_docstring(tree)).partition(" (")[0].partition(":")[0].rstrip(".")
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and _is_task(node):
                name = node.name if node.name in exported else f"{service}.{node.name}"
                found.append(Row(service, name, summary(_docstring(node)), about))
    return sorted(found, key=lambda row: (row.service, row.name))


def summary(docstring: str | None) -> str:
    """The first line of a docstring, without its "(API: ...)"."""
    first = (docstring or "").strip().partition("\n")[0]
    before, bracket, _ = first.partition(" (API: ")
    return f"{before}." if bracket else first


def _docstring(node: ast.Module | ast.ClassDef) -> str:
    return ast.get_docstring(node, clean=False) or ""


def _is_task(node: ast.ClassDef) -> bool:
    """Whether a class is a task that can be used: it has an example."""
    return ">>> " in _docstring(node)


def _exported(package: ast.Module) -> set[str]:
    """The names that the package itself has."""
    imports: Iterable[ast.ImportFrom] = (node for node in ast.walk(package) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}
