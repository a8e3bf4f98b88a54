"""The dead-letter queues around a machine: of what starts it, and of the queues that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.sam.generated import alias_of, events, queue_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.machine import StateMachine
    from newel.sam.template import Template

QUEUE = "AWS::SQS::Queue"


@dataclass(frozen=True)
class DeadLetters:
    """A queue where what went wrong is left.

    Attributes
    ----------
    queue
        Its logical id.
    condition
        The condition of the template that it is there by; None: it always is.
    """

    queue: str
    condition: str | None = None


def dead_letters(machine: StateMachine, substitutions: Mapping[str, Any], template: Template) -> list[DeadLetters]:
    """Find the queues of the template, and those that SAM makes, where what went wrong is left.

    Parameters
    ----------
    machine
        The machine.
    substitutions
        Its DefinitionSubstitutions.
    template
        The template.
    """
    named = [*_of_triggers(machine, template), *_of_queues(substitutions, template)]
    found = [DeadLetters(name, condition_of(name, template)) for name in named if _type(name, template) == QUEUE]
    return list(dict.fromkeys([*found, *_made_by_sam(machine.name, template)]))


def condition_of(name: str, template: Template) -> str | None:
    """The condition that a resource of the template is there by; None: it always is, or is not in the template."""
    match template.resources.get(name):
        case {"Condition": str(condition)}:
            return condition
        case _:
            return None


def referred(value: object) -> str | None:
    """The logical id that a reference names first; None for what is no reference."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), str()]}:
            return name
        case _:
            return None


def _of_triggers(machine: StateMachine, template: Template) -> Iterator[str]:
    started = {machine.name, *_aliases(machine, template)}
    for name, resource in template.resources.items():
        properties: Any = resource.get("Properties") if is_object(resource) else None
        if not is_object(properties):
            continue
        own = list(_events(properties).values()) if name == machine.name else []
        of_others = [one for one in _targets(properties) if referred(one.get("Arn")) in started]
        for source in [*own, *of_others]:
            config: Any = source.get("DeadLetterConfig")
            queue = referred(config.get("Arn")) if is_object(config) else None
            if queue is not None:
                yield queue


def _made_by_sam(machine: str, template: Template) -> Iterator[DeadLetters]:
    """The queues that SAM makes for `DeadLetterConfig: {Type: SQS}` ("DeadLetterConfig"), as SAM calls them."""
    resource = template.resources.get(machine)
    properties: Any = resource.get("Properties") if is_object(resource) else None
    for event, source in _events(properties if is_object(properties) else {}).items():
        queue = queue_of(machine, event, source.get("DeadLetterConfig"))
        if queue is not None:
            yield DeadLetters(queue, condition_of(machine, template))


def _events(properties: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What starts the machine by its own `Events`, by their names."""
    found = {name: event.get("Properties") for name, event in events(properties).items()}
    return {name: one for name, one in found.items() if is_object(one)}


def _targets(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a rule or a schedule starts."""
    targets: Any = properties.get("Targets")
    return [one for one in [*(targets if is_array(targets) else []), properties.get("Target")] if is_object(one)]


def _aliases(machine: StateMachine, template: Template) -> Iterator[str]:
    """The logical ids of the aliases that SAM makes of `AutoPublishAlias`: newel's, and the template's."""
    if machine.alias is not None:
        yield alias_of(machine.name, machine.alias)
    match template.resources.get(machine.name):
        case {"Properties": {"AutoPublishAlias": str(alias)}}:
            yield alias_of(machine.name, alias)
        case _:
            pass


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
