"""The values inside a state's fields, with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.checks.machine import JSONATA, states
from newel.checks.open_values import is_open
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import State
    from newel.json_types import JsonObject

PLAIN = frozenset(
    {
        *("Type", "Comment", "QueryLanguage", "Next", "End", "Default", "Resource", "Label", "Retry"),
        *("ItemProcessor", "Iterator", "Branches", "ErrorEquals"),
    }
)
"""Fields in which nothing is computed, or that hold states of their own."""


@dataclass(frozen=True)
class Expression:
    """A JSONata expression in a state.

    Attributes
    ----------
    place
        The pointer to its text.
    text
        The expression, without `{%` and `%}`.
    state
        The state that it stands in.
    member
        The field of the state that it stands in: `Output`, `Catch`.
    """

    place: str
    text: str
    state: State
    member: str


def objects(value: Any, place: str) -> Iterator[tuple[str, JsonObject]]:
    """Every object in a value, itself first."""
    waiting = [(place, value)]
    while waiting:
        here, inner = waiting.pop()
        if is_object(inner):
            if is_open(inner):
                continue
            yield here, inner
            waiting += [(f"{here}{pointer(name)}", member) for name, member in inner.items()]
        elif is_array(inner):
            waiting += [(f"{here}/{index}", item) for index, item in enumerate(inner)]


def texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, but in fields in which nothing is computed."""
    waiting = [(place, value)]
    while waiting:
        here, inner = waiting.pop()
        if isinstance(inner, str):
            yield here, inner
        elif is_object(inner):
            waiting += [(f"{here}{pointer(name)}", member) for name, member in reversed(inner.items())]
        elif is_array(inner):
            waiting += [(f"{here}/{index}", item) for index, item in reversed(list(enumerate(inner)))]


def jsonata_texts(definition: JsonObject) -> Iterator[tuple[str, str, State, str]]:
    """Every text that a JSONata state may compute: place, text, state, and the state's field."""
    for state in states(definition):
        if state.language == JSONATA:
            for member, value in state.body.items():
                if member in PLAIN:
                    continue
                place = f"{state.place}{pointer(member)}"
                for here, text in texts(_computed(member, value), place):
                    yield here, text, state, member


def _computed(member: str, value: Any) -> Any:
    if member in ("Catch", "Choices") and is_array(value):
        return [
            {name: inner for name, inner in item.items() if name not in PLAIN} if is_object(item) else None
            for item in value
        ]
    return value


def expressions(definition: JsonObject) -> Iterator[Expression]:
    """Every JSONata expression; those with a `${Substitution}` in them are left out."""
    for place, text, state, member in jsonata_texts(definition):
        if text.startswith("{%") and text.endswith("%}") and len(text) >= 4 and not is_open(text):
            yield Expression(place, text[2:-2], state, member)
