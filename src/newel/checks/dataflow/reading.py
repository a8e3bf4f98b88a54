"""What fields of a state read, and what they make of it: paths and payload templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

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
from newel.checks.open_values import is_open
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.dataflow.shapes import Shape, Steps

_STEP = re.compile(
    r"\.(?P<name>[^\s.\[\]()'\"*?,@:]+)|\[\s*(?:'(?P<one>[^'\\]*)'|\"(?P<two>[^\"\\]*)\"|(?P<index>\d+))\s*\]"
)
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'")
_ARGUMENT = re.compile(r"(?<![\w$])\$(?:\.[^\s.\[\]()'\"*?,@:]+|\[\s*\d+\s*\])*(?=\s*[,)])")
_PLAIN_CALLS = (
    *("States.Format(", "States.UUID(", "States.Hash(", "States.MathAdd(", "States.MathRandom(", "States.Base64"),
    *("States.JsonToString(", "States.ArrayLength(", "States.ArrayContains("),
)
_LIST_CALLS = (
    "States.Array(",
    "States.ArrayPartition(",
    "States.ArrayRange(",
    "States.ArrayUnique(",
    "States.StringSplit(",
)


@dataclass(frozen=True)
class Read:
    """A path that a state reads.

    Attributes
    ----------
    place
        The pointer to it.
    text
        As it stands there.
    steps
        Its steps.
    data
        What it looks at.
    root
        How what it looks at is written: "$", "$states.input".
    """

    place: str
    text: str
    steps: Steps
    data: Shape
    root: str = "$"

    def missing(self) -> Missing | None:
        """What it does not find, for certain."""
        found = find(self.data, self.steps)
        return found if isinstance(found, Missing) else None

    def shown(self, steps: int) -> str:
        """So many of its steps, as a person writes them."""
        return self.root + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in self.steps[:steps])


@lru_cache(maxsize=4096)
def steps_of(text: str) -> Steps | None:
    """The steps of a path of the state's data that names one place; None of any other, and of what is none."""
    if not text.startswith("$") or text.startswith("$$") or "${" in text:
        return None
    steps: list[str | int] = []
    at = 1
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            return None
        at = step.end()
        index = step["index"]
        steps.append(
            int(index) if index else next(part for part in step.group("name", "one", "two") if part is not None)
        )
    return tuple(steps)


def at(path: object, data: Shape) -> Shape:
    """What a path gives of the data."""
    steps = steps_of(path) if isinstance(path, str) else None
    if steps is None:
        return UNKNOWN
    found = find(data, steps)
    return UNKNOWN if isinstance(found, Missing) else found


def path_read(text: object, place: str, data: Shape) -> Iterator[Read]:
    """What a field that holds a path reads."""
    steps = steps_of(text) if isinstance(text, str) else None
    if isinstance(text, str) and steps:
        yield Read(place, text, steps, data)
    elif isinstance(text, str) and text.startswith("States."):
        yield from _call_reads(text, place, data)


def template_reads(value: object, place: str, data: Shape) -> Iterator[Read]:
    """What a payload template reads."""
    waiting = [(place, value)]
    while waiting:
        here, inner = waiting.pop()
        if is_object(inner) and not is_open(inner):
            for name, member in inner.items():
                below = f"{here}{pointer(name)}"
                if name.endswith(".$"):
                    yield from path_read(member, below, data)
                else:
                    waiting.append((below, member))
        elif is_array(inner):
            waiting += [(f"{here}/{index}", item) for index, item in enumerate(inner)]


def _call_reads(text: str, place: str, data: Shape) -> Iterator[Read]:
    if is_open(text):
        return
    for found in _ARGUMENT.finditer(_QUOTED.sub("''", text)):
        if steps := steps_of(found.group()):
            yield Read(place, found.group(), steps, data)


def template(value: object, data: Shape, origin: Origin, depth: int = 0) -> Shape:
    """What a payload template makes of the data."""
    if is_open(value) or depth > DEEPEST:
        return UNKNOWN
    if is_object(value):
        return record(
            (
                (name.removesuffix(".$"), _computed(inner, data, origin, depth + 1))
                if name.endswith(".$")
                else (name, template(inner, data, origin, depth + 1))
                for name, inner in value.items()
            ),
            origin,
        )
    if is_array(value):
        return Listing(tuple(template(inner, data, origin, depth + 1) for inner in value), UNKNOWN)
    return literal(value, origin)


def _computed(value: object, data: Shape, origin: Origin, depth: int) -> Shape:
    if not isinstance(value, str) or is_open(value):
        return UNKNOWN
    if value.startswith(_PLAIN_CALLS):
        return Plain(origin)
    if value.startswith(_LIST_CALLS):
        return Listing(None, UNKNOWN)
    return trimmed(at(value, data), max(DEEPEST - depth, 0))
