"""Findings as a person reads them, and in the forms that other programs take: JSON, SARIF, GitHub's annotations."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.checks.findings import Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COLOURS = {"ERROR": "red", "WARNING": "yellow"}
_WIDEST = 200
"""Columns of a line that are shown: a definition may be all in one line."""


def text(found: Sequence[Finding]) -> str:
    """A finding a paragraph: what it is, where, and the line."""
    return "\n".join(_paragraph(one) for one in found)


def headline(one: Finding) -> str:
    """Where a finding is, and what it is."""
    file, _, rest = one.diagnostic.message.partition(": ")
    if one.diagnostic.location is None and file.startswith(one.file):  # the message has its place
        return f"{file}: {rest}"
    place = f"{one.file}:{one.place.line}" if one.place else one.file
    return (
        f"{place}: {one.diagnostic.location}: {one.diagnostic.message}"
        if one.diagnostic.location
        else (f"{place}: {one.diagnostic.message}")
    )


def snippet(one: Finding) -> list[str]:
    """The line of a finding, and a caret below its column; nothing where the line is not known."""
    if one.place is None or not one.text.strip():
        return []
    column = min(one.place.column, len(one.text) + 1)
    begin = max(0, column - _WIDEST // 2) if len(one.text) > _WIDEST else 0
    line = one.text[begin : begin + _WIDEST].replace("\t", " ")
    before = "".join(
        "  " if unicodedata.east_asian_width(each) in "WF" else " " for each in one.text[begin : column - 1]
    )
    number = str(one.place.line)
    return [f"  {number} | {line}", f"  {' ' * len(number)} | {before}^"]


def _paragraph(one: Finding) -> str:
    severity = click.style(one.diagnostic.severity.lower(), fg=_COLOURS[one.diagnostic.severity], bold=True)
    first, *rest = headline(one).splitlines()
    return "\n".join([f"{severity}: {first}  [{one.diagnostic.code}]", *rest, *snippet(one)])


def as_json(found: Sequence[Finding], *, wrong: bool) -> str:
    """The answer of Step Functions' own check (API: "ValidateStateMachineDefinition"), with files and lines."""
    every = [
        {
            "file": one.file,
            "line": one.place.line if one.place else None,
            "column": one.place.column if one.place else None,
            **asdict(one.diagnostic),
        }
        for one in found
    ]
    return json.dumps({"result": "FAIL" if wrong else "OK", "diagnostics": every}, indent=2)


def github(found: Sequence[Finding]) -> str:
    """Workflow commands of GitHub Actions, a finding a line ("Workflow commands for GitHub Actions")."""
    written: list[str] = []
    for one in found:
        line, column = one.place or (1, 1)
        where = f"file={_property(one.file)},line={line},col={column},title={_property(one.diagnostic.code)}"
        at = f"{one.diagnostic.location}: " if one.diagnostic.location else ""
        written.append(f"::{one.diagnostic.severity.lower()} {where}::{_data(at + one.diagnostic.message)}")
    return "\n".join(written)


def sarif(found: Sequence[Finding]) -> str:
    """SARIF 2.1.0, the form of GitHub's code scanning and of editors."""
    from newel.checks.rule import every_rule

    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "defaultConfiguration": {"level": rule.severity.lower()},
            "helpUri": f"docs/checks.md#{rule.id.lower()}",
        }
        for rule in every_rule()
    ]
    results: list[dict[str, Any]] = [
        {
            "ruleId": one.diagnostic.rule or one.diagnostic.code,
            "level": one.diagnostic.severity.lower(),
            "message": {"text": one.diagnostic.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": PurePath(one.file).as_posix()},
                        "region": dict(zip(("startLine", "startColumn"), one.place or (1, 1), strict=True)),
                    },
                    "logicalLocations": [{"fullyQualifiedName": one.diagnostic.location or ""}],
                }
            ],
        }
        for one in found
    ]
    run = {"tool": {"driver": {"name": "newel", "rules": rules}}, "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
