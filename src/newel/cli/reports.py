"""Findings in the forms that other programs take: SARIF, and the annotations of GitHub."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newel.checks import Diagnostic

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def line_of(file: Path, one: Diagnostic, known: dict[Path, dict[str, int]]) -> int:
    """The line of a finding in a definition of JSON; 1 where it has none of its own."""
    from newel.checks.lines import lines_of

    if file.suffix != ".json" or not one.location:
        return 1
    if file not in known:
        known[file] = lines_of(file.read_text("utf-8-sig", "replace"))
    return known[file].get(one.location, 1)


def github(found: Mapping[Path, list[Diagnostic]]) -> str:
    """Workflow commands of GitHub Actions, a finding a line ("Workflow commands for GitHub Actions")."""
    lines: dict[Path, dict[str, int]] = {}
    written: list[str] = []
    for file, diagnostics in found.items():
        for one in diagnostics:
            where = f"file={_property(str(file))},line={line_of(file, one, lines)},title={_property(one.code)}"
            at = f"{one.location}: " if one.location else ""
            written.append(f"::{one.severity.lower()} {where}::{_data(at + one.message)}")
    return "\n".join(written)


def sarif(found: Mapping[Path, list[Diagnostic]]) -> str:
    """SARIF 2.1.0, the form of GitHub's code scanning and of editors."""
    from newel.checks import all_rules

    lines: dict[Path, dict[str, int]] = {}
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title},
            "defaultConfiguration": {"level": rule.severity.lower()},
            "helpUri": f"docs/checks.md#{rule.id.lower()}",
        }
        for rule in all_rules()
    ]
    results: list[dict[str, Any]] = [
        {
            "ruleId": one.rule or one.code,
            "level": one.severity.lower(),
            "message": {"text": one.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": file.as_posix()},
                        "region": {"startLine": line_of(file, one, lines)},
                    },
                    "logicalLocations": [{"fullyQualifiedName": one.location or ""}],
                }
            ],
        }
        for file, diagnostics in found.items()
        for one in diagnostics
    ]
    run = {"tool": {"driver": {"name": "newel", "rules": rules}}, "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
