"""How narrow what newel derives is, over all operations that SDK integrations reach.

usage: .venv/bin/python -m scripts.catalog.figures [SERVICE [exact | parts | type | star | refused]]

- exact: the parameters name every resource;
- parts: they name it but for what AWS chooses, as the six characters at the end of a secret's ARN;
- type: for a resource at least no parameter says which it is: any of its type;
- star: IAM accepts nothing but `*`;
- refused: AWS documents no action; newel asks for `iam_actions=`.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from newel.aws.actions import actions
from newel.aws.services import services

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.aws.actions import Actions, Groups

CLASSES = ("exact", "parts", "type", "star", "refused")


def figures() -> Counter[str]:
    """How many operations are of each class."""
    return Counter(kind for _, _, kind in every())


def every(only: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Every operation: its service, its name, its class."""
    for service in services().values():
        if only in (None, service.id):
            known = actions(service.id, service.iam)
            for name, needed in known.operations.items():
                yield service.id, name, _class(needed, known)


def _class(needed: Mapping[str, Groups] | None, known: Actions) -> str:
    if needed is None:
        return "refused"
    groups = {key: row for key, row in needed.items() if key != "iam:PassRole"}
    if all(row == "*" for row in groups.values()):
        return "star"
    found = [_narrow(group, known) for row in groups.values() if row != "*" for group in row]
    return next(kind for kind in ("type", "parts", "exact") if kind in found)


def _narrow(group: str, known: Actions) -> str:
    alternatives = [each.partition(" ")[::2] for each in group.split("|")]
    bindings = [binding for _, binding in alternatives if binding]
    if bindings:
        return "parts" if any("*" in binding.split(",") for binding in bindings) else "exact"
    own = [kind for kind, _ in alternatives if kind and "${" in known.types[kind].split(":", 5)[-1]]
    return "type" if own else "exact"


def main(arguments: list[str]) -> int:
    """Print the figures, or the operations of a class."""
    if len(arguments) == 2:
        for _, name, kind in every(arguments[0]):
            if kind == arguments[1]:
                print(name)
        return 0
    found = Counter(kind for _, _, kind in every(*arguments))
    total = sum(found.values())
    for kind in CLASSES:
        print(f"{kind:8} {found[kind]:6} {100 * found[kind] / total:5.1f} %")
    print(f"{'all':8} {total:6}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
