"""What the operations of SDK integrations are: for `newel list SERVICE` and `newel describe SERVICE:ACTION`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.aws import models, naming, operations
from newel.aws.services import services
from newel.errors import NewelError, UsageError
from newel.reference.listing import Row
from newel.reference.needed import needed
from newel.reference.text import first_sentence, one_line
from newel.suggest import nearest

if TYPE_CHECKING:
    from newel.aws.operations import Operation
    from newel.aws.services import Service
    from newel.reference.needed import Needed

_FEW = 12
_TYPES = {
    "string": "text",
    "character": "text",
    "boolean": "true or false",
    "timestamp": "time",
    "blob": "bytes",
    "float": "number",
    "double": "number",
    "bigDecimal": "number",
}


@dataclass(frozen=True)
class Member:
    """A parameter of an operation.

    Attributes
    ----------
    name
        Its name in the spelling of SDK integrations.
    type
        What it is, in words; of an object its members.
    required
        Whether it has to be given.
    doc
        What it is for.
    values
        The values that the API knows, where they are few.
    """

    name: str
    type: str
    required: bool
    doc: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class OperationDescription:
    """An operation.

    Attributes
    ----------
    name
        How people write it: "s3:listObjectsV2".
    summary
        What it does.
    resource
        What follows `:states:::` in a state's Resource.
    api
        The API's name of it.
    notes
        What a user has to know besides: that it is retired, or cannot be checked.
    parameters
        Its parameters, the required ones first.
    permissions
        What it needs of IAM; nothing where AWS documents no action for it.
    errors
        What it may throw, and what any operation of the service may.
    example
        Python that calls it.
    """

    name: str
    summary: str
    resource: str
    api: str
    notes: tuple[str, ...]
    parameters: tuple[Member, ...]
    permissions: tuple[Needed, ...]
    errors: tuple[str, ...]
    example: str


def find_service(name: str) -> Service:
    """The service that is meant, by Step Functions' name of it, botocore's, or IAM's.

    Raises
    ------
    UsageError
        There is none.
    """
    plain = _plain(name.removeprefix("aws-sdk:"))
    for other in ("id", "botocore", "iam"):
        for each in services().values():
            if plain and plain == _plain(getattr(each, other) or ""):
                return each
    near = nearest(plain, services())
    raise UsageError(
        f"there are no tasks of {name!r}, and SDK integrations reach no such service",
        hint=f"write {near}" if near else "`newel list` shows the tasks, `newel list --services` the services",
    )


def find_operation(name: str) -> Operation:
    """The operation that is meant by "s3:listObjectsV2", "aws-sdk:s3:listObjectsV2" or boto3's "s3:list_objects_v2".

    Raises
    ------
    UsageError
        There is none, or Step Functions does not call it.
    """
    service_name, _, action = name.removeprefix("aws-sdk:").partition(":")
    service = find_service(service_name)
    action = action.partition(".")[0]
    same = [one for one in operations.operations(service) if _plain(one.name) == _plain(action)]
    if same:
        return same[0]
    try:
        return operations.find(service.id, action)
    except NewelError as error:
        raise UsageError(error.message, hint=error.hint) from None


def rows(service: Service) -> list[Row]:
    """The operations of a service, each with a sentence."""
    model = operations.model_of(service)
    if model is None:
        return []
    return [
        Row(
            service.id,
            f"{service.id}:{each.action}",
            first_sentence(model["operations"][each.name].get("documentation", ""), {}),
            f"aws-sdk:{service.id}",
        )
        for each in operations.operations(service)
    ]


def describe(operation: Operation) -> OperationDescription:
    """Tell all of an operation."""
    service = operation.service
    model = operations.model_of(service) or {"operations": {}, "shapes": {}}
    about = model["operations"].get(operation.name, {})
    parameters = _members(operation, model["shapes"]) if operation.modelled else ()
    return OperationDescription(
        name=f"{service.id}:{operation.action}",
        summary=first_sentence(about.get("documentation", ""), {}),
        resource=operation.resource,
        api=f"{service.prefix} {operation.name}",
        notes=tuple(filter(None, (operations.retired(service.id), operations.unchecked(service.id)))),
        parameters=parameters,
        permissions=needed(operation),
        errors=_errors(service, about),
        example=_example(operation, parameters),
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _members(operation: Operation, shapes: dict[str, Any]) -> tuple[Member, ...]:
    shape = models.input_shape(*operation.api.split(":"))
    called = {name: naming.member(name) for name in shape.get("members", {})}
    needed = {name for name in shape.get("required", ()) if not shape["members"][name].get("idempotencyToken")}
    found = [
        Member(
            called[name],
            _type(shapes[about["shape"]], shapes),
            name in needed,
            first_sentence(about.get("documentation") or shapes[about["shape"]].get("documentation", ""), called),
            tuple(values) if len(values := shapes[about["shape"]].get("enum", ())) <= _FEW else (),
        )
        for name, about in shape.get("members", {}).items()
    ]
    return tuple(sorted(found, key=lambda member: not member.required))


def _type(shape: dict[str, Any], shapes: dict[str, Any]) -> str:
    match shape:
        case {"document": True}:
            return "any JSON"
        case {"type": "structure"}:
            members = [naming.member(name) for name in shape.get("members", {})]
            shown = ", ".join(members[:_FEW]) + (", ..." if len(members) > _FEW else "")
            return f"object of {shown}" if shown else "object"
        case {"type": "list"}:
            return f"list of {_simple(shapes[shape['member']['shape']])}"
        case {"type": "map"}:
            return f"object of any names, each {_simple(shapes[shape['value']['shape']])}"
        case _:
            return _simple(shape)


def _simple(shape: dict[str, Any]) -> str:
    kinds = {"structure": "object", "map": "object", "list": "list"}
    return kinds.get(shape["type"]) or _TYPES.get(shape["type"], "whole number")


def _errors(service: Service, about: dict[str, Any]) -> tuple[str, ...]:
    own = [f"{service.prefix}.{naming.error(each['shape'])}" for each in about.get("errors", ())]
    return tuple(dict.fromkeys([*sorted(own), f"{service.prefix}.{service.prefix}Exception"]))


def _example(operation: Operation, parameters: tuple[Member, ...]) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", operation.name).lower()
    lines = [
        "CallAwsService(",
        f'    "{one_line(words).capitalize()}",',
        f'    service="{operation.service.id}",',
        f'    action="{operation.action}",',
    ]
    given = [each.name for each in parameters if each.required]
    if given:
        values = ", ".join(f'"{name}": path("$.{name[:1].lower()}{name[1:]}")' for name in given)
        lines.append(f"    parameters={{{values}}},")
    return "\n".join([*lines, ")"])
