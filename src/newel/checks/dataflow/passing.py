"""What a state of JSONPath reads of its data, and hands on ("Processing input and output in Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.dataflow.reading import Read, at, path_read, steps_of, template, template_reads
from newel.checks.dataflow.results import result
from newel.checks.dataflow.shapes import KEEP, UNKNOWN, Listing, Origin, Plain, Record, Slot, all_joined, literal, put
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.checks.dataflow.shapes import Shape
    from newel.checks.machine import State
    from newel.json_types import JsonObject

_PATHS = (
    *("ItemsPath", "SecondsPath", "TimestampPath", "MaxConcurrencyPath", "ErrorPath", "CausePath"),
    *("ToleratedFailureCountPath", "ToleratedFailurePercentagePath", "TimeoutSecondsPath", "HeartbeatSecondsPath"),
)
_TEMPLATES = ("Parameters", "ItemSelector")
_CALLS = (("ItemReader", "Parameters"), ("ResultWriter", "Parameters"), ("ItemBatcher", "BatchInput"))


def narrowed(state: State, member: str, data: Shape) -> Shape:
    """Apply InputPath or OutputPath."""
    if member not in state.body:
        return data
    path = state.body[member]
    return Record({}, closed=True, origin=_of(state, member)) if path is None else at(path, data)


def given(state: State, data: Shape) -> Shape:
    """What a state works on: its data after InputPath and Parameters."""
    effective = narrowed(state, "InputPath", data)
    if "Parameters" not in state.body:
        return effective
    return template(state.body["Parameters"], effective, _of(state, "Parameters", keep="ResultPath" not in state.body))


def item(state: State, data: Shape) -> Shape:
    """What the states inside of a Map begin with."""
    effective = narrowed(state, "InputPath", data)
    if "ItemBatcher" in state.body:
        fields = {"Items": Slot(Listing(None, UNKNOWN)), "BatchInput": Slot(UNKNOWN, certain=False)}
        return Record(fields, closed=True, origin=_of(state, "ItemBatcher"))
    for member in ("ItemSelector", "Parameters"):
        if member in state.body:
            return template(state.body[member], effective, _of(state, member))
    if "ItemReader" in state.body:
        return UNKNOWN
    return item_of(at(state.body.get("ItemsPath", "$"), effective))


def item_of(items: Shape) -> Shape:
    """What any item of a list is."""
    if not isinstance(items, Listing):
        return UNKNOWN
    return items.rest if items.items is None else all_joined(items.items)


def made(state: State, data: Shape) -> Shape:
    """The result of a Pass or a Task."""
    if state.kind == "Task":
        return result(state.body.get("Resource"), state.name)
    if "Result" in state.body:
        return literal(state.body["Result"], _of(state, "Result", keep="ResultPath" not in state.body))
    return given(state, data)


def output(state: State, data: Shape, outcome: Shape) -> Shape:
    """The state's output: its result selected, put into its data, and narrowed."""
    return narrowed(state, "OutputPath", _placed(state.body, data, _selected(state, outcome)))


def _selected(state: State, outcome: Shape) -> Shape:
    if "ResultSelector" not in state.body:
        return outcome
    keep = "ResultPath" not in state.body
    return template(state.body["ResultSelector"], outcome, _of(state, "ResultSelector", keep=keep))


def _placed(holder: Mapping[str, object], data: Shape, outcome: Shape) -> Shape:
    path = holder.get("ResultPath", "$")
    if path is None:
        return data
    steps = steps_of(path) if isinstance(path, str) else None
    return UNKNOWN if steps is None else put(data, steps, outcome)


def failure(state: State) -> Shape:
    """What a catcher is told of an error: its name always, its cause mostly."""
    origin = Origin(state.name, f"the error that {state.name!r} has caught", KEEP)
    return Record({"Error": Slot(Plain()), "Cause": Slot(Plain(), certain=False)}, closed=True, origin=origin)


def caught(state: State, catcher: JsonObject, data: Shape) -> Shape:
    """What a catcher hands on."""
    return _placed(catcher, data, failure(state))


def reads(state: State, data: Shape) -> Iterator[Read]:
    """What a state reads before it does its work."""
    body, place = state.body, state.place
    if state.kind == "Pass" and "Result" in body:  # TestState shows nothing after InputPath and Parameters then
        return
    yield from path_read(body.get("InputPath"), f"{place}/InputPath", data)
    effective = narrowed(state, "InputPath", data)
    for member in _PATHS:
        if member in body and not (member == "ItemsPath" and "ItemReader" in body):
            yield from path_read(body[member], f"{place}/{member}", effective)
    for member in _TEMPLATES:
        if member in body:
            yield from template_reads(body[member], f"{place}/{member}", effective)
    for outer, inner in _CALLS:
        call = body.get(outer)
        if is_object(call) and inner in call:
            yield from template_reads(call[inner], f"{place}/{outer}/{inner}", effective)
    if state.kind == "Wait" and "Assign" in body:
        yield from template_reads(body["Assign"], f"{place}/Assign", effective)


def reads_after(state: State, data: Shape, outcome: Shape) -> Iterator[Read]:
    """What a state reads after it has done its work."""
    body, place = state.body, state.place
    if "ResultSelector" in body:
        yield from template_reads(body["ResultSelector"], f"{place}/ResultSelector", outcome)
    if "Assign" in body and state.kind in ("Pass", "Task", "Map", "Parallel"):
        yield from template_reads(body["Assign"], f"{place}/Assign", outcome)
    if isinstance(path := body.get("OutputPath"), str):
        yield from path_read(path, f"{place}/OutputPath", _placed(body, data, _selected(state, outcome)))


def _of(state: State, member: str, *, keep: bool = False) -> Origin:
    return Origin(state.name, f"the {member} of {state.name!r}", KEEP if keep else "")
