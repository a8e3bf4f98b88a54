"""What Express workflows lack ("Choosing workflow type in Step Functions")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.checks.machine import states
from newel.checks.open_values import is_open
from newel.checks.resources import has_form, is_call, pattern
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def refused(definition: JsonObject, *, express: bool) -> Iterator[tuple[str, str]]:
    """What an Express workflow refuses, in the machine where it is Express, and in the Express children of a Map."""
    for state in states(definition, express=express):
        if not state.flow.express:
            continue
        resource = state.body.get("Resource")
        said = _refused_resource(resource) if state.kind == "Task" and isinstance(resource, str) else None
        if said is not None:
            yield f"{state.place}/Resource", said
        processor = state.body.get("ItemProcessor")
        settings = processor.get("ProcessorConfig") if is_object(processor) else None
        if state.kind == "Map" and is_object(settings) and settings.get("Mode") == "DISTRIBUTED":
            yield state.place, 'Express state machine does not support Distributed Map; write "Mode": "INLINE"'


def _refused_resource(resource: str) -> str | None:
    if is_open(resource) or not has_form(resource):
        return None
    if not is_call(resource):
        return "Express state machine does not support Activity ARN; call a function or a service"
    if asked := pattern(resource):
        return f"Express state machine does not support {asked!r}; leave it out, or take a Standard workflow"
    return None
