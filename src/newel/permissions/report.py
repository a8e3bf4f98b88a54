"""What was derived, written as IAM does: statements, who needs them and why, and what is left open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.iam import Arn, Property, Question, statements
from newel.iam.arns import wildcard
from newel.iam.merge import ordered
from newel.json_types import is_array, is_object
from newel.sam import template as templates
from newel.sam.itself import named, split
from newel.sam.policies import inlined, present
from newel.values import Placeholder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from newel.iam import Derived, Resource, Statement
    from newel.sam.template import Template


@dataclass(frozen=True)
class Report:
    """What a state machine's role needs.

    Attributes
    ----------
    statements
        The statements, as CloudFormation takes them.
    explain
        For each statement the states that need it, and what for.
    questions
        What the definition leaves open: the state, its place, what newel allows until it is said, and a sentence.
    delegated
        What the function that calls other regions needs for these states: its statements, and their `explain`.
    """

    statements: list[dict[str, Any]]
    explain: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    delegated: dict[str, list[dict[str, Any]]]


def report(
    derived: Derived,
    template: Template | None = None,
    *,
    machine: str | None = None,
    kept: Collection[str] = (),
    places: Mapping[str, str] | None = None,
) -> Report:
    """Write what was derived.

    Parameters
    ----------
    derived
        What the states need.
    template
        The template that references are to.
    machine
        The logical id of the machine; None: it is in no template.
    kept
        Names that stand for something that nobody says: `${Name}` stays.
    places
        The pointers to the states, by their names.
    """
    whole = _with_kept(template, kept)
    merged = statements(derived.needs)
    needed = [each for part in split(merged, machine) for each in part] if machine else merged
    needed = ordered(named(present(each, whole), machine) for each in needed)
    needed = [each for each in needed if each.resources]
    questions = list(derived.questions)
    written = [_kept(_inlined(each, whole, questions), kept) for each in needed]
    others = [present(each, whole) for each in ordered(statements(derived.delegated))]
    others = [each for each in others if each.resources]
    there = [_kept(_inlined(each, whole, questions), kept) for each in others]
    return Report(
        written,
        _explain(needed),
        [_question(each, places or {}) for number, each in enumerate(questions) if each not in questions[:number]],
        {"statements": there, "explain": _explain(others)} if there else {},
    )


def _explain(needed: Sequence[Statement]) -> list[dict[str, Any]]:
    return [
        {"statement": number, "actions": list(each.actions), "states": _states(each)}
        for number, each in enumerate(needed)
    ]


def _states(statement: Statement) -> list[dict[str, str]]:
    return [{"state": state, "why": why} for state, why in sorted(statement.needed_by)]


def _question(question: Question, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "state": question.state,
        "location": places.get(question.state),
        "member": question.member,
        "actions": list(question.actions),
        "message": question.sentence(),
    }


def _inlined(statement: Statement, template: Template, questions: list[Question]) -> dict[str, Any]:
    """Write a statement; a reference that does not fit is a question, and stands for any of its kind."""
    resources: list[Resource] = []
    for resource in statement.resources:
        try:
            inlined(replace(statement, resources=(resource,)), template)
        except NewelError as error:
            state, member = statement.needed_by[0]
            questions.append(Question(state, member, statement.actions, message=str(error)))
            resources.append(_any(resource))
        else:
            resources.append(resource)
    return inlined(replace(statement, resources=tuple(resources)), template)


def _any(resource: Resource) -> Resource:
    match resource:
        case Placeholder(target=target) if target is not None:
            return wildcard(target.kind.arn)
        case Arn(pattern):
            return wildcard(pattern)
        case Property(target=target):
            return wildcard(target.kind.arn)
        case _:
            return "*"


def _with_kept(template: Template | None, kept: Collection[str]) -> Template:
    """The template, with what is kept as if it had it, so that it is written like all else."""
    base = template or templates.parse("Resources: {}\n", Path("template.yaml"))
    whole = {name: {"Type": "String"} for name in kept if "." not in name}
    parts: dict[str, Any] = {name.partition(".")[0]: {} for name in kept if "." in name}
    data = {**base.data, "Parameters": {**base.parameters, **whole}, "Resources": {**parts, **base.resources}}
    return replace(base, data=data)


def _kept(written: Any, kept: Collection[str]) -> Any:
    """What was written, with `${Name}` where a name is kept: it is no parameter."""
    match written:
        case {"Ref": str(name)} if name in kept:
            return {"Fn::Sub": f"${{{name}}}"}
        case _ if is_object(written):
            return {name: _kept(value, kept) for name, value in written.items()}
        case _ if is_array(written):
            return [_kept(value, kept) for value in written]
        case _:
            return written
