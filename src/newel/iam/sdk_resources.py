"""From a group of resources, as `newel.aws.actions` has them, and a call's parameters to the ARNs that IAM wants."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from newel.aws import resources
from newel.aws.resources import Kind, Target
from newel.iam.arns import wildcard
from newel.iam.derive import Call, Derived, derive
from newel.iam.grants import Arn, Grant
from newel.iam.merge import Need
from newel.parameters.find import DYNAMIC, OWN_MACHINE, find
from newel.values import GetAtt, Placeholder, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.resources import Form

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PSEUDO = {"Partition": "Partition", "Region": "Region", "Account": "AccountId", "AccountId": "AccountId"}
_LITERAL = "="
_OBJECT = "arn:${Partition}:s3:::${Url}"
"""What a URL names, "s3://BUCKET/KEY"."""
_AN_ARN = re.compile(r"\$\{\w*Arn\}|\$\{[\w]+\.\w*Arn\}|arn:.*", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One action of a call, and the types of resources of its service.

    Attributes
    ----------
    call
        The call.
    action
        The IAM action.
    types
        The templates of the ARNs.
    """

    call: Call
    action: str
    types: Mapping[str, str]

    def of(self, group: str) -> Derived:
        """Say what one group of resources needs: alternatives, as in "stream StreamArn|stream StreamName|stream".

        The last is what is used where no parameter names one: any of the type, nothing, or as in
        "og OptionGroupName|og =default*" one of a name.
        """
        derived = Derived()
        alternatives = [alternative.partition(" ")[::2] for alternative in group.split("|")]
        named: dict[str, list[str]] = {}
        for kind, binding in alternatives:
            if binding and not binding.startswith(_LITERAL):
                named.setdefault(binding, []).append(kind)
        given = [binding for binding in named if any(True for _ in find(self.call.parameters, _main(binding)))]
        anyhow = [(kind, name) for kind, name in alternatives if kind and name not in named]
        if not given and not anyhow and alternatives[-1][0]:
            given = [next(iter(named))]  # what the API requires, and the state does not say, it gets when it runs
        for binding in given:
            for value in list(find(self.call.parameters, _main(binding))) or [DYNAMIC]:
                _add(derived, self._named(binding, value, named[binding]))
        if not given:
            for kind, name in anyhow:
                pattern = self._called(kind, name) if name else wildcard(_pattern(self.types[kind]))
                derived.needs.append(Need(self.call.state, (self.action,), pattern, why=self.call.api))
        return derived

    def _called(self, kind: str, name: str) -> Arn:
        """What is used where no parameter says another, as a default group."""
        return Arn(_replaced(_completed(self.types[kind]), [name.removeprefix(_LITERAL)]))

    def _named(self, binding: str, value: object, kinds: Sequence[str]) -> Derived:
        """What one value of a parameter names; an ARN is what it is, of whichever type."""
        derived = Derived()
        value = _in_s3(value) if self.types[kinds[0]] == _OBJECT else value
        for kind in kinds[:1] if _is_arn(value) else kinds:
            title = kind.replace("-", " ") if len(kinds) == 1 and kind != "any" else "resource"
            _add(derived, self._one(binding, value, title, self.types[kind]))
        return derived

    def _one(self, binding: str, value: object, title: str, template: str) -> Derived:
        label = _label(_main(binding))
        whole = "," not in binding and len(_own(template)) > 1  # it holds an ARN, whatever it is called
        arn = whole or _is_arn(value) or label.lower().endswith(("arn", "arns"))
        alone = arn or len(_own(template)) < 2
        pattern = _pattern(template) if alone else _filled(template, binding)
        form: Form = "arn" if arn else "url" if label.endswith("Url") else "name"
        target = Target(_kind(title, pattern), form, names=form != "url" and not whole, given=True)
        parameters = _said(label, value, target)
        targets = {label: target}
        for name in [] if alone else _others(binding):
            of = self._within(template, binding, name)
            other = next(find(self.call.parameters, name), DYNAMIC)
            place = of.kind.arn.replace("{name}", f"{{{_label(name)}}}")
            if isinstance(other, str) and other.startswith("arn:") and pattern.startswith(place):
                pattern = other + pattern.removeprefix(place)
            targets[_label(name)] = replace(of, form="arn") if _is_arn(other) else of
            parameters |= _said(_label(name), other, targets[_label(name)])
        grant = Grant((self.action,), on=label, resource=None if alone else pattern)
        return derive(replace(self.call, parameters=parameters, targets=targets), [grant])

    def _within(self, template: str, binding: str, member: str) -> Target:
        """What another variable of a template names: of a cluster's service, the cluster."""
        variable = _own(template)[binding.split(",").index(member)]
        found = next((each for each in self.types.values() if _own(each) == [variable]), None)
        title = re.sub(r"(?<=[a-z])(Name|Id|Identifier)$", "", _label(member)).lower()
        return Target(_kind(title, _pattern(found) if found else "{name}"), "name", names=True, given=True)


def _in_s3(value: object) -> object:
    """What a URL names in S3: the bucket and the key; unknown where it is no such URL."""
    match value:
        case Placeholder(value=Sub(text)) if text.startswith("s3://"):
            return Placeholder(Sub(text.removeprefix("s3://")), value.target, value.field)
        case str() if value.startswith("s3://"):
            return value.removeprefix("s3://")
        case _:
            return DYNAMIC


def _said(label: str, value: object, target: Target) -> dict[str, object]:
    """One parameter, by the last part of its name."""
    if value is DYNAMIC:
        return {f"{label}.$": ""}
    if value is OWN_MACHINE:
        return {f"{label}.$": "$$.StateMachine.Id"}
    if isinstance(value, Placeholder):
        return {label: Placeholder(value.value, target, value.field)}
    return {label: value}


def _main(binding: str) -> str:
    """The parameter that names the resource; what is before it names what the resource is in."""
    return [member for member in binding.split(",") if member != "*"][-1]


def _others(binding: str) -> list[str]:
    return [member for member in binding.split(",") if member != "*"][:-1]


def _label(member: str) -> str:
    return member.rpartition(".")[2].removesuffix("[]")


def _own(template: str) -> list[str]:
    """The variables of a template but for those that pseudo parameters fill in."""
    *head, tail = template.split(":", 5)
    own = [name for name in _VARIABLE.findall(":".join(head)) if name not in _PSEUDO]
    return own + _VARIABLE.findall(tail)


def _completed(template: str) -> str:
    """The template with the pseudo parameters in their places."""
    *head, tail = template.split(":", 5)
    filled = _VARIABLE.sub(
        lambda found: f"${{AWS::{_PSEUDO[found[1]]}}}" if found[1] in _PSEUDO else found[0], ":".join(head)
    )
    return f"{filled}:{tail}" if head else tail


@cache
def _pattern(template: str) -> str:
    """The ARN of a type, `{name}` for what names it; a type that several things name is `*` in all of them."""
    several = len(_own(template)) > 1
    return _replaced(_completed(template), ["*"] * 9 if several else ["{name}"])


@cache
def _filled(template: str, binding: str) -> str:
    """The ARN of a type, `{name}` for its name, and the other parameters' names for theirs."""
    main = _main(binding)
    texts = [
        "*" if member == "*" else "{name}" if member == main else f"{{{_label(member)}}}"
        for member in binding.split(",")
    ]
    return _replaced(_completed(template), texts)


def _replaced(text: str, texts: Sequence[str]) -> str:
    waiting = iter(texts)
    return _VARIABLE.sub(lambda _: next(waiting), text)


@cache
def _known() -> dict[str, Kind]:
    """The kinds of resources that are known by name, by their ARNs."""
    kinds = [kind for kind in vars(resources).values() if isinstance(kind, Kind) and kind.types]
    return {kind.arn: kind for kind in kinds}


def _kind(title: str, pattern: str) -> Kind:
    return _known().get(pattern) or Kind(title, pattern, {}, open=True)


def _is_arn(value: object) -> bool:
    """Whether a parameter holds a whole ARN, where that shows."""
    match value.value if isinstance(value, Placeholder) else value:
        case str(text) | Sub(text):
            return _AN_ARN.fullmatch(text) is not None
        case GetAtt(_, attribute):
            return attribute.endswith("Arn")
        case _:
            return False


def _add(derived: Derived, more: Derived) -> None:
    derived.needs += more.needs
    for question in more.questions:
        derived.ask(question)
