"""From a state's parameters, and the grants of the task that it is, to what the state needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from newel.iam.arns import of_value, wildcard
from newel.iam.grants import On
from newel.iam.merge import Need
from newel.parameters.find import DYNAMIC, OWN_MACHINE, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.aws.resources import Target
    from newel.iam.grants import Condition, Grant, Resource

Allowed: TypeAlias = "Mapping[str, Sequence[object]]"


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
    """

    state: str
    member: str
    actions: tuple[str, ...] = ()
    form: str = ""
    kind: str = ""
    value: object = None
    message: str = ""

    def sentence(self) -> str:
        """What is open, for people."""
        if self.message:
            return f"state {self.state!r}: {self.message}"
        if self.value is not None:
            return f"state {self.state!r}: its {self.member}, {self.value!r}, is not the {self.form} of a {self.kind}"
        return f"state {self.state!r} may use any {self.kind} for its {self.member}, known only when it runs"


@dataclass
class Derived:
    """What was derived: what is needed, and what is left open."""

    needs: list[Need] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, other: Derived) -> None:
        """Take in what was derived of another state."""
        self.needs += other.needs
        self.questions += other.questions


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
        if grant.patterns and call.pattern not in grant.patterns:
            continue
        condition = None if grant.condition is None else _condition(grant.condition, call)
        why = f"{call.api} on {grant.on}" if grant.on else call.api
        for resource in _resources(call, grant, derived):
            derived.needs.append(Need(call.state, grant.actions, resource, condition, grant.template, why))
    return derived


def _resources(call: Call, grant: Grant, derived: Derived) -> Iterator[Resource]:
    if grant.on is None:
        yield wildcard(grant.resource or "*")
        return
    values = list(find(call.parameters, grant.on))
    if not values and grant.otherwise is not None:
        yield wildcard(grant.otherwise)
    for value in values:
        yield from _named(call, grant, value, derived)


def _named(call: Call, grant: Grant, value: object, derived: Derived) -> Iterator[Resource]:
    member = grant.on or ""
    if grant.resource is not None and "{name}" not in grant.resource:
        yield wildcard(grant.resource)
        return
    target = _target(call, grant)
    if value is DYNAMIC and member in call.allow:
        for item in call.allow[member]:
            found = "*" if item == "*" else of_value(item, target, grant.resource)
            if found is not None:
                yield found
        return
    found = None if value is DYNAMIC else of_value(value, target, grant.resource)
    if found is None:
        form = target.form if target.form == "name" else target.form.upper()
        known = None if value in (DYNAMIC, OWN_MACHINE) else value
        derived.questions.append(Question(call.state, member, grant.actions, form, target.kind.title, known))
        found = wildcard(grant.resource or target.kind.arn)
    yield found


def _target(call: Call, grant: Grant) -> Target:
    target = grant.target or call.targets.get(grant.on or "")
    if target is None:
        raise LookupError(f"{call.api}: the grant on {grant.on} does not say what that is")
    return target


def _condition(condition: Condition, call: Call) -> Condition | None:
    written = {
        operator: {key: found for key, value in keys.items() if (found := _value(value, call)) is not None}
        for operator, keys in condition.items()
    }
    return {operator: keys for operator, keys in written.items() if keys} or None


def _value(value: object, call: Call) -> object:
    if callable(value):
        return value(call)
    if not isinstance(value, On):
        return value
    target = call.targets[value.member]
    given = find(call.parameters, value.member)
    found = [None if item is DYNAMIC else of_value(item, target, None) for item in given]
    return found[0] if found and found[0] is not None else wildcard(target.kind.arn)
