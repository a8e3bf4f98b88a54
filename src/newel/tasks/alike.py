"""The optimized integrations that an SDK integration does the same as: what they need of IAM, it needs too."""

from __future__ import annotations

from dataclasses import MISSING, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newel.aws.naming import member as folded
from newel.iam.sdk import derive_sdk
from newel.json_types import is_object
from newel.parameters.aim import aimed
from newel.parameters.find import is_jsonata
from newel.tasks.base import Task, members, targets
from newel.tasks.catalog import classes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.aws.services import Service
    from newel.iam import Call, Derived


def derive_call(call: Call, service: Service, operation: str) -> Derived:
    """Say what a call of an SDK integration needs.

    Parameters
    ----------
    call
        The call.
    service, operation
        What it calls; the operation by the API's name.
    """
    cls = alike(service, operation)
    if cls is None:
        return derive_sdk(call.state, service, operation, call.parameters, allow=call.allow, pattern=call.pattern)
    wanted = targets(cls)
    parameters = with_missing(cls, in_api_spelling(cls, call.parameters))
    for place, target in wanted.items():
        parameters = aimed(parameters, place, target)
    for grant in cls.grants:
        if grant.on and grant.target and grant.on not in wanted:
            parameters = aimed(parameters, grant.on, grant.target)
    return cls.derive(replace(call, parameters=parameters, targets=wanted, pattern="request_response"))


def alike(service: Service, operation: str) -> type[Task] | None:
    """The class of the optimized integration that calls the same operation, with the same parameters."""
    return _by_api().get(f"{service.botocore}:{operation}")


def in_api_spelling(cls: type[Task], given: object) -> object:
    """An SDK integration's parameters by the names that optimized integrations have for them."""
    if not is_object(given):
        return given
    names = {folded(name): name for name in members(cls)}
    written: dict[str, Any] = {}
    for key, value in given.items():
        bare = key.removesuffix(".$")
        written[names.get(bare, bare) + key[len(bare) :]] = value
    return written


def with_missing(cls: type[Task], given: object) -> dict[str, Any]:
    """What the API is called with; what has to be given and is not is known only when the state runs."""
    parameters = dict(given) if is_object(given) else {}
    names = {name.removesuffix(".$") for name in parameters}
    chosen = [name for name, item in members(cls).items() if item.name in cls.one_of]
    needed = {name for name, item in members(cls).items() if item.default is MISSING}
    missing = needed - names | (set(chosen[:1]) if names.isdisjoint(chosen) else set[str]())
    if is_jsonata(given):
        missing |= {name for name, item in members(cls).items() if item.default is not None}
    return parameters | {f"{name}.$": "" for name in sorted(missing)}


@cache
def _by_api() -> Mapping[str, type[Task]]:
    """The classes of which Step Functions does not change the API, by the API."""
    found = [cls for cls in classes() if cls.api and cls.grants and not cls.without]
    return MappingProxyType({str(cls.api): cls for cls in found})
