"""A task of the CDK, written as newel by what its row in `cdk_rows.py` says.

A prop that stands in no row is the parameter of the same name; what is inside of it gets the API's spelling, but for
data of the author's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.tasks import catalog
from newel.tasks.base import members
from newel.values import Path
from support.cdk_values import Construct, Data, NotCoveredError, reference, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.tasks.base import Task

    Prop: TypeAlias = "str | Callable[[Any], dict[str, Any]]"

PATTERNS = {
    "REQUEST_RESPONSE": "request_response",
    "FIRE_AND_FORGET": "request_response",
    "RUN_JOB": "sync",
    "SYNC": "sync",
    "WAIT_FOR_TASK_TOKEN": "wait_for_task_token",
}

COMMON = {
    "comment": "comment",
    "heartbeatTimeout": "heartbeat_seconds",
    "inputPath": "input_path",
    "outputPath": "output_path",
    "outputs": "output",
    "assign": "assign",
    "resultPath": "result_path",
    "resultSelector": "result_selector",
    "taskTimeout": "timeout_seconds",
    "timeout": "timeout_seconds",
    "queryLanguage": "query_language",
}
"""Props of every task, and newel's fields."""

_ROLE = "arn:aws:iam::123456789012:role/worker"
STAND_INS: dict[str, Any] = {
    "BaseModelIdentifier": "amazon.nova-lite-v1:0",
    "ExecutionRoleArn": _ROLE,
    "ModelId": "amazon.nova-lite-v1:0",
    "RoleArn": _ROLE,
    "TaskDefinition": "worker:1",
}
"""What the CDK would make of its own, in a case that has no state because it is an error."""


@dataclass(frozen=True)
class Row:
    """A task class of the CDK.

    Attributes
    ----------
    integration
        What stands in the state's Resource, without the pattern.
    props
        What becomes of a prop: the parameter of that name, or several.
    pattern
        The CDK's default.
    sync
        What RUN_JOB is.
    adds
        What the CDK puts in of its own.
    whole
        What becomes of several props together.
    makes
        Parameters that are a resource of the CDK's making where the props have none, or its reference to one.
    """

    integration: str
    props: Mapping[str, Prop] = field(default_factory=dict)
    pattern: str = "request_response"
    sync: str = "sync"
    adds: Mapping[str, Any] = field(default_factory=dict)
    whole: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    makes: tuple[str, ...] = ()


def cls_of(row: Row) -> type[Task] | None:
    """The class of newel that a row is about, if there is one yet."""
    for cls in catalog.classes():
        if (cls.resource or cls.__name__).casefold() == row.integration.casefold():
            return cls
    return None


def state(name: str, cls: type[Task], row: Row, recorded: Mapping[str, Any], case: Mapping[str, Any]) -> Task:
    """The state that recorded props make, written as newel.

    Raises
    ------
    NotCoveredError
        The props have something that no row knows.
    """
    constructs = {item["path"]: item for item in case["constructs"]}
    props = {prop: value(item, constructs) for prop, item in recorded.items()}
    arguments: dict[str, Any] = {"pattern": row.pattern}
    if case.get("factory") == "jsonata":
        arguments["query_language"] = "JSONata"
    if "integrationPattern" in props:
        pattern = props.pop("integrationPattern")
        arguments["pattern"] = row.sync if pattern == "RUN_JOB" else PATTERNS[pattern]
    for prop in [*COMMON.keys() & props.keys() - row.props.keys()]:
        made = props.pop(prop)
        arguments[COMMON[prop]] = made.text if isinstance(made, Path) and prop.endswith("Path") else made
    fields = {member: item.name for member, item in members(cls).items()}
    for member, item in _parameters(props, row, case).items():
        if member not in fields and not member.startswith("@"):
            raise NotCoveredError(f"{cls.__name__} has no {member}")
        arguments[member[1:] if member.startswith("@") else fields[member]] = item
    made_state: Task = cls(name, **arguments)
    return made_state


def _parameters(props: dict[str, Any], row: Row, case: Mapping[str, Any]) -> dict[str, Any]:
    """The API's parameters; `@name` is a field of newel's that is none."""
    found: dict[str, Any] = dict(row.adds) | (row.whole(props) if row.whole is not None else {})
    for prop, item in props.items():
        rule = row.props.get(prop, prop[:1].upper() + prop[1:])
        for member, one in (rule(item) if callable(rule) else {rule: api(item)}).items():
            before = found.get(member)  # two props may be one parameter
            both = isinstance(before, dict) and isinstance(one, dict)
            found[member] = _merged(before, one) if both else one
    return {**resources_made(row, case), **found}


def resources_made(row: Row, case: Mapping[str, Any]) -> dict[str, Any]:
    """What the CDK made for the parameters that need it, by what it recorded."""
    if "error_message" in case:  # there is no state: what it is about is not what the CDK makes
        return {member: STAND_INS[member] for member in row.makes if member in STAND_INS}
    recorded = case.get("actual_state_2_276") or case.get("state") or {}
    parameters = recorded.get("Parameters") or recorded.get("Arguments") or {}
    return {member: _references(parameters[member]) for member in row.makes if member in parameters}


def _references(item: Any) -> Any:
    match item:
        case dict() if not any(name == "Ref" or name.startswith("Fn::") for name in item):
            return {name: _references(inner) for name, inner in item.items()}
        case list():
            return [_references(inner) for inner in item]
        case _:
            return reference(item)


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    def both(name: str) -> Any:
        left, right = one.get(name), other.get(name)
        if isinstance(left, dict) and isinstance(right, dict):
            return _merged(left, right)
        return other.get(name, one.get(name))

    return {name: both(name) for name in {**one, **other}}


def api(item: Any) -> Any:
    """The API's spelling of the names in a struct of the CDK's."""
    match item:
        case Data():
            return dict(item)
        case Construct():
            raise NotCoveredError(f"a construct {item.get('id')}")
        case dict():
            return {name[:1].upper() + name[1:]: api(inner) for name, inner in item.items()}
        case list():
            return [api(inner) for inner in item]
        case _:
            return item
