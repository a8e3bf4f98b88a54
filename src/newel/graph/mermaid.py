"""A machine as a Mermaid flowchart, which GitHub and many editors draw where they find it in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.graph.chart import Trace, chart, legible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.graph.chart import Flow, Node, Way
    from newel.json_types import JsonObject

_SHAPES = {"Choice": ("{{", "}}"), "Succeed": ("([", "])"), "Fail": ("([", "])")}
_STYLES = {
    "passed": "fill:#d4edda,stroke:#28a745,color:#155724",
    "failed": "fill:#f8d7da,stroke:#dc3545,color:#721c24",
    "unseen": "fill:#f5f5f5,stroke:#bbbbbb,color:#888888",
}
"""How states look that an execution came by, or failed in, or did not come by."""
_KINDS = {
    "task": "fill:#e8f0fe,stroke:#4a7bd0,color:#1a2b4a",
    "choice": "fill:#fff4d6,stroke:#c9971c,color:#4a3800",
    "good": "fill:#dff3e4,stroke:#3b8f57,color:#12401f",
    "bad": "fill:#fbe3e1,stroke:#c14a40,color:#571510",
    "plain": "fill:#f4f4f5,stroke:#9a9aa3,color:#2b2b30",
    "group": "fill:#8888881a,stroke:#9a9aa3",
    "branch": "fill:none,stroke:#9a9aa3,stroke-dasharray:4 4",
}
"""How states look by what they are."""
_OF_KIND = {"Task": "task", "Choice": "choice", "Succeed": "good", "Fail": "bad"}


def mermaid(definition: JsonObject, trace: Trace | None = None) -> str:
    """Write a machine as a Mermaid flowchart.

    Parameters
    ----------
    definition
        The machine.
    trace
        What an execution did on it.
    """
    return legible("\n".join(_Writer(trace).lines(chart(definition))) + "\n")


class _Writer:
    """The ids of states, and the count of edges: Mermaid styles edges by their numbers."""

    def __init__(self, trace: Trace | None) -> None:
        self._trace = trace
        self._ids: dict[str, str] = {}
        self._edges = 0
        self._taken: list[int] = []
        self._classes: dict[str, list[str]] = {}

    def lines(self, flow: Flow) -> Iterator[str]:
        yield "flowchart TD"
        if flow.start is not None:
            yield "    start(( ))"
            yield f"    start --> {self._id(flow.start)}"
            self._edges += 1
        yield from self._flow(flow, 1)
        for name, ids in self._classes.items():
            yield f"    classDef {name} {(_KINDS | _STYLES)[name]}"
            yield f"    class {','.join(ids)} {name}"
        if self._taken:
            yield f"    linkStyle {','.join(map(str, self._taken))} stroke:#28a745,stroke-width:3px"

    def _flow(self, flow: Flow, depth: int) -> Iterator[str]:
        for node in flow.nodes:
            yield from self._node(node, depth)
        for way in flow.ways:
            yield "    " * depth + self._way(way)

    def _id(self, place: str) -> str:
        return self._ids.setdefault(place, f"s{len(self._ids)}")

    def _node(self, node: Node, depth: int) -> Iterator[str]:
        indent, own = "    " * depth, self._id(node.place)
        look = self._trace.look(node.name) if self._trace else _OF_KIND.get(node.kind, "plain")
        self._classes.setdefault("group" if node.flows and not self._trace else look, []).append(own)
        label = self._label(node)
        if not node.flows:
            left, right = _SHAPES.get(node.kind, ("[", "]"))
            yield f'{indent}{own}{left}"{label}"{right}'
            return
        yield f'{indent}subgraph {own}["{label}"]'
        yield f"{indent}    direction TB"
        for index, flow in enumerate(node.flows):
            if len(node.flows) == 1:
                yield from self._flow(flow, depth + 1)
                continue
            branch = f"{own}_{index}"
            self._classes.setdefault("branch", []).append(branch)
            yield f'{indent}    subgraph {branch}[" "]'
            yield f"{indent}        direction TB"
            yield from self._flow(flow, depth + 2)
            yield f"{indent}    end"
        yield f"{indent}end"

    def _label(self, node: Node) -> str:
        note = self._trace.notes.get(node.name, "") if self._trace else node.detail
        line = " " if node.flows else "<br/>"  # Mermaid keeps room for one line above what is inside
        return _escaped(node.name) + (f"{line}<small>{_escaped(note)}</small>" if note else "")

    def _way(self, way: Way) -> str:
        if self._trace and self._trace.took(way):
            self._taken.append(self._edges)
        self._edges += 1
        text = f'|"{_escaped(way.label)}"|' if way.label else ""
        return f"{self._id(way.source)} {'-.->' if way.caught else '-->'}{text} {self._id(way.target)}"


_READ_OTHERWISE = re.compile(
    r"""["#&<>`%*~]|(?<![^\W_])_|_(?![^\W_])|(?<=^\d)\.|^[-+]""",
)
"""What Mermaid takes for an entity, HTML, a directive (`%%{init: ...}%%`), or Markdown."""


def _escaped(text: str) -> str:
    """Text inside of quotes: Mermaid reads HTML's entities, with # for &."""
    flat = re.sub(r"\s", " ", text)
    return _READ_OTHERWISE.sub(lambda found: _NAMED.get(found[0], f"#{ord(found[0])};"), flat)


_NAMED = {'"': "#quot;", "<": "#lt;", ">": "#gt;"}
