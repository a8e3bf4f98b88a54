"""`newel init`: a new project, or newel beside what is there."""

from __future__ import annotations

from pathlib import Path

import click

from newel.scaffold.services import SERVICES


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--name", help="The project's name: letters, digits and hyphens. Default: the folder's.")
@click.option(
    "--with",
    "services",
    type=click.Choice(list(SERVICES)),
    multiple=True,
    help="Add a function of newel's: expressions for EvaluateExpression, other-regions for CallAwsServiceCrossRegion.",
)
def command(folder: Path, name: str | None, services: tuple[str, ...]) -> None:
    """Start a project in FOLDER, or add newel to the SAM project that is there.

    A file that is there already is never touched. Without a template.yaml, everything is written that a project needs:
    a workflow and its function, the template, tests, a Makefile, GitHub's workflows. With one, only an example workflow
    and its test; `newel build` then adds the state machine to the template.

    With --with, a project that is there gets no example, but the function's code, and its resources in template.yaml,
    where all else stays as it is, to the byte.
    """
    from newel.files import folders, write
    from newel.scaffold.files import plan

    planned = plan(folder, name, services)
    with folders(planned.files):
        write(planned.files)
    for wrote in dict.fromkeys(planned.places.values()):
        click.echo(f"wrote {wrote}", err=True)
    for left in dict.fromkeys(planned.left):
        click.echo(f"left {left} as it is", err=True)
    into = "" if folder == Path() else f"cd {folder}\n  "
    click.echo(f"next:\n  {into}{planned.following}", err=True)
