"""`newel init`: a new project, or newel beside what is there."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--name", help="The project's name: letters, digits and hyphens. Default: the folder's.")
def command(folder: Path, name: str | None) -> None:
    """Start a project in FOLDER, or add newel to the SAM project that is there.

    A file that is there already is never touched. Without a template.yaml, everything is written that a project needs:
    a workflow and its function, the template, tests, a Makefile, GitHub's workflows. With one, only an example workflow
    and its test; `newel build` then adds the state machine to the template.
    """
    from newel.files import write
    from newel.scaffold.files import adopted, project

    adopts = (folder / "template.yaml").exists() or (folder / "template.yml").exists()
    if (folder / "template.yml").exists() and not (folder / "template.yaml").exists():
        from newel.errors import UsageError

        raise UsageError(
            "the template is called template.yml",
            where=str(folder),
            hint="rename it: newel takes template.yaml",
        )
    wanted = adopted() if adopts else project(name or folder.resolve().name)
    there = [file for file in wanted if (folder / file).exists()]
    missing = {folder / file: text for file, text in wanted.items() if file not in there}
    for path in missing:
        _make_folder(path.parent)
    write(missing)
    for path in missing:
        click.echo(f"wrote {path}", err=True)
    for left in there:
        click.echo(f"left {folder / left} as it is", err=True)
    _say_what_is_next(folder, adopts=adopts)


def _make_folder(folder: Path) -> None:
    from newel.errors import NewelError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NewelError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from None


def _say_what_is_next(folder: Path, *, adopts: bool) -> None:
    into = "" if folder == Path() else f"cd {folder}\n  "
    steps = "newel build\n  newel run FirstWorkflow" if adopts else "make run\n  make test"
    click.echo(f"next:\n  {into}{steps}", err=True)
