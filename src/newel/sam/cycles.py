"""State machines that start each other: CloudFormation could create none of them first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.sam.crossing import NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")
_ARN = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-"


def circular(machines: Mapping[str, Any], kept: Collection[str], where: str) -> list[NewelError]:
    """Say which machines wait for each other, where newel keeps one of them.

    Parameters
    ----------
    machines
        The resources that are state machines, by their logical ids; and the function that calls other regions for them.
    kept
        Those that newel keeps.
    where
        The template, for messages.
    """
    edges = {name: sorted(set(references(machine)) & set(machines)) for name, machine in machines.items()}
    errors: list[NewelError] = []
    told: set[str] = set()
    for name in sorted(edges):
        path = _back(name, edges)
        if path is not None and not told & set(path) and set(kept) & set(path):
            told.update(path)
            errors.append(_error(path, where))
    return errors


def _error(path: list[str], where: str) -> NewelError:
    if NAME in path:  # what its role may do is said by states of the machines that refer to it
        path = path[path.index(NAME) :] + path[: path.index(NAME)]
    first, second = path[0], path[1 % len(path)]
    writes = "a state that calls another region" if first == NAME else first
    through = " refers to ".join([*path, first])
    return NewelError(
        f"{through}: CloudFormation could create none of them first",
        where=where,
        hint=f'in {writes} write Sub("{_ARN}{second}") for Ref("{second}"), and give {second} that name in '
        f"its Properties in the template: Name: !Sub ${{AWS::StackName}}-{second}",
    )


def _back(start: str, edges: Mapping[str, list[str]]) -> list[str] | None:
    """The shortest way from a machine back to itself."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for name in edges[way[-1]]:
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return None


def references(value: Any) -> Iterator[str]:
    """The logical ids that a resource refers to; what SAM makes of its Events refers to it, and not it to them."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"DependsOn": str(name)}:
            yield name
        case {"DependsOn": [*names]}:
            yield from (name for name in names if isinstance(name, str))
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), _]}:
            yield from _VARIABLE.findall(text)
        case _:
            pass
    if is_object(value):
        for name, item in value.items():
            if name != "Events":
                yield from references(item)
    elif is_array(value):
        for item in value:
            yield from references(item)
