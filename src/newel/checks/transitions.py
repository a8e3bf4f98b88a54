"""Where the states of a flow lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
