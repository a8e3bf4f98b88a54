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

FOLDER = "statemachines"


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(paths: tuple[Path, ...], form: str) -> int:
    """Check PATHS: workflows (.py), definitions (.json), or folders of them. Default: statemachines.

    So far it tells what does not compile, what is no JSON, and expressions that the expression service would refuse;
    whether AWS takes the rest of a definition it does not say yet.

    Exit code 1 where something is wrong.
    """
    found = {file: _checked(file) for file in _files(paths or (Path(FOLDER),))}
    wrong = any(one.severity == "ERROR" for diagnostics in found.values() for one in diagnostics)
    if form == "json":
        every = [{"file": str(file), **asdict(one)} for file, diagnostics in found.items() for one in diagnostics]
        click.echo(json.dumps({"result": "FAIL" if wrong else "OK", "diagnostics": every}, indent=2))
    else:
        _tell(found)
    return 1 if wrong else 0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to look at; of a definition and the workflow that it is written from, the workflow alone."""
    from newel.errors import UsageError

    for path in paths:
        if path.is_dir():
            inside = [file for suffix in (".py", ".asl.json") for file in path.rglob(f"*{suffix}")]
            files = [file for file in inside if not file.name.startswith("_")]
            sources = {file.with_suffix("") for file in files if file.suffix == ".py"}
            yield from sorted(file for file in files if file.suffix == ".py" or _stem(file) not in sources)
        elif not path.exists():
            raise UsageError("there is no such file or folder", where=str(path))
        elif path.suffix not in (".py", ".json"):
            raise UsageError("this is no workflow and no definition", where=str(path), hint="give a .py or .json file")
        else:
            yield path


def _stem(definition: Path) -> Path:
    return definition.with_name(definition.name.removesuffix(".asl.json"))


def _checked(file: Path) -> list[Diagnostic]:
    from newel.checks import NOT_A_DEFINITION, Diagnostic, check_definition
    from newel.errors import NewelError, NewelErrors
    from newel.json_files import read_json
    from newel.project import compiled

    source = file.suffix == ".py"
    try:
        return check_definition(compiled(file).asl if source else read_json(file, str(file)))
    except NewelError as error:
        every = error.errors if isinstance(error, NewelErrors) else [error]
        code, place = ("BUILD", None) if source else (NOT_A_DEFINITION, "")
        return [Diagnostic("ERROR", code, str(one), place) for one in every]


def _tell(found: dict[Path, list[Diagnostic]]) -> None:
    colours = {"ERROR": "red", "WARNING": "yellow"}
    for file, diagnostics in found.items():
        for one in diagnostics:
            severity = click.style(one.severity.lower(), fg=colours[one.severity], bold=True)
            place = f"{file}#{one.location}: " if one.location else ""
            first, *rest = f"{place}{one.message}".splitlines()
            click.echo("\n".join([f"{severity}: {first}  [{one.code}]", *rest]))
    click.echo(f"{len(found)} checked, {sum(map(len, found.values()))} found", err=True)
