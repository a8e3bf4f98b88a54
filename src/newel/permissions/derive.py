"""From a definition to what its role needs: every state is asked, and the class of its integration answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newel.aws.operations import find_service
from newel.definition import name_of, states
from newel.errors import NewelError
from newel.iam import Call, Derived, Need, Question
from newel.iam.credentials import derive_credentials
from newel.iam.distributed_map import derive_map, is_distributed
from newel.json_types import is_object
from newel.parameters.find import is_jsonata
from newel.permissions.delegated import CROSS_REGION, delegated
from newel.permissions.keys import key_of_resource
from newel.permissions.resource import read
from newel.suggest import nearest
from newel.tasks.alike import alike, derive_call, in_api_spelling, with_missing
from newel.tasks.base import targets
from newel.tasks.catalog import integration, integrations
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from newel.json_types import JsonObject
    from newel.permissions.resource import Resource
    from newel.sam.template import Template
    from newel.tasks.base import Task

_EXPRESSION = {"expression", "expressionAttributeValues"}
"""The event of the expression service, which is a function."""


def of_definition(definition: JsonObject, template: Template | None = None) -> Derived:
    """Say what a definition's role needs, and what the definition leaves open.

    Parameters
    ----------
    definition
        The definition, as `bind` leaves it.
    template
        The template that its texts refer to, where there is one.
    """
    derived = Derived()
    for place, state in states(definition):
        name = name_of(place)
        if state.get("Type") == "Task":
            derived.add(_task(name, state, template))
        elif is_distributed(state):
            derived.add(derive_map(name, state, lambda bucket: key_of_resource(bucket, template)))
    return derived


def _task(name: str, state: JsonObject, template: Template | None) -> Derived:
    credentials = state.get("Credentials")
    if credentials is not None:
        return derive_credentials(name, credentials)
    resource = read(state.get("Resource"), template)
    derived = _called(name, resource, state, template)
    derived.add(delegated(name, state))
    return derived


def _called(name: str, resource: Resource, state: JsonObject, template: Template | None) -> Derived:
    match resource.means:
        case "integration":
            return _integration(name, resource.what, state, template)
        case "sdk" if integration(resource.what):
            return _integration(name, resource.what, state, template)
        case "sdk":
            return _sdk(name, resource.what, state, template)
        case "function":
            return _function(name, resource)
        case "activity":  # it is the worker that needs permissions
            return Derived()
        case "unknown":
            return _unknown(name, resource, state)


def _integration(name: str, what: str, state: JsonObject, template: Template | None) -> Derived:
    found = integration(what)
    if found is None:
        service = what.partition(":")[0]
        near = nearest(what, [one for one in integrations() if one.partition(":")[0] == service])
        hint = f"; did you mean {near}?" if near else ""
        return _open(name, f"newel does not know the integration {what}{hint}")
    cls, pattern = found
    given = _given(state)
    return _of_class(cls, Call(name, cls.resource, pattern, with_missing(cls, given)), given, template)


def _of_class(cls: type[Task], call: Call, given: object, template: Template | None) -> Derived:
    """What a task's class says; what Python says by an option, the template says of the resource."""
    parameters = dict(call.parameters)
    wanted = targets(cls)
    if "kms_key" in wanted:
        keys = [key_of_resource(parameters.get(member), template) for member in wanted]
        key = next((key for key in keys if key is not None), None)
        parameters |= {} if key is None else {"kms_key": key}
    try:
        derived = cls.derive(replace(call, parameters=parameters, targets=wanted))
    except NewelError as error:
        return _open(call.state, str(error))
    return _beyond(call.state, given, derived, asks=bool(cls.grants or derived.needs))


def _beyond(name: str, given: object, derived: Derived, *, asks: bool) -> Derived:
    """What was derived, and a question where all that a state sends is known only when it runs."""
    if is_jsonata(given) and asks:
        message = "its Arguments are known only when it runs, and may ask for more than those that it has to have"
        derived.questions.append(Question(name, "Arguments", message=message))
    return derived


def _given(state: JsonObject) -> object:
    return state.get("Arguments", state.get("Parameters"))


def _sdk(name: str, what: str, state: JsonObject, template: Template | None) -> Derived:
    """An SDK integration, of any service; as an optimized one, where that calls the same operation."""
    _, _, called = what.partition(":")
    called, _, pattern = called.partition(".")
    service_id, _, action = called.partition(":")
    try:
        service = find_service(service_id)
    except NewelError as error:
        return _open(name, f"{error.message}; {error.hint}")
    operation = action[:1].upper() + action[1:]
    given = _given(state)
    waits = "wait_for_task_token" if pattern else "request_response"
    call = Call(name, f"aws-sdk:{called}", waits, given if is_object(given) else {})
    cls = alike(service, operation)
    if cls is None:
        derived = derive_call(call, service, operation)
        return _beyond(name, given, derived, asks=any(need.resource != "*" for need in derived.needs))
    parameters = with_missing(cls, in_api_spelling(cls, given))
    return _of_class(cls, replace(call, parameters=parameters, pattern="request_response"), given, template)


def _function(name: str, resource: Resource) -> Derived:
    invoked = Placeholder(Sub(resource.what)) if "${" in resource.what else resource.what
    return Derived([Need(name, ("lambda:InvokeFunction",), invoked, why="invokes the function")])


def _unknown(name: str, resource: Resource, state: JsonObject) -> Derived:
    if not resource.what.startswith("${"):
        return _open(name, f"its Resource, {resource.what}, is no integration, and no function or activity")
    derived = _function(name, resource)
    event = state.get("Arguments", state.get("Parameters"))
    sent = {key.removesuffix(".$") for key in event} if is_object(event) else set[str]()
    if sent != _EXPRESSION and sent - {"endpoint", "parameters"} != CROSS_REGION:
        message = f"its Resource, {resource.what}, is taken for a function; name the template that says what it is"
        derived.questions.append(Question(name, "Resource", ("lambda:InvokeFunction",), message=message))
    return derived


def _open(name: str, message: str) -> Derived:
    return Derived(questions=[Question(name, "Resource", message=message)])
