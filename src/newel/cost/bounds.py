"""Between which numbers of transitions an execution lies, read from its definition."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from newel.definition import PROCESSORS, states
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def fewest(flow: JsonObject) -> int | None:
    """The transitions of the shortest way through a flow; Map states have one item.

    A state is as far from the start as what has to be done before it, which is Dijkstra's shortest path.

    Returns
    -------
    int or None
        How many; None where no way comes to an end.
    """
    found = flow.get("States")
    if not is_object(found) or not isinstance(flow.get("StartAt"), str):
        return None
    waiting = [(0, str(flow["StartAt"]))]
    done: set[str] = set()
    while waiting:
        before, name = heapq.heappop(waiting)
        state = found.get(name)
        if name in done or not is_object(state):
            continue
        done.add(name)
        inside = [fewest(inner) for inner in _inner(state)]
        if None in inside:
            continue
        here = before + 1 + _starts(state) + sum(filter(None, inside))
        following = list(_next(state))
        if not following:
            return here
        for target in following:
            heapq.heappush(waiting, (here, target))
    return None


def every(flow: JsonObject) -> int:
    """The transitions where each state is entered once; Map states have one item."""
    found = flow.get("States")
    all_ = filter(is_object, found.values() if is_object(found) else ())
    return sum(1 + _starts(state) + sum(map(every, _inner(state))) for state in all_)


def starts_express(flow: JsonObject) -> bool:
    """Say whether a distributed Map of the flow starts Express executions, which are billed by their time."""
    found = (processor for _, state in states(flow) for processor in _processors(state))
    return any(_config(processor).get("ExecutionType") == "EXPRESS" for processor in found)


def _processors(state: JsonObject) -> Iterator[JsonObject]:
    yield from filter(is_object, (state.get(member) for member in PROCESSORS))


def _config(processor: JsonObject) -> JsonObject:
    config = processor.get("ProcessorConfig")
    return config if is_object(config) and config.get("Mode") == "DISTRIBUTED" else {}


def _starts(state: JsonObject) -> int:
    """The transitions that start the executions of a distributed Map, one each ("Transitions")."""
    return sum(bool(_config(processor)) for processor in _processors(state))


def _inner(state: JsonObject) -> Iterator[JsonObject]:
    """The flows inside of a state whose states are billed by their transitions."""
    branches = state.get("Branches")
    yield from filter(is_object, branches if is_array(branches) else ())
    for processor in _processors(state):
        if _config(processor).get("ExecutionType") != "EXPRESS":
            yield processor


def _next(state: JsonObject) -> Iterator[str]:
    choices = state.get("Choices")
    for holder in filter(is_object, [state, *(choices if is_array(choices) else ())]):
        if isinstance(holder.get("Next"), str):
            yield holder["Next"]
    if isinstance(state.get("Default"), str):
        yield state["Default"]
