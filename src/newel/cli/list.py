"""`newel list`: the tasks that there are, and what CallAwsService reaches."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newel.reference.listing import Row


_ANY = "`newel list --services`, `newel list s3`, `newel describe s3:getObject`"


@click.command("list")
@click.argument("service", required=False, metavar="[SERVICE|WORD]")
@click.option("--services", "every", is_flag=True, help="Show the services that CallAwsService reaches.")
@click.option("--sources", is_flag=True, help="Show what newel's data of AWS is from.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, service: str | None, every: bool, sources: bool, form: str) -> int:
    """Show the tasks that there are, or those of SERVICE, as sns.

    A WORD that is no service finds the tasks that have it in their name, here or in the CDK, or in what they do.
    Of a service without tasks, as s3, and of aws-sdk:SERVICE: the operations that CallAwsService calls.
    `newel describe` tells all of one.
    """
    if sources or every:
        found = _sources() if sources else _services()
        click.echo(_json(found) if form == "json" else "\n".join(_columns(found)))
        return 0
    tasks, more = _found(service)
    if form == "json":
        click.echo(_json([row._asdict() for row in tasks]))
    else:
        click.echo(f"{_table(tasks)}\n\n{more}" if more else _table(tasks))
    return 0


def _found(service: str | None) -> tuple[list[Row], str]:
    """The rows, and how to reach what is not among them."""
    from newel.reference.listing import rows

    every = rows()
    if service is None:
        return (
            every,
            "Any other API: CallAwsService. `newel list --services`, `newel list s3`, `newel describe s3:getObject`",
        )
    tasks = [] if service.startswith("aws-sdk:") else _of(service, every)
    if tasks:
        return tasks, _more(service)
    from newel.errors import UsageError
    from newel.reference import operations

    try:
        found = operations.find_service(service)
    except UsageError:
        if named := _named(service, every):
            return named, ""
        raise
    return operations.rows(found) or _nothing(found.id), ""


def _more(service: str) -> str:
    from newel.errors import UsageError
    from newel.reference.operations import find_service

    try:
        return f"Its other operations: CallAwsService. `newel list aws-sdk:{find_service(service).id}`"
    except UsageError:
        return ""


def _nothing(service: str) -> list[Row]:
    from newel.aws.operations import unchecked
    from newel.errors import UsageError

    raise UsageError(f"{unchecked(service)}, and not known", hint=f"AWS's API reference of {service} has them")


def _services() -> list[dict[str, str]]:
    from newel.aws.services import services

    return [
        {"service": each.id, "errors": f"{each.prefix}.*", "botocore": each.botocore or "", "iam": f"{each.iam}:*"}
        | ({"retired": each.retired} if each.retired else {})
        for each in services().values()
    ]


def _sources() -> list[dict[str, str]]:
    from newel.aws.models import version
    from newel.aws.services import sources

    return [
        *({"source": source, "as of": as_of} for source, as_of in sources().items()),
        {"source": "botocore that is installed", "as of": version()},
    ]


def _columns(found: list[dict[str, str]]) -> list[str]:
    widths = {name: max(len(row.get(name, "")) for row in found) for name in found[0]}
    return ["  ".join(f"{value:{widths.get(name, 0)}}" for name, value in row.items()).rstrip() for row in found]


def _json(found: object) -> str:
    import json

    return json.dumps(found, indent=2, ensure_ascii=False)


def _table(found: list[Row]) -> str:
    width = max(len(row.name) for row in found)
    blocks = [
        "\n".join([click.style(about, bold=True), *(f"  {row.name:{width}}  {row.summary}" for row in rows)])
        for about, rows in groupby(found, key=lambda row: row.about)
    ]
    return "\n\n".join(blocks)


def _named(word: str, found: list[Row]) -> list[Row]:
    """The tasks that have a word in their name, in what they do, or in what the CDK calls them."""
    from newel.tasks import cdk

    wanted = word.lower()
    return [row for row in found if any(wanted in text.lower() for text in (row.name, row.summary, *cdk.of(row.name)))]


def _of(service: str, found: list[Row]) -> list[Row]:
    wanted = service.lower().replace("-", "_")
    return [row for row in found if wanted in {row.service, row.about.lower()}]
