"""SDK_UNCHECKED: a service that botocore has no model of, so that nobody looks at actions and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws.operations import unchecked
from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for call in sdk_calls(definition):
        said = unchecked(call.service)
        if said is not None:
            yield f"{call.place}/Resource", said


RULE = Rule(
    id="SDK_UNCHECKED",
    severity="WARNING",
    title="The action and parameters of an SDK integration can be checked.",
    source="newel's own: botocore's models are what they are held to",
    find=_find,
    good=calling("aws-sdk:sfn:listStateMachines", {}),
    bad={"/States/Call/Resource": calling("aws-sdk:lookoutvision:listProjects", {})},
)
