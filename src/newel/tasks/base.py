"""What every task has, and how its fields become parameters and permissions."""

from __future__ import annotations

from dataclasses import MISSING, Field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from newel.declared import asl, choices, declared, option
from newel.errors import NewelError, NewelErrors
from newel.iam import Call, Derived, Grant, derive
from newel.iam.credentials import CALLER
from newel.json_types import is_object
from newel.parameters.aim import aimed
from newel.parameters.annotated import misfit
from newel.parameters.shapes import Problem, problems
from newel.states import Failing
from newel.suggest import instead
from newel.values import PARTITION, GetAtt, Joined, Placeholder, Ref, Sub, task_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.resources import Target
    from newel.render import Renderer
    from newel.values import Integer, TemplateValue, Text

SUFFIXES = {"request_response": "", "sync": ".sync", "sync:2": ".sync:2", "wait_for_task_token": ".waitForTaskToken"}
"""What a pattern adds to the resource ("Discover service integration patterns in Step Functions")."""


class Task(Failing):
    """A unit of work by another service ("Task workflow state").

    What a subclass adds is a parameter of its API, unless it is declared as an `option()`.

    Parameters
    ----------
    credentials
        The role that makes the call instead of the machine's, which may be of another account ("Accessing resources in
        other AWS accounts in Step Functions"): its ARN. It has to trust the machine's role, which needs nothing then
        but to assume it.
    timeout_seconds, heartbeat_seconds
        How long the task, and the pause between two of its heartbeats, may take.
    allow
        Where an argument is known only when the state runs: the resources that it may name, as ARNs and references.
        Without it the state may use any resource of the kind. By the argument's name where there are several:
        `allow={"role_arn": [Ref("Role")]}`.
    """

    type = "Task"

    resource: ClassVar[str] = ""
    """The integration: what follows `arn:aws:states:::` in the state's Resource; empty where that is another ARN."""

    api: ClassVar[str | None] = None
    """The API whose model its fields are checked against, as "emr:RunJobFlow"; `resource` says it where this does not,
    and None is said where there is no model."""

    beyond: ClassVar[tuple[str, ...]] = ()
    """Parameters that Step Functions takes besides the API's."""

    shapes: ClassVar[Mapping[str, str]] = {}
    """The model's shapes of parameters beyond the API's, where it has them: `{"Step": "StepConfig"}`."""

    without: ClassVar[tuple[str, ...]] = ()
    """Members of the API that Step Functions does not take: "Steps", or "InstanceFleet.InstanceFleetId" of what a
    parameter holds."""

    grants: ClassVar[tuple[Grant, ...]] = ()
    """What IAM it needs."""

    one_of: ClassVar[tuple[str, ...]] = ()
    """Fields of which exactly one has to be given."""

    standard_only: ClassVar[bool] = False
    """Whether Express workflows do not have it."""

    defaults: ClassVar[Mapping[str, Any]] = {}
    """Parameters that the API requires, and what they are where the author leaves them out."""

    timeout_seconds: Integer | None = asl("TimeoutSeconds", "number", default=None)
    heartbeat_seconds: Integer | None = asl("HeartbeatSeconds", "number", default=None)
    credentials: Text | None = option(default=None)
    allow: Sequence[str | TemplateValue] | Mapping[str, Sequence[str | TemplateValue]] | None = option(default=None)
    pattern: Literal["request_response", "sync", "sync:2", "wait_for_task_token"] = "request_response"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "resource" in vars(cls) and "api" not in vars(cls):
            service, _, action = cls.resource.partition(":")
            cls.api = f"{service}:{action[:1].upper()}{action[1:]}"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_allow(self.allow, type(self))

    def body(self, renderer: Renderer) -> dict[str, Any]:
        """The state's members; see `State.body`."""
        self._check(renderer)
        body = super().body(renderer)
        body["Resource"] = self.arn()
        parameters = self._aimed(self.sent(renderer))
        self._hold_to_model(parameters, renderer)
        if self.pattern == "wait_for_task_token" and task_token.steps not in repr(parameters):
            raise renderer.error(
                "it waits for its task token, and does not send it",
                hint='put task_token into what it sends, as message={"token": task_token}',
            )
        if self.credentials is not None:
            role = renderer.value(self.credentials, "credentials", CALLER)
            named = isinstance(self.credentials, str) and not self.credentials.startswith("arn:")
            if named or not isinstance(role, str | Placeholder):
                raise renderer.error(
                    f"credentials: {self.credentials!r} is not the ARN of a role",
                    hint='write "arn:aws:iam::123456789012:role/NAME", Ref("...") or path("$.role")',
                )
            body["Credentials"] = {"RoleArn.$" if renderer.is_path(self.credentials) else "RoleArn": role}
        if parameters:
            body["Parameters" if renderer.language == "JSONPath" else "Arguments"] = parameters
        return body

    def _aimed(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """References inside of the parameters give what the grants on them say."""
        for grant in self.grants:
            if grant.on and grant.target and grant.on not in targets(type(self)):
                parameters = aimed(parameters, grant.on, grant.target)
        return parameters

    def arn(self) -> Joined | Placeholder | str:
        """What the state's Resource is."""
        return integration(self.resource, self.pattern)

    def called(self) -> str:
        """What it calls, as people name it: "sns:publish"."""
        return self.resource or type(self).__name__

    def sent(self, renderer: Renderer) -> dict[str, Any]:
        """The API's parameters, from the fields that have them."""
        parameters: dict[str, Any] = {}
        for name, item in members(type(self)).items():
            value = getattr(self, item.name)
            value = self.defaults.get(name) if value is None else value
            if value is None and item.default is MISSING:
                raise renderer.error(f"{item.name} is required", hint=f"write {item.name}=...")
            if value is not None:
                wrong = misfit(value, item)
                if wrong:
                    raise renderer.error(f"{item.name}: {wrong[0]}", hint=wrong[1])
                written = renderer.value(value, item.name, item.metadata.get("refers"))
                parameters[f"{name}.$" if renderer.is_path(value) else name] = written
        return parameters

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:
        """What the state's role needs.

        Parameters
        ----------
        body
            The state's members, as `body` gives them.
        renderer
            What wrote them.
        """
        parameters = {**_parameters(body), **self.named(renderer)}
        call = Call(self.name, self.called(), self.pattern, parameters, targets(type(self)))
        derived = self.derive(call)
        for question in derived.questions:
            if question.value is not None:
                name = _field_name(type(self), question.member)
                raise renderer.error(
                    f"{name}: {question.value!r} is not the {question.form} of a resource ({question.kind})",
                    hint='write "arn:...", or Ref("...") for a resource of the template',
                )
        if self.allow is None:
            return derived
        return self.derive(_allowing(call, self.allow, derived, renderer))

    def delegated(self, renderer: Renderer) -> Derived:  # noqa: ARG002 - what a subclass delegates
        """What is needed, and open, whichever role makes the call: it is a function's of newel's."""
        return Derived()

    def named(self, renderer: Renderer) -> dict[str, Any]:
        """The resources that the state names outside of its parameters: its options that refer to one."""
        named: dict[str, Any] = {}
        for item in declared(type(self)):
            target, value = item.metadata.get("refers"), getattr(self, item.name)
            if item.metadata.get("option") and target and value is not None:
                written = {item.name: renderer.value(value, item.name, target)}
                named |= aimed(written, f"{item.name}[]", target)
        return named

    @classmethod
    def derive(cls, call: Call) -> Derived:
        """What a call needs; of a definition written by hand too."""
        return derive(call, cls.grants)

    @classmethod
    def refused(cls, parameters: dict[str, Any]) -> list[Problem]:
        """What the API, or Step Functions, would refuse of parameters; of a definition written by hand too."""
        if cls.api is None:
            return []
        return problems(parameters, cls.api, cls.beyond, cls.without, cls.shapes)

    def _hold_to_model(self, parameters: dict[str, Any], renderer: Renderer) -> None:
        found = [
            renderer.error(f"{_field_name(type(self), problem.place)}: {problem.message}", hint=problem.hint)
            for problem in self.refused(parameters)
        ]
        if found:
            raise NewelErrors(found)

    def _check(self, renderer: Renderer) -> None:
        given = [name for name in self.one_of if getattr(self, name) is not None]
        if self.one_of and len(given) != 1:
            raise renderer.error(
                f"{type(self).__name__} takes exactly one of {', '.join(self.one_of)}",
                hint=f"it has {' and '.join(given)}" if given else f"write {self.one_of[0]}=...",
            )


def integration(resource: str, pattern: str) -> Joined:
    """The Resource of a state that uses an integration of Step Functions."""
    return Joined(("arn:", PARTITION, f":states:::{resource}{SUFFIXES[pattern]}"))


@cache
def pascal(field: str) -> str:
    """A name in PascalCase: `topic_arn` is `TopicArn`."""
    return "".join(part.capitalize() for part in field.split("_"))


def member_name(item: Field[Any]) -> str:
    """The API's name of a field: its own spelling, or the field's name in PascalCase."""
    return item.metadata.get("member") or pascal(item.name)


def members(task: type[Task]) -> dict[str, Field[Any]]:
    """The fields of a task that are parameters of its API, by their names there."""
    every_task_has = {item.name for item in declared(Task)}
    own = [item for item in declared(task) if item.name not in every_task_has and not item.metadata.get("option")]
    return {member_name(item): item for item in own}


def targets(task: type[Task]) -> dict[str, Target]:
    """What a task's parameters name, by their names in the API; its options by their own."""
    named = {name: item.metadata.get("refers") for name, item in members(task).items()}
    named |= {item.name: item.metadata.get("refers") for item in declared(task) if item.metadata.get("option")}
    return {name: target for name, target in named.items() if target is not None}


def patterns(task: type[Task]) -> tuple[str, ...]:
    """The integration patterns that a task's class declares: the `Literal` of its field `pattern`."""
    return next(choices(item) for item in declared(task) if item.name == "pattern")


def _field_name(task: type[Task], place: str) -> str:
    """A place in the parameters as its author writes it: the first of its members is a field."""
    name, dot, rest = place.partition(".")
    bare = name.partition("[")[0]
    item = members(task).get(bare)
    return f"{item.name}{name[len(bare) :]}{dot}{rest}" if item else place


def _parameters(body: Mapping[str, Any]) -> dict[str, Any]:
    found = body.get("Parameters", body.get("Arguments"))
    return found if is_object(found) else {}


def _allowing(call: Call, allow: object, derived: Derived, renderer: Renderer) -> Call:
    """The call with what its author allows, which must be about what is open."""
    opened = list(dict.fromkeys(question.member for question in derived.questions))
    if is_object(allow):
        allowed = {_spelled(str(name), opened, renderer): list(items) for name, items in allow.items()}
    elif len(opened) == 1:
        allowed = {opened[0]: list(cast("Sequence[object]", allow))}
    else:
        raise renderer.error(
            f"allow: {'more than one argument is' if opened else 'no argument is'} known only when the state runs",
            hint=f"write allow={{{', '.join(f'{name!r}: [...]' for name in opened)}}}" if opened else "leave allow out",
        )
    known = {member: call.targets.get(member) for member in allowed}
    return Call(
        call.state,
        call.api,
        call.pattern,
        call.parameters,
        call.targets,
        {
            member: [
                Placeholder(item, known[member], f"{renderer.where}, allow")
                if isinstance(item, Ref | GetAtt | Sub)
                else item
                for item in items
            ]
            for member, items in allowed.items()
        },
    )


def _spelled(name: str, opened: list[str], renderer: Renderer) -> str:
    for candidate in (name, pascal(name)):
        if candidate in opened:
            return candidate
    raise renderer.error(
        f"allow: {name} is not known only when the state runs, or names no resource",
        hint=instead(pascal(name), opened) if opened else "leave allow out",
    )


def _listed(value: object) -> Sequence[object] | None:
    """The items of a list; None for what is no list, as text, which is a sequence too, of letters."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else None


def _check_allow(allow: object, task: type[Task]) -> None:
    if allow is None:
        return
    for value in allow.values() if is_object(allow) else [allow]:
        items = _listed(value)
        if not items:
            raise NewelError(
                f"{task.__name__}: allow is a list of ARNs and references, not {value!r}",
                hint='write allow=[Ref("...")]',
            )
        for item in items:
            if not isinstance(item, Ref | GetAtt | Sub) and not (isinstance(item, str) and item):
                raise NewelError(
                    f"{task.__name__}: allow: {item!r} names no resource",
                    hint='write "arn:...", a name, Ref("..."), or "*" for any',
                )
