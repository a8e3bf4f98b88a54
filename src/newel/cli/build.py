"""`newel build`: write what is generated, or say what is stale."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newel.project import File


@click.command("build")
@click.option("--check", is_flag=True, help="Change nothing; show what is stale as a diff, and exit 1 if anything is.")
@click.option("--prune", is_flag=True, help="Take out of the template what newel keeps of machines that are gone.")
@click.option(
    "--template",
    "-t",
    type=click.Path(path_type=Path, dir_okay=False),
    default="template.yaml",
    show_default=True,
    help="The project's SAM template; the machines are in statemachines/ beside it.",
)
def command(*, check: bool, prune: bool, template: Path) -> int:
    """Write the definitions, and keep the state machines in template.yaml.

    Imports statemachines/*.py, writes each NAME.asl.json beside it, and keeps one AWS::Serverless::StateMachine per
    machine in the template, with its exact permissions. Everything else in the template stays as it is, to the byte.
    """
    from newel.cli import show_errors, show_warnings
    from newel.files import write
    from newel.project import plan

    planned = plan(template, prune=prune)
    files, findings = planned.files, planned.findings
    stale = [file for file in files if file.stale]
    show_warnings(planned.open)
    if check:
        for file in stale:
            click.echo(_diff(file), nl=False)
        if stale:
            click.echo(f"{len(stale)} of {len(files)} files are stale. Run `newel build`.", err=True)
        show_errors(findings)
        return 1 if stale or findings else 0
    write({file.path: file.wanted for file in stale})
    for file in stale:
        click.echo(f"wrote {file.path}", err=True)
    if not stale:
        click.echo(f"up to date: {len(files)} files", err=True)
    show_errors(findings)
    return 1 if findings else 0


def _diff(file: File) -> str:
    before = [] if file.actual is None else file.actual.splitlines(keepends=True)
    old = "/dev/null" if file.actual is None else f"a/{file.path}"
    lines = unified_diff(before, file.wanted.splitlines(keepends=True), old, f"b/{file.path}")
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return "".join(click.style(line, fg=colours[line[0]]) if line[0] in colours else line for line in lines)
