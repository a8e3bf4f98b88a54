"""Writing the resources of statements: ARNs that CloudFormation completes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.aws.resources import Target
from newel.errors import NewelError
from newel.iam import Arn
from newel.json_types import is_array, is_object
from newel.sam.references import gives_arn, identifier, resolve, single
from newel.values import GetAtt, Placeholder, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.iam.derive import Others
    from newel.sam.references import Intrinsic
    from newel.sam.template import Template

_URL_PATTERN = "https://queue/account/{name}"
"""Where the name stands in a URL: SQS alone has them."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NAME = re.compile(r"(?<!\$)\{(\w+)\}")


def resolve_arn(resource: str | Placeholder | Arn, template: Template) -> str | Intrinsic:
    """Write the resource of a statement as text, or as the intrinsic function that gives it.

    Raises
    ------
    NewelError
        It refers to nothing in the template, or to something of the wrong kind.
    """
    match resource:
        case str():
            return resource
        case Placeholder():
            return resolve(resource, template)
        case Arn(pattern, of, others):
            if of is not None or others:
                return _completed(pattern, of, others, template)
            alone = _VARIABLE.fullmatch(pattern)
            return {"Ref": alone[1]} if alone else {"Fn::Sub": pattern} if "${" in pattern else pattern


def _completed(pattern: str, of: Placeholder | None, others: Others, template: Template) -> Intrinsic:
    names = {member: _name(other, template) for member, other in others}
    if of is None:
        return _sub(pattern, names)
    written = resolve(of, template)  # that what is referred to exists and fits is checked here
    target = of.target
    if target is None:
        return written
    if pattern == target.kind.arn:
        whole = written if target.form == "arn" else identifier(of, "arn", template)
        if whole is not None:
            return whole
    held = _held(of, pattern, template)
    if held is not None:
        return held
    return _sub(pattern, {**names, "name": _name(of, template)})


def _held(of: Placeholder, pattern: str, template: Template) -> Intrinsic | None:
    """The ARN of what a resource of the template holds, as an instance profile its role, where that is asked for."""
    holds = of.target.kind.holds if of.target else None
    value = single(of.value)
    if holds is None or pattern != holds[0].arn or not isinstance(value, Ref | GetAtt):
        return None
    profile = value.name
    found = template.resources.get(profile)
    if not is_object(found):
        return None
    kind, listed = holds
    properties = found.get("Properties")
    items = properties.get(listed) if is_object(properties) else None
    match items[0] if is_array(items) and items else None:
        case {"Ref": str(name)}:
            return _completed(pattern, Placeholder(Ref(name), Target(kind, "name"), of.field), (), template)
        case str(name):
            return {"Fn::Sub": pattern.replace("{name}", name)}
        case _:
            raise NewelError(
                f"{profile} does not say which {kind.title} it holds",
                where=of.field,
                hint=f"write {listed}: [!Ref ...] into {profile}",
            )


def _name(of: Placeholder, template: Template) -> Intrinsic:
    written = resolve(of, template)
    target = of.target
    if target is None:
        return written
    name = identifier(of, "name", template)
    if name is None:
        by_name = target.form == "name" and not (target.given and gives_arn(of, template))
        name = written if by_name else _last(written, target)
    return name


def _last(written: Intrinsic, target: Target) -> Intrinsic:
    """The name at the end of an ARN, or of a queue's URL."""
    start, _, _ = (_URL_PATTERN if target.form == "url" else target.kind.arn).partition("{name}")
    start = re.sub(r"\$\{[^}]*\}", "x", start)
    return {"Fn::Select": [start.count(start[-1]), {"Fn::Split": [start[-1], written]}]}


def _sub(pattern: str, names: Mapping[str, Intrinsic]) -> Intrinsic:
    variables: dict[str, Any] = {}

    def text(found: re.Match[str]) -> str:
        match names.get(found[1]):
            case None:
                return found[0]
            case {"Ref": str(variable)}:
                return f"${{{variable}}}"
            case {"Fn::GetAtt": [str(variable), str(attribute)]}:
                return f"${{{variable}.{attribute}}}"
            case {"Fn::Sub": str(inner)}:
                return inner
            case name:
                variable = found[1][:1].upper() + found[1][1:]
                variables[variable] = name
                return f"${{{variable}}}"

    written = _NAME.sub(text, pattern)
    return {"Fn::Sub": [written, variables] if variables else written}
