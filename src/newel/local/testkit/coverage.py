"""Which states, and which ways between them, the runs of a test session came by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.definition import name_of, states
from newel.json_types import is_array, is_object
from newel.local import story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newel.json_types import JsonObject
    from newel.local.history import Event


@dataclass
class MachineCoverage:
    """What runs came by of one machine.

    Attributes
    ----------
    states, ways
        All that there are: names, and pairs of a state and the next.
    seen, taken
        Those that runs came by.
    """

    states: set[str]
    ways: set[tuple[str, str]]
    seen: set[str] = field(default_factory=set[str])
    taken: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    @property
    def missed(self) -> list[str]:
        """What no run came by, for people: states, then ways whose ends were both seen."""
        unseen = sorted(self.states - self.seen)
        left = sorted(way for way in self.ways - self.taken if not set(way) & set(unseen))
        return [*unseen, *(f"{one} -> {other}" for one, other in left)]


class Coverage:
    """What the runs of a session came by, machine by machine."""

    def __init__(self) -> None:
        self.machines: dict[str, MachineCoverage] = {}

    def know(self, name: str, definition: JsonObject) -> MachineCoverage:
        """Take up a machine; runs may have come by it or not."""
        if name not in self.machines:
            found = {name_of(place) for place, _ in states(definition)}
            self.machines[name] = MachineCoverage(found, set(_ways(definition)))
        return self.machines[name]

    def add(self, name: str, definition: JsonObject, events: list[Event]) -> None:
        """Take up a run."""
        machine = self.know(name, definition)
        machine.seen |= machine.states & set(story.path(events))
        machine.taken |= machine.ways & story.ways(events)

    def merge(self, data: Mapping[str, Any]) -> None:
        """Take up what another process wrote by `dumped`."""
        for name, each in data.items():
            ways = {(one, other) for one, other in each["ways"]}
            machine = self.machines.setdefault(name, MachineCoverage(set(each["states"]), ways))
            machine.seen |= set(each["seen"])
            machine.taken |= {(one, other) for one, other in each["taken"]}

    def dumped(self) -> dict[str, Any]:
        """Write it as a JSON value."""
        return {
            name: {
                "states": sorted(each.states),
                "ways": sorted(map(list, each.ways)),
                "seen": sorted(each.seen),
                "taken": sorted(map(list, each.taken)),
            }
            for name, each in sorted(self.machines.items())
        }

    @property
    def percent(self) -> float:
        """How much of all states and ways runs came by; 100 where there are none."""
        there = sum(len(each.states) + len(each.ways) for each in self.machines.values())
        come_by = sum(len(each.seen) + len(each.taken) for each in self.machines.values())
        return 100 * come_by / there if there else 100.0

    def table(self) -> list[str]:
        """Write it for people: a line a machine, and one for all."""
        rows = [("machine", "states", "ways", "cover", "missed")]
        rows += [
            (name, f"{len(each.seen)}/{len(each.states)}", _of(each), _percent(each), ", ".join(each.missed))
            for name, each in sorted(self.machines.items())
        ]
        all_of = self.machines.values()
        seen, there = sum(len(each.seen) for each in all_of), sum(len(each.states) for each in all_of)
        taken, ways = sum(len(each.taken) for each in all_of), sum(len(each.ways) for each in all_of)
        rows.append(("TOTAL", f"{seen}/{there}", f"{taken}/{ways}", f"{self.percent:.0f}%", ""))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        return ["  ".join(_aligned(row, widths)).rstrip() for row in rows]


def _aligned(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    """The name to the left, numbers to the right, and what was missed as it is."""
    yield row[0].ljust(widths[0])
    yield from (text.rjust(width) for text, width in zip(row[1:-1], widths[1:], strict=True))
    yield row[-1]


def _of(machine: MachineCoverage) -> str:
    return f"{len(machine.taken)}/{len(machine.ways)}"


def _percent(machine: MachineCoverage) -> str:
    there = len(machine.states) + len(machine.ways)
    return f"{100 * (len(machine.seen) + len(machine.taken)) / there:.0f}%" if there else "100%"


def _ways(definition: JsonObject) -> Iterator[tuple[str, str]]:
    """Every way from a state to a next one: Next, Default, those of Choice rules and of catchers."""
    for place, state in states(definition):
        holders: list[object] = [{"Next": state.get("Next")}, {"Next": state.get("Default")}]
        holders += [*_listed(state.get("Choices")), *_listed(state.get("Catch"))]
        for holder in holders:
            if is_object(holder) and isinstance(holder.get("Next"), str):
                yield name_of(place), holder["Next"]


def _listed(value: object) -> Iterable[object]:
    return value if is_array(value) else ()
