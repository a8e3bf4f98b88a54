"""JSONPath as Step Functions reads it: `$.a.b[0]`, `$$.Execution.Id`, slices, unions, wildcards, `..`.

A path that names one place is *definite* and gives its value; one with a wildcard, a slice, a union or `..`
gives the list of what it finds, empty when it finds nothing (AWS: "Using JSONPath paths").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.json_types import is_array, is_object
from newel.local.failure import InvalidDefinition, NotCovered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True)
class Every:
    """`*`: every member or item."""


@dataclass(frozen=True)
class Several:
    """A union: these members, or these items."""

    keys: tuple[str | int, ...]


@dataclass(frozen=True)
class Span:
    """`[start:stop:step]`: a slice of an array."""

    start: int | None
    stop: int | None
    step: int | None


@dataclass(frozen=True)
class Anywhere:
    """`..`: this value and all that is in it; the next step looks at each."""


@dataclass(frozen=True)
class Chosen:
    """`[?(...)]`: the items that pass a test."""

    test: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Length:
    """`.length()`: how many items an array has."""


Step: TypeAlias = "str | int | Every | Several | Span | Anywhere | Chosen | Length"


@dataclass(frozen=True)
class Path:
    """A parsed path.

    Attributes
    ----------
    text
        As it was written.
    in_context
        Whether it starts at the context object (`$$`).
    steps
        The steps from the root.
    variable
        The variable that it starts at (`$name`); "" where it starts at none.
    """

    text: str
    in_context: bool
    steps: tuple[Step, ...]
    variable: str = ""

    @property
    def places(self) -> bool:
        """Whether the path names one place, into which something can be put."""
        return all(isinstance(step, (str, int)) for step in self.steps)

    @property
    def definite(self) -> bool:
        """Whether the path gives one value."""
        return all(isinstance(step, (str, int, Length)) for step in self.steps)


class Missing(Exception):
    """A definite path found nothing; the message is in the words of Step Functions.

    Attributes
    ----------
    past_end
        Whether all that is missing is the item of an array at the path's end.
    """

    def __init__(self, message: str, *, past_end: bool = False) -> None:
        super().__init__(message)
        self.past_end = past_end


_NAME = re.compile(r"[^\s.\[\]()'\"*?@,:]+")
_QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_KEYS = re.compile(rf"(?:{_QUOTED})(?:\s*,\s*(?:{_QUOTED}))*")
_INDEXES = re.compile(r"-?\d+(?:\s*,\s*-?\d+)*")
_SPAN = re.compile(r"(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?)?")
_BRACKET = re.compile(rf"\[\s*((?:{_QUOTED}|[^\]'\"])*?)\s*\]")
_VARIABLE = re.compile(r"\$([^\W\d]\w*)")


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """Read a path.

    Raises
    ------
    NotCovered
        It calls a function that is not known.
    InvalidDefinition
        It is no path.
    """
    if variable := _VARIABLE.match(text):
        return Path(text, in_context=False, steps=tuple(_steps(text, variable.end())), variable=variable[1])
    if not text.startswith("$"):
        raise InvalidDefinition(f"{text!r} is no path", hint='a path starts with "$." (or "$$." for the context)')
    start = 2 if text.startswith("$$") else 1
    return Path(text, start == 2, tuple(_steps(text, start)))


def _steps(text: str, at: int) -> Iterator[Step]:
    while at < len(text):
        if text.startswith("..", at):
            yield Anywhere()
            at += 2 if text.startswith("..[", at) else 1
        if text.startswith((".[", "["), at):
            step, at = _bracket(text, at + (text[at] == "."))
        else:
            step, at = _dotted(text, at)
        yield step


def _dotted(text: str, at: int) -> tuple[Step, int]:
    if text.startswith(".*", at):
        return Every(), at + 2
    name = _NAME.match(text, at + 1) if text.startswith(".", at) else None
    if name is None:
        raise _no_path(text, at)
    if text.startswith("(", name.end()):
        if name.group() == "length" and text.startswith("()", name.end()):
            return Length(), name.end() + 2
        raise NotCovered(f"the path {text!r} calls {name.group()}(), and the local run knows length() alone")
    return name.group(), name.end()


def _bracket(text: str, at: int) -> tuple[Step, int]:
    if text.startswith("[?(", at):
        from newel.local import filters  # it reads paths itself

        test, end = filters.read(text, at)
        return Chosen(test), end
    if text.startswith("[(", at):
        raise NotCovered(f"the path {text!r} computes an index, which is not covered by the local run")
    found = _BRACKET.match(text, at)
    if found is None:
        raise _no_path(text, at)
    return _inside(found.group(1), text, at), found.end()


def _inside(inside: str, text: str, at: int) -> Step:
    if inside == "*":
        return Every()
    if _KEYS.fullmatch(inside):
        keys = [unquote(quoted) for quoted in re.findall(_QUOTED, inside)]
        return keys[0] if len(keys) == 1 else Several(tuple(keys))
    if _INDEXES.fullmatch(inside):
        indexes = [int(index) for index in inside.split(",")]
        return indexes[0] if len(indexes) == 1 else Several(tuple(indexes))
    span = _SPAN.fullmatch(inside)
    if span is None or span.group(3) == "0":
        raise _no_path(text, at)
    start, stop, step = (int(part) if part else None for part in span.groups())
    return Span(start, stop, step)


def unquote(quoted: str) -> str:
    """Return the text that stands between quotes."""
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


def _no_path(text: str, at: int) -> InvalidDefinition:
    return InvalidDefinition(f"the path {text!r} cannot be read at character {at + 1}: {text[at : at + 12]!r}")


def find(path: Path, root: Any) -> Any:
    """Return what `path` finds in `root`.

    Raises
    ------
    Missing
        The path is definite and there is nothing.
    """
    if not path.definite:
        return _find_all(path.steps, root)
    value = root
    for position, step in enumerate(path.steps):
        children = list(_children(step, value, root))
        if not children:
            last = position + 1 == len(path.steps)
            raise Missing(_missing(path.steps, position), past_end=last and isinstance(step, int) and is_array(value))
        value = children[0]
    return value


def _missing(steps: Sequence[Step], position: int) -> str:
    place = "$" + "".join(f"[{step!r}]" for step in steps[: position + 1])
    if position + 1 < len(steps):
        return f"Missing property in path {place}"
    return f"No results for path: {place}"


def _find_all(steps: Sequence[Step], root: Any) -> list[Any]:
    found = [root]
    for step in steps:
        found = [value for parent in found for value in _children(step, parent, root)]
    return found


def _children(step: Step, parent: Any, root: Any = None) -> Iterator[Any]:
    match step:
        case str() | int():
            yield from _child(step, parent)
        case Several(keys):
            for key in keys:
                yield from _child(key, parent)
        case Every():
            yield from parent.values() if is_object(parent) else parent if is_array(parent) else ()
        case Span(start, stop, stride):
            yield from parent[start:stop:stride] if is_array(parent) else ()
        case Anywhere():
            yield from _descend(parent)
        case Chosen(test):
            candidates = parent if is_array(parent) else [parent] if is_object(parent) else []
            yield from (item for item in candidates if test(item, root))
        case Length():
            if is_array(parent):
                yield len(parent)


def _child(key: str | int, parent: Any) -> Iterator[Any]:
    if isinstance(key, str):
        if is_object(parent) and key in parent:
            yield parent[key]
    elif is_array(parent) and -len(parent) <= key < len(parent):
        yield parent[key]


def _descend(value: Any) -> Iterator[Any]:
    yield value
    for child in _children(Every(), value):
        yield from _descend(child)
