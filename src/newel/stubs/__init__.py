"""Stubs of a project's own: what its type checker and its editor know of the AWS services that it calls.

`newel.tasks` takes CallAwsService, as type checkers see it, from the package `newel_services`. That which newel brings
has the class alone; that which stands in a project's folder of stubs comes first, and has what is written here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.aws import operations
from newel.aws.services import services
from newel.errors import NewelError, UsageError
from newel.stubs import members, overloads
from newel.stubs.used import used

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newel.aws.operations import Operation
    from newel.aws.services import Service

PACKAGE = "newel_services"
_KEPT = re.compile(r"service: Literal\['(\w+)'\], action: (?:Literal\['(\w+)'\], parameters: _)?")


@dataclass(frozen=True)
class Stubs:
    """What a project's stubs should be.

    Attributes
    ----------
    texts
        The files, and what they should hold.
    stale
        Those that do not hold it.
    operations
        How many operations' parameters they have.
    """

    texts: dict[Path, str]
    stale: list[Path]
    operations: int


def stubs(sources: Path, typings: Path, asked: Iterable[str] = ()) -> Stubs:
    """Write the stubs of a project, of what its sources call, what its stubs have, and what is asked for.

    Parameters
    ----------
    sources
        The folder of its workflows.
    typings
        The folder of its stubs.
    asked
        Services, as "s3", all of whose operations are meant; and operations, as "s3:getObject".

    Raises
    ------
    UsageError
        What is asked for is no service or operation.
    NewelErrors
        Files that cannot be read, or are no Python.
    """
    folder = typings / PACKAGE
    chosen = _by_service([*_known(used(sources)), *_known(_kept(folder)), *_asked(asked)])
    texts = {folder / "__init__.pyi": overloads.module(chosen)} if chosen else {}
    texts |= {folder / f"{service.id}.pyi": members.module(service, own) for service, own in chosen.items() if own}
    return Stubs(
        texts,
        [file for file, text in texts.items() if _read(file) != text],
        sum(map(len, chosen.values())),
    )


def _by_service(found: Iterable[tuple[Service, Operation | None]]) -> dict[Service, Sequence[Operation]]:
    chosen: dict[Service, set[Operation]] = {}
    for service, operation in found:
        chosen.setdefault(service, set()).update([operation] if operation and operation.modelled else [])
    return {
        service: sorted(chosen[service], key=lambda each: each.name)
        for service in sorted(chosen, key=lambda each: each.id)
    }


def _known(found: Iterable[tuple[str, str | None]]) -> Iterator[tuple[Service, Operation | None]]:
    """Those that there are: of what is misspelt the type checker is to tell."""
    for service, action in found:
        if service in services():
            try:
                yield services()[service], operations.find(service, action) if action else None
            except NewelError:
                yield services()[service], None


def _kept(folder: Path) -> list[tuple[str, str]]:
    """The services that the stubs have, and the operations; an empty text stands for the others of a service."""
    return _KEPT.findall(_read(folder / "__init__.pyi") or "")


def _asked(asked: Iterable[str]) -> Iterator[tuple[Service, Operation | None]]:
    for each in asked:
        name, colon, action = each.partition(":")
        try:
            service = operations.find_service(name)
            yield service, None
            for operation in [operations.find(name, action)] if colon else operations.operations(service):
                yield service, operation
        except NewelError as error:
            raise UsageError(error.message, hint=error.hint) from None


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise NewelError(f"the stub cannot be read: {error.strerror}", where=str(file)) from None
