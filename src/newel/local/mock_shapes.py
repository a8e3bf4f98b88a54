"""Whether a mocked answer is one that the API could give, by the API's model ("Testing state machines with TestState").

The words are Step Functions' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from newel.aws import models, naming, operations
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.parameters.shapes import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newel.json_types import JsonObject
    from newel.local.resource import Resource

Mode: TypeAlias = "Literal['STRICT', 'PRESENT', 'NONE']"
"""How much is asked of a mock: all that the API's model says, that of the members which are there, or nothing."""

MODES = ("STRICT", "PRESENT", "NONE")

_TYPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "structure": ("an object", is_object),
    "map": ("an object", is_object),
    "list": ("an array", is_array),
    "boolean": ("a boolean", lambda value: isinstance(value, bool)),
    **dict.fromkeys(
        ("integer", "long", "short", "float", "double"),
        ("a number", lambda value: isinstance(value, int | float) and not isinstance(value, bool)),
    ),
    **dict.fromkeys(("string", "character", "blob", "timestamp"), ("a string", lambda value: isinstance(value, str))),
}
"""What a type of the model is in JSON, and whether a value is one."""

_NUMBERS = frozenset({"integer", "long", "short", "float", "double"})


def faults(resource: Resource, result: object, mode: Mode) -> Iterator[str]:
    """Say what of a mocked result the API could not give.

    Parameters
    ----------
    resource
        What the task calls. Of `.sync` and `.waitForTaskToken`, of functions, and of what has no model, nothing is
        known.
    result
        The mock.
    mode
        How much is asked of it.
    """
    found = _output(resource) if mode != "NONE" else None
    if found is None:
        return
    service, shape, sdk = found
    if not is_object(result):
        yield "Mocked result must be a JSON object."
        return
    if not sdk:
        parsed = _PARSED.get(f"{resource.service}:{resource.action}")
        result = {name: value for name, value in result.items() if name != parsed}
    yield from Looking(service, naming.member if sdk else spelled, required=mode == "STRICT").at("", shape, result)


def _output(resource: Resource) -> tuple[str, str, bool] | None:
    """The service and the shape of what a call gives, and whether it is an SDK integration."""
    if resource.is_function or resource.is_activity or resource.suffix:
        return None
    sdk = resource.service.startswith("aws-sdk:")
    called = f"{resource.service}:{resource.action}"
    try:
        operation = operations.called(called if sdk else f"aws-sdk:{_SERVICES.get(called, called)}")
    except NewelError:
        return None
    service = operation.service.botocore
    if not operation.modelled or service is None:
        return None
    shape = models.service(service)["operations"][operation.name].get("output", {}).get("shape", "")
    return (service, shape, sdk) if shape else None


_PARSED = {"lambda:invoke": "Payload", "bedrock:invokeModel": "Body"}
"""Members of results that Step Functions gives as what their JSON says ("Invoke Lambda", "Invoke Bedrock")."""

_SERVICES = {"states:startExecution": "sfn:startExecution", "events:putEvents": "eventbridge:putEvents"}
"""Optimized integrations that are called otherwise in SDK integrations."""


@dataclass(frozen=True)
class Looking:
    """Holds values to the shapes of a service's model.

    Attributes
    ----------
    service
        botocore's name of it.
    spell
        How members are spelled.
    required
        Whether members that the model requires have to be there.
    """

    service: str
    spell: Callable[[str], str]
    required: bool

    def at(self, name: str, shape: str, value: object) -> Iterator[str]:
        """Say what of a value, the field `name`, does not fit a shape; members that the model lacks are passed over."""
        about: JsonObject = models.service(self.service)["shapes"][shape]
        if about.get("document") or about.get("jsonvalue"):
            return
        kind, fits = _TYPES[about["type"]]
        if not fits(value):
            yield f"Field '{name}' must be {kind}"
        elif is_object(value):
            yield from self._members(about, value)
        elif is_array(value):
            for item in value:
                yield from self.at(name, about["member"]["shape"], item)
        elif about["type"] in _NUMBERS:
            yield from _range(name, about, value)

    def _members(self, about: JsonObject, value: JsonObject) -> Iterator[str]:
        if about["type"] == "map":
            for name, item in value.items():
                yield from self.at(name, about["value"]["shape"], item)
            return
        names = {self.spell(member): member for member in about["members"]}
        if self.required:
            needed = {self.spell(member) for member in about.get("required", ())}
            yield from (f"Required field '{name}' is missing" for name in names if name in needed - value.keys())
        for name, item in value.items():
            if name in names and item is not None:
                yield from self.at(name, about["members"][names[name]]["shape"], item)


def _range(name: str, about: JsonObject, value: Any) -> Iterator[str]:
    if "min" in about and value < about["min"]:
        yield f"Field '{name}' is less than the minimum value"
    if "max" in about and value > about["max"]:
        yield f"Field '{name}' exceeds the maximum value"
