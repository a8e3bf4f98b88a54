"""Where in a file something of a definition is written: in JSON, in YAML, and in the Python that it comes from."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SOURCE = re.compile(r"(?P<file>.+):(?P<line>\d+)")


class Place(NamedTuple):
    """A place in a text: its line and its column, from 1 on."""

    line: int
    column: int


class Source(NamedTuple):
    """A place of a workflow in Python.

    Attributes
    ----------
    file
        The module, as its author would name it.
    place
        What is meant: the argument, or the state where that is not to be found.
    state
        The line in which the state begins.
    """

    file: str
    place: Place
    state: int


def steps_of(location: str) -> list[str]:
    """The names and numbers of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in location.split("/")[1:]]


def in_json(text: str) -> dict[str, Place]:
    """Every place of a JSON text by its pointer: of a member, where its name stands.

    The text has been read as JSON; of another nothing sensible comes out.
    """
    found = {"": Place(1, 1)}
    holders: list[list[str | int]] = []  # of each holder around: its pointer, and the number of the next item
    name, line, start, at = "", 1, 0, 0
    for begin, piece in _tokens(text):
        line += text.count("\n", at, begin)
        start = max(start, text.rfind("\n", at, begin) + 1)
        at = begin
        here = Place(line, begin - start + 1)
        inside = holders[-1] if holders else None
        place = f"{inside[0]}{pointer(name if inside[1] == -1 else inside[1])}" if inside else ""
        match piece:
            case "{" | "[":
                found.setdefault(place, here)
                holders.append([place, -1 if piece == "{" else 0])
                name = ""
            case "}" | "]":
                holders.pop()
                name = ""
            case ",":
                name = ""
                if inside and inside[1] != -1:
                    inside[1] = int(inside[1]) + 1
            case ":":
                pass
            case _ if inside and inside[1] == -1 and not name and piece.startswith('"'):
                name = _Name(json.loads(piece))
                found.setdefault(f"{inside[0]}{pointer(name)}", here)
            case _:
                found.setdefault(place, here)
    return found


class _Name(str):
    """The name of a member, which may be empty and is there nonetheless."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for found in _TOKEN.finditer(text):
        yield found.start(), found.group()


def in_yaml(text: str) -> dict[str, Place]:
    """Every place of a YAML text by its pointer, as `in_json` has them; nothing of one that cannot be read."""
    from ruamel.yaml.error import YAMLError

    from newel.sam.document import DocumentError, Mapping, Node, Sequence, parse

    found = {"": Place(1, 1)}
    try:
        root = parse(text)
    except (DocumentError, YAMLError, ValueError, RecursionError):
        return found
    waiting: list[tuple[str, Node]] = [] if root is None else [("", root)]
    while waiting:
        at, node = waiting.pop()
        inside: list[tuple[str, Node, Node]] = []
        if isinstance(node, Mapping):
            inside = [(f"{at}{pointer(name)}", key, value) for name, (key, value) in node.members.items()]
        elif isinstance(node, Sequence):
            inside = [(f"{at}/{index}", item, item) for index, item in enumerate(node.items)]
        for place, marked, value in inside:
            found[place] = Place(marked.line + 1, marked.column + 1)
            waiting.append((place, value))
    return found


def nearest(places: Mapping[str, Place], location: str) -> Place:
    """The place of a pointer, or of the nearest thing around it that is there."""
    while location not in places and location:
        location = location.rpartition("/")[0]
    return places.get(location, Place(1, 1))


def in_python(sources: Mapping[str, str], location: str, texts: dict[str, str]) -> Source | None:
    """The place in Python of something in a compiled definition; None of what is in no state of a known place.

    Parameters
    ----------
    sources
        Where each state is written, as "statemachines/tell.py:12".
    location
        A JSON pointer into the definition.
    texts
        The modules that have been read, by their names; what is read comes in.
    """
    steps = steps_of(location)
    states = [index for index, step in enumerate(steps) if index and steps[index - 1] == "States" and step in sources]
    found = _SOURCE.fullmatch(sources[steps[states[-1]]]) if states else None
    if found is None:
        return None
    file, line = found["file"], int(found["line"])
    if file not in texts:
        texts[file] = read(file)
    name, inner = steps[states[-1]], steps[states[-1] + 1 :]
    call = _call(texts[file], line, name)
    if call is None:
        return Source(file, Place(line, 1), line)
    node = _inside(call, inner)
    within = texts[file].splitlines()[node.lineno - 1].encode()[: node.col_offset]
    return Source(file, Place(node.lineno, len(within.decode("utf-8", "replace")) + 1), line)


def read(file: str) -> str:
    """What a file holds, to be shown; nothing where it cannot be read."""
    try:
        return Path(file).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def line_of(text: str, place: Place) -> str:
    """The line of a place."""
    lines = text.splitlines()
    return lines[place.line - 1] if place.line <= len(lines) else ""


def _call(text: str, line: int, name: str) -> ast.Call | None:
    """The call that makes a state: of those in its line the one with its name, else the first."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.lineno == line]
    named = [
        node
        for node in calls
        if any(isinstance(each, ast.Constant) and each.value == name for each in node.args)
        or any(each.arg == "name" and getattr(each.value, "value", None) == name for each in node.keywords)
    ]
    # A method of a state begins where the state does: Choice("A").when(...) is the outer call.
    return min(named, key=lambda node: node.end_col_offset or 0, default=None) or (
        calls[0] if len(calls) == 1 else None
    )


def _inside(call: ast.Call, steps: list[str]) -> ast.expr | ast.keyword:
    """The argument, and the member of a literal in it, that a pointer leads to; the call where none does."""
    shown: ast.expr | ast.keyword = call
    node: ast.AST = call
    for step in steps:
        if isinstance(node, ast.Call):
            wanted = {_snake(step), _snake(step.removesuffix(".$")), _snake(step.removesuffix("Path"))}
            argument = next((each for each in node.keywords if each.arg in wanted), None)
            if argument is not None:
                shown, node = argument, argument.value
        elif isinstance(node, ast.Dict):
            names = {step, step.removesuffix(".$")}
            pairs = zip(node.keys, node.values, strict=True)
            member = next(((key, value) for key, value in pairs if _constant(key) in names), None)
            if member is None or member[0] is None:
                break
            shown, node = member[0], member[1]
        elif isinstance(node, ast.List | ast.Tuple) and step.isdigit() and int(step) < len(node.elts):
            shown = node.elts[int(step)]
            node = shown
        else:
            break
    return shown


def _constant(node: ast.expr | None) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _snake(member: str) -> str:
    return _WORDS.sub("_", member).lower()
