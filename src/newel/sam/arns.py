"""Writing the resources of statements: ARNs that CloudFormation completes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.iam import Arn
from newel.sam.references import identifier, resolve
from newel.values import Placeholder

if TYPE_CHECKING:
    from newel.aws.resources import Target
    from newel.iam import Resource
    from newel.sam.references import Intrinsic
    from newel.sam.template import Template

_URL_PATTERN = "https://queue/account/{name}"
"""Where the name stands in a URL: SQS alone has them."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def resolve_arn(resource: Resource, template: Template) -> str | Intrinsic:
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
        case Arn(pattern, of):
            if of is not None:
                return _completed(pattern, of, template)
            alone = _VARIABLE.fullmatch(pattern)
            return {"Ref": alone[1]} if alone else {"Fn::Sub": pattern} if "${" in pattern else pattern


def _completed(pattern: str, of: Placeholder, template: Template) -> Intrinsic:
    written = resolve(of, template)  # that what is referred to exists and fits is checked here
    target = of.target
    if target is None:
        return written
    if pattern == target.kind.arn:
        whole = written if target.form == "arn" else identifier(of, "arn", template)
        if whole is not None:
            return whole
    name = identifier(of, "name", template)
    if name is None:
        name = written if target.form == "name" else _last(written, target)
    return _sub(pattern, name)


def _last(written: Intrinsic, target: Target) -> Intrinsic:
    """The name at the end of an ARN, or of a queue's URL."""
    start, _, _ = (target.kind.arn if target.form == "arn" else _URL_PATTERN).partition("{name}")
    start = re.sub(r"\$\{[^}]*\}", "x", start)
    return {"Fn::Select": [start.count(start[-1]), {"Fn::Split": [start[-1], written]}]}


def _sub(pattern: str, name: Intrinsic) -> Intrinsic:
    match name:
        case {"Ref": str(variable)}:
            return {"Fn::Sub": pattern.replace("{name}", f"${{{variable}}}")}
        case {"Fn::GetAtt": [str(variable), str(attribute)]}:
            return {"Fn::Sub": pattern.replace("{name}", f"${{{variable}.{attribute}}}")}
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": pattern.replace("{name}", text)}
        case _:
            variables: dict[str, Any] = {"Name": name}
            return {"Fn::Sub": [pattern.replace("{name}", "${Name}"), variables]}
