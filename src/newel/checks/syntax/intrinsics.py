"""Calls of intrinsic functions ("Intrinsics for JSONPath states in Step Functions")."""

from __future__ import annotations

import re

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


class _Wrong(Exception):
    """What is wrong with a call."""


def wrong_call(text: str) -> str | None:
    """Say what is wrong with a call, or nothing: its name, its syntax, how many arguments it has."""
    try:
        end = _call(text, 0, 1)
    except _Wrong as wrong:
        return str(wrong)
    return None if not text[end:].strip() else f"there is more after the call: {text[end : end + 20]!r}"


def _call(text: str, at: int, depth: int) -> int:
    found = _CALL.match(text, at)
    if found is None:
        raise _Wrong(f"it cannot be read from character {at + 1} on: {text[at : at + 20]!r}")
    name = found["name"]
    if name not in ARGUMENTS:
        raise _Wrong(f"there is no intrinsic function {name}; did you mean {nearest(name, ARGUMENTS) or 'another'}?")
    if depth > DEEPEST:
        raise _Wrong(f"intrinsic functions are nested deeper than {DEEPEST}")
    arguments: list[str] = []
    at = found.end()
    if (empty := re.compile(r"\s*\)").match(text, at)) is not None:
        at = empty.end()
    else:
        while True:
            end = _argument(text, at, depth)
            arguments.append(text[at:end].strip())
            at = end + 1
            if text[end : end + 1] == ")":
                break
            if text[end : end + 1] != ",":
                raise _Wrong(f"{name} has no closing parenthesis, or an argument that cannot be read")
    _insist_on_number(name, arguments)
    return at


def _argument(text: str, at: int, depth: int) -> int:
    """Where the argument that begins at `at` ends: at its comma or the closing parenthesis."""
    if (plain := _TEXT.match(text, at) or _PLAIN.match(text, at)) is not None:
        return plain.end()
    begin = at + len(text[at:]) - len(text[at:].lstrip())
    if not text.startswith("$", begin):
        return _blanks(text, _call(text, at, depth + 1))
    end = _path_end(text, begin)
    if wrong := wrong_path(text[begin:end].strip()):
        raise _Wrong(f"the argument {text[begin:end].strip()!r} is no path: {wrong}")
    return end


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


def _insist_on_number(name: str, arguments: list[str]) -> None:
    least, most = ARGUMENTS[name]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        raise _Wrong(f"{name} takes {wanted} arguments, and it has {len(arguments)}")
    if name == "States.Format" and arguments[0].startswith("'"):
        wanted_values = _PLACEHOLDER.findall(arguments[0]).count("{}")
        if wanted_values != len(arguments) - 1:
            given = len(arguments) - 1
            raise _Wrong(f"States.Format has {wanted_values} {{}} in its text and {given} values for them")
