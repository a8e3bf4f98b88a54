"""Where the states of a flow lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.open_values import is_open
from newel.definition import pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import Flow


def transitions(flow: Flow) -> Iterator[tuple[str | None, str, str]]:
    """Every transition: the state that it leaves (None for StartAt), the pointer to it, and where it leads."""
    start = flow.body.get("StartAt")
    if isinstance(start, str):
        yield None, f"{flow.place}/StartAt", start
    for name, state in flow.states.items():
        if not is_object(state):
            continue
        place = f"{flow.place}/States{pointer(name)}"
        for member in ("Next", "Default"):
            if isinstance(target := state.get(member), str):
                yield name, f"{place}/{member}", target
        for member in ("Choices", "Catch"):
            items = state.get(member)
            for index, item in enumerate(items if is_array(items) else []):
                if is_object(item) and isinstance(target := item.get("Next"), str):
                    yield name, f"{place}/{member}/{index}/Next", target


def is_open_ended(flow: Flow) -> bool:
    """Whether the template fills in something that may lead to a state, so that none is known to be out of reach."""
    if is_open(flow.body.get("StartAt")) or is_open(flow.body.get("States")):
        return True
    for state in flow.states.values():
        if is_open(state) or (is_object(state) and any(is_open(state.get(member)) for member in _LEADING)):
            return True
        for member in ("Choices", "Catch"):
            items = state.get(member) if is_object(state) else None
            for item in items if is_array(items) else []:
                if is_open(item) or (is_object(item) and is_open(item.get("Next"))):
                    return True
    return False


_LEADING = ("Next", "Default", "Choices", "Catch")
