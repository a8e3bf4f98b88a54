"""The states of a definition that call services, for the rules about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.aws import operations
from newel.definition import pointer, states
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.parameters.sdk import refused
from newel.permissions.resource import read
from newel.walks import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.aws.operations import Operation
    from newel.json_types import JsonObject
    from newel.parameters.shapes import Problem


@dataclass(frozen=True)
class SdkCall:
    """A state that calls an SDK integration.

    Attributes
    ----------
    place
        The pointer to the state.
    state
        Its members.
    service, action
        What it calls, as it stands there.
    pattern
        What stands behind them: "waitForTaskToken".
    """

    place: str
    state: JsonObject
    service: str
    action: str
    pattern: str

    def operation(self) -> Operation | None:
        """What it calls; None where there is no such thing, which is another rule's to say."""
        try:
            return operations.find(self.service, self.action)
        except NewelError:
            return None


@walk
def sdk_calls(definition: JsonObject) -> Iterator[SdkCall]:
    """The states that call SDK integrations; those whose service or action is a substitution are passed over."""
    for place, state in states(definition):
        resource = read(state.get("Resource"), None) if state.get("Type") == "Task" else None
        if resource is None or resource.means != "sdk" or "${" in resource.what:
            continue
        _, _, called = resource.what.partition(":")
        service, _, rest = called.partition(":")
        action, _, pattern = rest.partition(".")
        yield SdkCall(place, state, service, action, pattern)


@walk
def integration_problems(definition: JsonObject) -> Iterator[tuple[Problem, str, str]]:
    """What is wrong with the parameters of optimized integrations: each with its pointer and a sentence."""
    from newel.tasks.catalog import integration

    for place, state in states(definition):
        resource = read(state.get("Resource"), None) if state.get("Type") == "Task" else None
        parameters = given(state)
        if resource is None or parameters is None or resource.means != "integration":
            continue
        found = integration(resource.what)
        if found:
            for problem in found[0].refused(dict(parameters[1])):
                yield problem, *located(place, *parameters, problem)


@walk
def sdk_problems(definition: JsonObject) -> Iterator[tuple[Problem, str, str]]:
    """What is wrong with the parameters of SDK integrations: each with its pointer and a sentence."""
    for call in sdk_calls(definition):
        operation, parameters = call.operation(), given(call.state)
        if operation is not None and parameters is not None:
            for problem in refused(parameters[1], operation):
                yield problem, *located(call.place, *parameters, problem)


def given(state: JsonObject) -> tuple[str, JsonObject] | None:
    """The member with a state's parameters, and these; None where they are computed as a whole, or are no object.

    Where there is no such member its name is "".
    """
    for member in ("Arguments", "Parameters"):
        if member in state:
            value = state[member]
            return (member, value) if is_object(value) else None
    return "", {}


def located(place: str, member: str, parameters: JsonObject, problem: Problem) -> tuple[str, str]:
    """The pointer to where a problem is, and the sentence: of what is missing, where it is missing."""
    pointed, left = f"{place}/{member}" if member else place, problem.place
    value: object = parameters
    while left:
        step = _step(left, value)
        if step is None:
            break
        key, left, value = step
        pointed += pointer(key)
    hint = f": {problem.hint}" if problem.hint else ""
    return pointed, f"{problem.place}: {problem.message}{hint}"


def _step(left: str, value: object) -> tuple[str | int, str, object] | None:
    """The next member or item on the way to a place, what is left of the way, and what is there."""
    if is_array(value):
        number, _, rest = left.removeprefix("[").partition("]")
        found = int(number)
        return found, rest.removeprefix("."), value[found]
    if not is_object(value):
        return None
    for key in sorted(value, key=len, reverse=True):
        bare = key.removesuffix(".$")
        if left.startswith(bare) and left[len(bare) : len(bare) + 1] in ("", ".", "["):
            return key, left[len(bare) :].removeprefix("."), value[key]
    return None
