"""A definition as one graph: states lead to states; a Map and a Parallel begin, have states inside, and end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.checks.machine import flows, states
from newel.checks.transitions import is_open_ended
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import Flow, State
    from newel.json_types import JsonObject

END = "#"
"""What the end of a Map or Parallel has behind the pointer to it; in pointers there is none of that."""


@dataclass
class Graph:
    """The states of a definition, and what is around and inside of them.

    Attributes
    ----------
    states
        The states by their pointers.
    inside
        The flows in each Map and Parallel, by its pointer.
    around
        The pointer to the Map or Parallel that a flow is in, by the flow's.
    start
        Where the machine begins; None where there is no such state.
    order
        A number for each state and each end: it is greater than those of all that lead there, but for loops.
    """

    states: dict[str, State] = field(default_factory=dict)
    inside: dict[str, list[Flow]] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)
    start: str | None = None
    order: dict[str, int] = field(default_factory=dict)

    def target(self, flow: Flow, name: object) -> str | None:
        """The pointer to the state of a flow that has a name."""
        place = f"{flow.place}/States{pointer(name)}" if isinstance(name, str) else ""
        return place if place in self.states else None

    def leading(self, node: str) -> Iterator[str]:
        """Where a state, or the end of one with states inside, leads."""
        state = self.states[node.removesuffix(END)]
        if node in self.inside:
            yield node + END
            yield from filter(None, (self.target(flow, flow.body.get("StartAt")) for flow in self.inside[node]))
        else:
            yield from filter(None, (self.target(state.flow, state.body.get(each)) for each in ("Next", "Default")))
            if ends(state) and state.flow.place in self.around:
                yield self.around[state.flow.place] + END
        if not node.endswith(END):
            for item in (*handlers(state, "Choices"), *handlers(state, "Catch")):
                if target := self.target(state.flow, item.get("Next")):
                    yield target


def ends(state: State) -> bool:
    """Whether a flow may end with a state."""
    return state.kind == "Succeed" or (state.kind != "Choice" and state.body.get("End") is True)


def handlers(state: State, member: str) -> list[JsonObject]:
    """The rules or catchers of a state."""
    items = state.body.get(member)
    return [item for item in items if is_object(item)] if is_array(items) else []


def graph_of(definition: JsonObject) -> Graph | None:
    """The graph of a definition; None where the template fills in where states lead."""
    graph = Graph({state.place: state for state in states(definition)})
    first: Flow | None = None
    for flow in flows(definition):
        if is_open_ended(flow):
            return None
        first = first or flow
        if flow.depth:
            around = flow.place.rpartition("/")[0]
            around = around.removesuffix("/Branches")
            graph.inside.setdefault(around, []).append(flow)
            graph.around[flow.place] = around
    graph.start = graph.target(first, definition.get("StartAt")) if first else None
    if graph.start is not None:
        graph.order = {node: number for number, node in enumerate(reversed(_last_first(graph, graph.start)))}
    return graph


def _last_first(graph: Graph, start: str) -> list[str]:
    """What can be reached, each after all that it leads to, but for loops."""
    found: list[str] = []
    seen = {start}
    waiting = [(start, graph.leading(start))]
    while waiting:
        node, leading = waiting[-1]
        for target in leading:
            if target not in seen:
                seen.add(target)
                waiting.append((target, graph.leading(target)))
                break
        else:
            found.append(node)
            waiting.pop()
    return found
