"""The functions of newel's own, as a project takes them: their code, and what they are in its template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_LAYER = {"layers/expressions": ("Makefile", "build.py", "requirements.in", "requirements.txt")}
_EXPRESSIONS = {"layers/expressions/newel_expressions": "expressions"}


@dataclass(frozen=True)
class Service:
    """A function of newel's.

    Attributes
    ----------
    files
        The files of its code, by their folder.
    copies
        What it takes of the package `newel`: a folder or file of the project to one of the package.
    resources
        What it is in the template, by the names in `services.yaml`. Resources that need permissions are not among
        them: those `newel build` keeps.
    """

    files: dict[str, tuple[str, ...]]
    copies: dict[str, str]
    resources: tuple[str, ...]


SERVICES = {
    "expressions": Service(
        {"functions/evaluate_expression": ("Makefile", "app.py"), **_LAYER},
        _EXPRESSIONS,
        ("ExpressionsLayer", "EvaluateExpression", "EvaluateExpressionLogs"),
    ),
    "other-regions": Service(
        {"functions/call_aws_cross_region": ("Makefile", "app.py", "spelling.py"), **_LAYER},
        {
            **_EXPRESSIONS,
            "functions/call_aws_cross_region/links/naming.py": "aws/naming.py",
            "functions/call_aws_cross_region/links/services.py": "aws/services.py",
            "functions/call_aws_cross_region/links/services.json": "aws/data/services.json",
        },
        ("ExpressionsLayer",),
    ),
}
"""What `newel init --with` takes."""

COPIED = {target for service in SERVICES.values() for target in service.copies}
"""The files and folders that are copies of the package's."""


def service_of(resource: str) -> str | None:
    """Which service a resource of the template belongs to, by its logical id."""
    return next((name for name, service in SERVICES.items() if resource in service.resources), None)


def texts(service: Service) -> dict[str, str]:
    """Every file of a service: its path in the project to its text."""
    from importlib.resources import files

    home, package = _home(), files("newel")
    own = {
        f"{folder}/{name}": home.joinpath(folder, name).read_text("utf-8")
        for folder, names in service.files.items()
        for name in names
    }
    return own | {
        path: text
        for target, source in service.copies.items()
        for path, text in _below(package.joinpath(source), target)
    }


def _home() -> Traversable:
    """Where the functions and the layer lie: in a wheel beside this module, in a clone at its root."""
    from importlib.resources import files

    released = files("newel.scaffold").joinpath("services")
    return released if released.is_dir() else Path(__file__).parents[3]


def _below(source: Traversable, place: str) -> Iterator[tuple[str, str]]:
    if source.is_file():
        yield place, source.read_text("utf-8")
        return
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        if entry.name != "__pycache__":
            yield from _below(entry, f"{place}/{entry.name}")
