"""STATE_NAME: a name that is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import flows
from newel.checks.open_values import is_open
from newel.checks.rule import Rule
from newel.checks.sample import END, machine
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

LONGEST = 80
_LONG = "a" * (LONGEST + 1)


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for flow in flows(definition):
        for name in flow.states:
            if not 1 <= len(name) <= LONGEST and not is_open(name):
                place = f"{flow.place}/States{pointer(name)}"
                yield place, f"the name of a state has 1 to {LONGEST} characters, and this has {len(name)}"


RULE = Rule(
    id="STATE_NAME",
    code="INVALID_STATE_NAME",
    severity="ERROR",
    title="The name of a state has 1 to 80 characters.",
    source="State machine structure in Amazon States Language for Step Functions workflows",
    find=_find,
    good=machine(("a" * LONGEST, END), start="a" * LONGEST),
    bad={f"/States/{_LONG}": machine((_LONG, END), start=_LONG)},
)
