"""What is written into a new project, and into one that is there."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from newel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_ROOT = "{{cookiecutter.project_name}}"
_NAME = "{{ cookiecutter.project_name }}"
_IGNORED = ("__pycache__", ".pytest_cache")

_FIRST = '''\
"""A first workflow: wait a little, and say so."""

from newel import Pass, StateMachine, Wait, jsonata

wait = Wait("Wait a little", seconds=5)
say = Pass("Say so", output={"message": jsonata("'Waited for ' & $states.input.name & '.'")})

machine = StateMachine("FirstWorkflow", wait >> say, query_language="JSONata")
'''
_TEST = '''\
"""The first workflow, run on this machine."""


def test_it_waits_and_says_so(newel_machine):
    run = newel_machine("FirstWorkflow").run({"name": "Ada"})
    run.assert_succeeded({"message": "Waited for Ada."})
    run.assert_took(5)
'''


def project(name: str) -> dict[str, str]:
    """Every file of a new project: its path to its text.

    Raises
    ------
    UsageError
        The name is none that CloudFormation takes for a stack.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,99}", name):
        raise UsageError(
            f"{name!r} is no name for a project",
            where="--name",
            hint="write letters, digits and hyphens, a letter first: it names the stacks",
        )
    root = files("newel.scaffold").joinpath(_ROOT)
    return {path: text.replace(_NAME, name) for path, text in sorted(_texts(root, ""))}


def adopted() -> dict[str, str]:
    """What is added to a SAM project: a workflow that needs nothing of the template, and its test."""
    return {"statemachines/first_workflow.py": _FIRST, "tests/test_first_workflow.py": _TEST}


def _texts(folder: Traversable, place: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in _IGNORED:
            yield from _texts(entry, f"{place}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield f"{place}{entry.name}", entry.read_text(encoding="utf-8")
