"""Which members of an API's parameters name the resources that IAM asks about: ARN templates against members."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.aws.naming import member as spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANYWHERE = {"Partition", "Region", "Account", "AccountId"}
"""Variables of an ARN that CloudFormation's pseudo parameters fill in, where they stand in their own places."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_KINDS = {"name": "name", "id": "id", "identifier": "", "arn": "arn"}


@dataclass(frozen=True)
class Member:
    """A member of an API's parameters that is text, or a list of texts.

    Attributes
    ----------
    path
        Where it is, as definitions have it: "DbInstanceIdentifier", "TableNames[]".
    name
        Its name in the API, in the singular.
    required
        Whether the API requires it.
    """

    path: str
    name: str
    required: bool


def members(model: Mapping[str, Any], operation: str) -> list[Member]:
    """The members of an operation that may name resources."""
    shape = model["operations"][operation].get("input")
    if shape is None:
        return []
    shapes = model["shapes"]
    structure = shapes[shape["shape"]]
    needed = structure.get("required", ())
    found: list[Member] = []
    for name, about in structure.get("members", {}).items():
        kind = shapes[about["shape"]]
        if kind["type"] == "string" and "enum" not in kind:
            found.append(Member(spelled(name), name, name in needed))
        elif kind["type"] == "list" and shapes[kind["member"]["shape"]]["type"] == "string":
            single = re.sub(r"(?<=[a-zA-Z]{2})s$", "", re.sub(r"ies$", "y", name))
            found.append(Member(f"{spelled(name)}[]", single, name in needed))
    return found


def variables(template: str) -> list[str]:
    """What an ARN template leaves to fill in: all but the partition, the region and the account in their places."""
    *head, tail = template.split(":", 5)
    own = [name for name in _VARIABLE.findall(":".join(head)) if name not in ANYWHERE]
    return own + _VARIABLE.findall(tail)


def bound(kind: str, template: str, operation: str, given: list[Member]) -> Iterator[tuple[str, bool]]:
    """Say by which members of an operation a resource type is named, and whether the API requires them.

    A binding is the members for the template's variables in their order, `*` for one that no member says; or one member
    that holds the whole ARN.
    """
    arns = sorted(_arns(kind, template, operation, given), key=lambda member: not member.required)
    own = [member for member in arns if _stem(member.name)[0] not in ("", "resource")]
    for member in own:
        yield member.path, member.required
    wanted = variables(template)
    taken: set[str] = {member.path for member in arns}
    chosen: list[Member | None] = []
    for index, variable in enumerate(wanted):
        last = index == len(wanted) - 1 or (index == len(wanted) - 2 and wanted[-1].lower() == "uuid")
        free = [each for each in given if each.path not in taken]
        match = _named(kind if last else "", variable, operation, free)
        chosen.append(match)
        taken |= {match.path} if match else set[str]()
    said = [each for each in chosen if each is not None]
    lists = [each for each in said if "[]" in each.path]
    if said and len(lists) <= 1 and (not own or None not in chosen):
        yield ",".join(each.path if each else "*" for each in chosen), all(each.required for each in said)
    elif not own:  # "ResourceArn" may be of anything, and is of another thing where the type has a name of its own
        for member in arns:
            yield member.path, member.required


def _arns(kind: str, template: str, operation: str, given: list[Member]) -> list[Member]:
    found: list[Member] = []
    nouns = {_plain(kind), *(_stem(name)[0] for name in variables(template)[-1:])} - {""}
    for member in given:
        stem, suffix = _stem(member.name)
        if suffix != "arn":
            continue
        if (
            stem in nouns
            or (stem in ("", "resource") and _only_arn(given))
            or (len(stem) > 3 and any(noun.endswith(stem) and noun in _plain(operation) for noun in nouns))
        ):
            found.append(member)
    return found


def _only_arn(given: list[Member]) -> bool:
    return sum(_stem(each.name)[1] == "arn" and _stem(each.name)[0] in ("", "resource") for each in given) == 1


def _named(kind: str, variable: str, operation: str, given: list[Member]) -> Member | None:
    plain = [each for each in given if _stem(each.name)[1] != "arn"]
    for each in plain:
        if _plain(each.name) == _plain(variable):
            return each
    stem, form = _stem(variable)
    for each in plain:
        named, given_form = _stem(each.name)
        if not _agree(form, given_form):
            continue
        if named and named in {stem, _plain(kind)} - {""}:
            return each
    for each in plain:
        named, given_form = _stem(each.name)
        if named or not kind or not _agree(form, given_form):
            continue
        if _noun(operation) in {_plain(kind), stem} - {""}:
            return each
    return None


def _agree(one: str, other: str) -> bool:
    return one == other or not one or not other


def _stem(name: str) -> tuple[str, str]:
    """A name without what says how it identifies, and that: `TableName` is ("table", "name")."""
    plain = _plain(name)
    for suffix, form in _KINDS.items():
        if plain.endswith(suffix) and (len(plain) > len(suffix) or form):
            return plain[: -len(suffix)], form
    return ("", "") if plain == "identifier" else (plain, "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _noun(operation: str) -> str:
    """What an operation is about: `DeleteStateMachine` is about "statemachine"."""
    return _plain(re.sub(r"^[A-Z][a-z]+", "", operation, count=1))
