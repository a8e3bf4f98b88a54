"""`newel import`: write a definition as Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.errors import NewelError
    from newel.importing.module import Imported


@click.command("import")
@click.argument("file")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to this file, as statemachines/NAME.py. Default: stdout.",
)
@click.option("--name", help="The machine's logical id. Default: the template's, or the file's name in PascalCase.")
@click.option(
    "--template",
    "-t",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The template that says what the definition's ${Name}s are.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
def command(*, file: str, output: Path | None, name: str | None, template: Path | None, force: bool) -> int:
    """Write a definition as Python that builds it again.

    FILE is a definition (.json, .json5, .yaml) or, with --template, a state machine's logical id.
    """
    from newel.cli import show_warnings
    from newel.errors import UsageError
    from newel.files import write
    from newel.importing.module import import_machine
    from newel.importing.reading import read_source
    from newel.sam.template import load

    if output is not None and output.exists() and not force:
        raise UsageError("the file is there already", where=str(output), hint="write --force to overwrite it")
    if output is not None and not output.parent.is_dir():
        raise UsageError("there is no such folder", where=str(output.parent))
    source = read_source(file, load(template) if template is not None else None, name)
    imported = import_machine(source)
    if output is None:
        click.echo(imported.text, nl=False)
    else:
        write({output: imported.text})
        click.echo(f"wrote {output}", err=True)
    show_warnings(_open(imported, file))
    click.echo(f"{imported.states} states, {len(imported.raw)} of them Raw", err=True)
    return 0


def _open(imported: Imported, file: str) -> Iterator[NewelError]:
    from newel.errors import NewelError

    for name, reason in imported.raw.items():
        yield NewelError(f"state {name!r} is written as Raw: {reason}", where=file)
    if imported.unknown:
        listed = ", ".join(f"${{{name}}}" for name in imported.unknown)
        yield NewelError(
            f"nobody says what {listed} stands for",
            where=file,
            hint='name the template with --template, or write Ref("...") in their places',
        )
