"""Write docs/integrations/ from the classes of the tasks: a page a service, and the index.

usage: .venv/bin/python scripts/integrations.py [--check]
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from inspect import getsource
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from newel.reference.describe import Description, common, describe
from newel.reference.text import titles
from newel.tasks import cdk
from newel.tasks.catalog import classes, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.reference.permissions import Permission
    from newel.tasks.base import Task

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "integrations"
INDEX = "README.md"
MARK = "<!-- written by `make docs`"
"""What our pages begin with: others may lie beside them."""


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    services = {module: list(tasks) for module, tasks in groupby(classes(), key=lambda cls: cls.__module__)}
    written = {f"{_short(module)}.md": _page(_service(module, tasks)) for module, tasks in services.items()}
    return {INDEX: _page(_index(services)), **written}


def lines() -> int:
    """How many lines the median class of a task has."""
    return int(median(len(getsource(cls).splitlines()) for cls in classes()))


def _page(written: Iterator[str]) -> str:
    return "\n".join(written).rstrip() + "\n"


def _index(services: dict[str, list[type[Task]]]) -> Iterator[str]:
    yield "# Integrations"
    yield ""
    yield "<!-- written by `make docs` -->"
    yield ""
    yield f"{len(classes())} tasks of {len(services)} services. `newel list` shows them, `newel describe NAME` one."
    yield ""
    yield "| service | tasks |"
    yield "| --- | --- |"
    for module, tasks in services.items():
        links = ", ".join(f"[`{title(cls)}`]({_short(module)}.md#{_anchor(title(cls))})" for cls in tasks)
        yield f"| {_about(module)} | {links} |"
    yield ""
    yield "## How to read the pages"
    yield ""
    yield (
        "- **Patterns**: `request_response` calls and goes on, `sync` waits for the job to end, `wait_for_task_token` "
        "for a callback. An Express machine takes `request_response` alone."
    )
    yield (
        "- **Types**: `Text`, `Integer`, `Number`, `Boolean`, `List`, `Object` and `Value` are values of Python, in "
        "which `path()`, `jsonata()`, the context and intrinsic functions may stand; `Ref`, `GetAtt` and `Sub` where "
        "text may."
    )
    yield (
        "- **Permissions**: in a resource, a field's name in braces stands for the name of what it refers to; where "
        "that is known only when the state runs, `allow=` says what it may be ([how](../policies.md))."
    )
    yield f"- **Fields** that every task has besides: {_ticked(common())}."
    yield "- **States**: `${Name}` is a reference, which `newel build` fills in from the template."
    yield ""
    yield "## Coming from the CDK"
    yield ""
    yield "What comes out differently, and why, stands in [differences](differences.md)."
    yield ""
    yield "| the CDK's class | here |"
    yield "| --- | --- |"
    for name in sorted({*cdk.CDK, *cdk.NOT_YET}):
        yield f"| `{name}` | {_here(name)} |"
    yield ""
    yield f"The CDK lacks {', '.join(f'`{name}`' for name in cdk.OURS)}."
    yield ""


def _here(name: str) -> str:
    return f"not yet ({cdk.NOT_YET[name]})" if name in cdk.NOT_YET else f"`{cdk.CDK[name]}`"


def _service(module: str, tasks: list[type[Task]]) -> Iterator[str]:
    yield f"# {_about(module)}"
    yield ""
    yield f"<!-- written by `make docs` from src/newel/tasks/{_short(module)}.py -->"
    yield ""
    if named := titles((import_module(module).__doc__ or "").partition("\n")[0]):
        yield f"In AWS's documentation: {_quoted(named)}. The names are explained in the [index]({INDEX})."
        yield ""
    for number, cls in enumerate(tasks):
        if number:
            yield ""
        yield from _task(describe(cls), set(named))


def _task(found: Description, named: set[str]) -> Iterator[str]:
    yield f"## {found.name}"
    yield ""
    yield found.summary
    if found.notes:
        yield ""
        yield found.notes
    yield ""
    if found.resource:
        yield f"- Resource: `{found.resource}`"
    if found.api:
        yield f"- API: {found.api}"
    yield f"- Patterns: {_patterns(found)}"
    yield f"- In the CDK: {', '.join(f'`{name}`' for name in found.cdk) or 'none'}"
    if more := [source for source in found.sources if source not in named]:
        yield f"- See also: {_quoted(more)}"
    yield from ("", "```python", found.example, "```", "", "```json")
    yield json.dumps(found.asl, indent=2, ensure_ascii=False)
    yield "```"
    yield ""
    yield "| field | type | |"
    yield "| --- | --- | --- |"
    for field in found.fields:
        values = f" One of {', '.join(f'`{value}`' for value in field.values)}." if field.values else ""
        said = f"{'Required. ' if field.required else ''}{_cell(field.doc)}{values}".strip()
        yield f"| `{field.name}` | `{field.type.replace('|', chr(92) + '|')}` | {said} |"
    yield ""
    if found.one_of:
        yield f"Exactly one of {', '.join(f'`{name}`' for name in found.one_of)} is given."
        yield ""
    yield from _permissions(found)


def _patterns(found: Description) -> str:
    first, *others = (f"`{pattern}`" for pattern in found.patterns)
    if not others:
        return first
    return f"{first} (default), {', '.join(others)}; an Express machine takes `request_response` alone"


def _permissions(found: Description) -> Iterator[str]:
    if not found.permissions:
        yield found.besides or "It needs nothing of IAM."
        return
    yield "| permissions | on | |"
    yield "| --- | --- | --- |"
    for each in found.permissions:
        yield f"| {_ticked(each.actions)} | `{each.resource}` | {'<br>'.join(_said(each, found))} |"
    if found.besides:
        yield ""
        yield found.besides


def _said(permission: Permission, found: Description) -> Iterator[str]:
    if len(permission.patterns) < len(found.patterns):
        yield f"for {_ticked(permission.patterns)}"
    if permission.needed:
        words = permission.needed.split()
        yield " ".join(word if word in {"with", "without", "and"} else f"`{word}`" for word in words)
    for each in permission.condition:
        yield f"if `{each}`"


def _cell(text: str) -> str:
    """A text in a table: what Markdown would take for its own, outside of code, is escaped."""
    parts = text.replace("|", "\\|").split("`")
    escaped = (part if number % 2 else re.sub(r"([*_<])", r"\\\1", part) for number, part in enumerate(parts))
    return "`".join(escaped)


def _ticked(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _about(module: str) -> str:
    first = (import_module(module).__doc__ or "").partition("\n")[0]
    return first.partition(" (")[0].partition(":")[0].rstrip(".")


def _short(module: str) -> str:
    return module.rpartition(".")[2]


def _anchor(name: str) -> str:
    return name.lower().replace(".", "")


def main() -> int:
    """Write the pages, or with --check tell which are stale."""
    wanted = pages()
    there = {file.name: page for file in FOLDER.glob("*.md") if MARK in (page := file.read_text("utf-8"))}
    stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/integrations/{name} is stale: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], "utf-8")
        else:
            (FOLDER / name).unlink()
    print(f"{len(classes())} tasks; the median class has {lines()} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
