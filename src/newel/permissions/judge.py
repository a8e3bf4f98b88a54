"""What a machine's definition needs, beside what its template allows: what is missing, and what is more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newel.errors import NewelError
from newel.json_types import is_object
from newel.permissions.allowed import allowed
from newel.permissions.canonical import UNKNOWN, canonical
from newel.permissions.derive import of_definition
from newel.permissions.permission import Permission, listed
from newel.permissions.report import report
from newel.permissions.substitutions import bind
from newel.sam.machines import find_machine
from newel.sam.policies import LOG_DELIVERY

if TYPE_CHECKING:
    from newel.permissions.allowed import Allowed
    from newel.permissions.report import Report
    from newel.sam.template import Template

_TRACING = tuple(
    f"xray:{name}" for name in ("PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets")
)
"""What the role of a machine with tracing may do ("X-Ray and Step Functions")."""

_UNJUDGED = ("kms:",)
"""Which keys the data of other services is encrypted with, the template does not always say."""


@dataclass(frozen=True)
class Lack:
    """A permission that the role does not have."""

    permission: Permission
    states: list[str]


@dataclass(frozen=True)
class Excess:
    """A permission that nothing needs as it stands.

    Attributes
    ----------
    place
        The pointer to its statement.
    permission
        What is allowed.
    needed
        What of it is needed.
    """

    place: str
    permission: Permission
    needed: list[Permission]


@dataclass
class Judgement:
    """What was found of a machine.

    Attributes
    ----------
    place
        The pointer to what says what the role may do.
    missing, more
        What it may not, and what it needs not.
    """

    place: str
    missing: list[Lack] = field(default_factory=list[Lack])
    more: list[Excess] = field(default_factory=list[Excess])


def judge(template: Template, machine: str) -> Judgement:
    """Compare what the definition of a machine of the template needs with what its role may do.

    What the template does not say is never held against it: roles and policies of AWS's or of other stacks, values of
    parameters, keys of KMS.
    """
    may = allowed(template, machine)
    found = Judgement(may.place)
    try:
        written = _report(template, machine)
    except NewelError:  # a definition that cannot be read is told of elsewhere
        return found
    needed = _needed(written, template)
    if may.whole:
        found.missing = [lack for lack in needed if not _has(may, lack.permission)]
    bounded = all(question["actions"] for question in written.questions)
    if may.own and bounded:
        needs = [lack.permission for lack in needed] + _besides(template, machine)
        found.more = [
            Excess(place, each, [need for need in needs if each.does(need.action) and each.reaches(need.resource)])
            for place, each in may.permissions
            if not _is_needed(each, needs)
        ]
    return found


def _report(template: Template, machine: str) -> Report:
    found = find_machine(machine, template)
    bound = bind(found.definition, found.substitutions, template, in_template=found.in_template)
    return report(of_definition(bound.definition, template), template, machine=machine, kept=bound.kept)


def _needed(written: Report, template: Template) -> list[Lack]:
    """What the states need, one by one."""
    found: dict[str, Lack] = {}
    for statement, why in zip(written.statements, written.explain, strict=True):
        condition = canonical(statement.get("Condition"), template)
        states = list(dict.fromkeys(str(each["state"]) for each in why["states"]))
        for action in listed(statement["Action"]):
            for resource in listed(statement["Resource"]):
                one = Permission(action, str(canonical(resource, template)), condition or None)
                found.setdefault(str(one), Lack(one, states))
    return list(found.values())


def _besides(template: Template, machine: str) -> list[Permission]:
    """What the machine itself needs, for its logs and its traces."""
    properties: object = template.resources[machine].get("Properties")
    has = set(properties) if is_object(properties) else set[str]()
    actions = [
        *(LOG_DELIVERY["Action"] if {"Logging", "LoggingConfiguration"} & has else ()),
        *(_TRACING if {"Tracing", "TracingConfiguration"} & has else ()),
    ]
    return [Permission(action, "*") for action in actions]


def _has(may: Allowed, need: Permission) -> bool:
    """Whether the role has a permission, as far as the template says; its own conditions are taken as fulfilled."""
    return any(
        each.does(need.action)
        and (
            _is_unknown(each)
            or _is_unknown(need)
            or each.reaches(need.resource)
            or need.reaches(each.resource)  # one of what is open until the state runs
        )
        for _, each in may.permissions
    )


def _is_needed(each: Permission, needs: list[Permission]) -> bool:
    if _is_unknown(each) or each.action.casefold().startswith(_UNJUDGED):
        return True
    return any(need.does(each.action) and (_is_unknown(need) or need.covers(each)) for need in needs)


def _is_unknown(one: Permission) -> bool:
    return UNKNOWN in one.resource or UNKNOWN in one.action
