"""The states of the Amazon States Language, but for tasks (`newel.tasks`)."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, cast

from newel.chain import Chain, Chainable, End, Retry
from newel.declared import Declared, asl, declared, option
from newel.errors import NewelError
from newel.iam import Derived
from newel.values import GIVE_TEXT, Intrinsic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.declared import Style
    from newel.render import Renderer
    from newel.values import ContextValue, Discard, Dynamic, Integer, Path, QueryLanguage, Value

_OUTPUT = "output="
_INPUT = "$states.input in arguments= or output="


class State(Declared, Chainable):
    """What every state has ("State machine structure in Step Functions").

    Parameters
    ----------
    name
        The state's name, at most 80 characters, unique in its machine.
    comment
        What a reader should know.
    query_language
        The state's query language, where it is not the machine's: a JSONPath machine may hold JSONata states.
    """

    type: ClassVar[str]
    can_catch: ClassVar[bool] = False
    ends_here: ClassVar[bool] = False

    name: str = field(kw_only=False)
    comment: str | None = asl("Comment", "text", default=None)
    query_language: QueryLanguage | None = asl("QueryLanguage", "text", default=None)

    def chain(self) -> Chain:
        """The chain of this one state."""
        ends = () if self.ends_here else (End(self.name),)
        return Chain(self.name, ends, self.name, parts=(self,))

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members in the States Language, without what leads out of it."""
        members: dict[str, Any] = {"Type": self.type}
        for item in declared(type(self)):
            value = getattr(self, item.name)
            if "asl" in item.metadata and value is not None:
                members.update(written(item.name, value, item.metadata, renderer))
        return members

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:  # noqa: ARG002 -- for the classes below
        """What the state's role needs.

        Parameters
        ----------
        body
            The state's members, as `body` gives them.
        renderer
            What wrote them.
        """
        return Derived()


def written(name: str, value: Any, how: Mapping[str, Any], renderer: Renderer) -> dict[str, Any]:
    """Write a field that is a member of the States Language.

    Parameters
    ----------
    name
        The field's name, for messages.
    value
        What it holds.
    how
        How it was declared; see `newel.declared.asl`.
    renderer
        What writes its values.
    """
    only: QueryLanguage | None = how["only"]
    if only is not None and only != renderer.language:
        instead: str | None = how["instead"]
        raise renderer.error(
            f"{name} is for {only} states, this one is {renderer.language}",
            hint=f"write {instead}" if instead else None,
        )
    member: str = how["asl"]
    style: Style = how["style"]
    if style in {"number", "count", "percentage", "text"} and renderer.is_path(value):
        return {f"{member}Path": renderer.dynamic(value, name)}
    match style:
        case "number":
            return {member: renderer.seconds(value, name, how["least"])}
        case "count":
            return {member: renderer.count(value, name, how["least"], how["most"])}
        case "percentage":
            return {member: renderer.percentage(value, name)}
        case "text":
            return {member: renderer.text(value, name)}
        case "path":
            return {member: renderer.path(value, name)}
        case "payload":
            return {member: renderer.value(value, name)}


class Working(State):
    """What all states but Fail have.

    Parameters
    ----------
    input_path, output_path
        The part of the input that the state sees, and of its output that it hands on (JSONPath).
    assign
        Variables to set.
    output
        What the state hands on (JSONata).
    """

    input_path: str | Path | ContextValue | Discard | None = asl(
        "InputPath", "path", only="JSONPath", instead=_INPUT, default=None
    )
    output_path: str | Path | ContextValue | Discard | None = asl(
        "OutputPath", "path", only="JSONPath", instead=_OUTPUT, default=None
    )
    assign: Mapping[str, Value] | None = asl("Assign", "payload", default=None)
    output: Value = asl("Output", "payload", only="JSONata", instead="output_path= or result_path=", default=None)


class Failing(Working):
    """What the states have that do work which may fail: tasks, Parallel and Map.

    Parameters
    ----------
    result_selector
        What to keep of the result (JSONPath).
    result_path
        Where the result goes in the input: "$.result", or DISCARD (JSONPath).
    retry
        Retriers, tried in their order.
    """

    can_catch = True

    result_selector: Mapping[str, Value] | None = asl(
        "ResultSelector", "payload", only="JSONPath", instead="output=", default=None
    )
    result_path: str | Discard | None = asl("ResultPath", "path", only="JSONPath", instead="output=", default=None)
    retry: Sequence[Retry] | None = option(default=None)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_retry(self.retry)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        body = super().body(renderer)
        if self.retry:
            body["Retry"] = [retrier.asl() for retrier in self.retry]
        return body


def _check_retry(retry: object) -> None:
    items = cast("Sequence[object]", retry) if isinstance(retry, list | tuple) else None
    if retry is not None and (items is None or not all(isinstance(item, Retry) for item in items)):
        raise NewelError(f"retry is a list of Retry, not {retry!r}", hint="write retry=[Retry(errors=[...])]")


class Pass(Working):
    """Hands its input on, or a result instead ("Pass workflow state").

    Parameters
    ----------
    result
        A fixed result (JSONPath).
    parameters
        A result with data of the execution in it (JSONPath).
    result_path
        Where the result goes in the input (JSONPath).
    """

    type = "Pass"

    result: Value = asl("Result", "payload", only="JSONPath", instead=_OUTPUT, default=None)
    parameters: Mapping[str, Value] | None = asl(
        "Parameters", "payload", only="JSONPath", instead=_OUTPUT, default=None
    )
    result_path: str | Discard | None = asl("ResultPath", "path", only="JSONPath", instead=_OUTPUT, default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        members = super().body(renderer)
        if '.$": ' in json.dumps(members.get("Result"), default=str) or renderer.is_path(self.result):
            raise renderer.error(
                "result: a fixed result takes no paths", hint="write parameters={...} instead, which does"
            )
        return members


class Wait(Working):
    """Waits for a time, or until one ("Wait workflow state"). Exactly one of the two has to be given.

    Parameters
    ----------
    seconds
        How many seconds, up to 99999999.
    timestamp
        Until when, in ISO 8601 as "2026-03-14T01:59:00Z".

    Raises
    ------
    NewelError
        Both are given, or neither; or the seconds are out of range.
    """

    type = "Wait"

    seconds: Integer | None = asl("Seconds", "number", least=0, default=None)
    timestamp: str | Dynamic | None = asl("Timestamp", "text", default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        if (self.seconds is None) == (self.timestamp is None):
            raise renderer.error(
                "a Wait needs one of seconds= and timestamp=",
                hint='write seconds=10 or seconds=path("$.delay")',
            )
        return super().body(renderer)


class Succeed(Working):
    """Ends the execution, or its branch, well ("Succeed workflow state")."""

    type = "Succeed"
    ends_here = True


class Fail(State):
    """Ends the execution as failed ("Fail workflow state").

    Parameters
    ----------
    error
        The error's name: text, or a path, or an intrinsic function that gives text.
    cause
        What a person should read; as above.
    """

    type = "Fail"
    ends_here = True

    error: str | Dynamic | None = asl("Error", "text", default=None)
    cause: str | Dynamic | None = asl("Cause", "text", default=None)

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        for name, value in (("error", self.error), ("cause", self.cause)):
            if isinstance(value, Intrinsic) and value.name not in GIVE_TEXT:
                raise renderer.error(
                    f"{name}: {value.name} gives no text",
                    hint=f"write a path, or one of {', '.join(sorted(GIVE_TEXT))}",
                )
        return super().body(renderer)
