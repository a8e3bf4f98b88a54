"""From what a parameter holds to the ARN that IAM wants."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from newel.aws.resources import FUNCTION, S3_OBJECT, STATE_MACHINE, Target
from newel.iam.grants import Arn
from newel.parameters.find import OWN_MACHINE
from newel.values import Placeholder, Sub

if TYPE_CHECKING:
    from newel.iam.grants import Resource

_PSEUDO = {"Partition": "partition", "Region": "region", "AccountId": "account"}
_QUEUE_URL = re.compile(r"https://sqs\.(?P<region>[\w-]+)\.(?P<suffix>[\w.]+)/(?P<account>\d+)/(?P<name>[\w.-]+)")
_PARTITIONS = {"amazonaws.com": "aws", "amazonaws.com.cn": "aws-cn"}

_SERVICE = re.compile(r"arn:(?:\$\{AWS::Partition\}|[^:]*):(?P<service>[^:]*)")

_PART = r"(?:\$\{[^}]*\}|[^:$])"
_QUALIFIED = re.compile(rf"(arn(?::{_PART}*){{4}}:stateMachine:{_PART}+|\$\{{[^}}]+\}}):[\w.-]+")
"""The ARN of a version or an alias of a machine, references in it or in the place of the machine's."""

_PARTIAL = re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)")
"""A function's "partial ARN" (API: Lambda Invoke, FunctionName)."""

_AN_ARN = re.compile(r"\$\{\w*Arn\}")
"""A substitution that says by its name that it is an ARN, where a name may stand too."""


def of_value(value: object, target: Target, pattern: str | None) -> Resource | None:
    """The ARN of what a parameter names, or of what belongs to it.

    Parameters
    ----------
    value
        Text, a reference to the template, or `OWN_MACHINE`.
    target
        What the parameter names.
    pattern
        The ARN of what belongs to it, `{name}` where its name stands; None: its own.

    Returns
    -------
    Resource | None
        None where the text names nothing.
    """
    if value is OWN_MACHINE and target.kind is STATE_MACHINE:
        return Arn((pattern or target.kind.arn).replace("{name}", "{machine}"))
    if target.kind is S3_OBJECT:
        return _object(value)
    if target.kind is STATE_MACHINE:
        value = _unqualified(value)
    if isinstance(value, str) and "${" in value:
        value = _with_references(value, target)
    if isinstance(value, Placeholder):
        if pattern is None:
            form = value.target.form if value.target else target.form
            return Arn(target.kind.arn, value) if form != "arn" else value
        return Arn(pattern, value) if "{name}" in pattern else Arn(pattern)
    if not isinstance(value, str) or not value:
        return None
    if value.startswith("arn:") and _service(value) not in ("", "*", _service(target.kind.arn)):
        return None
    if value.startswith("arn:") and pattern is None:
        return value
    parts = _parts(value, target)
    return None if parts is None else _filled(pattern or target.kind.arn, parts)


def _with_references(text: str, target: Target) -> Placeholder | None:
    """Text with references in it as one reference, to an ARN or to a name; None where the API takes no name."""
    if _AN_ARN.fullmatch(text):
        target = replace(target, form="arn")
    elif target.form == "arn" and not text.startswith(("arn:", "${")):  # a name with something in it
        if not target.names:
            return None
        target = replace(target, form="name")
    return Placeholder(Sub(text), target)


def _unqualified(value: object) -> object:
    """A machine's ARN without the version or the alias: IAM knows the machine alone.

    "Authorization for versions and aliases in Step Functions workflows".
    """
    if isinstance(value, Placeholder) and isinstance(value.value, Sub):
        return replace(value, value=Sub(str(_unqualified(value.value.text))))
    found = _QUALIFIED.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else value


def _object(value: object) -> Resource | None:
    """The ARN of an object of S3, from its URL; of a reference only where it is a `Sub`, whose text shows the key."""
    text = value.value.text if isinstance(value, Placeholder) and isinstance(value.value, Sub) else value
    if not isinstance(text, str) or not text.startswith("s3://") or "/" not in text[5:]:
        return None
    found = S3_OBJECT.arn.replace("{name}", text[5:])
    return Placeholder(Sub(found), Target(S3_OBJECT, "arn"))


def wildcard(pattern: str) -> Resource:
    """The narrowest that IAM takes for a resource whose name is not known."""
    return pattern if pattern == "*" else Arn(pattern.replace("{name}", "*"))


def _service(arn: str) -> str:
    """The service of an ARN, which its third part names; empty where it has none."""
    found = _SERVICE.match(arn)
    return found["service"] if found else ""


def _parts(value: str, target: Target) -> dict[str, str] | None:
    """What is known of a resource by one of its identifiers."""
    if value.startswith("arn:"):
        found = _reader(target.kind.arn).fullmatch(value)
        return found.groupdict() if found else None
    if target.form == "url":
        found = _QUEUE_URL.fullmatch(value)
        return found.groupdict() | {"partition": _PARTITIONS.get(found["suffix"], "aws")} if found else None
    if target.kind is FUNCTION and (found := _PARTIAL.fullmatch(value)):
        return found.groupdict()
    return None if target.form == "arn" and not target.names else {"name": value}


def _filled(pattern: str, parts: dict[str, str]) -> Resource:
    """The pattern with what is known; what is not known stays CloudFormation's to fill in."""
    text = pattern.replace("{name}", parts["name"])
    for pseudo, part in _PSEUDO.items():
        if part in parts:
            text = text.replace(f"${{AWS::{pseudo}}}", parts[part])
    return Arn(text) if "${" in text else text


@cache
def _reader(pattern: str) -> re.Pattern[str]:
    text = re.escape(pattern)
    for pseudo, part in _PSEUDO.items():
        text = text.replace(re.escape(f"${{AWS::{pseudo}}}"), rf"(?P<{part}>[\w-]*)")
    return re.compile(text.replace(re.escape("{name}"), r"(?P<name>.+)"))
