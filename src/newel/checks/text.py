"""Checking the text of a definition, JSON or YAML, before and besides what stands in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newel.checks import NO_OBJECT, NOT_A_DEFINITION, Diagnostic, check_definition
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from newel.checks.rule import MachineType
    from newel.json_types import JsonObject

MISSING = "MISSING_DESCRIPTION"
"""AWS's code for nothing at all (API: "ValidateStateMachineDefinition")."""


def check_text(content: bytes, machine: MachineType = "STANDARD", *, yaml: bool = False) -> list[Diagnostic]:
    """Check a definition as it stands in a file.

    Parameters
    ----------
    content
        What the file holds.
    machine
        The type of the machine.
    yaml
        Whether it is YAML, which SAM takes too.

    Returns
    -------
    list[Diagnostic]
        What was found: that it is empty, not UTF-8, no JSON or YAML, that names are there twice, and what the rules
        find.
    """
    if not content:
        return [_refused(MISSING, "it is empty; write a definition, with StartAt and States")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_refused(NOT_A_DEFINITION, f"this is not UTF-8 text (byte {error.start})")]
    if not text.strip():
        return [NO_OBJECT]
    try:
        definition, twice = _yaml(text) if yaml else _json(text)
    except RecursionError:
        return [_refused("TOO_DEEPLY_NESTED", "it is nested too deeply")]
    except _NoDefinition as wrong:
        return [_refused(NOT_A_DEFINITION, str(wrong))]
    return twice + check_definition(definition, machine)


class _NoDefinition(Exception):
    """What keeps a text from being read."""


def _refused(code: str, message: str) -> Diagnostic:
    return Diagnostic("ERROR", code, message, "")


def _json(text: str) -> tuple[Any, list[Diagnostic]]:
    twice: dict[int, list[str]] = {}
    kept: list[JsonObject] = []  # so that no other object gets the id of one that was dropped

    def members(pairs: list[tuple[str, Any]]) -> JsonObject:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice[id(found)] = sorted({name for name in names if names.count(name) > 1})
            kept.append(found)
        return found

    try:
        definition = json.loads(text, object_pairs_hook=members, parse_constant=_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _NoDefinition(f"this is not JSON: {error.msg} ({place})") from None
    except ValueError as error:
        raise _NoDefinition(f"this is not JSON: {error}") from None
    return definition, _twice(definition, twice) if twice else []


def _constant(name: str) -> None:
    raise ValueError(f"it has no {name}")


def _twice(definition: Any, twice: dict[int, list[str]]) -> list[Diagnostic]:
    """What is there twice, with its places. Of an object that another of its name hides there is no place."""
    found: list[Diagnostic] = []
    waiting: list[tuple[str, Any]] = [("", definition)]
    while waiting:
        place, value = waiting.pop()
        if is_object(value):
            for name in twice.pop(id(value), ()):
                said = f"{name!r} is there twice, and JSON keeps the last alone; take one out, or give it another name"
                found.append(Diagnostic("ERROR", NOT_A_DEFINITION, said, f"{place}{pointer(name)}"))
            waiting += [(f"{place}{pointer(name)}", inner) for name, inner in value.items()]
        elif is_array(value):
            waiting += [(f"{place}/{index}", item) for index, item in enumerate(value)]
    return found


def _yaml(text: str) -> tuple[Any, list[Diagnostic]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from newel.sam.document import DocumentError, insist_on_few

    try:
        reader: Any = YAML(typ="safe", pure=True)
        if "&" in text and (root := reader.compose(text)) is not None:
            insist_on_few(root)
        definition = reader.load(text)
    except (DocumentError, YAMLError) as error:
        raise _NoDefinition(f"this is not YAML: {error}") from None
    except ValueError as error:  # a date that is none
        raise _NoDefinition(f"this is not YAML: {error}") from None
    return _plain(definition), []


def _plain(value: Any) -> Any:
    """Return what YAML gave as JSON: its dates as text, its names as text."""
    if is_object(value):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if is_array(value):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)
