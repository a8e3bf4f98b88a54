"""`newel check`: what is wrong with workflows and definitions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.checks.findings import Finding
    from newel.checks.rule import MachineType
    from newel.checks.templates import Settings

FOLDER = "statemachines"
TEMPLATES = ("template.yaml", "template.yml")
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
    help="What the definitions are of. Default: what template.yaml says, else STANDARD; Python says it itself.",
)
def command(paths: tuple[Path, ...], form: str, machine: MachineType | None) -> int:
    """Check PATHS: workflows (.py), definitions (.json, .yaml), SAM templates, or folders of them.

    Default: statemachines and template.yaml. Tells what does not compile, what AWS would refuse, with AWS's code and
    place, and what would fail later. docs/checks.md lists the rules, and says how a finding is ignored.

    Exit code 1 where something is wrong; warnings alone are no reason.
    """
    from newel.checks.templates import Settings
    from newel.cli import reports

    settings = Settings.of(Path())
    found: list[Finding] = []
    files = list(dict.fromkeys(_files(paths or _default())))
    for file in files:
        found += _checked(file, machine, settings, {each.resolve() for each in files})
    wrong = any(one.diagnostic.severity == "ERROR" for one in found)
    if form == "json":
        click.echo(reports.as_json(found, wrong=wrong))
    elif report := {"text": reports.text, "github": reports.github, "sarif": reports.sarif}[form](found):
        click.echo(report)
    if form == "text":
        click.echo(f"{len(files)} checked, {len(found)} found", err=True)
    return 1 if wrong else 0


def _default() -> list[Path]:
    """What a project has: its folder of workflows, and its template."""
    template = next((Path(name) for name in TEMPLATES if Path(name).is_file()), None)
    folder = [Path(FOLDER)] if template is None or Path(FOLDER).is_dir() else []
    return folder if template is None else [*folder, template]


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


def _checked(file: Path, machine: MachineType | None, settings: Settings, files: set[Path]) -> list[Finding]:
    from newel.checks import findings, templates
    from newel.errors import NewelError
    from newel.project import woven_of

    if file.suffix != ".py":
        try:
            content = file.read_bytes()
        except OSError as error:
            raise NewelError(f"the file cannot be read: {error.strerror}", where=str(file)) from None
        if templates.is_template(content, yaml=file.suffix in YAML):
            return templates.of_template(file, settings, files)
        kind = machine or settings.types.get(file.resolve(), "STANDARD")
        return findings.of_content(content, kind, str(file), settings.ignore)
    try:
        woven = woven_of(file)
    except NewelError as error:
        return findings.of_errors(str(file), error)
    return findings.of_definition(woven.definition, woven.machine.type, str(file), settings.ignore)
