"""Which services and operations a project's sources call, read without running them: a half-written one counts too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from newel.errors import NewelError, NewelErrors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def used(folder: Path) -> set[tuple[str, str | None]]:
    """Services, and the actions that stand beside them, of all calls that have `service="..."`.

    Raises
    ------
    NewelErrors
        Files of the folder that cannot be read, or are no Python.
    """
    found: set[tuple[str, str | None]] = set()
    errors: list[NewelError] = []
    for file in sorted(folder.rglob("*.py")):
        try:
            found.update(_calls(ast.parse(file.read_bytes())))
        except SyntaxError as error:
            errors.append(NewelError(f"SyntaxError: {error.msg}", where=f"{file}:{error.lineno}"))
        except (OSError, ValueError, RecursionError) as error:
            errors.append(NewelError(f"the file cannot be read: {error}", where=str(file)))
    if errors:
        raise NewelErrors(errors)
    return found


def _calls(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            texts = {
                each.arg: each.value.value
                for each in node.keywords
                if isinstance(each.value, ast.Constant) and isinstance(each.value.value, str)
            }
            if "service" in texts:
                yield texts["service"], texts.get("action")
