"""CloudFormation's intrinsic functions, in their long form, over what the local AWS holds."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, Protocol

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.context import ACCOUNT, PARTITION, REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:{PARTITION}:cloudformation:{REGION}:{ACCOUNT}:stack/local/{uuid.UUID(int=0)}",
    "AWS::StackName": "local",
    "AWS::URLSuffix": "amazonaws.com",
}
"""Pseudo parameters and what they are here."""

_NO_VALUE = object()
"""What `Ref: AWS::NoValue` gives: what holds it does without ("Pseudo parameters")."""

_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")


class Names(Protocol):
    """What gives names their values."""

    def ref(self, name: str) -> Any:
        """Return what `Ref` gives for a parameter or resource."""
        ...

    def attribute(self, name: str, attribute: str) -> Any:
        """Return what `Fn::GetAtt` gives."""
        ...

    def condition(self, name: str) -> bool:
        """Say whether a condition of the template holds."""
        ...

    def mapped(self, name: str, first: str, second: str) -> Any:
        """Return what a mapping of the template has at two keys."""
        ...


def resolve(value: Any, names: Names) -> Any:
    """Return `value` with every intrinsic function in it carried out; None where that leaves no value.

    Raises
    ------
    NewelError
        A name has no value, or the function is not covered.
    """
    found = _value(value, names)
    return None if found is _NO_VALUE else found


def _value(value: Any, names: Names) -> Any:
    if is_array(value):
        items = (_value(item, names) for item in value)
        return [item for item in items if item is not _NO_VALUE]
    if not is_object(value):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name in _FUNCTIONS:
            return _call(name, argument, names)
        if name.startswith("Fn::"):
            raise NewelError(
                f"{name} is not covered by the local run", hint=f"it covers {', '.join(sorted(_FUNCTIONS))}"
            )
    members = ((name, _value(member, names)) for name, member in value.items())
    return {name: member for name, member in members if member is not _NO_VALUE}


def _call(name: str, argument: Any, names: Names) -> Any:
    try:
        return _FUNCTIONS[name](argument, names)
    except (ValueError, TypeError, IndexError, AttributeError):
        raise NewelError(f"{name} cannot be carried out on {argument!r:.80}") from None


def _ref(argument: Any, names: Names) -> Any:
    if argument == "AWS::NoValue":
        return _NO_VALUE
    return PSEUDO[argument] if argument in PSEUDO else names.ref(argument)


def _get_att(argument: Any, names: Names) -> Any:
    name, _, attribute = argument.partition(".") if isinstance(argument, str) else (argument[0], "", argument[1])
    return names.attribute(name, attribute)


def _sub(argument: Any, names: Names) -> str:
    text: str
    own: dict[str, Any]
    text, own = (argument, {}) if isinstance(argument, str) else argument

    def value(found: re.Match[str]) -> str:
        if found[1]:
            return "${" + found[2] + "}"
        name = found[2].strip()
        if name in own:
            return str(resolve(own[name], names))
        return str(_get_att(name, names) if "." in name else _ref(name, names))

    return _PLACEHOLDER.sub(value, text)


def _join(argument: Any, names: Names) -> str:
    separator, parts = argument
    return str(separator).join(str(part) for part in resolve(parts, names))


def _select(argument: Any, names: Names) -> Any:
    index, items = argument
    return resolve(items, names)[int(index)]


def _split(argument: Any, names: Names) -> list[str]:
    separator, text = argument
    return str(resolve(text, names)).split(separator)


def _find_in_map(argument: Any, names: Names) -> Any:
    name, first, second = (str(resolve(each, names)) for each in argument)
    return resolve(names.mapped(name, first, second), names)


def _if(argument: Any, names: Names) -> Any:
    condition, then, otherwise = argument
    return _value(then if names.condition(condition) else otherwise, names)


def _equals(argument: Any, names: Names) -> bool:
    left, right = (resolve(side, names) for side in argument)
    return str(left) == str(right)


def _truth(value: Any, names: Names) -> bool:
    return resolve(value, names) is True


_FUNCTIONS: dict[str, Callable[[Any, Names], Any]] = {
    "Condition": lambda argument, names: names.condition(argument),
    "Fn::And": lambda argument, names: all(_truth(each, names) for each in argument),
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Not": lambda argument, names: not _truth(argument[0], names),
    "Fn::Or": lambda argument, names: any(_truth(each, names) for each in argument),
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Ref": _ref,
}


def is_true(condition: Mapping[str, Any], names: Names) -> bool:
    """Say whether the body of a condition holds."""
    return _truth(condition, names)
