"""Messages to the template's topics and queues: whether one is FIFO stands there, and says what a message needs.

Publish in the SNS API reference, SendMessage in that of SQS: FIFO wants a group of each message, and an id for finding
duplicates unless it finds them by their content; others take no such id, and FIFO queues no delay of one message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.definition import name_of, states
from newel.errors import NewelError
from newel.json_types import is_object
from newel.values import GetAtt, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.machine import Definition
    from newel.sam.template import Template
    from newel.values import Placeholder

_KINDS = {"AWS::SNS::Topic": ("TopicArn", "FifoTopic"), "AWS::SQS::Queue": ("QueueUrl", "FifoQueue")}
"""The parameter that names a resource of the type, and the property that makes it FIFO."""


def unfit_messages(definition: Definition, template: Template, where: str | None) -> Iterator[NewelError]:
    """Say which messages do not fit the topics and queues of the template that they are for.

    Parameters
    ----------
    definition
        A compiled workflow.
    template
        The template that it refers to.
    where
        The workflow's place, for messages.
    """
    named = dict(_named(definition.substitutions, template))
    if not named:
        return
    from newel.tasks.message_rules import fifo_problems

    for place, state in states(definition.asl):
        parameters = state.get("Parameters", state.get("Arguments"))
        if not is_object(parameters):
            continue
        for member, _ in _KINDS.values():
            known = named.get((member, str(parameters.get(member))))
            if known is None:
                continue
            resource, properties, fifo = known
            problems = list(fifo_problems({**parameters, member: f"{resource}{'.fifo' if fifo else ''}"}, member))
            if fifo and _finds_none(properties, parameters):
                yield NewelError(
                    f"state {name_of(place)!r}: message_deduplication_id: is required: {resource} is FIFO, and does not"
                    " find duplicates by their content",
                    where=where,
                    hint=f"write message_deduplication_id=..., or ContentBasedDeduplication: true in {resource}",
                )
            for problem in problems:
                field = re.sub(r"(?<!^)(?=[A-Z])", "_", problem.place).lower()
                message = problem.message.replace(f"{resource}.fifo", resource)
                yield NewelError(f"state {name_of(place)!r}: {field}: {message}", where=where, hint=problem.hint)


def _named(
    substitutions: Mapping[str, Placeholder], template: Template
) -> Iterator[tuple[tuple[str, str], tuple[str, dict[str, Any], bool]]]:
    """What names a topic or a queue in the definition: by parameter and text, the resource, and whether it is FIFO."""
    for name, placeholder in substitutions.items():
        value = placeholder.value
        resource = template.resources.get(value.name) if isinstance(value, Ref | GetAtt) else None
        if not is_object(resource) or not isinstance(value, Ref | GetAtt) or str(resource.get("Type")) not in _KINDS:
            continue
        member, flag = _KINDS[str(resource["Type"])]
        properties = resource.get("Properties")
        given = properties if is_object(properties) else {}
        fifo = given.get(flag, False)
        if not is_object(fifo):  # a condition may decide it
            yield (member, f"${{{name}}}"), (value.name, given, _is_true(fifo))


def _finds_none(properties: dict[str, Any], parameters: dict[str, Any]) -> bool:
    by_content = properties.get("ContentBasedDeduplication", False)
    if is_object(by_content) or _is_true(by_content):
        return False
    return not {"MessageDeduplicationId", "MessageDeduplicationId.$"} & parameters.keys()


def _is_true(value: object) -> bool:
    return value is True or value == "true"
