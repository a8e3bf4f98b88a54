"""What AWS's pages say that neither IAM's list nor botocore's models do: `exceptions.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("exceptions.toml")


@dataclass
class Exceptions:
    """The table, and which of its rows were of use."""

    operations: list[dict[str, Any]]
    bindings: list[dict[str, Any]]
    types: dict[str, dict[str, str]]
    ignore: dict[str, list[str]]
    passed_to: dict[str, str]
    not_passed: dict[str, str]
    and_passed: dict[str, list[str]]
    tags: dict[str, str]
    used: set[int] = field(default_factory=set[int])

    @classmethod
    def read(cls) -> Exceptions:
        """Read it."""
        table = tomllib.loads(FILE.read_text("utf-8"))
        return cls(
            table["operation"],
            table["binding"],
            table["types"],
            table["ignore"],
            table["passed_to"],
            table["not_passed"],
            table["and_passed"],
            table["tags"],
        )

    def of(self, service: str, operation: str) -> dict[str, Any]:
        """What is said of an operation."""
        found: dict[str, Any] = {}
        for row in self.operations:
            if self._fits(row, service, operation):
                found |= row
        return found

    def on(self, service: str, operation: str) -> dict[str, Any]:
        """The members by which types are named."""
        found: dict[str, Any] = {}
        for row in self.bindings:
            if self._fits(row, service, operation):
                found |= row["on"]
        return found

    def ignored(self, prefix: str) -> list[str]:
        """Types that are other ways to the same resource."""
        return self.ignore.get(prefix, [])

    def insist_on_use(self) -> None:
        """Refuse rows that say something of nothing."""
        idle = [row for row in [*self.operations, *self.bindings] if id(row) not in self.used]
        if idle:
            raise SystemExit(f"exceptions.toml: of no use: {idle[0]['service']} {idle[0].get('operations')}")

    def _fits(self, row: dict[str, Any], service: str, operation: str) -> bool:
        if service not in row["service"]:
            return False
        if not any(fnmatchcase(operation, pattern) for pattern in row.get("operations", ["*"])):
            return False
        self.used.add(id(row))
        return True
