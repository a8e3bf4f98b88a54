"""Text in states that names an account or a region: ARNs, queue URLs, and the hosts of APIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.checks.leaves import texts
from newel.checks.machine import states
from newel.definition import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject

_REGION = r"(?P<region>[a-z]{2}(?:-[a-z]+){1,2}-\d)"
_ARN = re.compile(
    rf"arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):(?:{_REGION})?:(?P<account>\d{{12}})?(?=[:$]):?(?P<rest>\S*)"
)
_QUEUE = re.compile(rf"https://(?P<service>sqs)\.{_REGION}\.amazonaws\.com(?:\.cn)?/(?P<account>\d{{12}})?")
_HOST = re.compile(rf"\b[a-z0-9]{{10}}\.(?P<service>execute-api)\.{_REGION}\.amazonaws\.com")
_NO_TEXT_OF_ITS_OWN = frozenset({"ItemProcessor", "Iterator", "Branches", "Comment", "Credentials"})
_INSTEAD = {
    "lambda": "FunctionArn",
    "sns": "TopicArn",
    "sqs": "QueueUrl",
    "states": "StateMachineArn",
    "iam": "RoleArn",
    "execute-api": "ApiHost",
}


@dataclass(frozen=True)
class Literal:
    """An account or a region in the text of a state.

    Attributes
    ----------
    place
        The pointer to the text.
    text
        What was found, as far as it names the resource.
    service
        Its service: "sns".
    region, account
        What it names; None where it leaves that out, or has a substitution there.
    """

    place: str
    text: str
    service: str
    region: str | None
    account: str | None

    def instead(self) -> str:
        """What to write in its place."""
        name = "AccountArn" if self.text.endswith(":root") else _INSTEAD.get(self.service, "ResourceArn")
        return f"write ${{{name}}} with DefinitionSubstitutions in the template; in Python, Ref or GetAtt"


def literals(definition: JsonObject) -> Iterator[Literal]:
    """What states name of accounts and regions.

    Nothing of the account that a state takes a role in: there the account is what is meant ("Accessing resources in
    other AWS accounts in Step Functions"). Nor of layers, which AWS and others publish from accounts of theirs.
    """
    for state in states(definition):
        own = _account_of(state.body.get("Credentials"))
        for member, value in state.body.items():
            if member in _NO_TEXT_OF_ITS_OWN:
                continue
            for place, text in texts(value, f"{state.place}{pointer(member)}"):
                if ("arn:" in text or "amazonaws.com" in text) and not place.endswith("/Comment"):
                    yield from (one for one in _in(place, text) if own is None or one.account != own)


def _in(place: str, text: str) -> Iterator[Literal]:
    for pattern in (_ARN, _QUEUE, _HOST):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            if not str(parts.get("rest", "")).startswith("layer:"):
                yield Literal(place, found.group(), parts["service"], parts["region"], parts.get("account"))


def _account_of(credentials: object) -> str | None:
    found = _ARN.search(str(credentials)) if credentials else None
    return found["account"] if found else None
