"""From a state's parameters, and the grants of the task that it is, to what the state needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from newel.iam.arns import of_value, wildcard
from newel.iam.grants import Arn, On
from newel.iam.merge import Need
from newel.parameters.find import DYNAMIC, OWN_MACHINE, find
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.aws.resources import Target
    from newel.iam.grants import Condition, Grant, Resource

Allowed: TypeAlias = "Mapping[str, Sequence[object]]"

Others: TypeAlias = "tuple[tuple[str, Placeholder], ...]"

_OTHER = re.compile(r"(?<!\$)\{([A-Z]\w*)\}")
"""Where the name of another parameter's resource stands in an ARN."""


@dataclass(frozen=True)
class Call:
    """A state that calls a service.

    Attributes
    ----------
    state
        Its name.
    api
        What it calls, as "sns:publish".
    pattern
        The integration pattern.
    parameters
        Its Parameters or Arguments as the definition has them; references may stand in them as `Placeholder`.
    targets
        What the parameters name, by their names in the API.
    allow
        What a parameter may name that is known only when the state runs, by its name in the API.
    """

    state: str
    api: str
    pattern: str
    parameters: Mapping[str, object]
    targets: Mapping[str, Target] = field(default_factory=dict[str, "Target"])
    allow: Allowed = field(default_factory=dict[str, "Sequence[object]"])


_BY_NAME = 'write allow=["NAME"] to narrow it, with * for what differs, or allow=["*"] if any is meant'


@dataclass(frozen=True)
class Question:
    """Something that the definition leaves open: which resources a state may use, or more.

    Attributes
    ----------
    state
        The state.
    member
        The parameter that is known only when it runs, or that names nothing.
    actions
        What is allowed on any resource of its kind.
    form, kind
        What it should be, as "ARN", and of what, as "SNS topic".
    value
        What it holds, where that is known and names nothing.
    message
        What is open, where it is something else than that.
    hint
        What to write to close it, where it is something else than `allow=` or the option.
    """

    state: str
    member: str
    actions: tuple[str, ...] = ()
    form: str = ""
    kind: str = ""
    value: object = None
    message: str = ""
    hint: str = ""

    def sentence(self) -> str:
        """What is open, for people."""
        if self.message:
            return f"state {self.state!r}: {self.message}"
        if self.value is not None:
            return f"state {self.state!r}: its {self.member}, {self.value!r}, is not the {self.form} of a {self.kind}"
        return f"state {self.state!r} may use any {self.kind} for its {self.member}, known only when it runs"

    def advice(self) -> str:
        """What to write to close it, in Python."""
        if self.hint:
            return self.hint
        if self.member[:1].islower():  # a task's option, which is no parameter of its API
            return f'write {self.member}=Ref("...")'
        return 'write allow=[Ref("...")] to narrow it, or allow=["*"] if any is meant'


@dataclass
class Derived:
    """What was derived.

    Attributes
    ----------
    needs
        What the machine's role needs.
    questions
        What is left open.
    delegated
        What the role of newel's function needs that calls other regions.
    """

    needs: list[Need] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    delegated: list[Need] = field(default_factory=list)

    def ask(self, question: Question) -> None:
        """Leave something open; what one parameter leaves open is one question, whatever it is needed for."""
        for index, asked in enumerate(self.questions):
            if replace(asked, actions=()) == replace(question, actions=()):
                actions = dict.fromkeys([*asked.actions, *question.actions])
                self.questions[index] = replace(asked, actions=tuple(actions))
                return
        self.questions.append(question)

    def add(self, other: Derived) -> None:
        """Take in what was derived of another state."""
        self.needs += other.needs
        self.questions += other.questions
        self.delegated += other.delegated


def derive(call: Call, grants: Sequence[Grant]) -> Derived:
    """Say what a state needs.

    Parameters
    ----------
    call
        What the state calls.
    grants
        What the task says that it needs.
    """
    derived = Derived()
    for grant in grants:
        if (grant.patterns and call.pattern not in grant.patterns) or not _wanted(call, grant):
            continue
        resources = list(_resources(call, grant, derived))
        condition = _condition(call, grant, derived) if resources else None
        why = f"{call.api} on {grant.on}" if grant.on else call.api
        for resource in resources:
            derived.needs.append(Need(call.state, grant.actions, resource, condition, grant.template, why))
    return derived


def _wanted(call: Call, grant: Grant) -> bool:
    if grant.unless is not None and _given(call, grant.unless):
        return False
    return grant.when is None or _given(call, grant.when)


def _given(call: Call, member: str) -> bool:
    return any(True for _ in find(call.parameters, member))


def _resources(call: Call, grant: Grant, derived: Derived) -> Iterator[Resource]:
    for resource, others in _spelled_out(call, grant, grant.resource, derived):
        for found in _on(call, replace(grant, resource=resource), derived):
            yield _with(found, others)


def _on(call: Call, grant: Grant, derived: Derived) -> Iterator[Resource]:
    if grant.on is None:
        yield wildcard(grant.resource or "*")
        return
    values = list(find(call.parameters, grant.on))
    if not values and grant.otherwise is not None:
        yield wildcard(grant.otherwise)
    for value in values:
        if grant.resource is not None and "{name}" not in grant.resource:
            yield wildcard(grant.resource)
        else:
            yield from _named(call, grant, grant.on, value, derived)


def _spelled_out(
    call: Call, grant: Grant, resource: str | None, derived: Derived, others: Others = ()
) -> Iterator[tuple[str | None, Others]]:
    """The resource with the names of other parameters in it; those of references stay, and are said beside it."""
    spelled = {name for name, _ in others}
    member = next((name for name in _OTHER.findall(resource or "") if name not in spelled), None)
    if resource is None or member is None:
        yield resource, others
        return
    target = call.targets.get(member)
    for value in list(find(call.parameters, member)) or [DYNAMIC]:
        found = list(call.allow.get(member, ())) if value is DYNAMIC else [value]
        if not found:
            form, kind = (target.form, target.kind.title) if target else ("name", "resource")
            derived.ask(Question(call.state, member, grant.actions, form, kind))
            found = ["*"]
        for name in found:
            given = Placeholder(Sub(name), target) if isinstance(name, str) and "${" in name else name
            if isinstance(given, Placeholder):
                yield from _spelled_out(call, grant, resource, derived, (*others, (member, given)))
            else:
                spelled_out = resource.replace(f"{{{member}}}", str(given))
                yield from _spelled_out(call, grant, spelled_out, derived, others)


def _with(resource: Resource, others: Others) -> Resource:
    if not others or not isinstance(resource, str | Arn):
        return resource
    found = Arn(resource) if isinstance(resource, str) else resource
    return replace(found, others=others)


def _named(call: Call, grant: Grant, member: str, value: object, derived: Derived) -> Iterator[Resource]:
    """What a parameter names, or what is allowed of it; and a question where that is open."""
    target = _target(call, grant, member)
    if value is DYNAMIC and member in call.allow:
        for allowed in call.allow[member]:
            item = allowed
            if isinstance(allowed, Placeholder) and allowed.target is None:
                item = replace(allowed, target=target)
            any_one = wildcard(grant.resource or target.kind.arn)
            found = any_one if item == "*" else of_value(item, target, grant.resource)
            if found is not None:
                yield found
                yield from _lowered(item, target, grant, found)
        return
    found = None if value is DYNAMIC else of_value(value, target, grant.resource)
    if found is None:
        form = target.form if target.form == "name" else target.form.upper()
        known = None if value in (DYNAMIC, OWN_MACHINE) else value
        hint = "" if target.kind.types or form != "name" else _BY_NAME  # no resource of a template is one
        derived.ask(Question(call.state, member, grant.actions, form, target.kind.title, known, hint=hint))
        found = wildcard(grant.resource or target.kind.arn)
    yield found
    yield from _lowered(value, target, grant, found)


def _lowered(value: object, target: Target, grant: Grant, found: Resource) -> Iterator[Resource]:
    """The same resource with its name in lower case, where its service may write it so in ARNs."""
    if target.kind.lowered and isinstance(value, str) and "${" not in value and not value.startswith("arn:"):
        lowered = of_value(value.lower(), target, grant.resource)
        if lowered is not None and lowered != found:
            yield lowered


def _target(call: Call, grant: Grant, member: str) -> Target:
    target = (grant.target if member == grant.on else None) or call.targets.get(member)
    if target is None:
        raise LookupError(f"{call.api}: the grant on {member} does not say what that is")
    return target


def _condition(call: Call, grant: Grant, derived: Derived) -> Condition | None:
    written: dict[str, dict[str, object]] = {}
    for operator, keys in (grant.condition or {}).items():
        for key, value in keys.items():
            if not isinstance(value, On):
                held = value(call) if callable(value) else value
                if held is not None:
                    written.setdefault(operator, {})[key] = held
                continue
            given = list(find(call.parameters, value.member))
            plain = replace(grant, resource=None)
            found = [each for item in given for each in _named(call, plain, value.member, item, derived)]
            if found:
                like = operator.replace("Equals", "Like") if DYNAMIC in given else operator
                written.setdefault(like, {})[key] = found[0] if len(found) == 1 else found
    return written or None
