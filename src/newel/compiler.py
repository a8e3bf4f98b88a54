"""From chains to the States Language: the states of a machine, and of the branches and items inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.choice import rules_of
from newel.errors import NewelError, NewelErrors
from newel.iam import Derived
from newel.iam.credentials import derive_credentials
from newel.json_types import is_object
from newel.render import Renderer
from newel.suggest import nearest
from newel.tasks.base import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.chain import Catch, Chainable, Flow, Link
    from newel.states import State
    from newel.values import QueryLanguage

# How people, and Workflow Studio, order a state's members.
_ORDER = (
    "Type",
    "Comment",
    "QueryLanguage",
    "InputPath",
    "Choices",
    "Default",
    "ItemReader",
    "ItemsPath",
    "Items",
    "ItemSelector",
    "ItemBatcher",
    "MaxConcurrency",
    "MaxConcurrencyPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "Label",
    "Resource",
    "Credentials",
    "Parameters",
    "Arguments",
    "Branches",
    "ItemProcessor",
    "Iterator",
    "ResultWriter",
    "Result",
    "Seconds",
    "SecondsPath",
    "Timestamp",
    "TimestampPath",
    "TimeoutSeconds",
    "TimeoutSecondsPath",
    "HeartbeatSeconds",
    "HeartbeatSecondsPath",
    "ResultSelector",
    "ResultPath",
    "Assign",
    "Output",
    "OutputPath",
    "Error",
    "ErrorPath",
    "Cause",
    "CausePath",
    "Retry",
    "Catch",
    "Next",
    "End",
)
_RANK = {member: rank for rank, member in enumerate(_ORDER)}
_NAME_LENGTH = 80  # "State machine structure in Step Functions": state names


class Compiler:
    """Compiles the flows of one machine.

    Parameters
    ----------
    language
        The machine's query language.

    Attributes
    ----------
    errors
        What is wrong with the states, each with its place.
    derived
        What the machine's role needs, and what is left open.
    sources
        Where each state is written, by its name.
    """

    def __init__(self, language: QueryLanguage) -> None:
        self.language: QueryLanguage = language
        self.errors: list[NewelError] = []
        self.derived = Derived()
        self.sources: dict[str, str] = {}
        self._names: set[str] = set()

    def compile(self, part: Chainable, *, express: bool) -> dict[str, Any]:
        """Compile a flow: `StartAt` and `States`.

        Parameters
        ----------
        part
            A state, or a chain of them.
        express
            Whether it runs as an Express workflow.
        """
        flow = part.chain().flow()
        states: dict[str, Any] = {}
        for name, state in flow.states.items():
            try:
                renderer = self._renderer(state, express=express)
                states[name] = _state(state, flow.links[name], flow, renderer)
                self.derived.add(_needs(state, states[name], renderer))
            except NewelErrors as several:
                self.errors += [NewelError(str(error), where=state.source) for error in several.errors]
            except NewelError as error:
                self.errors.append(NewelError(str(error), where=state.source))
            except RecursionError:
                self.errors.append(NewelError(f"state {name!r}: a value is nested too deeply", where=state.source))
        return {"StartAt": flow.start, "States": states}

    def _renderer(self, state: State, *, express: bool) -> Renderer:
        where = f"state {state.name!r}"
        _check_name(state.name, where)
        if state.name in self._names:
            raise NewelError(
                f"there are two states named {state.name!r} in the machine, its branches and its items",
                hint="give one another name",
            )
        self._names.add(state.name)
        if state.source is not None:
            self.sources[state.name] = state.source
        language = state.query_language or self.language
        if language == "JSONPath" and self.language == "JSONata":
            raise NewelError(
                "a JSONata machine has no JSONPath states",
                where=where,
                hint='leave query_language="JSONata" to the states, and the machine JSONPath',
            )
        return Renderer(language, where, express, self.compile)


def _state(state: State, link: Link, flow: Flow, renderer: Renderer) -> dict[str, Any]:
    if renderer.express and isinstance(state, Task) and state.standard_only:
        raise renderer.error(
            f"an Express machine has no {type(state).__name__}", hint='write type="STANDARD" on the machine'
        )
    if renderer.express and isinstance(state, Task) and state.pattern != "request_response":
        raise renderer.error(
            f"an Express machine has no pattern {state.pattern!r}",
            hint='leave pattern out, or write type="STANDARD" on the machine',
        )
    body = state.body(renderer)
    if not is_object(body):
        return body  # of a Raw
    for target in link.targets.values():
        _existing(target, flow, renderer.where)
    if link.rules:
        body |= rules_of(link, renderer)
    if link.catches:
        body["Catch"] = [_catcher(catch, renderer, flow) for catch in link.catches]
    if link.next is not None:
        body["Next"] = _existing(link.next, flow, renderer.where)
    elif not state.ends_here and not link.rules:
        body["End"] = True
    return dict(sorted(body.items(), key=lambda item: _RANK.get(item[0], len(_RANK))))


def _needs(state: State, body: Mapping[str, Any], renderer: Renderer) -> Derived:
    if is_object(body) and "Credentials" in body:  # what is called is the other role's to be allowed
        derived = derive_credentials(state.name, body["Credentials"])
        if isinstance(state, Task):
            derived.add(state.delegated(renderer))
        return derived
    return state.needs(body, renderer)


def _check_name(name: object, where: str) -> None:
    if not isinstance(name, str):
        raise NewelError("the name is not text", where=where, hint=f'write "{name}"')
    if not 1 <= len(name) <= _NAME_LENGTH:
        raise NewelError(f"the name has {len(name)} characters", where=where, hint="write 1 to 80")


def _catcher(catch: Catch, renderer: Renderer, flow: Flow) -> dict[str, Any]:
    catcher: dict[str, Any] = {"Comment": catch.comment} if catch.comment is not None else {}
    catcher["ErrorEquals"] = list(catch.errors)
    if catch.result_path is not None:
        if renderer.language == "JSONata":
            raise renderer.error("catch: result_path is for JSONPath states", hint="write output= or assign=")
        catcher["ResultPath"] = renderer.path(catch.result_path, "catch.result_path")
    if catch.output is not None:
        if renderer.language == "JSONPath":
            raise renderer.error("catch: output is for JSONata states", hint="write result_path=")
        catcher["Output"] = renderer.value(catch.output, "catch.output")
    if catch.assign:
        catcher["Assign"] = renderer.value(catch.assign, "catch.assign")
    catcher["Next"] = _existing(catch.to, flow, renderer.where)
    return catcher


def _existing(name: str, flow: Flow, where: str) -> str:
    if name not in flow.states:
        raise NewelError(
            f"it goes to {name!r}, and no state has that name",
            where=where,
            hint=f"write {nearest(name, flow.states) or 'the name of a state of this machine'}",
        )
    return name
