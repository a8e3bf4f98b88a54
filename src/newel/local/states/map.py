"""Map: the same machine for every item ("Map workflow state")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newel.definition import PROCESSORS
from newel.json_types import is_array, is_integer
from newel.local import paths
from newel.local.data import member, to_text
from newel.local.failure import Aborted, RuntimeFault, StateFailure
from newel.local.flows import PathFlow
from newel.local.payload import fill
from newel.local.run_state import Branch, Visit
from newel.local.states import distributed
from newel.local.states.branches import side_by_side
from newel.local.states.tried import TriedHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.flows.query_flow import QueryFlow
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
            *("Assign", "Retry", "Catch", "Next", "End"),
            *distributed.FIELDS,
        }
    )
    query_fields = frozenset(
        {
            *("Items", "ItemSelector", "ItemProcessor", "MaxConcurrency"),
            *("Output", "Assign", "Retry", "Catch", "Next", "End"),
            *(field for field in distributed.FIELDS if not field.endswith("Path")),
        }
    )

    def attempt(self, visit: Visit, flow: PathFlow | QueryFlow) -> Steps[Any]:
        """Carry out all iterations; their outputs are the result, in the order of the items."""
        items = None if "ItemReader" in visit.state else items_of(visit.state, flow)
        visit.track.add("MapStateStarted", "mapStateStartedEventDetails", length=len(items or ()))
        at_once, select = _at_once(visit.state, flow), _selector(visit.state, flow)
        if is_distributed(visit.state):
            return (yield from distributed.attempt(visit, flow, items, at_once, select))
        return (yield from _inline(visit, items or [], at_once, select))

    def given_up(self, visit: Visit) -> None:
        """Write that the state failed."""
        visit.track.add("MapStateFailed")


def _inline(visit: Visit, items: list[Any], at_once: int, select: distributed.Select) -> Steps[list[Any]]:
    def begin(index: int, track: Track) -> Steps[tuple[Any, int]]:
        context = {**visit.branch.context, **_item(index, items[index])}
        inner = Branch(visit.run, track, context, inner=True, variables=dict(visit.branch.variables))
        return _iteration(visit, inner, index, items[index], select)

    outputs = yield from side_by_side(visit, begin, len(items), at_once)
    visit.track.aside("MapStateSucceeded")
    return outputs


def _item(index: int, value: Any) -> dict[str, Any]:
    return {"Map": {"Item": {"Index": index, "Value": value}}}


def _selector(state: dict[str, Any], flow: PathFlow | QueryFlow) -> distributed.Select:
    template = next((state[field] for field in SELECTORS if field in state), None)
    if template is None:
        return lambda _, value: value
    if not isinstance(flow, PathFlow):
        return lambda index, value: flow.within(_item(index, value)).filled(template, "ItemSelector")
    source = flow.source(flow.effective())
    return lambda index, value: fill(template, replace(source, context={**source.context, **_item(index, value)}))


def _iteration(
    visit: Visit, inner: Branch, index: int, value: Any, select: distributed.Select
) -> Steps[tuple[Any, int]]:
    which = {"name": visit.name, "index": index}
    inner.track.add("MapIterationStarted", "mapIterationStartedEventDetails", **which)
    try:
        output, _ = yield from visit.run.walk(processor(visit.state), select(index, value), inner)
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


def items_of(state: dict[str, Any], flow: PathFlow | QueryFlow) -> list[Any]:
    """Return the items of a Map state that reads none from elsewhere."""
    data = flow.effective()
    if not isinstance(flow, PathFlow):
        if "Items" in state:
            found: list[Any] = flow.expected(state, "Items", "array")
            return found
        if not is_array(data):
            raise flow.failed(f"Map state input must be an array but was: {to_text(data)}")
        return data
    text = state.get("ItemsPath", "$")
    path = paths.parse(text)
    try:
        items = paths.find(path, flow.source(data).root(path))
    except paths.Missing as missing:
        raise RuntimeFault(f"Invalid path '{text}' : {missing}") from None
    if not is_array(items):
        raise RuntimeFault(f'Reference path "{text}" must point to array.')
    return items


def _at_once(state: dict[str, Any], flow: PathFlow | QueryFlow) -> int:
    most = distributed.MOST_AT_ONCE if is_distributed(state) else MOST_AT_ONCE
    if not isinstance(flow, PathFlow):
        return min(flow.whole(state, "MaxConcurrency") or most, most)
    given = state.get("MaxConcurrency", 0)
    if "MaxConcurrencyPath" in state:
        text = state["MaxConcurrencyPath"]
        given = flow.source(flow.effective()).read(text, "MaxConcurrencyPath")
        if not is_integer(given) or given < 0:
            raise RuntimeFault(
                f'The MaxConcurrencyPath field refers to value "{_shown(given)}" which is not a valid integer: {text}'
            )
    return min(given or most, most)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else to_text(value)
