"""RESOURCE: what a Task calls is no ARN, or asks for a pattern that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.open_values import is_open
from newel.checks.resources import PATTERNS, has_form, pattern
from newel.checks.rule import Rule
from newel.checks.sample import machine, task
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        resource = state.body.get("Resource")
        if state.kind != "Task" or not isinstance(resource, str):
            continue
        place, asked = f"{state.place}/Resource", pattern(resource)
        if not has_form(resource) and not is_open(resource):
            said = (
                f"{resource!r:.80} is no ARN that a Task takes; write arn:aws:states:::SERVICE:ACTION, or the ARN of a "
                "function or an activity"
            )
            yield place, said
        elif asked not in PATTERNS and not is_open(asked):
            near = nearest(asked, PATTERNS[1:], most=1) or " or ".join(PATTERNS[1:])
            yield place, f"there is no integration pattern {asked!r}; write {near}"


RULE = Rule(
    id="RESOURCE",
    code="INVALID_RESOURCE",
    severity="ERROR",
    title="The Resource of a Task is the ARN of a function, an activity, or an integration, with a known pattern.",
    source="Discover service integration patterns in Step Functions",
    find=_find,
    good=task(),
    bad={
        "/States/Begin/Resource": machine(Begin={"Type": "Task", "Resource": "work", "End": True}),
        "/States/Call/Resource": machine(
            start="Call", Call={"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.async", "End": True}
        ),
    },
)
