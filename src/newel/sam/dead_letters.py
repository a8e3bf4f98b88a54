"""The dead-letter queues around a machine: of what starts it, and of the queues that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.sam.template import Template

QUEUE = "AWS::SQS::Queue"


def dead_letters(machine: str, substitutions: Mapping[str, Any], template: Template) -> list[str]:
    """Find the queues of the template, by their logical ids, where what went wrong is left.

    Parameters
    ----------
    machine
        The machine's logical id.
    substitutions
        Its DefinitionSubstitutions.
    template
        The template.
    """
    found = [*_of_triggers(machine, template), *_of_queues(substitutions, template)]
    return [name for name in dict.fromkeys(found) if _type(name, template) == QUEUE]


def referred(value: object) -> str | None:
    """The logical id that a reference names first; None for what is no reference."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), str()]}:
            return name
        case _:
            return None


def _of_triggers(machine: str, template: Template) -> Iterator[str]:
    for name, resource in template.resources.items():
        properties: Any = resource.get("Properties") if is_object(resource) else None
        if not is_object(properties):
            continue
        own = _events(properties) if name == machine else []
        of_others = [one for one in _targets(properties) if _starts(referred(one.get("Arn")), machine)]
        for source in [*own, *of_others]:
            config: Any = source.get("DeadLetterConfig")
            queue = referred(config.get("Arn")) if is_object(config) else None
            if queue is not None:
                yield queue


def _events(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What starts the machine by its own `Events`."""
    events: Any = properties.get("Events")
    found = [event.get("Properties") for event in events.values() if is_object(event)] if is_object(events) else []
    return [one for one in found if is_object(one)]


def _targets(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a rule or a schedule starts."""
    targets: Any = properties.get("Targets")
    return [one for one in [*(targets if is_array(targets) else []), properties.get("Target")] if is_object(one)]


def _starts(name: str | None, machine: str) -> bool:
    """Whether a logical id is the machine's, or that of the alias that SAM makes of its AutoPublishAlias."""
    return name is not None and (name == machine or name.startswith(f"{machine}Alias"))


def _of_queues(substitutions: Mapping[str, Any], template: Template) -> Iterator[str]:
    for value in substitutions.values():
        name = referred(value)
        if name is None or _type(name, template) != QUEUE:
            continue
        match template.resources[name]:
            case {"Properties": {"RedrivePolicy": {"deadLetterTargetArn": target}}}:
                queue = referred(target)
                if queue is not None:
                    yield queue
            case _:
                pass


def _type(name: str, template: Template) -> object:
    resource = template.resources.get(name)
    return resource.get("Type") if is_object(resource) else None
