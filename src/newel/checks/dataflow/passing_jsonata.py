"""What a state of JSONata reads of its data, and hands on ("Transforming data with JSONata in Step Functions").

Only expressions that are a path and no more are looked into: what they do not find is undefined, which fails the state.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.checks.dataflow.passing import failure, item_of
from newel.checks.dataflow.reading import Read
from newel.checks.dataflow.shapes import (
    DEEPEST,
    UNKNOWN,
    Listing,
    Missing,
    Origin,
    Plain,
    find,
    literal,
    record,
    trimmed,
)
from newel.checks.leaves import texts
from newel.checks.open_values import is_open
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.checks.dataflow.shapes import Shape, Steps
    from newel.checks.machine import State
    from newel.json_types import JsonObject

_SIMPLE = re.compile(
    r"\{%\s*(?P<text>\$states\.(?P<root>input|result|errorOutput)(?P<rest>(?:\.(?:[A-Za-z_]\w*|`[^`]*`))*))\s*%\}"
)
_NAME = re.compile(r"\.(?:`([^`]*)`|(\w+))")
_BEFORE = ("Arguments", "ItemSelector", "Items", "Seconds", "Timestamp", "Error", "Cause", "TimeoutSeconds")
_AFTER = ("Output", "Assign")


def given(state: State, data: Shape) -> Shape:
    """What the branches of a Parallel begin with."""
    return _made(state, "Arguments", {"input": data}) if "Arguments" in state.body else data


def item(state: State, data: Shape) -> Shape:
    """What the states inside of a Map begin with."""
    if "ItemBatcher" in state.body:
        return UNKNOWN
    if "ItemSelector" in state.body:
        return _made(state, "ItemSelector", {"input": data})
    if "ItemReader" in state.body:
        return UNKNOWN
    return item_of(_made(state, "Items", {"input": data}) if "Items" in state.body else data)


def output(state: State, data: Shape, outcome: Shape) -> Shape:
    """The state's output; `outcome` is its result, and its input where it has none."""
    return _made(state, "Output", _roots(state, data, outcome)) if "Output" in state.body else outcome


def caught(state: State, catcher: JsonObject, data: Shape) -> Shape:
    """What a catcher hands on."""
    error = failure(state)
    if "Output" not in catcher:
        return error
    return _template(catcher["Output"], {"input": data, "errorOutput": error}, _of(state, "Output"))


def chosen(state: State, rule: JsonObject | None, data: Shape) -> Shape:
    """What a Choice hands on by a rule; None is its Default."""
    holder = state.body if rule is None else rule
    if "Output" in holder:
        return _template(holder["Output"], {"input": data}, _of(state, "Output"))
    return UNKNOWN if "Output" in state.body else data


def reads(state: State, data: Shape) -> Iterator[Read]:
    """What a state reads before it does its work."""
    yield from _reads(state, _BEFORE, {"input": data})


def reads_after(state: State, data: Shape, outcome: Shape) -> Iterator[Read]:
    """What a state reads after it has done its work."""
    if state.kind != "Choice":
        yield from _reads(state, _AFTER, _roots(state, data, outcome))


def _roots(state: State, data: Shape, outcome: Shape) -> dict[str, Shape]:
    return {"input": data, "result": outcome} if state.kind in ("Task", "Map", "Parallel") else {"input": data}


def _reads(state: State, members: tuple[str, ...], roots: Mapping[str, Shape]) -> Iterator[Read]:
    for member in members:
        if member in state.body:
            for place, text in texts(state.body[member], f"{state.place}/{member}"):
                if found := _simple(text, roots):
                    root, steps, shown = found
                    yield Read(place, shown, steps, roots[root], f"$states.{root}")


def _simple(text: str, roots: Mapping[str, Shape]) -> tuple[str, Steps, str] | None:
    found = _SIMPLE.fullmatch(text) if text.startswith("{%") and not is_open(text) else None
    if found is None or found["root"] not in roots:
        return None
    steps = tuple(quoted or plain for quoted, plain in _NAME.findall(found["rest"]))
    return found["root"], steps, found["text"]


def _made(state: State, member: str, roots: Mapping[str, Shape]) -> Shape:
    return _template(state.body[member], roots, _of(state, member))


def _template(value: object, roots: Mapping[str, Shape], origin: Origin, depth: int = 0) -> Shape:
    if is_open(value) or depth > DEEPEST:
        return UNKNOWN
    if is_object(value):
        return record(((name, _template(inner, roots, origin, depth + 1)) for name, inner in value.items()), origin)
    if is_array(value):
        return Listing(tuple(_template(inner, roots, origin, depth + 1) for inner in value), UNKNOWN)
    if not isinstance(value, str) or not value.startswith("{%"):
        return literal(value, origin)
    found = _simple(value, roots)
    shape = find(roots[found[0]], found[1]) if found else UNKNOWN
    return UNKNOWN if isinstance(shape, (Missing, Plain)) else trimmed(shape, DEEPEST - depth)


def _of(state: State, member: str) -> Origin:
    return Origin(state.name, f"the {member} of {state.name!r}")
