"""TASK_TOKEN: a state that waits for a token which nobody is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.checks.leaves import texts
from newel.checks.machine import JSONATA, states
from newel.checks.open_values import is_open
from newel.checks.resources import pattern
from newel.checks.rule import Rule
from newel.checks.sample import task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.checks.machine import State
    from newel.json_types import JsonObject

# What may hold the token: the token itself, all of the task, all of the context object.
_IN_JSONPATH = re.compile(r"\$\$(?!\.(?!\.|Task\b|\*))(?!\[\s*['\"](?!Task['\"]))")
_IN_JSONATA = re.compile(r"\$states(?!\s*\.\s*(?!context\b|`))(?!\s*\.\s*context\s*\.\s*(?!Task\b|`|\*))")
_SENT = {"": ("Parameters", "InputPath"), "JSONPath": ("Parameters", "InputPath"), JSONATA: ("Arguments",)}


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for state in states(definition):
        resource = state.body.get("Resource")
        if state.kind != "Task" or not isinstance(resource, str) or pattern(resource) != ".waitForTaskToken":
            continue
        sent = [member for member in _SENT[state.language] if member in state.body]
        if sent and sent[0] != "InputPath" and not _may_have_token(state, sent):
            token = "{% $states.context.Task.Token %}" if state.language == JSONATA else '"….$": "$$.Task.Token"'
            said = (
                f"nothing here has the task token, so nobody can answer and the state waits to its timeout; add {token}"
            )
            yield f"{state.place}/{sent[0]}", said


def _may_have_token(state: State, sent: list[str]) -> bool:
    wanted = _IN_JSONATA if state.language == JSONATA else _IN_JSONPATH
    values = [text for member in sent for _, text in texts(state.body[member], "")]
    return any(is_open(state.body[member]) for member in sent) or any(map(wanted.search, values))


def _waiting(**parameters: object) -> JsonObject:
    return task(
        Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters={"QueueUrl": "${QueueUrl}", "MessageBody": parameters},
    )


RULE = Rule(
    id="TASK_TOKEN",
    severity="WARNING",
    title="What waits for a task token sends the token.",
    source="Discover service integration patterns in Step Functions",
    find=_find,
    good=_waiting(**{"token.$": "$$.Task.Token", "order.$": "$.order"}),
    bad={"/States/Begin/Parameters": _waiting(**{"order.$": "$.order", "execution.$": "$$.Execution.Id"})},
)
