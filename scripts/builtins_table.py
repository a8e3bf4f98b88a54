"""Write the table of builtins into docs/expressions.md, from the tables that the evaluator itself looks names up in.

usage: .venv/bin/python scripts/builtins_table.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newel.expressions.builtins import GLOBALS, PENDING_GLOBALS
from newel.expressions.builtins.prototypes import ANY, PROTOTYPES
from newel.expressions.values import Namespace

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).resolve().parents[1] / "docs" / "expressions.md"
BEGIN = "<!-- builtins: written by `make docs` -->"
END = "<!-- end of builtins -->"
# What functions and objects are made of, refused everywhere.
UNTOLD = {"length", "name", "prototype", "constructor", "arguments", "caller", "__proto__"}


def table() -> str:
    """The rows: globals, members of globals, members of values."""
    plain = [name for name, value in GLOBALS.items() if not isinstance(value, Namespace)]
    rows = ["| | here | refused |", "|---|---|---|", _row("global names", plain, PENDING_GLOBALS)]
    alike: dict[tuple[str, str], list[str]] = {}
    for name, value in sorted(GLOBALS.items()):
        if isinstance(value, Namespace):
            alike.setdefault((_names(value.members), _names(value.pending - UNTOLD)), []).append(_title(name, value))
    rows += [f"| {', '.join(titles)} | {here} | {refused} |" for (here, refused), titles in alike.items()]
    own: dict[str, tuple[set[str], set[str]]] = {}
    for prototype in [*PROTOTYPES.values(), ANY]:
        here, refused = own.setdefault(prototype.name, (set(), set()))
        here.update(prototype.entries, prototype.getters)
        refused.update(prototype.pending)
    for name, (here, refused) in sorted(own.items()):
        rows.append(_row(f"a value: {name}", here, refused - here - UNTOLD))
    return "\n".join(rows)


def _title(name: str, value: Namespace) -> str:
    ways = [f"`{name}()`"] if value.callable else []
    ways += [f"`new {name}()`"] if value.construct else []
    return ", ".join(ways) or f"`{name}`"


def _row(title: str, here: Iterable[str], refused: Iterable[str]) -> str:
    return f"| {title} | {_names(here)} | {_names(refused)} |"


def _names(names: Iterable[str]) -> str:
    shown = sorted(name for name in names if name.isidentifier())  # none of the odd ones on RegExp, such as $1
    return f"`{' '.join(shown)}`" if shown else ""


def written(page: str) -> str:
    """The page with the table as it should be.

    Raises
    ------
    ValueError
        If the page has no place for it.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} has no {BEGIN} and {END} around the table")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    """Write the page, or with --check tell whether it is stale."""
    page = PAGE.read_text("utf-8")
    wanted = written(page)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(wanted, "utf-8")
    elif wanted != page:
        print("docs/expressions.md is stale: run `make docs`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
