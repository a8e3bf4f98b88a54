"""SDK_SERVICE: a service that SDK integrations do not reach, or that has another name there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws.operations import find_service
from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.rule import Rule
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for call in sdk_calls(definition):
        try:
            find_service(call.service)
        except NewelError as error:
            yield f"{call.place}/Resource", str(error)


RULE = Rule(
    id="SDK_SERVICE",
    severity="ERROR",
    title="The service of an SDK integration is one that Step Functions reaches, by its name there.",
    source="Learning to use AWS service SDK integrations in Step Functions",
    find=_find,
    good=calling("aws-sdk:sfn:listStateMachines", {}),
    bad={"/States/Call/Resource": calling("aws-sdk:stepfunctions:listStateMachines", {})},
)
