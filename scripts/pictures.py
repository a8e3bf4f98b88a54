"""Draw the pictures of the docs: the machines of the project, runs of them, and what the pages write themselves.

In a page, `<!-- drawn: NAME -->` above a picture says that it shows what the Python before it calls NAME.

usage: .venv/bin/python scripts/pictures.py [--check]
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from newel import StateMachine
from newel.graph.svg import svg
from newel.local import VirtualClock
from newel.local.fill import fill
from newel.local.histories import trace_of
from newel.local.mock_files import load_mocks
from newel.local.runner import Settings, find, run_machine

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
TEMPLATE = ROOT / "template.yaml"

MACHINES = ("WaitAndTell", "OrderIntake", "OrderCompensation")
RUNS = {"order_intake_unshipped": ("OrderIntake", "order_intake", "unshipped")}
"""A picture's name to a machine, the folder of its events, and the case of its mocks."""

DRAWN = re.compile(r"^<!-- drawn: (?P<name>\w+) -->\n!\[[^\]]+\]\(pictures/(?P<picture>\w+)\.svg\)$", re.MULTILINE)
PYTHON = re.compile(r"^```python\n(?!# tests/)(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


def drawn() -> dict[str, str]:
    """Every picture by its name."""
    pictures: dict[str, str] = {}
    for name in MACHINES:
        machine, _ = find(name, TEMPLATE)
        pictures[Path(machine.where).name.partition(".")[0]] = svg(machine.definition)
    for picture, (name, folder, case) in RUNS.items():
        machine, template = find(name, TEMPLATE)
        events = ROOT / "events" / folder
        settings = Settings(
            mocks=load_mocks(events / "mocks.json", machine.names, case).answers,
            clock=VirtualClock(),
            before=lambda aws, events=events: fill(aws, events / "fill"),
        )
        ran = run_machine(machine, template, json.loads((events / "event.json").read_text("utf-8")), settings)
        pictures[picture] = svg(machine.definition, trace_of(ran.execution.events))
    for page in sorted((ROOT / "docs").glob("*.md")):
        pictures |= drawn_in(page.read_text("utf-8"))
    return pictures


def drawn_in(page: str) -> dict[str, str]:
    """The pictures of a page that show the Python of the page."""
    pictures: dict[str, str] = {}
    names: dict[str, Any] = {}
    exec("from newel import *\nfrom newel.tasks import *", names)
    done = 0
    for picture in DRAWN.finditer(page):
        for block in PYTHON.finditer(page, done, picture.start()):
            _execute(block["text"], names)
        done = picture.start()
        found = names[picture["name"]]
        machine = found if isinstance(found, StateMachine) else StateMachine("Drawn", found)
        pictures[picture["picture"]] = svg(machine.compile().asl)
    return pictures


def _execute(block: str, names: dict[str, Any]) -> None:
    """Run a block; one that is a helper's file is a module from then on."""
    helper = re.match(r"# statemachines/(_\w+)\.py\n", block)
    if helper:
        module = sys.modules[helper[1]] = ModuleType(helper[1])
        names = vars(module)
    exec(block, names)


def main(*, check: bool) -> int:
    """Write the pictures, or say which are stale."""
    stale: list[Path] = []
    FOLDER.mkdir(exist_ok=True)
    for name, text in drawn().items():
        file = FOLDER / f"{name}.svg"
        if file.is_file() and file.read_text("utf-8") == text:
            continue
        stale.append(file)
        if not check:
            file.write_text(text, "utf-8")
    for file in stale:
        print(f"{file.relative_to(ROOT)} {'is stale: run `make docs`' if check else 'was written'}", file=sys.stderr)
    return 1 if stale and check else 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv[1:]))
