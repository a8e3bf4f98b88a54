"""What each visit of a state was given, sent and gave, as a history tells it: for the page of a machine."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from newel.graph import Visit
from newel.local import story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.local.history import Event

MOST, LONGEST = 5, 4_000
"""The visits of a state that are told, and the characters of each thing told of them."""

_ERROR = "Error"


def visits_of(events: Sequence[Event]) -> dict[str, list[Visit]]:
    """The visits of each state, by its name, a few of many: those that failed, and then the first.

    A visit failed where an error is told of it, tried again or not, or where the state was not left.
    """
    told: dict[int, list[tuple[str, str]]] = {}
    of: dict[str, list[int]] = {}
    left: set[int] = set()
    places = story.Places()
    for event in events:
        place, about = places.of(event), story.details(event)
        kind: str = event["type"]
        if kind.endswith("StateEntered"):
            of.setdefault(place.state, []).append(event["id"])
            told[event["id"]] = [("Input", about.get("input") or "")]
        here = told.get(place.entered)
        if here is None:
            continue
        if kind in story.SCHEDULED:
            here.append((f"Sent to {story.called(about)}", about.get(story.SCHEDULED[kind][1]) or ""))
        elif kind in story.FAILURES or (kind == "ExecutionFailed" and not _failed(here)):
            here.append((_ERROR, _error(about)))
        elif kind.endswith("StateExited"):
            here.append(("Output", about.get("output") or ""))
            left.add(place.entered)
    return {name: _some(entered, told, left) for name, entered in of.items()}


def _some(entered: list[int], told: dict[int, list[tuple[str, str]]], left: set[int]) -> list[Visit]:
    order = sorted(
        range(len(entered)), key=lambda number: entered[number] in left and not _failed(told[entered[number]])
    )
    return [
        Visit(number + 1, tuple((title, _text(text)) for title, text in told[entered[number]]))
        for number in order[:MOST]
    ]


def _failed(told: list[tuple[str, str]]) -> bool:
    return any(title == _ERROR for title, _ in told)


def _error(about: dict[str, Any]) -> str:
    return "\n".join(str(about[name]) for name in ("error", "cause") if about.get(name))


def _text(text: str) -> str:
    """JSON as people read it; a part of it, as AWS tells of what is too long, and an error as they stand."""
    with contextlib.suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    if not text:
        return "(not told)"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"
