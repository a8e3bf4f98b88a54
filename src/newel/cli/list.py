"""`newel list`: the tasks that there are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newel.reference.listing import Row


@click.command("list")
@click.argument("service", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, service: str | None, form: str) -> int:
    """Show the tasks that there are, or those of SERVICE, as sns.

    `newel describe` tells all of one.
    """
    from newel.reference.listing import rows

    found = rows() if service is None else _of(service, rows())
    if form == "json":
        import json

        click.echo(json.dumps([row._asdict() for row in found], indent=2, ensure_ascii=False))
    else:
        click.echo(_table(found))
    return 0


def _table(found: list[Row]) -> str:
    width = max(len(row.name) for row in found)
    blocks = [
        "\n".join([click.style(about, bold=True), *(f"  {row.name:{width}}  {row.summary}" for row in rows)])
        for about, rows in groupby(found, key=lambda row: row.about)
    ]
    return "\n\n".join(blocks)


def _of(service: str, found: list[Row]) -> list[Row]:
    from newel.errors import UsageError
    from newel.suggest import nearest

    wanted = service.lower().replace("-", "_")
    chosen = [row for row in found if wanted in {row.service, row.about.lower()}]
    if not chosen:
        close = nearest(wanted, {row.service for row in found})
        raise UsageError(
            f"there are no tasks of {service!r}", hint=f"write {close}" if close else "`newel list` shows all of them"
        )
    return chosen
