"""What a definition leaves to the function that calls other regions: the call's permissions are the function's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.aws.operations import find_service
from newel.errors import NewelError
from newel.iam import Call, Derived
from newel.iam.regions import in_region
from newel.json_types import is_object
from newel.parameters.find import is_jsonata
from newel.sam.crossing import NAME
from newel.tasks.alike import derive_call
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from newel.json_types import JsonObject

CROSS_REGION = {"region", "action", "service"}
"""What is in any event of the function."""


def delegated(name: str, state: JsonObject) -> Derived:
    """Say what the function needs for a state's call, and what that leaves open; of other states, nothing.

    A region that is known only when the state runs is any.
    """
    given = state.get("Arguments", state.get("Parameters"))
    called: object = state.get("Resource")
    if is_object(given) and is_object(given.get("Payload")):
        called, given = given.get("FunctionName"), given["Payload"]
    if not is_object(given) or not isinstance(called, str) or not called.startswith(f"${{{NAME}"):
        return Derived()
    service, action = given.get("service"), given.get("action")
    if not isinstance(service, str) or not isinstance(action, str):
        return Derived()
    try:
        found = find_service(service)
        parameters = given.get("parameters")
        api = f"aws-sdk:{service}:{action}"
        call = Call(name, api, "request_response", parameters if is_object(parameters) else {})
        derived = derive_call(call, found, action[:1].upper() + action[1:])
    except NewelError:  # newel check tells what is wrong with the call
        return Derived()
    region = _region(given.get("region"))
    return Derived([], derived.questions, [in_region(need, region) for need in derived.needs])


def _region(region: Any) -> str | Placeholder | None:
    if not isinstance(region, str) or is_jsonata(region):
        return None
    return Placeholder(Sub(region), None, "region") if "${" in region else region
