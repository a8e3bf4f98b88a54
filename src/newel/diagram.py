"""A machine as a Mermaid flowchart, and what an execution did on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.definition import PROCESSORS, pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.json_types import JsonObject

_STYLES = {
    "passed": "fill:#d4edda,stroke:#28a745,color:#155724",
    "failed": "fill:#f8d7da,stroke:#dc3545,color:#721c24",
    "unseen": "fill:#f5f5f5,stroke:#bbbbbb,color:#888888",
}
"""How states look that an execution came by, or failed in, or did not come by."""


@dataclass(frozen=True)
class Trace:
    """What an execution did.

    Attributes
    ----------
    notes
        State to what is said of it below its name.
    failed
        The states that it failed in.
    ways
        The ways that it took, from a state to the next.
    """

    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    failed: frozenset[str] = frozenset()
    ways: frozenset[tuple[str, str]] = frozenset()


def mermaid(definition: JsonObject, trace: Trace | None = None) -> str:
    """Write a machine as a Mermaid flowchart.

    Parameters
    ----------
    definition
        The machine.
    trace
        What an execution did on it.
    """
    chart = _Chart(trace)
    lines = ["flowchart TD", *chart.flow(definition, "", 1)]
    if trace is not None:
        lines += [f"    classDef {name} {style}" for name, style in _STYLES.items()]
        lines += [f"    class {','.join(ids)} {name}" for name, ids in chart.classes.items() if ids]
        if chart.taken:
            lines.append(f"    linkStyle {','.join(map(str, chart.taken))} stroke:#28a745,stroke-width:3px")
    return "\n".join(lines) + "\n"


class _Chart:
    """The ids of states, and the count of edges: Mermaid styles edges by their numbers."""

    def __init__(self, trace: Trace | None) -> None:
        self._trace = trace
        self._ids: dict[str, str] = {}
        self._edges = 0
        self.classes: dict[str, list[str]] = {name: [] for name in _STYLES}
        self.taken: list[int] = []

    def flow(self, machine: JsonObject, place: str, depth: int) -> Iterator[str]:
        """The states of a machine, or of one inside of a state, and the edges between them."""
        indent, states = "    " * depth, machine.get("States")
        if not is_object(states):
            return
        for name, state in states.items():
            if is_object(state):
                yield from self._state(name, state, f"{place}/States{pointer(name)}", depth)
        if not place:
            yield f"{indent}start(( ))"
        start = machine.get("StartAt")
        if not place and isinstance(start, str) and start in states:
            yield f"{indent}start --> {self._id(f'{place}/States{pointer(start)}')}"
            self._edges += 1
        for name, state in states.items():
            if is_object(state):
                yield from self._ways(name, state, place, indent)

    def _id(self, place: str) -> str:
        return self._ids.setdefault(place, f"s{len(self._ids)}")

    def _state(self, name: str, state: JsonObject, place: str, depth: int) -> Iterator[str]:
        indent, own = "    " * depth, self._id(place)
        self._mark(name, own)
        inner = [(f"{place}/{member}", state[member]) for member in PROCESSORS if is_object(state.get(member))]
        branches = state.get("Branches")
        inner += [
            (f"{place}/Branches/{index}", each) for index, each in enumerate(branches if is_array(branches) else ())
        ]
        label = self._label(name)
        if not inner:
            shape = {"Choice": ("{", "}"), "Succeed": ("([", "])"), "Fail": ("([", "])")}.get(
                str(state.get("Type")), ("[", "]")
            )
            yield f'{indent}{own}{shape[0]}"{label}"{shape[1]}'
            return
        yield f'{indent}subgraph {own}["{label}"]'
        for where, machine in inner:
            if is_object(machine):
                yield from self.flow(machine, where, depth + 1)
        yield f"{indent}end"

    def _label(self, name: str) -> str:
        note = self._trace.notes.get(name, "") if self._trace else ""
        return _escaped(name) + (f"<br/><small>{_escaped(note)}</small>" if note else "")

    def _mark(self, name: str, own: str) -> None:
        if self._trace is None:
            return
        came_by = "passed" if name in self._trace.notes else "unseen"
        self.classes["failed" if name in self._trace.failed else came_by].append(own)

    def _ways(self, name: str, state: JsonObject, place: str, indent: str) -> Iterator[str]:
        for target, label, arrow in _targets(state):
            text = f'|"{_escaped(label)}"|' if label else ""
            yield (
                f"{indent}{self._id(f'{place}/States{pointer(name)}')} {arrow}{text} "
                f"{self._id(f'{place}/States{pointer(target)}')}"
            )
            if self._trace and (name, target) in self._trace.ways:
                self.taken.append(self._edges)
            self._edges += 1


def _targets(state: JsonObject) -> Iterator[tuple[str, str, str]]:
    """The next states, what leads there, and the arrow."""
    if isinstance(state.get("Next"), str):
        yield state["Next"], "", "-->"
    choices, catchers = state.get("Choices"), state.get("Catch")
    for index, rule in enumerate(choices if is_array(choices) else ()):
        if is_object(rule) and isinstance(rule.get("Next"), str):
            yield rule["Next"], _rule(rule, index), "-->"
    if isinstance(state.get("Default"), str):
        yield state["Default"], "otherwise", "-->"
    for catcher in catchers if is_array(catchers) else ():
        if is_object(catcher) and isinstance(catcher.get("Next"), str):
            errors = catcher.get("ErrorEquals")
            yield catcher["Next"], ", ".join(map(str, errors if is_array(errors) else ())), "-.->"


def _rule(rule: JsonObject, index: int) -> str:
    """A Choice rule in a few words."""
    if isinstance(rule.get("Comment"), str):
        return str(rule["Comment"])
    if isinstance(rule.get("Condition"), str):
        return str(rule["Condition"]).removeprefix("{%").removesuffix("%}").strip()
    variable = rule.get("Variable")
    test = next(((name, value) for name, value in rule.items() if name not in ("Variable", "Next", "Assign")), None)
    if isinstance(variable, str) and test is not None:
        return f"{variable} {test[0]} {test[1]}"
    return f"rule {index + 1}"


def _escaped(text: str) -> str:
    """Text inside of quotes: Mermaid reads HTML's entities, with # for &."""
    for character, entity in {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "\n": " "}.items():
        text = text.replace(character, entity)
    return text
