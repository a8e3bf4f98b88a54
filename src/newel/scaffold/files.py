"""What is written into a new project, and into one that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from os.path import lexists
from typing import TYPE_CHECKING, Any

from newel.errors import UsageError
from newel.json_types import is_object
from newel.sam import document
from newel.sam.template import insist_on_transform, load, parse
from newel.sam.writing import with_resources
from newel.scaffold.services import COPIED, SERVICES, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from newel.sam.template import Template
    from newel.scaffold.services import Service

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


_TEMPLATE = "template.yaml"
_OTHERWISE_NAMED = ("template.yml", "template.json")


@dataclass(frozen=True)
class Plan:
    """What `newel init` does.

    Attributes
    ----------
    files
        What it writes: files and their texts.
    places
        Where each of them is, for people: itself, or the folder that is written as one.
    left
        What is there already and stays as it is, for people.
    following
        The commands that come next.
    """

    files: dict[Path, str]
    places: dict[Path, str]
    left: list[str]
    following: str


def plan(folder: Path, name: str | None, services: Sequence[str]) -> Plan:
    """Say what is written into a folder; nothing is written yet.

    Parameters
    ----------
    folder
        The project's folder, which need not be there.
    name
        What a new project is called; by default as its folder.
    services
        Names of `SERVICES` that the project is to have.

    Raises
    ------
    NewelError
        The name is none for a project, or the template that is there is called otherwise or cannot be changed.
    """
    there = lexists(folder / _TEMPLATE)
    if not there:
        _refuse_other_templates(folder)
    elif name is not None:
        raise UsageError("there is a project already", where=str(folder / _TEMPLATE), hint="leave --name out")
    else:
        _insist_on_template(folder / _TEMPLATE)
    if not there:
        wanted, following = project(name or _called(folder)), "make run\n  make test"
    elif services:
        wanted, following = {}, "newel build"
    else:
        wanted, following = adopted(), "newel build\n  newel run FirstWorkflow"
    for service in services:
        wanted |= texts(SERVICES[service])
    written = {folder / path: text for path, text in wanted.items() if not lexists(folder / path)}
    left = [_place(folder, path) for path in wanted if lexists(folder / path)]
    places = {folder / path: _place(folder, path) for path in wanted if folder / path in written}
    if services:
        template = _template(folder / _TEMPLATE, wanted.get(_TEMPLATE))
        new = {key: value for service in services for key, value in resources(SERVICES[service]).items()}
        _insist_on_types(new, template)
        left += [f"{key} in {template.path}" for key in new if key in template.resources]
        missing = {key: value for key, value in new.items() if key not in template.resources}
        if missing:
            written[template.path] = with_resources(template, missing)
            places[template.path] = str(template.path)
    return Plan(written, places, left, following)


def _refuse_other_templates(folder: Path) -> None:
    for other in _OTHERWISE_NAMED:
        if lexists(folder / other):
            raise UsageError(
                f"the template is called {other}",
                where=str(folder),
                hint=f"newel keeps YAML, and takes {_TEMPLATE}: rename it, or write it as YAML",
            )


def _insist_on_template(path: Path) -> None:
    """Refuse what `newel build` could not add a machine to, before anything is written beside it."""
    if not path.is_file():
        raise UsageError("it is no file, or a link that leads nowhere", where=str(path), hint="move it away")
    template = load(path)
    insist_on_transform(template)
    with_resources(template, {})


def _insist_on_types(new: dict[str, Any], template: Template) -> None:
    """Refuse a resource that has the name of one of newel's, and is another."""
    for key, resource in new.items():
        there = template.resources.get(key, resource)
        kind = there.get("Type") if is_object(there) else None
        if kind != resource["Type"]:
            raise UsageError(
                f"{key!r} is of type {kind}, and newel's own is {resource['Type']}",
                where=str(template.path),
                hint=f"rename it: newel's functions are called {key}",
            )


def _called(folder: Path) -> str:
    try:
        return folder.resolve().name
    except (OSError, RuntimeError):
        raise UsageError("it is a link to itself", where=str(folder), hint="name another folder") from None


def _place(folder: Path, path: str) -> str:
    whole = next((copied for copied in COPIED if path.startswith(f"{copied}/")), None)
    return f"{folder / whole}/" if whole else str(folder / path)


def resources(service: Service) -> dict[str, Any]:
    """What a service is in the template, as plain data."""
    root = document.parse(files("newel.scaffold").joinpath("services.yaml").read_text("utf-8"))
    return {name: root.data[name] for name in service.resources} if root else {}


def _template(path: Path, text: str | None) -> Template:
    return load(path) if text is None else parse(text, path)


def project(name: str) -> dict[str, str]:
    """Every file of a new project: its path to its text.

    Raises
    ------
    UsageError
        The name is none that CloudFormation takes for a stack.
    """
    if not re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?", name):
        raise UsageError(
            f"{name!r} is no name for a project",
            where="--name",
            hint="write letters, digits and hyphens, up to 100, a letter first and no hyphen last: it names the stacks",
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
