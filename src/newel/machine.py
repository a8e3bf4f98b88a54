"""A state machine: a chain and its settings, compiled to the States Language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from newel.alarms import check as check_alarms
from newel.chain import Chainable
from newel.compiler import Compiler
from newel.declared import Declared
from newel.deployment import check
from newel.errors import NewelError, NewelErrors
from newel.json_types import is_array, is_object
from newel.render import Renderer
from newel.settings import check_settings
from newel.values import PARTITION, GetAtt, Joined, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.alarms import Alarms
    from newel.deployment import Deployment
    from newel.iam import Need, Question
    from newel.values import QueryLanguage

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
    delegated
        What the role of newel's function needs that calls other regions for it.
    sources
        Where each state is written, by its name: "statemachines/tell.py:12".
    """

    asl: dict[str, Any]
    substitutions: dict[str, Placeholder]
    needs: list[Need]
    questions: list[Question]
    delegated: list[Need] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)


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
        "JSONPath" or "JSONata"; by default JSONPath.
    version
        The version of the States Language, "1.0": AWS's default.
    timeout_seconds
        How long an execution may take.
    members
        Members of the definition that newel does not know, or that are to stand for those it writes:
        `{"StartAt": "Second"}`.
    partition
        What stands in the ARNs of the integrations: "aws", "aws-cn". By default the partition that the template is
        deployed to.
    log_level
        What goes to CloudWatch Logs: "ALL", "ERROR", "FATAL" or "OFF".
    log_execution_data
        Whether inputs and outputs are logged too. They may hold what should not be read by all who read logs.
    log_retention_days
        How long the logs are kept: a number that CloudWatch Logs has, or a parameter of the template.
    tracing
        Whether X-Ray traces the executions.
    tags
        Tags of the machine. None leaves those that stand in the template.
    alias
        Publish a version with each change, and lead this alias to it. None leaves what stands in the template.
    deployment
        How the alias is led to a new version. None leaves what stands in the template, and that is all at once.
    alarms
        What CloudWatch tells of: `Alarms(...)`, True for all that `Alarms()` says, False for none. None: what `alarms`
        says in the project's `[tool.newel]`, and that is True by default.
    dashboard
        Whether the machine has a dashboard in CloudWatch. None: what `dashboards` says there, True by default.
    """

    name: str = field(kw_only=False)
    flow: Chainable = field(kw_only=False)
    comment: str | None = None
    type: Literal["STANDARD", "EXPRESS"] = "STANDARD"
    query_language: QueryLanguage | None = None
    version: str | None = None
    timeout_seconds: int | None = None
    partition: str | None = None
    members: Mapping[str, Any] | None = None
    log_level: Literal["ALL", "ERROR", "FATAL", "OFF"] = "ALL"
    log_execution_data: bool = False
    log_retention_days: int | Ref = 30
    tracing: bool = True
    tags: Mapping[str, str] | None = None
    alias: str | None = None
    deployment: Deployment | None = None
    alarms: Alarms | bool | None = None
    dashboard: bool | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_name(self.name)
        _check_flow(self.flow)
        check_settings(self)
        check(self.alias, self.deployment)
        check_alarms(self.alarms, self.timeout_seconds, express=self.type == "EXPRESS")

    def compile(self) -> Definition:
        """Compile to the States Language.

        Raises
        ------
        NewelErrors
            Everything that is wrong with the states, each with its place.
        """
        compiler = Compiler(self.query_language or "JSONPath")
        flow = compiler.compile(self.flow, express=self.type == "EXPRESS")
        if compiler.errors:
            raise NewelErrors(compiler.errors)
        names = Substitutions(self.partition)
        asl: dict[str, Any] = {"Comment": self.comment} if self.comment is not None else {}
        if self.version is not None:
            asl["Version"] = self.version
        if self.query_language is not None:
            asl["QueryLanguage"] = self.query_language
        asl["StartAt"] = flow["StartAt"]
        if self.timeout_seconds is not None:
            asl["TimeoutSeconds"] = Renderer("JSONPath", "the machine").seconds(
                self.timeout_seconds, "timeout_seconds", 1
            )
        asl = names.written({**asl, "States": flow["States"], **(self.members or {})})
        names.check()
        derived = compiler.derived
        return Definition(asl, names.known, derived.needs, derived.questions, derived.delegated, compiler.sources)


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9]{1,80}", name):
        letters = "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", str(name)))
        raise NewelError(
            f"the machine's name {name!r} is its logical id in the template: up to 80 letters and digits",
            hint=f"write StateMachine({letters[:80] or 'MyMachine'!r}, ...)",
        )


def _check_flow(flow: object) -> None:
    if not isinstance(flow, Chainable):
        kind = type(flow).__name__
        given = f"a {kind}" if kind in ("list", "tuple", "dict", "set") else repr(flow)
        raise NewelError(
            f"the machine's flow is a state or a chain of them, not {given}",
            hint='write StateMachine("Name", first >> second)',
        )


class Substitutions:
    """Names for the references of a definition: the names of `DefinitionSubstitutions`."""

    def __init__(self, partition: str | None) -> None:
        self.known: dict[str, Placeholder] = {}
        self._partition = partition
        self._texts: set[str] = set()

    def written(self, value: Any) -> Any:
        """The value with every reference as `${Name}`."""
        if is_object(value):
            self._texts.update(_SUBSTITUTION.findall("".join(value)))
            return {name: self.written(item) for name, item in value.items()}
        if is_array(value):
            return [self.written(item) for item in value]
        match value:
            case Placeholder() if value == PARTITION and self._partition is not None:
                return self._partition
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
