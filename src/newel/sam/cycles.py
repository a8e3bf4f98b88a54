"""State machines that wait for each other, or for what waits for them: CloudFormation could create none first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.sam.crossing import NAME
from newel.sam.generated import written_into
from newel.sam.machines import TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_BESIDE = ("Events", "DeploymentPreference")
"""Properties of SAM's resources of which it makes resources that stand beside them, and refer to them."""

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")
_ARN = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-"


def circular(resources: Mapping[str, Any], kept: Collection[str], where: str) -> list[NewelError]:
    """Say which resources wait for each other, where newel keeps one of them.

    Parameters
    ----------
    resources
        The template's, by their logical ids.
    kept
        Those that newel keeps.
    where
        The template, for messages.
    """
    edges = _edges(resources)
    machines = {name for name, resource in resources.items() if is_object(resource) and resource.get("Type") in TYPES}
    errors: list[NewelError] = []
    told: set[str] = set()
    for name in sorted(machines & set(kept)):
        path = _back(name, edges)
        if path is not None and not told & set(path):
            told.update(path)
            errors.append(_error(path, machines, where))
    return errors


def _edges(resources: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each resource refers to, as SAM leaves it."""
    edges = {name: set(references(_without_events(resource))) & set(resources) for name, resource in resources.items()}
    for name, resource in resources.items():
        properties = resource.get("Properties") if is_object(resource) else None
        for source in written_into(properties) if is_object(properties) else ():
            edges.setdefault(source, set()).add(name)
    return {name: sorted(others) for name, others in edges.items()}


def _without_events(resource: Any) -> Any:
    properties = resource.get("Properties") if is_object(resource) else None
    if not is_object(properties):
        return resource
    return {**resource, "Properties": {name: each for name, each in properties.items() if name not in _BESIDE}}


def _error(path: list[str], machines: Collection[str], where: str) -> NewelError:
    turned = [path[index:] + path[:index] for index in range(len(path))]
    path = min(turned, key=lambda way: (way[0] != NAME, way[1 % len(way)] not in machines, way[0] in machines))
    first = path[0]
    second = path[1 % len(path)]
    named = f"and give {second} that name in its Properties in the template: Name: !Sub ${{AWS::StackName}}-{second}"
    if first == NAME:  # what its role may do is said by states of the machines that refer to it
        hint = f'in a state that calls another region write Sub("{_ARN}{second}") for Ref("{second}"), {named}'
    elif first in machines:
        hint = f'in {first} write Sub("{_ARN}{second}") for Ref("{second}"), {named}'
    else:
        hint = f"in {first} of the template write !Sub {_ARN}{second} for {second}, {named}"
    return NewelError(
        f"{' refers to '.join([*path, first])}: CloudFormation could create none of them first", where=where, hint=hint
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
    """The logical ids that a resource refers to."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"DependsOn": str(name)}:
            yield name
        case {"DependsOn": [*names]}:
            yield from (name for name in names if isinstance(name, str))
        case {"Fn::Sub": str(text)}:
            yield from _VARIABLE.findall(text)
        case {"Fn::Sub": [str(text), own]} if is_object(own):
            yield from (name for name in _VARIABLE.findall(text) if name not in own)
        case _:
            pass
    if is_object(value):
        for item in value.values():
            yield from references(item)
    elif is_array(value):
        for item in value:
            yield from references(item)
