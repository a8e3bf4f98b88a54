"""Draw the pictures of the docs: the machines of the project, and runs of them.

usage: .venv/bin/python scripts/pictures.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

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
RUNS = {"order_intake_denied": ("OrderIntake", "order_intake", "denied")}
"""A picture's name to a machine, the folder of its events, and the case of its mocks."""


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
    return pictures


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
