"""JSONPath as Step Functions takes it ("Using JSONPath paths"), and the reference paths that name one place.

The grammar is that of Jayway's JsonPath, which Step Functions uses: `$.a['b c'][0]`, slices, unions, wildcards, `..`,
filters `[?(…)]` and functions `.length()`. What stands inside a filter is taken as it is.
"""

from __future__ import annotations

import re

_ROOT = re.compile(r"\$\$|\$(?P<variable>[^\W\d]\w*)|\$")
# A name with a blank in it stands in brackets.
_NAME = re.compile(r"[^\s.\[\]()'\"*?,]+(?P<called>\([^()]*\))?")
_QUOTED = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_INDEX = r"-?\d+"
_INSIDE = re.compile(
    rf"\s*(?:\*|{_QUOTED}(?:\s*,\s*{_QUOTED})*|{_INDEX}(?:\s*,\s*{_INDEX})*"
    rf"|(?:{_INDEX})?\s*:\s*(?:{_INDEX})?(?:\s*:\s*(?:{_INDEX})?)?)\s*\]"
)
_ONE = re.compile(rf"\s*(?:{_QUOTED}|\d+)\s*\]")
_PIECE = re.compile(rf"{_QUOTED}|[\[\]()]|[^\[\]()'\"]+")


def wrong_path(text: str) -> str | None:
    """Say what is wrong with a path, or nothing."""
    return _walk(text)[0]


def wrong_reference(text: str) -> str | None:
    """Say what keeps a text from being a reference path: a path of the state's data that names one place."""
    wrong, one_place = _walk(text)
    if wrong:
        return wrong
    if text.startswith("$$"):
        return "it reads the context object, and a reference path does not"
    return None if one_place else "it may name several places: leave out wildcards, slices, filters and `..`"


def _walk(text: str) -> tuple[str | None, bool]:
    root = _ROOT.match(text)
    if root is None:
        return "a path begins with $", False
    at, one_place = root.end(), True
    while at < len(text):
        if text.startswith("..", at):
            one_place = False
            at += 1
        if text.startswith((".[", "["), at):
            at += text[at] == "."
            end, one = _bracket(text, at)
        elif text.startswith((".*", "*"), at):
            end, one = at + (2 if text[at] == "." else 1), False
        else:
            name = _NAME.match(text, at + 1) if text[at] == "." else None
            end, one = (name.end(), name["called"] is None) if name else (None, False)
        if end is None:
            return f"it cannot be read from character {at + 1} on: {text[at : at + 20]!r}", False
        at, one_place = end, one_place and one
    return None, one_place


def _bracket(text: str, at: int) -> tuple[int | None, bool]:
    if text.startswith(("[?", "[("), at):
        return _closing(text, at), False
    found = _INSIDE.match(text, at + 1)
    return (found.end() if found else None), _ONE.match(text, at + 1) is not None


def _closing(text: str, at: int) -> int | None:
    """Where the bracket that opens at `at` ends."""
    open_brackets: list[str] = []
    while found := _PIECE.match(text, at):
        at, piece = found.end(), found.group()
        if piece in ("[", "("):
            open_brackets.append("]" if piece == "[" else ")")
        elif piece in ("]", ")"):
            if not open_brackets or open_brackets.pop() != piece:
                return None
            if not open_brackets:
                return at
    return None
