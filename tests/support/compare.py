"""States and policies of two generators, compared: equal up to the names of references and the order of members.

Both sides write references as text: `${Topic}` is a Ref, `${Topic.Arn}` an attribute, `${AWS::Region}` itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.iam import statements
from newel.permissions.permission import Permission, listed
from newel.sam.policies import inlined, present
from newel.sam.references import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.machine import Definition
    from newel.sam.template import Template

_REFERENCE = re.compile(r"\$\{([^}]*)\}")


@dataclass
class Names:
    """What the other side's references are called on ours.

    Attributes
    ----------
    texts
        Text of the other side's, and what stands for it on ours: what no comparison of states can tell. A reference
        stands for a reference.
    known
        References of the other side's, and ours; learnt from the states, held to be one and the same everywhere.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = {_REFERENCE.fullmatch(theirs): _REFERENCE.fullmatch(ours) for theirs, ours in self.texts.items()}
        self.known.update({theirs[1]: ours[1] for theirs, ours in whole.items() if theirs and ours})
        self.texts = {theirs: ours for theirs, ours in self.texts.items() if not _REFERENCE.fullmatch(theirs)}

    def retold(self, text: str) -> str:
        """A text of the other side's, with the names of ours."""
        for theirs, ours in self.texts.items():
            text = text.replace(theirs, ours)
        return text

    def translated(self, text: str) -> str:
        """The same, references too: `${Topic.Arn}`, where it is known what `${Topic}` is."""
        bases = {theirs: ours for theirs, ours in self.known.items() if "." not in theirs + ours}

        def name(found: re.Match[str]) -> str:
            base, dot, attribute = found[1].partition(".")
            return f"${{{self.known.get(found[1]) or bases.get(base, base) + dot + attribute}}}"

        return _REFERENCE.sub(name, self.retold(text))

    def same(self, theirs: str, ours: str) -> bool:
        """Whether two texts are one, up to the names of references; learns them."""
        left, right = _REFERENCE.split(self.retold(theirs)), _REFERENCE.split(ours)
        if left[::2] != right[::2]:
            return False
        return all(
            one == other if "::" in one + other else self.known.setdefault(one, other) == other
            for one, other in zip(left[1::2], right[1::2], strict=True)
        )


def differences(theirs: Any, ours: Any, names: Names, place: str) -> Iterator[str]:
    """The places in which two values differ, with both values."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for member in {**theirs, **ours}:
            inner = f"{place}.{member}"
            if member not in ours:
                yield f"{inner}: {json.dumps(theirs[member])} is left out"
            elif member not in theirs:
                yield f"{inner}: {json.dumps(ours[member])} is added"
            else:
                yield from differences(theirs[member], ours[member], names, inner)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            yield from differences(one, other, names, f"{place}[{index}]")
    elif isinstance(theirs, str) and isinstance(ours, str):
        if not names.same(theirs, ours):
            yield f"{place}: {json.dumps(theirs)} is {json.dumps(ours)}"
    elif theirs != ours or isinstance(theirs, bool) != isinstance(ours, bool):
        yield f"{place}: {json.dumps(theirs)} is {json.dumps(ours)}"


def permissions(statements: list[dict[str, Any]]) -> list[Permission]:
    """What statements allow, one by one. All that are compared allow: neither side denies."""
    assert all(item["Effect"] == "Allow" and not {"NotAction", "NotResource"} & set(item) for item in statements)
    return [
        Permission(action, resource, item.get("Condition"))
        for item in statements
        for action in listed(item["Action"])
        for resource in listed(item["Resource"])
    ]


def renamed(statements: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """The other side's statements, with the names of ours."""

    def all_of(value: Any) -> Any:
        match value:
            case str():
                return names.translated(value)
            case list():
                return [all_of(item) for item in value]
            case dict():
                return {name: all_of(item) for name, item in value.items()}
            case _:
                return value

    return [all_of(item) for item in statements]


def wider(theirs: list[Permission], ours: list[Permission]) -> Iterator[str]:
    """What ours allow that theirs do not: each of ours has to be within one of theirs."""
    for one in ours:
        if not _within(one, theirs):
            yield f"allows {one}"


def narrower(theirs: list[Permission], ours: list[Permission]) -> Iterator[str]:
    """What theirs allow that ours do not: an action on less, or an action not at all."""
    actions = {item.action.casefold() for item in ours}
    for one in theirs:
        if not _within(one, ours):
            yield f"{'narrows' if one.action.casefold() in actions else 'leaves out'} {one}"


def _within(one: Permission, others: list[Permission]) -> bool:
    """Whether one of the others covers it, in every partition."""
    return all(
        any(other.told(suffix).covers(one.told(suffix)) for other in others)
        for suffix in ("amazonaws.com", "amazonaws.com.cn")
    )


def states_of(definition: Definition, template: Template) -> dict[str, Any]:
    """The states of a definition, references as text."""
    texts = {f"${{{name}}}": written(resolve(item, template)) for name, item in definition.substitutions.items()}

    def all_of(value: Any) -> Any:
        match value:
            case str():
                return _REFERENCE.sub(lambda found: texts.get(found[0], found[0]), value)
            case list():
                return [all_of(item) for item in value]
            case dict():
                return {name: all_of(item) for name, item in value.items()}
            case _:
                return value

    states: dict[str, Any] = all_of(definition.asl["States"])
    return states


def statements_of(definition: Definition, template: Template) -> list[dict[str, Any]]:
    """The statements that a definition needs, references as text; none of them as a policy template of SAM's."""
    held = [present(item, template) for item in statements(definition.needs)]
    needed = [inlined(item, template) for item in held if item.resources]
    found: list[dict[str, Any]] = written(needed)
    return found


def written(value: Any) -> Any:
    """Intrinsic functions as text."""
    match value:
        case {"Ref": str(name)}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"${{{name}.{attribute}}}"
        case {"Fn::Sub": str(text)}:
            return text
        case {"Fn::Sub": [str(text), dict(variables)]}:
            for name, item in variables.items():
                text = text.replace(f"${{{name}}}", str(written(item)))
            return text
        case {"Fn::Select": [index, {"Fn::Split": [separator, item]}]}:
            return f"Select({index},Split({separator},{written(item)}))"
        case list():
            return [written(item) for item in value]
        case dict():
            return {name: written(item) for name, item in value.items()}
        case _:
            return value
