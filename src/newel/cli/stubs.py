"""`newel stubs`: let the type checker and the editor know the AWS services that a project calls."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("stubs")
@click.argument("services", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; name the files that are stale, and exit 1 if any is.")
@click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default=True,
    help="The folder that has statemachines/, and gets typings/.",
)
def command(*, services: tuple[str, ...], check: bool, project: Path) -> int:
    """Write typings/newel_services: CallAwsService, with the parameters of what the workflows call.

    mypy and Pyright check service, action and parameters by it, and an editor completes them. It has the operations
    that statemachines/ calls, those that it has already, and SERVICES: an operation, as s3:getObject, or all of a
    service, as sqs. Of a service's other operations, and of other services, the names are checked.

    mypy finds it with mypy_path = "typings", Pyright and Pylance find it as it is.
    """
    from newel.files import write
    from newel.stubs import stubs

    planned = stubs(project / "statemachines", project / "typings", services)
    if check:
        for file in planned.stale:
            click.echo(file)
        if planned.stale:
            click.echo(f"{len(planned.stale)} of {len(planned.texts)} stubs are stale. Run `newel stubs`.", err=True)
        return 1 if planned.stale else 0
    for file in planned.stale[:1]:
        _make(file.parent)
    write({file: planned.texts[file] for file in planned.stale})
    for file in planned.stale:
        click.echo(f"wrote {file}", err=True)
    if not planned.texts:
        click.echo("no workflow calls CallAwsService; `newel stubs s3:getObject` writes what is named", err=True)
    elif not planned.stale:
        click.echo(f"up to date: {len(planned.texts)} stubs, of {planned.operations} operations", err=True)
    return 0


def _make(folder: Path) -> None:
    from newel.errors import NewelError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NewelError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from None
