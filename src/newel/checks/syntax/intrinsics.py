"""Calls of intrinsic functions ("Intrinsics for JSONPath states in Step Functions")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from newel.checks.syntax.jsonpath import wrong_path
from newel.suggest import nearest

ARGUMENTS: dict[str, tuple[int, int | None]] = {
    "States.Format": (1, None),
    "States.StringToJson": (1, 1),
    "States.JsonToString": (1, 1),
    "States.Array": (0, None),
    "States.ArrayPartition": (2, 2),
    "States.ArrayContains": (2, 2),
    "States.ArrayRange": (3, 3),
    "States.ArrayGetItem": (2, 2),
    "States.ArrayLength": (1, 1),
    "States.ArrayUnique": (1, 1),
    "States.Base64Encode": (1, 1),
    "States.Base64Decode": (1, 1),
    "States.Hash": (2, 2),
    "States.JsonMerge": (3, 3),
    "States.MathRandom": (2, 3),
    "States.MathAdd": (2, 2),
    "States.StringSplit": (2, 2),
    "States.UUID": (0, 0),
}
"""The least and the most arguments of each function."""

DEEPEST = 10
"""How deep calls may be nested (the same page)."""

_CALL = re.compile(r"\s*(?P<name>[A-Za-z_][\w.]*)\s*\(")
_TEXT = re.compile(r"\s*'(?:[^'\\]|\\['{}\\])*'\s*")  # the escapes are those of the page's "Reserved characters"
_PLAIN = re.compile(r"\s*(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?!\w)\s*")
_PLACEHOLDER = re.compile(r"\\.|\{\}")
_PIECE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\[\](),]|[^\[\](),'\"]+")


@dataclass(frozen=True)
class Text:
    """A text between quotes, as it stands there, its escapes included."""

    inside: str


@dataclass(frozen=True)
class Plain:
    """A number, true, false or null."""

    text: str


@dataclass(frozen=True)
class Reference:
    """A path."""

    path: str


@dataclass(frozen=True)
class Call:
    """A call of an intrinsic function."""

    name: str
    arguments: tuple[Argument, ...]


Argument: TypeAlias = "Text | Plain | Reference | Call"


class WrongCall(Exception):
    """What is wrong with a call."""


def wrong_call(text: str) -> str | None:
    """Say what is wrong with a call, or nothing: its name, its syntax, how many arguments it has."""
    try:
        parse_call(text)
    except WrongCall as wrong:
        return str(wrong)
    return None


@lru_cache(maxsize=1024)
def parse_call(text: str) -> Call:
    """Read a call.

    Raises
    ------
    WrongCall
        It is none.
    """
    call, end = _call(text, 0, 1)
    if text[end:].strip():
        raise WrongCall(f"there is more after the call: {text[end : end + 20]!r}")
    return call


def _call(text: str, at: int, depth: int) -> tuple[Call, int]:
    found = _CALL.match(text, at)
    if found is None:
        raise WrongCall(f"it cannot be read from character {at + 1} on: {text[at : at + 20]!r}")
    name = found["name"]
    if name not in ARGUMENTS:
        raise WrongCall(f"there is no intrinsic function {name}; did you mean {nearest(name, ARGUMENTS) or 'another'}?")
    if depth > DEEPEST:
        raise WrongCall(f"intrinsic functions are nested deeper than {DEEPEST}")
    arguments: list[Argument] = []
    at = found.end()
    if (empty := re.compile(r"\s*\)").match(text, at)) is not None:
        at = empty.end()
    else:
        while True:
            argument, end = _argument(text, at, depth)
            arguments.append(argument)
            at = end + 1
            if text[end : end + 1] == ")":
                break
            if text[end : end + 1] != ",":
                raise WrongCall(f"{name} has no closing parenthesis, or an argument that cannot be read")
    _insist_on_number(name, arguments)
    return Call(name, tuple(arguments)), at


def _argument(text: str, at: int, depth: int) -> tuple[Argument, int]:
    """The argument that begins at `at`, and where it ends: at its comma or the closing parenthesis."""
    if (quoted := _TEXT.match(text, at)) is not None:
        return Text(quoted.group().strip()[1:-1]), quoted.end()
    if (plain := _PLAIN.match(text, at)) is not None:
        return Plain(plain.group().strip()), plain.end()
    begin = at + len(text[at:]) - len(text[at:].lstrip())
    if not text.startswith("$", begin):
        call, end = _call(text, at, depth + 1)
        return call, _blanks(text, end)
    end = _path_end(text, begin)
    path = text[begin:end].strip()
    if wrong := wrong_path(path):
        raise WrongCall(f"the argument {path!r} is no path: {wrong}")
    return Reference(path), end


def _path_end(text: str, at: int) -> int:
    depth = 0
    while found := _PIECE.match(text, at):
        token = found.group()
        if token in ("[", "("):
            depth += 1
        elif token in ("]", ")", ",") and depth == 0:
            return at
        elif token in ("]", ")"):
            depth -= 1
        at = found.end()
    return at


def _blanks(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _insist_on_number(name: str, arguments: list[Argument]) -> None:
    least, most = ARGUMENTS[name]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        raise WrongCall(f"{name} takes {wanted} arguments, and it has {len(arguments)}")
    if name == "States.Format" and isinstance(template := arguments[0], Text):
        wanted_values = _PLACEHOLDER.findall(template.inside).count("{}")
        if wanted_values != len(arguments) - 1:
            given = len(arguments) - 1
            raise WrongCall(f"States.Format has {wanted_values} {{}} in its text and {given} values for them")
