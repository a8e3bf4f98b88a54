"""What TestState takes: its request, as boto3 and AWS refuse it ("TestState", the Step Functions API Reference)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import validate_parameters

from newel.definition import name_of, states
from newel.errors import NewelError
from newel.json_types import is_integer, is_object
from newel.local.data import plain
from newel.local.failure import InvalidDefinition, StateFailure
from newel.local.mock_shapes import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.json_types import JsonObject

CONTEXT: dict[str, Any] = {
    "Execution": {
        **dict.fromkeys(("Id", "Name", "RoleArn", "StartTime", "RedriveTime"), str),
        "Input": None,
        "RedriveCount": int,
    },
    "State": {"EnteredTime": str, "Name": str, "RetryCount": int},
    "StateMachine": {"Id": str, "Name": str},
    "Task": {"Token": str},
    "Map": {"Item": {"Index": int, "Key": str, "Value": None, "Source": str}},
}
"""The context object, and the types of its members ("Accessing execution data from the Context object")."""

MOCKED = frozenset({"Task", "Map", "Parallel"})


@dataclass(frozen=True)
class Machine:
    """The state to test, and the query language of the machine that it is from."""

    state: JsonObject
    language: str


@dataclass
class Mock:
    """What a mocked task answers: one result, or a failure; and how strictly a result is held to the API's model."""

    result: list[Any]
    failure: StateFailure | None
    mode: str


def insist_on_fitting(**request: Any) -> None:
    """Refuse what boto3 refuses, in its words."""
    api = ServiceModel(Loader().load_service_model("stepfunctions", "service-2"))
    shape = api.shape_for("TestStateInput")
    given = {name: value for name, value in request.items() if value is not None}
    validate_parameters(given, shape)
    _insist_on_one_of(("INFO", "DEBUG", "TRACE"), given["inspectionLevel"], "inspectionLevel")
    _insist_on_one_of(MODES, given.get("mock", {}).get("fieldValidationMode", MODES[0]), "mock.fieldValidationMode")


def _insist_on_one_of(values: Sequence[str], value: str, place: str) -> None:
    if value not in values:
        wanted = f"Member must satisfy enum value set: [{', '.join(values)}]"
        raise refused(
            f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: {wanted}"
        )


def machine_of(definition: str, name: str | None) -> Machine:
    """The state of a definition: the definition itself, or the machine's state of that name, however deep."""
    invalid = "Invalid State Machine Definition: it is no JSON object"
    whole = json_of(definition, "InvalidDefinition", invalid)
    if not is_object(whole):
        raise refused(invalid, "InvalidDefinition")
    language = str(whole.get("QueryLanguage", "JSONPath"))
    if "States" not in whole:
        return Machine(whole, language)
    if name is None:
        raise refused("State name must be specified when the definition is a state machine")
    for place, state in states(whole):
        if name_of(place) == name:
            return Machine(state, language)
    raise refused("State not found in definition")


def mock_of(state: JsonObject, mock: Mapping[str, Any] | None) -> Mock | None:
    """The mock that the request gives, if any."""
    if not mock:
        return None
    if "result" in mock and "errorOutput" in mock:
        raise refused("A test mock should have only one of the following fields: [result, errorOutput].")
    mode = mock.get("fieldValidationMode", "STRICT")
    if "errorOutput" in mock:
        given = mock["errorOutput"]
        return Mock([], StateFailure(given.get("error"), given.get("cause")), mode)
    if state.get("Type") not in MOCKED:
        return Mock([], None, mode)
    return Mock(
        [json_of(mock.get("result", "{}"), "ValidationException", "Mocked result must be valid JSON")], None, mode
    )


def json_of(text: object, code: str, message: str) -> Any:
    """What a JSON text says; refused with this code and message where it is none."""
    if not isinstance(text, str):
        raise refused(message, code)
    try:
        return plain(json.loads(text), "the request")
    except (ValueError, RecursionError, InvalidDefinition, NewelError):
        raise refused(message, code) from None


def context_of(text: str) -> Any:
    """The context object that the request gives, which replaces ours whole."""
    invalid = "Invalid Context object provided: "
    given = json_of(text, "ValidationException", f"{invalid}it is no JSON")
    if not is_object(given):
        raise refused(f"{invalid}it must be a JSON object")
    for fault in _unfit(given, CONTEXT, ""):
        raise refused(f"{invalid}{fault}")
    return given


def _unfit(given: JsonObject, known: Mapping[str, Any], place: str) -> Iterator[str]:
    for name, value in given.items():
        if name not in known:
            yield f"Field '{name}' is not allowed"
        elif is_object(known[name]):
            if is_object(value):
                yield from _unfit(value, known[name], f"{place}{name}.")
            else:
                yield f"{place}{name} must be an object"
        elif known[name] is str and not isinstance(value, str):
            yield f"{place}{name} must be a string"
        elif known[name] is int and not is_integer(value):
            yield f"{place}{name} must be a number"


def refused(message: str, code: str = "ValidationException") -> ClientError:
    """The error that boto3 raises for what AWS refuses."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "TestState")
