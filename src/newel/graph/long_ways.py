"""Which ways of a flow Graphviz routes, and which go round at the side.

Where many states lead to one far below, as to the handler of all errors, Graphviz fans the ways out, as wide as they
are many, and its work grows with the square of their lengths: three hundred take it minutes. Those ways share a lane at
the side. So do the longest ways of a machine that is very large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newel.graph.chart import Flow

SHARED, BUDGET = 150, 1_500
"""The squares of the lengths, in ranks, that Graphviz is given to route: of the ways to one state, and of all."""


def routed(flow: Flow) -> set[int]:
    """The numbers of the ways that Graphviz is to route.

    Of the ways to a state one is always among them, so that it finds its place.
    """
    ranks = _ranks(flow)
    lengths = [abs(ranks[way.target] - ranks[way.source]) for way in flow.ways]
    to: dict[str, list[int]] = {}
    for number in sorted(range(len(flow.ways)), key=lengths.__getitem__):
        to.setdefault(flow.ways[number].target, []).append(number)
    shortest = {numbers[0] for numbers in to.values()}
    chosen = {number for numbers in to.values() for number in _of_one(numbers, lengths)} | shortest
    spent = 0
    for number in sorted(chosen, key=lengths.__getitem__):
        spent += lengths[number] ** 2
        if spent > BUDGET and number not in shortest:
            chosen.discard(number)
    return chosen


def _of_one(numbers: list[int], lengths: list[int]) -> list[int]:
    """Of the ways to one state, all, or those from its neighbours."""
    if sum(lengths[number] ** 2 for number in numbers) <= SHARED:
        return numbers
    return [number for number in numbers if lengths[number] <= 1]


def _ranks(flow: Flow) -> dict[str, int]:
    """How deep each state lies: one below the deepest that leads to it, ways back left out."""
    targets: dict[str, list[str]] = {node.place: [] for node in flow.nodes}
    for way in flow.ways:
        targets[way.source].append(way.target)
    order = _order(flow, targets)
    place = {name: index for index, name in enumerate(order)}
    ranks = dict.fromkeys(targets, 0)
    for name in order:
        for target in targets[name]:
            if place[target] > place[name]:
                ranks[target] = max(ranks[target], ranks[name] + 1)
    return ranks


def _order(flow: Flow, targets: dict[str, list[str]]) -> list[str]:
    """The states, each before those that it leads to, but for ways back."""
    first = [flow.start] if flow.start is not None else []
    left: list[str] = []
    seen: set[str] = set()
    for root in [*first, *targets]:
        if root in seen:
            continue
        seen.add(root)
        waiting = [(root, iter(targets[root]))]
        while waiting:
            name, ahead = waiting[-1]
            following = next((each for each in ahead if each not in seen), None)
            if following is None:
                left.append(name)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(targets[following])))
    return left[::-1]
