"""SDK_RETIRED: a service that AWS's page of SDK integrations lists no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws.operations import retired
from newel.checks.calls import sdk_calls
from newel.checks.examples import calling
from newel.checks.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


def _find(definition: JsonObject) -> Iterator[tuple[str, str]]:
    for call in sdk_calls(definition):
        said = retired(call.service)
        if said is not None:
            yield f"{call.place}/Resource", said


RULE = Rule(
    id="SDK_RETIRED",
    severity="WARNING",
    title="The service of an SDK integration is not retired.",
    source="Service integrations release history",
    find=_find,
    good=calling("aws-sdk:inspector2:listMembers", {}),
    bad={"/States/Call/Resource": calling("aws-sdk:inspector:listFindings", {})},
)
