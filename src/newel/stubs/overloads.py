"""The stub of CallAwsService: an overload an operation that is chosen, one a service for its others, one for the rest.

A type checker tries one after the other for each call: with all of EC2's a hundred calls take it a minute, with those
that a project uses no time that anybody notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newel.aws import operations
from newel.aws.services import services
from newel.declared import declared
from newel.stubs.members import required
from newel.tasks.aws_sdk import CallAwsService

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.aws.operations import Operation
    from newel.aws.services import Service

_HEAD = '''\
"""Calls of AWS as type checkers see them. Written by `newel stubs`: do not edit it, run that again."""
# fmt: off
# ruff: noqa

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict, Unpack, overload

from newel.chain import Retry
from newel.tasks import aws_sdk
from newel.values import ContextValue, Discard, Integer, Jsonata, Path, QueryLanguage, TemplateValue, Text, Value
'''
_ANY = "Mapping[str, Value] | Jsonata"
_TEXT = "str"
_SELF = ("name", "service", "action", "parameters")


def module(chosen: Mapping[Service, Sequence[Operation]]) -> str:
    """Write the stub.

    Parameters
    ----------
    chosen
        Operations whose parameters are checked, by their services; of a service's others the names are checked.
    """
    imported = [f"from newel_services import {service.id} as _{service.id}\n" for service, own in chosen.items() if own]
    lines = [_HEAD + "".join(imported)]
    lines.append("class _Fields(TypedDict, total=False):")
    lines += [f"    {item.name}: {item.type}" for item in declared(CallAwsService) if item.name not in _SELF]
    lines.append("\nclass CallAwsService(aws_sdk.CallAwsService):")
    for service, own in chosen.items():
        for operation in own:
            lines += _overload(_literal([service.id]), _literal([operation.action]), _parameters(operation))
        lines += _others(service, own)
    ids = [each for each in services() if services()[each] not in chosen]
    lines += _overload(_literal(ids), _TEXT, f"{_ANY} | None = None")
    return "\n".join(lines) + "\n"


def _others(service: Service, own: Sequence[Operation]) -> list[str]:
    every = operations.operations(service)
    actions = [each.action for each in every if each not in own]
    if every and not actions:
        return []
    return _overload(_literal([service.id]), _literal(actions) if actions else _TEXT, f"{_ANY} | None = None")


def _parameters(operation: Operation) -> str:
    taken = f"_{operation.service.id}.{operation.name} | Jsonata"
    return taken if required(operation) else f"{taken} | None = None"


def _overload(service: str, action: str, parameters: str) -> list[str]:
    arguments = f"name: str, *, service: {service}, action: {action}, parameters: {parameters}"
    return ["    @overload", f"    def __init__(self, {arguments}, **fields: Unpack[_Fields]) -> None: ..."]


def _literal(values: Sequence[str]) -> str:
    return f"Literal[{', '.join(map(repr, values))}]"
