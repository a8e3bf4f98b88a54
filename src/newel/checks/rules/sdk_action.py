"""SDK_ACTION: an action that the service does not have, that is spelled otherwise, or that Step Functions refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws.operations import find
from newel.aws.services import services
from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.rule import Rule
from newel.errors import NewelError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for call in sdk_calls(definition):
        if call.service in services():
            try:
                find(call.service, call.action)
            except NewelError as error:
                yield f"{call.place}/Resource", str(error)


RULE = Rule(
    id="SDK_ACTION",
    severity="ERROR",
    title="The action of an SDK integration is one of its service's, in camelCase, and supported.",
    source="Learning to use AWS service SDK integrations in Step Functions",
    find=_find,
    good=calling("aws-sdk:s3:listBuckets", {}),
    bad={"/States/Call/Resource": calling("aws-sdk:s3:ListBuckets", {})},
)
