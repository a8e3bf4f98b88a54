"""Follow data through a definition, from its input on, until nothing new comes to any state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from newel.checks.dataflow import choosing, passing, passing_jsonata
from newel.checks.dataflow.graph import END, ends, graph_of, handlers
from newel.checks.dataflow.results import result
from newel.checks.dataflow.shapes import UNKNOWN, Listing, all_joined
from newel.checks.dataflow.ways import Way, alike, gathered, one, unknown
from newel.checks.machine import JSONATA, JSONPATH
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newel.checks.dataflow.graph import Graph
    from newel.checks.dataflow.reading import Read
    from newel.checks.dataflow.shapes import Missing, Shape
    from newel.checks.machine import State
    from newel.json_types import JsonObject

_PATIENCE = 6
"""How often a state is come to before its ways become one."""
_MOST_VISITS = 12
"""How often before nothing is known there."""


@dataclass(frozen=True)
class Lack:
    """Something that a state reads and that is not there.

    Attributes
    ----------
    state
        The name of the state.
    read
        What it reads.
    found
        How far that leads.
    way
        A way to the state on which it is not there.
    always
        Whether it is there on none.
    """

    state: str
    read: Read
    found: Missing
    way: Way
    always: bool


def missing(definition: JsonObject) -> Iterator[Lack]:
    """What states read that is not there, for certain, where they are come to on a way that there is."""
    graph = graph_of(definition)
    if graph is not None and graph.start is not None:
        yield from _Flow(graph, graph.start).missing()


class _Flow:
    def __init__(self, graph: Graph, start: str) -> None:
        self._graph = graph
        self._coming: dict[str, dict[str, list[Way]]] = defaultdict(dict)
        self._visits: dict[str, int] = defaultdict(int)
        self._queue: list[tuple[int, str]] = []
        self._queued: set[str] = set()
        self._send("", start, [Way(UNKNOWN, None)])
        while self._queue:
            _, node = heappop(self._queue)
            self._queued.discard(node)
            self._visits[node] += 1
            self._visit(node)

    def _send(self, edge: str, node: str | None, ways: list[Way]) -> None:
        """Let data come to a node by an edge, in place of what came by it before."""
        if node is None or not ways or node not in self._graph.order:
            return
        if alike(self._coming[node].get(edge, []), ways):
            return
        self._coming[node][edge] = ways
        if node not in self._queued and self._visits[node] <= _MOST_VISITS:
            self._queued.add(node)
            heappush(self._queue, (self._graph.order[node], node))

    def _ways(self, node: str) -> list[Way]:
        """The ways to a state, as it takes them."""
        ways = gathered(way for each in self._coming[node].values() for way in each)
        if self._visits[node] > _MOST_VISITS:
            return unknown(ways)
        return one(ways) if self._visits[node] > _PATIENCE else ways

    def _visit(self, node: str) -> None:
        state = self._graph.states[node.removesuffix(END)]
        ways = self._ways(state.place)
        if state.kind == "Choice":
            self._choose(state, ways)
            return
        if not node.endswith(END):
            self._catch(state, ways)
        if node in self._graph.inside:
            self._begin_inside(state, ways)
        elif state.kind in ("Map", "Parallel") and not node.endswith(END):
            return
        elif (outcomes := self._outcomes(node, state, ways)) is not None:
            sent = [
                way.past(state.name, out)
                for way, outcome in zip(ways, outcomes, strict=True)
                if (out := _output(state, way.data, outcome))
            ]
            self._leave(state, sent)

    def _outcomes(self, node: str, state: State, ways: list[Way]) -> list[Shape] | None:
        """The results of a state on each way to it; None where none is known to come yet."""
        if node.endswith(END):
            inner = self._inner_result(state)
            return None if inner is None else [inner] * len(ways)
        if state.language == JSONATA:
            return [
                result(state.body.get("Resource"), state.name) if state.kind == "Task" else way.data for way in ways
            ]
        if state.kind in ("Pass", "Task"):
            return [passing.made(state, way.data) for way in ways]
        return [way.data for way in ways]

    def _leave(self, state: State, ways: list[Way]) -> None:
        target = self._graph.target(state.flow, state.body.get("Next"))
        self._send(f"{state.place} Next", target, ways)
        around = self._graph.around.get(state.flow.place)
        if ends(state) and around is not None:
            self._send(f"{state.flow.place} {state.place}", around + END, ways)

    def _catch(self, state: State, ways: list[Way]) -> None:
        for index, catcher in enumerate(handlers(state, "Catch")):
            caught = {JSONATA: passing_jsonata.caught, JSONPATH: passing.caught}.get(state.language, _anything)
            sent = [way.past(state.name, caught(state, catcher, way.data)) for way in ways]
            self._send(
                f"{state.place} Catch {index}", self._graph.target(state.flow, catcher.get("Next")), gathered(sent)
            )

    def _begin_inside(self, state: State, ways: list[Way]) -> None:
        how: dict[str, Callable[[State, Shape], Shape]] = {}
        if state.kind == "Map":
            how = {JSONATA: passing_jsonata.item, JSONPATH: passing.item}
        elif state.kind == "Parallel":
            how = {JSONATA: passing_jsonata.given, JSONPATH: passing.given}
        begin = how.get(state.language, _no_shape)
        sent = gathered(way.past(state.name, begin(state, way.data)) for way in ways)
        for flow in self._graph.inside[state.place]:
            self._send(f"{state.place} begins", self._graph.target(flow, flow.body.get("StartAt")), sent)
        # what ends inside brings it on; this lets the end see that its own data has changed
        self._send("data", state.place + END, sent)

    def _inner_result(self, state: State) -> Shape | None:
        coming = self._coming[state.place + END]
        results: list[Shape] = []
        for flow in self._graph.inside[state.place]:
            ends_there = [
                way.data for edge, ways in coming.items() if edge.startswith(f"{flow.place} ") for way in ways
            ]
            if not ends_there and state.kind == "Parallel":
                return None
            results.append(all_joined(ends_there))
        if state.kind == "Parallel":
            return Listing(tuple(results), UNKNOWN)
        if "ResultWriter" in state.body:
            return UNKNOWN
        return Listing(None, UNKNOWN if _is_distributed(state) else results[0])

    def _choose(self, state: State, ways: list[Way]) -> None:
        rules = handlers(state, "Choices")
        by_target: dict[str | None, list[Way]] = defaultdict(list)
        for way in ways:
            for rule, data in _chosen(state, rules, way.data):
                name = state.body.get("Default") if rule is None else rule.get("Next")
                by_target[self._graph.target(state.flow, name)].append(way.past(state.name, data))
        for target, sent in by_target.items():
            # what led to this rule may have to do with the way to this state, so the ways become one
            self._send(f"{state.place} chooses", target, one(sent))

    def missing(self) -> Iterator[Lack]:
        """What is read and not there, when all has come to its state."""
        for node in sorted(self._graph.order, key=self._graph.order.__getitem__):
            state = self._graph.states[node.removesuffix(END)]
            ways = self._ways(state.place)
            if state.kind == "Choice":
                yield from _missing_in_choice(state, ways)
            else:
                yield from _lacking(state, [(way, self._reads(node, state, way.data)) for way in ways])

    def _reads(self, node: str, state: State, data: Shape) -> Iterator[Read]:
        if state.language not in (JSONATA, JSONPATH):
            return
        reader = passing_jsonata if state.language == JSONATA else passing
        if not node.endswith(END):
            yield from reader.reads(state, data)
        if node not in self._graph.inside and (outcomes := self._outcomes(node, state, [Way(data, None)])):
            yield from reader.reads_after(state, data, outcomes[0])


def _output(state: State, data: Shape, outcome: Shape) -> Shape:
    if state.language == JSONATA:
        return passing_jsonata.output(state, data, outcome)
    if state.language != JSONPATH:
        return UNKNOWN
    if state.kind in ("Pass", "Task", "Map", "Parallel"):
        return passing.output(state, data, outcome)
    return passing.narrowed(state, "OutputPath", passing.narrowed(state, "InputPath", data))


def _chosen(state: State, rules: list[JsonObject], data: Shape) -> Iterator[tuple[JsonObject | None, Shape]]:
    if state.language == JSONPATH:
        yield from choosing.after(state, rules, data)
        return
    for rule in (*rules, None):
        yield rule, passing_jsonata.chosen(state, rule, data) if state.language == JSONATA else UNKNOWN


def _lacking(state: State, every: Sequence[tuple[Way, Iterable[Read]]]) -> Iterator[Lack]:
    """What a state lacks, of what it reads on each way."""
    found: dict[tuple[str, str], list[tuple[Read, Missing, Way]]] = defaultdict(list)
    for way, reads in every:
        for read in reads:
            if lack := read.missing():
                found[read.place, read.text].append((read, lack, way))
    for lacks in found.values():
        yield Lack(state.name, *lacks[0], always=len({id(way) for _, _, way in lacks}) == len(every))


def _missing_in_choice(state: State, ways: list[Way]) -> Iterator[Lack]:
    """What rules read that is not there: on any way of what is read first, on all ways of what may not be read."""
    rules = handlers(state, "Choices")
    if state.language == JSONPATH and ways:
        first = choosing.read_first(state, rules)
        for lack in _lacking(state, [(way, choosing.reads(state, rules, way.data)) for way in ways]):
            if lack.always or lack.read.place == first:
                yield lack


def _anything(_state: State, _catcher: JsonObject, _data: Shape) -> Shape:
    return UNKNOWN


def _no_shape(_state: State, _data: Shape) -> Shape:
    return UNKNOWN


def _is_distributed(state: State) -> bool:
    processor = state.body.get("ItemProcessor")
    settings = processor.get("ProcessorConfig") if is_object(processor) else None
    return is_object(settings) and settings.get("Mode") == "DISTRIBUTED"
