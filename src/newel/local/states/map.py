"""Map: the same machine for every item ("Map workflow state")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.definition import PROCESSORS
from newel.json_types import is_array, is_integer
from newel.local import flow, paths
from newel.local.data import member, to_text
from newel.local.failure import Aborted, RuntimeFault, StateFailure
from newel.local.payload import Source, fill
from newel.local.run_state import Branch, Visit
from newel.local.states import distributed
from newel.local.states.branches import side_by_side
from newel.local.states.tried import TriedHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.history import Track
    from newel.local.lanes import Steps

MOST_AT_ONCE = 40
"""Iterations that an inline Map state carries out at a time (AWS: "Using Map state in Inline mode")."""

SELECTORS = ("ItemSelector", "Parameters")
"""What makes an iteration's input; `Parameters` is the old name."""


class MapHandler(TriedHandler):
    """Carries out Map states."""

    fields = frozenset(
        {
            *("ItemsPath", *SELECTORS, *PROCESSORS, "MaxConcurrency", "MaxConcurrencyPath"),
            *("InputPath", "ResultSelector", "ResultPath", "OutputPath"),
            *("Retry", "Catch", "Next", "End"),
            *distributed.FIELDS,
        }
    )

    def attempt(self, visit: Visit, context: dict[str, Any]) -> Steps[Any]:
        """Carry out all iterations; their outputs are the result, in the order of the items."""
        data = flow.narrowed(visit.state, "InputPath", visit.data, context)
        source = Source(data, context)
        items = None if "ItemReader" in visit.state else _items(visit.state, source)
        visit.track.add("MapStateStarted", "mapStateStartedEventDetails", length=len(items or ()))
        at_once = _at_once(visit.state, source)
        if is_distributed(visit.state):
            return (yield from distributed.attempt(visit, source, items, at_once, _selector(visit.state, source)))
        return (yield from _inline(visit, source, items or [], at_once))

    def given_up(self, visit: Visit) -> None:
        """Write that the state failed."""
        visit.track.add("MapStateFailed")


def _inline(visit: Visit, source: Source, items: list[Any], at_once: int) -> Steps[list[Any]]:
    def begin(index: int, track: Track) -> Steps[tuple[Any, int]]:
        item = _item(index, items[index])
        inner = Branch(visit.run, track, {**visit.branch.context, **item}, inner=True)
        return _iteration(visit, inner, index, Source(source.data, {**source.context, **item}))

    outputs = yield from side_by_side(visit, begin, len(items), at_once)
    visit.track.aside("MapStateSucceeded")
    return outputs


def _item(index: int, value: Any) -> dict[str, Any]:
    return {"Map": {"Item": {"Index": index, "Value": value}}}


def _selector(state: dict[str, Any], source: Source) -> distributed.Select:
    def select(index: int, value: Any) -> Any:
        return _selected(state, Source(source.data, {**source.context, **_item(index, value)}))

    return select


def _iteration(visit: Visit, inner: Branch, index: int, source: Source) -> Steps[tuple[Any, int]]:
    which = {"name": visit.name, "index": index}
    inner.track.add("MapIterationStarted", "mapIterationStartedEventDetails", **which)
    try:
        data = _selected(visit.state, source)
        output, _ = yield from visit.run.walk(processor(visit.state), data, inner)
    except StateFailure as failure:
        if not failure.terminal:
            inner.track.aside("MapIterationFailed", "mapIterationFailedEventDetails", **which)
        raise
    except Aborted:
        inner.track.aside("MapIterationAborted", "mapIterationAbortedEventDetails", **which)
        raise
    return output, inner.track.aside("MapIterationSucceeded", "mapIterationSucceededEventDetails", **which)


def processor(state: dict[str, Any]) -> dict[str, Any]:
    """Return the machine that a Map state carries out for each item."""
    machine: dict[str, Any] = next(state[field] for field in PROCESSORS if field in state)
    return machine


def is_distributed(state: Mapping[str, Any]) -> bool:
    """Say whether a Map state starts executions of their own."""
    return any(member(state.get(field), "ProcessorConfig").get("Mode") == "DISTRIBUTED" for field in PROCESSORS)


def _selected(state: dict[str, Any], source: Source) -> Any:
    for field in SELECTORS:
        if field in state:
            return fill(state[field], source)
    return source.context["Map"]["Item"]["Value"]


def _items(state: dict[str, Any], source: Source) -> list[Any]:
    text = state.get("ItemsPath", "$")
    path = paths.parse(text)
    try:
        items = paths.find(path, source.root(path))
    except paths.Missing as missing:
        raise RuntimeFault(f"Invalid path '{text}' : {missing}") from None
    if not is_array(items):
        raise RuntimeFault(f'Reference path "{text}" must point to array.')
    return items


def _at_once(state: dict[str, Any], source: Source) -> int:
    given = state.get("MaxConcurrency", 0)
    if "MaxConcurrencyPath" in state:
        text = state["MaxConcurrencyPath"]
        given = source.read(text, "MaxConcurrencyPath")
        if not is_integer(given) or given < 0:
            raise RuntimeFault(
                f'The MaxConcurrencyPath field refers to value "{_shown(given)}" which is not a valid integer: {text}'
            )
    most = distributed.MOST_AT_ONCE if is_distributed(state) else MOST_AT_ONCE
    return min(given or most, most)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else to_text(value)
