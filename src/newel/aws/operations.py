"""The operations that SDK integrations call, found by what stands in a state's Resource, and the errors they throw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newel.aws import models, naming
from newel.aws.services import services
from newel.errors import NewelError
from newel.suggest import nearest

if TYPE_CHECKING:
    from newel.aws.services import Service
    from newel.json_types import JsonObject

_ANY = "SdkClientException"
"""What the SDK throws itself, of every service."""


@dataclass(frozen=True)
class Operation:
    """An operation that SDK integrations call.

    Attributes
    ----------
    service
        Its service.
    name
        The API's name of it: "ListObjectsV2".
    modelled
        Whether botocore has its model, to hold parameters to.
    """

    service: Service
    name: str
    modelled: bool = True

    @property
    def action(self) -> str:
        """Step Functions' name of it: "listObjectsV2"."""
        return naming.action(self.name)

    @property
    def resource(self) -> str:
        """What follows `:states:::` in a state's Resource: "aws-sdk:s3:listObjectsV2"."""
        return f"aws-sdk:{self.service.id}:{self.action}"

    @property
    def api(self) -> str:
        """What botocore calls the service and it: "s3:ListObjectsV2"."""
        return f"{self.service.botocore}:{self.name}"


def find(service: str, action: str) -> Operation:
    """The operation that a state's Resource names.

    Where botocore has no model of the service, any action is taken for one.

    Raises
    ------
    NewelError
        There is no such service or action, it is spelled otherwise, or Step Functions does not call it.
    """
    known = find_service(service)
    model = model_of(known)
    name = action[:1].upper() + action[1:]
    if name in known.unsupported:
        raise NewelError(
            f"Step Functions does not call {known.id}:{naming.action(name)}",
            hint='AWS lists it as unsupported ("Learning to use AWS service SDK integrations in Step Functions")',
        )
    if model is None:
        _insist_on_camel_case(known, action)
        return Operation(known, name, modelled=False)
    if name not in model["operations"] or not action[:1].islower():
        raise _no_action(known, action, model)
    if streams_events(model, name):
        raise NewelError(
            f"{known.id}:{action} sends or receives a stream of events, and Step Functions calls no such API",
            hint="call it from a Lambda function",
        )
    return Operation(known, name)


def called(resource: str) -> Operation:
    """The operation of what follows `:states:::` in a state's Resource, as "aws-sdk:s3:getObject"; see `find`."""
    _, _, called = resource.partition(":")
    service, _, action = called.partition(":")
    return find(service, action)


def find_service(service: str) -> Service:
    """The service of an id as it stands in a state's Resource ("s3", "sfn").

    Raises
    ------
    NewelError
        There is none.
    """
    known = services()
    if service in known:
        return known[service]
    plain = re.sub(r"[^a-z0-9]", "", service.lower())
    others = [{(each.botocore or "").replace("-", ""): each.id for each in known.values()}]
    others += [
        {each.id: each.id for each in known.values()},
        {each.iam.replace("-", ""): each.id for each in known.values()},
    ]
    for names in others:
        if plain and plain in names:
            raise NewelError(f"Step Functions has another name for {service!r}", hint=f"write {names[plain]!r}")
    near = nearest(plain, known)
    raise NewelError(
        f"SDK integrations reach no service {service!r}",
        hint=f"write {near}" if near else "`newel list --services` shows those that there are",
    )


def operations(service: Service) -> tuple[Operation, ...]:
    """The operations of a service that SDK integrations call, by their names; none where botocore has no model."""
    model = model_of(service)
    if model is None:
        return ()
    return tuple(
        Operation(service, name)
        for name in sorted(model["operations"])
        if name not in service.unsupported and not streams_events(model, name)
    )


def model_of(service: Service) -> JsonObject | None:
    """The model of a service in botocore; None where it has none, or has it no longer."""
    if service.botocore is None:
        return None
    return models.service(service.botocore) if models.has(service.botocore) else None


def streams_events(model: JsonObject, operation: str) -> bool:
    """Whether an operation sends or receives a stream of events."""
    about = model["operations"][operation]
    shapes = [model["shapes"][about[side]["shape"]] for side in ("input", "output") if side in about]
    members = [member["shape"] for shape in shapes for member in shape.get("members", {}).values()]
    return any(model["shapes"][member].get("eventstream") for member in members)


@cache
def errors(service: Service) -> frozenset[str]:
    """The errors that a service may throw, as states know them: "S3.NoSuchKeyException".

    What its model does not name comes as the service's own: "S3.S3Exception". Empty where botocore has no model.
    """
    model = model_of(service)
    if model is None:
        return frozenset()
    shapes = {name for name, shape in model["shapes"].items() if shape.get("exception") or shape.get("fault")}
    thrown = {each["shape"] for about in model["operations"].values() for each in about.get("errors", ())}
    names = {naming.error(shape) for shape in shapes | thrown}
    return frozenset(f"{service.prefix}.{name}" for name in {*names, f"{service.prefix}Exception", _ANY})


def _no_action(service: Service, action: str, model: JsonObject) -> NewelError:
    known = {naming.action(name): name for name in model["operations"]}
    plain = re.sub(r"[^a-z0-9]", "", action.lower())
    same = [name for name in known if name.lower() == plain]
    if same:
        return NewelError(f"{service.id} has no action {action!r}: it is spelled otherwise", hint=f"write {same[0]!r}")
    near = nearest(action, known)
    return NewelError(
        f"{service.id} has no action {action!r}",
        hint=f"write {near}" if near else f"`newel list {service.id}` shows those that it has",
    )


def _insist_on_camel_case(service: Service, action: str) -> None:
    if not re.fullmatch(r"[a-z][A-Za-z0-9]*", action):
        lowered = re.sub(r"[-_ ]+(\w?)", lambda found: found[1].upper(), naming.action(action))
        raise NewelError(
            f"{service.id} has no action {action!r}: actions are in camelCase",
            hint=f"write {lowered or 'listThings'!r}",
        )


def retired(service: str) -> str | None:
    """Say that a service is retired, where it is."""
    known = services().get(service)
    if known is None or known.retired is None:
        return None
    return f"AWS lists {service} no longer among the services of SDK integrations, since {known.retired}"


def unchecked(service: str) -> str | None:
    """Say that actions and parameters of a service are not checked, where botocore has no model of it."""
    known = services().get(service)
    if known is None or model_of(known) is not None:
        return None
    return f"botocore {models.version()} has no model of {service}: its actions and parameters are not checked"
