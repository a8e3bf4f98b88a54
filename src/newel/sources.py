"""Where the states of a machine are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newel.definition import name_of, states
from newel.errors import NewelError

if TYPE_CHECKING:
    from newel.sam.machines import Machine


def sources_of(machine: Machine) -> dict[str, str]:
    """Say where each state is written: its line in Python, else in the definition; none where that cannot be told."""
    from newel.checks.places import in_json, in_yaml, nearest, read

    file = Path(machine.where)
    python = file.with_name(f"{file.name.partition('.')[0]}.py")
    written: dict[str, str] = {}
    if file.name.endswith(".asl.json") and python.is_file():
        from newel.project import compiled

        try:
            written = compiled(python).sources
        except NewelError:
            written = {}
    text = read(machine.where) if file.is_file() else ""
    if not text:
        return written
    places = in_yaml(text) if file.suffix in (".yaml", ".yml") else in_json(text)
    found = [place for place, _ in states(machine.definition)]
    return {name_of(place): f"{machine.where}:{nearest(places, place).line}" for place in found} | written
