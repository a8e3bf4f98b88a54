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
    told: set[str] = field(default_factory=set[str])

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
                also = found.get("also", {}) | row.get("also", {})
                found |= row | ({"also": also} if also else {})
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

    def handed_to(self, *keys: str) -> str | None:
        """The service that a role is handed to, by the first of the keys that says it."""
        key = next((key for key in keys if key in self.passed_to), None)
        if key is None:
            return None
        self.told.add(key)
        return self.passed_to[key]

    def hands_nothing(self, key: str) -> bool:
        """Whether a service's parameters, or one of them, hold roles and hand them to nobody."""
        if key in self.not_passed:
            self.told.add(key)
        return key in self.not_passed

    def insist_on_use(self) -> None:
        """Refuse rows that say something of nothing."""
        silent = sorted((self.passed_to.keys() | self.not_passed.keys()) - self.told)
        if silent:
            raise SystemExit(f"exceptions.toml: no role is passed by {', '.join(silent)}")
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
