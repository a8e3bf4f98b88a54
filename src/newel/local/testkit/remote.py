"""Whole machines by TestState: state after state, each with what the one before gave ("TestState API").

It takes boto3's `test_state`, or ours: both answer alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.data import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newel.local.testkit.cases import Case

MOST = 1_000
"""States that one case may come by."""

BY_MOCK_ALONE = frozenset({"Map", "Parallel"})


@dataclass
class Ended:
    """How a machine, or a state, ended.

    Attributes
    ----------
    status
        SUCCEEDED or FAILED; of a state what TestState says.
    output
        Its output, a JSON value.
    error, cause, next
        What TestState says of them.
    path
        The states that it came by.
    """

    status: str
    output: Any = None
    error: str | None = None
    cause: str | None = None
    next: str | None = None
    path: list[str] = field(default_factory=list[str])


class CannotTest(Exception):
    """TestState does not do it; the message says why."""


def test_one(tester: Callable[..., dict[str, Any]], definition: Mapping[str, Any], case: Case, **more: Any) -> Ended:
    """Carry out a case about one state.

    Parameters
    ----------
    tester
        What takes and answers as boto3's `test_state`.
    definition
        The machine.
    case
        The case.
    more
        What else the request says: `roleArn`.
    """
    request: dict[str, Any] = {"stateName": case.state, "input": json.dumps(case.input), **more}
    if case.variables:
        request["variables"] = json.dumps(case.variables)
    if case.mock is not None:
        request["mock"] = _as_text(case.mock)
    if case.context is not None:
        request["context"] = json.dumps(case.context)
    if case.retries:
        request["stateConfiguration"] = {"retrierRetryCount": case.retries}
    return _ended(tester(definition=json.dumps(definition), **request))


def walk(tester: Callable[..., dict[str, Any]], definition: Mapping[str, Any], case: Case, **more: Any) -> Ended:
    """Carry out a case about a whole machine; see `test_one`.

    Raises
    ------
    CannotTest
        The machine comes by a Map or Parallel state without a mock.
    NewelError
        A state has fewer mocks than calls, or the machine comes by too many states.
    """
    answers = {state: _answers(state, given) for state, given in case.mocks.items()}
    text, data, variables = json.dumps(definition), json.dumps(case.input), dict(case.variables)
    name: str | None = definition["StartAt"]
    path: list[str] = []
    while name is not None:
        path.append(name)
        if len(path) > MOST:
            raise NewelError(f"it came by {MOST} states", where=case.where)
        state = definition["States"][name]
        if state["Type"] in BY_MOCK_ALONE and name not in answers:
            raise CannotTest(f"TestState runs no {state['Type']} state without a mock: {name!r}")
        request = {"input": data, "stateName": name, "inspectionLevel": "DEBUG", **more}
        if variables:
            request["variables"] = json.dumps(variables)
        answer = _tried(tester, {"definition": text, **request}, answers.get(name), case)
        if answer["status"] not in ("SUCCEEDED", "CAUGHT_ERROR"):
            ended = _ended(answer)
            return Ended("FAILED", error=ended.error, cause=ended.cause, path=path)
        variables = json.loads(answer.get("inspectionData", {}).get("variables", "{}"))
        data, name = answer["output"], answer.get("nextState")
    return Ended("SUCCEEDED", json.loads(data), path=path)


def _tried(
    tester: Callable[..., dict[str, Any]], request: dict[str, Any], mocks: Iterator[dict[str, Any]] | None, case: Case
) -> dict[str, Any]:
    """The answer for one visit, its retries included."""
    retries = 0
    while True:
        given = dict(request)
        if mocks is not None:
            mock = next(mocks, None)
            if mock is None:
                raise NewelError(f"{request['stateName']!r} has fewer mocks than calls", where=case.where)
            given["mock"] = mock
        if retries:
            given["stateConfiguration"] = {"retrierRetryCount": retries}
        answer = tester(**given)
        if answer["status"] != "RETRIABLE":
            return answer
        retries += 1


def _answers(state: str, given: object) -> Iterator[dict[str, Any]]:
    """The mocks of a state, as TestState takes them."""
    from newel.local.mocks import MockAnswers

    mocked = MockAnswers({state: given})  # type: ignore[dict-item] # it refuses what is no list of answers
    for answer in mocked.given(state):
        if "Return" in answer:
            yield {"result": to_text(answer["Return"])}
        else:
            thrown = answer["Throw"]
            yield {"errorOutput": {"error": thrown["Error"], "cause": _text(thrown.get("Cause") or "")}}


def _as_text(mock: Mapping[str, Any]) -> dict[str, Any]:
    """A mock of TestState's; its result may be written as JSON or as its text."""
    return {**mock, "result": _text(mock["result"])} if "result" in mock else dict(mock)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else to_text(value)


def _ended(answer: Mapping[str, Any]) -> Ended:
    output = json.loads(answer["output"]) if "output" in answer else None
    return Ended(answer["status"], output, answer.get("error"), answer.get("cause"), answer.get("nextState"))


def unlike(expect: Mapping[str, Any], ended: Any) -> Iterator[str]:
    """Say what is not as a case expects it."""
    for name, wanted in expect.items():
        found = getattr(ended, name)
        if name == "cause" and isinstance(found, str) and isinstance(wanted, str):
            same = wanted in found
        else:
            same = found == wanted
        if not same:
            shown = json.dumps(found, ensure_ascii=False) if is_object(found) or is_array(found) else repr(found)
            yield f"{name} is {shown}, and {json.dumps(wanted, ensure_ascii=False)} is expected"
