"""A state machine: a chain and its settings, compiled to the States Language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from newel.chain import Chainable
from newel.declared import Declared
from newel.errors import NewelError, NewelErrors
from newel.iam import Derived
from newel.json_types import is_array, is_object
from newel.render import Renderer
from newel.suggest import nearest
from newel.tasks.base import Task
from newel.values import GetAtt, Joined, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from newel.chain import Catch, Flow, Link
    from newel.iam import Need, Question
    from newel.states import State
    from newel.values import QueryLanguage

# How people, and Workflow Studio, order a state's members.
_ORDER = (
    "Type",
    "Comment",
    "QueryLanguage",
    "InputPath",
    "Resource",
    "Parameters",
    "Arguments",
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
_SUBSTITUTION = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Definition:
    """A compiled state machine.

    Attributes
    ----------
    asl
        The definition in the States Language, references to the template as `${Name}`.
    substitutions
        What each `${Name}` stands for.
    needs
        What its role needs, state by state.
    questions
        What the definition leaves open: which resources a state may use.
    """

    asl: dict[str, Any]
    substitutions: dict[str, Placeholder]
    needs: list[Need]
    questions: list[Question]


class StateMachine(Declared):
    """A workflow.

    Parameters
    ----------
    name
        Its logical id in `template.yaml`: letters and digits.
    flow
        Its states: a state, or a chain of them (`first >> second`).
    comment
        What a reader should know.
    type
        "STANDARD" (up to a year, billed by transition) or "EXPRESS" (up to five minutes, billed by duration).
    query_language
        "JSONPath" or "JSONata".
    timeout_seconds
        How long an execution may take.
    log_level
        What goes to CloudWatch Logs: "ALL", "ERROR", "FATAL" or "OFF".
    log_execution_data
        Whether inputs and outputs are logged too. They may hold what should not be read by all who read logs.
    log_retention_days
        How long the logs are kept: a number that CloudWatch Logs has, or a parameter of the template.
    tracing
        Whether X-Ray traces the executions.
    """

    name: str = field(kw_only=False)
    flow: Chainable = field(kw_only=False)
    comment: str | None = None
    type: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    query_language: QueryLanguage = "JSONPath"
    timeout_seconds: int | None = None
    log_level: Literal["ALL", "ERROR", "FATAL", "OFF"] = "ALL"
    log_execution_data: bool = False
    log_retention_days: int | Ref = 30
    tracing: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_name(self.name)
        _check_flow(self.flow)

    def compile(self) -> Definition:
        """Compile to the States Language.

        Raises
        ------
        NewelErrors
            Everything that is wrong with the states, each with its place.
        """
        flow = self.flow.chain().flow()
        errors: list[NewelError] = []
        bodies: dict[str, dict[str, Any]] = {}
        derived = Derived()
        for name, state in flow.states.items():
            try:
                renderer = self._renderer(state)
                bodies[name] = self._state(state, flow.links[name], flow, renderer)
                if isinstance(state, Task):
                    derived.add(state.needs(bodies[name], renderer))
            except NewelErrors as several:
                errors += [NewelError(str(error), where=state.source) for error in several.errors]
            except NewelError as error:
                errors.append(NewelError(str(error), where=state.source))
            except RecursionError:
                errors.append(NewelError(f"state {name!r}: a value is nested too deeply", where=state.source))
        if errors:
            raise NewelErrors(errors)
        names = _Substitutions()
        asl: dict[str, Any] = {"Comment": self.comment} if self.comment is not None else {}
        if self.query_language == "JSONata":
            asl["QueryLanguage"] = "JSONata"
        asl["StartAt"] = flow.start
        if self.timeout_seconds is not None:
            asl["TimeoutSeconds"] = Renderer("JSONPath", "the machine").seconds(
                self.timeout_seconds, "timeout_seconds", 1
            )
        asl = names.written({**asl, "States": bodies})
        names.check()
        return Definition(asl, names.known, derived.needs, derived.questions)

    def _renderer(self, state: State) -> Renderer:
        where = f"state {state.name!r}"
        _check_state_name(state.name, where)
        language = state.query_language or self.query_language
        if language == "JSONPath" and self.query_language == "JSONata":
            raise NewelError(
                "a JSONata machine has no JSONPath states",
                where=where,
                hint='leave query_language="JSONata" to the states, and the machine JSONPath',
            )
        return Renderer(language, where)

    def _state(self, state: State, link: Link, flow: Flow, renderer: Renderer) -> dict[str, Any]:
        if self.type == "EXPRESS" and isinstance(state, Task) and state.standard_only:
            raise renderer.error(
                f"an Express machine has no {type(state).__name__}", hint='write type="STANDARD" on the machine'
            )
        if self.type == "EXPRESS" and isinstance(state, Task) and state.pattern != "request_response":
            raise renderer.error(
                f"an Express machine has no pattern {state.pattern!r}",
                hint='leave pattern out, or write type="STANDARD" on the machine',
            )
        body = state.body(renderer)
        if link.catches:
            body["Catch"] = [_catcher(catch, renderer, flow) for catch in link.catches]
        if link.next is not None:
            body["Next"] = _existing(link.next, flow, renderer.where)
        elif not state.ends_here:
            body["End"] = True
        return dict(sorted(body.items(), key=lambda item: _RANK[item[0]]))


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9]{1,80}", name):
        letters = "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", str(name)))
        raise NewelError(
            f"the machine's name {name!r} is its logical id in the template: up to 80 letters and digits",
            hint=f"write StateMachine({letters[:80] or 'MyMachine'!r}, ...)",
        )


def _check_flow(flow: object) -> None:
    if not isinstance(flow, Chainable):
        raise NewelError(
            f"the machine's flow is a state or a chain of them, not {flow!r}",
            hint='write StateMachine("Name", first >> second)',
        )


def _check_state_name(name: object, where: str) -> None:
    if not isinstance(name, str):
        raise NewelError("the name is not text", where=where, hint=f'write "{name}"')
    if not 1 <= len(name) <= _NAME_LENGTH:
        raise NewelError(f"the name has {len(name)} characters", where=where, hint="write 1 to 80")


def _catcher(catch: Catch, renderer: Renderer, flow: Flow) -> dict[str, Any]:
    catcher: dict[str, Any] = {"ErrorEquals": list(catch.errors)}
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


class _Substitutions:
    """Names for the references of a definition: the names of `DefinitionSubstitutions`."""

    def __init__(self) -> None:
        self.known: dict[str, Placeholder] = {}
        self._texts: set[str] = set()

    def written(self, value: Any) -> Any:
        """The value with every reference as `${Name}`."""
        if is_object(value):
            self._texts.update(_SUBSTITUTION.findall("".join(value)))
            return {name: self.written(item) for name, item in value.items()}
        if is_array(value):
            return [self.written(item) for item in value]
        match value:
            case Placeholder():
                return f"${{{self._name(value)}}}"
            case Joined():
                return "".join(part if isinstance(part, str) else self.written(part) for part in value.parts)
            case str():
                self._texts.update(_SUBSTITUTION.findall(value))
                return value
            case _:
                return value

    def check(self) -> None:
        """Refuse text of the author's that deployment would take for one of the references."""
        taken = sorted(self._texts & set(self.known))
        if taken:
            raise NewelError(
                f"the text ${{{taken[0]}}} would be replaced when the template is deployed",
                hint=f'write Ref("{taken[0]}") where you mean the resource, or other text',
            )

    def _name(self, placeholder: Placeholder) -> str:
        wanted = _substitution(placeholder)
        name, number = wanted, 1
        while name in self.known and not _same(self.known[name], placeholder):
            number += 1
            name = f"{wanted}{number}"
        self.known.setdefault(name, placeholder)
        return name


def _same(one: Placeholder, other: Placeholder) -> bool:
    return one.value == other.value and one.target == other.target


def _substitution(placeholder: Placeholder) -> str:
    form = placeholder.target.form.title() if placeholder.target else ""
    match placeholder.value:
        case Ref(name):
            return name.replace("::", "") + form
        case GetAtt(name, attribute):
            return name + attribute.replace(".", "")
        case Sub(text):
            return "".join(re.findall(r"[A-Za-z0-9]+", text))[:40]
