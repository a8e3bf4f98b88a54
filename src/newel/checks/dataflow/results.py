"""What tasks give back, as far as the model of their API says it; read when something is looked for in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from newel.aws import models, naming, operations
from newel.checks.dataflow.shapes import KEEP, UNKNOWN, Origin, Plain
from newel.errors import NewelError
from newel.parameters.shapes import spelled
from newel.permissions.resource import read
from newel.suggest import slip

if TYPE_CHECKING:
    from newel.checks.dataflow.shapes import Shape
    from newel.json_types import JsonObject

_BESIDES = frozenset({"SdkHttpMetadata", "SdkResponseMetadata"})
"""What optimized integrations add to what the API answers."""
_PLAIN = frozenset({"string", "character", "integer", "long", "short", "float", "double", "boolean", "timestamp"})
_OPTIMIZED = frozenset({"dynamodb", "events", "lambda", "sns", "sqs"})
"""Services whose optimized integrations answer as the API does; recorded executions show it."""


@dataclass(frozen=True)
class Modelled:
    """A value of an API's model.

    Attributes
    ----------
    service
        botocore's name of the service.
    shape
        The model's name of the shape; "" where the answer has no fields.
    sdk
        Whether its members are spelled as the SDK for Java does.
    top
        Whether it is the whole answer.
    origin
        What made it.
    """

    service: str
    shape: str
    sdk: bool
    top: bool
    origin: Origin = field(compare=False)

    def step(self, step: str | int) -> Shape | None:
        """What a member or an item is; None where there is no such member."""
        about: JsonObject = models.service(self.service)["shapes"][self.shape] if self.shape else {"type": "structure"}
        if about["type"] == "structure" and isinstance(step, str) and not about.get("document"):
            if self.top and step in _BESIDES:
                return UNKNOWN
            member = _members(self.service, self.shape, sdk=self.sdk).get(step)
            return None if member is None else self._of(member)
        if about["type"] == "list" and isinstance(step, int):
            return self._of(about["member"])
        return UNKNOWN

    def meant(self, name: str) -> str:
        """The member that a name is misspelt of, or the way to it in one that is nested; "" where there is none."""
        known = _members(self.service, self.shape, sdk=self.sdk)
        if found := slip(name, known):
            return found
        if self.service == "lambda" and "Payload" in known:
            return f"Payload.{name}"  # what the function itself gives
        for outer in known:
            inner = self.step(outer)
            if isinstance(inner, Modelled) and name in _members(self.service, inner.shape, sdk=self.sdk):
                return f"{outer}.{name}"
        return ""

    def _of(self, member: JsonObject) -> Shape:
        about = models.service(self.service)["shapes"][member["shape"]]
        if about["type"] in _PLAIN:
            return UNKNOWN if member.get("jsonvalue") or about.get("jsonvalue") else Plain(self.origin)
        if about["type"] in ("structure", "list") and not about.get("document"):
            return Modelled(self.service, member["shape"], self.sdk, top=False, origin=self.origin)
        return UNKNOWN


@cache
def _members(service: str, shape: str, *, sdk: bool) -> dict[str, JsonObject]:
    about: JsonObject = models.service(service)["shapes"][shape] if shape else {}
    spell = naming.member if sdk else spelled
    return {spell(name): member for name, member in about.get("members", {}).items()}


def result(resource: object, state: str) -> Shape:
    """What a Task gives back, by its Resource: known of requests that are answered at once."""
    found = read(resource, None)
    service = found.what.partition(":")[0]
    if found.means not in ("sdk", "integration") or "." in found.what or "${" in found.what:
        return UNKNOWN
    if found.means == "integration" and service not in _OPTIMIZED:
        return UNKNOWN
    try:
        operation = operations.called(found.what if found.means == "sdk" else f"aws-sdk:{found.what}")
        if not operation.modelled or operation.service.botocore is None:
            return UNKNOWN
        about = models.service(operation.service.botocore)["operations"][operation.name].get("output", {})
    except (NewelError, KeyError):
        return UNKNOWN
    what = found.what.removeprefix("aws-sdk:")
    origin = Origin(state, f"the result of {what} in {state!r}", KEEP)
    return Modelled(operation.service.botocore, about.get("shape", ""), found.means == "sdk", top=True, origin=origin)
