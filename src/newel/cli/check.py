"""`newel check`: what is wrong with workflows and definitions."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.checks import Diagnostic
    from newel.checks.rule import MachineType

FOLDER = "statemachines"
YAML = (".yaml", ".yml")
DEFINITIONS = (".asl.json", ".asl.yaml", ".asl.yml")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True
)
@click.option(
    "--type",
    "machine",
    type=click.Choice(["STANDARD", "EXPRESS"]),
    default="STANDARD",
    show_default=True,
    help="What the definitions are of; a workflow in Python says so itself.",
)
def command(paths: tuple[Path, ...], form: str, machine: MachineType) -> int:
    """Check PATHS: workflows (.py), definitions (.json, .yaml), or folders of them. Default: statemachines.

    Tells what does not compile, what AWS would refuse, with AWS's code and place, and what would fail later.
    docs/checks.md lists the rules.

    Exit code 1 where something is wrong; warnings alone are no reason.
    """
    from newel.cli.reports import github, sarif

    found = {file: _checked(file, machine) for file in _files(paths or (Path(FOLDER),))}
    wrong = any(one.severity == "ERROR" for diagnostics in found.values() for one in diagnostics)
    if form == "json":
        every = [{"file": str(file), **asdict(one)} for file, diagnostics in found.items() for one in diagnostics]
        click.echo(json.dumps({"result": "FAIL" if wrong else "OK", "diagnostics": every}, indent=2))
    elif form == "text":
        _tell(found)
    elif report := (github if form == "github" else sarif)(found):
        click.echo(report)
    return 1 if wrong else 0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to look at; of a definition and the workflow that it is written from, the workflow alone."""
    from newel.errors import UsageError

    for path in paths:
        if path.is_dir():
            inside = [file for suffix in (".py", *DEFINITIONS) for file in path.rglob(f"*{suffix}")]
            files = [file for file in inside if not file.name.startswith("_")]
            sources = {file.with_suffix("") for file in files if file.suffix == ".py"}
            yield from sorted(file for file in files if file.suffix == ".py" or _stem(file) not in sources)
        elif not path.exists():
            raise UsageError("there is no such file or folder", where=str(path))
        elif path.suffix not in (".py", ".json", *YAML):
            hint = "give a .py, .json or .yaml file"
            raise UsageError("this is no workflow and no definition", where=str(path), hint=hint)
        else:
            yield path


def _stem(definition: Path) -> Path:
    return definition.with_name(definition.name.rpartition(".asl.")[0])


def _checked(file: Path, machine: MachineType) -> list[Diagnostic]:
    from newel.checks import Diagnostic, check_definition
    from newel.checks.text import check_text
    from newel.errors import NewelError, NewelErrors
    from newel.project import woven_of

    if file.suffix != ".py":
        try:
            return check_text(file.read_bytes(), machine, yaml=file.suffix in YAML)
        except OSError as error:
            raise NewelError(f"the file cannot be read: {error.strerror}", where=str(file)) from None
    try:
        woven = woven_of(file)
    except NewelError as error:
        every = error.errors if isinstance(error, NewelErrors) else [error]
        return [Diagnostic("ERROR", "BUILD", str(one), None, "BUILD") for one in every]
    return check_definition(woven.definition.asl, woven.machine.type)


def _tell(found: dict[Path, list[Diagnostic]]) -> None:
    colours = {"ERROR": "red", "WARNING": "yellow"}
    for file, diagnostics in found.items():
        for one in diagnostics:
            severity = click.style(one.severity.lower(), fg=colours[one.severity], bold=True)
            place = f"{file}#{one.location}: " if one.location else ""
            first, *rest = f"{place}{one.message}".splitlines()
            click.echo("\n".join([f"{severity}: {first}  [{one.code}]", *rest]))
    click.echo(f"{len(found)} checked, {sum(map(len, found.values()))} found", err=True)
