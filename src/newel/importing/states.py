"""From a state of the States Language to newel's: a typed one, where building it gives the same; else a `Raw`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from newel.aws import operations
from newel.chain import Retry
from newel.declared import declared
from newel.errors import NewelError
from newel.importing import readers
from newel.importing.values import NotTypedError
from newel.json_types import is_array, is_object
from newel.machine import Substitutions
from newel.map import DistributedMap, Map
from newel.parallel import Parallel
from newel.raw import Raw
from newel.render import Renderer
from newel.states import Fail, Pass, Succeed, Wait
from newel.tasks.aws_sdk import CallAwsService
from newel.tasks.base import members
from newel.tasks.catalog import integration
from newel.tasks.evaluate import EvaluateExpression
from newel.tasks.lambda_ import Invoke
from newel.tasks.stepfunctions import InvokeActivity
from newel.values import DISCARD, Intrinsic, Path, Sub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newel.chain import Chainable
    from newel.importing.values import Values
    from newel.json_types import JsonObject
    from newel.states import State
    from newel.tasks.base import Task

    Candidate = Callable[[], State]

_SIMPLE: dict[str, type[State]] = {"Pass": Pass, "Wait": Wait, "Succeed": Succeed, "Fail": Fail}
_INTEGRATION = re.compile(r"arn:[^:]*(?:::[^:]*)?:states:::(?P<what>.+)")
_ACTIVITY = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:activity:.+|\$\{\w*[Aa]ctivity\w*\}")
_FUNCTION = re.compile(r"arn:[^:]+:lambda:.+|\$\{[\w.:]+\}")
_EXPRESSION = {"expression", "expressionAttributeValues"}
_API = re.compile(r"(TableName|TopicArn|TargetArn|QueueUrl|FunctionName|StateMachineArn|TransactItems|Entries)(\.\$)?")
"""Parameters by which a Resource that nobody says is an integration's, not a function's."""


@dataclass(frozen=True)
class Inside:
    """What a Parallel or a Map has inside, read already: its flows, in their order."""

    flows: Sequence[Chainable] = ()


@dataclass(frozen=True)
class Reader:
    """Reads states.

    Attributes
    ----------
    values
        Reads their values.
    partition
        What stands in the ARNs of integrations.
    reasons
        Takes up why a state is not typed, by its name.
    same
        Whether two pieces of a definition, each with its substitutions, are the same.
    """

    values: Values
    partition: str | None
    reasons: dict[str, str]
    same: Callable[[tuple[Any, Any], tuple[Any, Any]], bool]

    def read(self, name: str, body: Any, inside: Inside) -> State:
        """Read a state, of which `body` has the members that do not lead out of it."""
        reason = "newel has no class for it"
        for candidate in self._candidates(name, body, inside) if is_object(body) else ():
            try:
                state = candidate()
                if self._is_same(state, body):
                    return state
                reason = "newel's class would write it differently"
            except NewelError as error:
                reason = str(error).splitlines()[0].removeprefix(": ")
            except (NotTypedError, RecursionError, TypeError, AttributeError, ValueError, KeyError):
                reason = "it has members that newel's class has not"
        self.reasons[name] = reason
        return Raw(name, body)

    def _is_same(self, state: State, body: JsonObject) -> bool:
        """Whether the state is built to what it was read from, and says what it needs."""
        renderer = Renderer(self.values.language, "", compile=_compile)
        built = state.body(renderer)
        state.needs(built, renderer)
        names = Substitutions(self.partition)
        plain = names.written(_without_flows(built))
        return self.same((plain, names.known), (_without_flows(body), None))

    def _candidates(self, name: str, body: JsonObject, inside: Inside) -> Iterator[Candidate]:
        match body.get("Type"):
            case "Task":
                yield from self._tasks(name, body)
            case "Parallel":
                yield partial(self._state, Parallel, name, body, {"branches": list(inside.flows)}, ("Branches",))
            case "Map":
                yield partial(self._map, name, body, inside)
            case str(kind) if kind in _SIMPLE:
                yield partial(self._state, _SIMPLE[kind], name, body)
            case _:
                return

    def _state(
        self, cls: type[State], name: str, body: JsonObject, given: JsonObject | None = None, known: Sequence[str] = ()
    ) -> State:
        """A state of a class, from its members that have fields, and what else is given."""
        fields, left = self.fields(cls, {key: value for key, value in body.items() if key not in known})
        left.pop("Type", None)
        if "Retry" in left:
            fields["retry"] = _retriers(left.pop("Retry"))
        default = next((item.default for item in declared(cls) if item.name == "retry"), None)
        if _asl(default) == _asl(fields.get("retry")):
            fields.pop("retry", None)
        else:
            fields.setdefault("retry", [])
        if left:
            raise NotTypedError
        insist_on_types(cls, {**fields, **(given or {})})
        return cls(name, **fields, **(given or {}))

    def fields(self, cls: type[Any], body: JsonObject) -> tuple[JsonObject, JsonObject]:
        """What the fields are that are members of the States Language, and the members that have none."""
        left, fields = dict(body), dict[str, Any]()
        for item in declared(cls):
            member = item.metadata.get("asl")
            if member is None:
                continue
            if member in left:
                fields[item.name] = self._value(item.metadata["style"], left.pop(member))
            elif f"{member}Path" in left and item.metadata["style"] in ("number", "count", "percentage", "text"):
                fields[item.name] = self.values.dynamic(left.pop(f"{member}Path"))
        return fields, left

    def _value(self, style: str, value: Any) -> Any:
        if style == "path":
            return self.values.path(value)
        if value is None:
            raise NotTypedError
        if style == "payload":
            return self.values.payload(value)
        if isinstance(value, str) and value.startswith("{%") and self.values.language == "JSONata":
            return self.values.jsonata(value)
        return value

    def _map(self, name: str, body: JsonObject, inside: Inside) -> State:
        member = "Iterator" if "Iterator" in body else "ItemProcessor"
        config = body[member].get("ProcessorConfig", {})
        if not inside.flows:  # what is inside may be no flow
            raise NotTypedError
        given: JsonObject = {"item_processor": inside.flows[0]}
        if member == "Iterator":
            given["iterator"] = True
        known = [member]
        for each in ("ItemsPath", "Items"):
            if each in body:
                text = body[each]
                given["items"] = self.values.dynamic(text) if each == "ItemsPath" else self.values.payload(text)
                known.append(each)
        if config.get("Mode") != "DISTRIBUTED":
            if not config:
                given["mode"] = None
            return self._state(Map, name, body, given, known)
        if config.get("ExecutionType") == "EXPRESS":
            given["execution_type"] = "EXPRESS"
        for each, read in readers.PARTS.items():
            if each in body:
                given[readers.FIELDS[each]] = read(body[each], self)
                known.append(each)
        return self._state(DistributedMap, name, body, given, known)

    def _tasks(self, name: str, body: JsonObject) -> Iterator[Candidate]:
        resource = body.get("Resource")
        reference = self.values.reference(resource)
        text = reference.text if isinstance(reference, Sub) else resource if isinstance(resource, str) else ""
        found = _INTEGRATION.fullmatch(text)
        parameters = body.get("Parameters", body.get("Arguments"))
        if found:
            what = found["what"]
            typed = integration(what)
            if typed:
                yield partial(self._task, *typed, name, body)
            if what.startswith("aws-sdk:"):
                yield partial(self._sdk, what, name, body)
            return
        if reference is None and not (_FUNCTION.fullmatch(text) or _ACTIVITY.fullmatch(text)):
            return
        whose = text if reference is None else reference
        given = {} if parameters is None else {_PAYLOAD: self.values.payload(parameters)}
        if is_object(parameters) and {key.removesuffix(".$") for key in parameters} == _EXPRESSION:
            evaluated: JsonObject = {"expression": parameters.get("expression"), "function": whose}
            yield partial(self._direct, EvaluateExpression, name, body, evaluated)
        if _ACTIVITY.fullmatch(text):
            sent = {"input": given[_PAYLOAD]} if given else {}
            yield partial(self._direct, InvokeActivity, name, body, {"activity_arn": whose, **sent})
        elif not (is_object(parameters) and any(map(_API.fullmatch, parameters))):
            sent = {"payload": given[_PAYLOAD]} if given else {}
            yield partial(self._direct, Invoke, name, body, {"function_name": whose, **sent, "response_only": True})

    def _direct(self, cls: type[Task], name: str, body: JsonObject, given: JsonObject) -> State:
        known = ["Resource", "Parameters", "Arguments"]
        role = self.values.payload(body.get("Credentials"))
        if is_object(role) and len(role) == 1:
            given = {**given, "credentials": role["RoleArn"]}
            known.append("Credentials")
        return self._state(cls, name, body, given, known)

    def _task(self, cls: type[Task], pattern: str, name: str, body: JsonObject) -> State:
        """A typed task, from its parameters."""
        parameters = body.get("Parameters", body.get("Arguments", {}))
        if not is_object(parameters):
            raise NotTypedError
        fields = {key: item.name for key, item in members(cls).items()}
        given: JsonObject = {}
        for key, value in self.values.payload(parameters).items():
            if key not in fields:
                raise NotTypedError
            given[fields[key]] = value
        given = {key: value for key, value in given.items() if not _is_default(cls, key, parameters)}
        if cls is Invoke and not {"Payload", "Payload.$"} & parameters.keys():
            given["payload"] = DISCARD
        if pattern != "request_response":
            given["pattern"] = pattern
        return self._direct(cls, name, body, given)

    def _sdk(self, what: str, name: str, body: JsonObject) -> State:
        called, _, pattern = what.partition(".")
        operation = operations.called(called)
        given: JsonObject = {"service": operation.service.id, "action": operation.action}
        parameters = body.get("Parameters", body.get("Arguments"))
        if parameters:
            given["parameters"] = self.values.payload(parameters)
        if pattern == "waitForTaskToken":
            given["pattern"] = "wait_for_task_token"
        return self._direct(CallAwsService, name, body, given)


_PAYLOAD = "payload"

_TAKES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (dict, "Mapping|Value|Object"),
    (list, "Sequence|Value|List"),
    (bool, "bool|Boolean|Value"),
    (int, "int|float|Integer|Number|Value"),
    (float, "float|Number|Value"),
    (str, "str|Text|Value|Literal|QueryLanguage"),
    (Intrinsic, "Intrinsic|Dynamic|Text|Integer|Number|Boolean|Value|Object|List"),
    (Path, "Path|Dynamic|Text|Integer|Number|Boolean|Value|Object|List"),
)


def insist_on_types(cls: type[Any], given: JsonObject) -> None:
    """Refuse what the type checkers would refuse of the arguments of a class.

    Raises
    ------
    NotTypedError
        One of them is of another type than its field.
    """
    types = {item.name: re.sub(r"\[[^\]]*\]+", "", str(item.type)) for item in declared(cls)}
    for name, value in given.items():
        wanted = next((names for kind, names in _TAKES if isinstance(value, kind)), None)
        if wanted is not None and not re.search(rf"\b({wanted})\b", types[name]):
            raise NotTypedError


def _is_default(cls: type[Task], field: str, parameters: JsonObject) -> bool:
    """Whether a parameter is what the class itself sends: all of the state's input, to a function."""
    whole = parameters.get("Payload.$") == "$" or parameters.get("Payload") == "{% $states.input %}"
    return cls is Invoke and field == "payload" and whole


_RETRIER = {
    "ErrorEquals": "errors",
    "IntervalSeconds": "interval_seconds",
    "MaxAttempts": "max_attempts",
    "BackoffRate": "backoff_rate",
    "MaxDelaySeconds": "max_delay_seconds",
    "Comment": "comment",
}
_JITTER = {"FULL": True, "NONE": False}


def _retriers(value: Any) -> list[Retry]:
    if not is_array(value) or not value:
        raise NotTypedError
    return [_retrier(item) for item in value]


def _retrier(item: JsonObject) -> Retry:
    fields: JsonObject = {}
    for member, value in item.items():
        if value is None:
            raise NotTypedError
        if member == "JitterStrategy":
            fields["jitter"] = _JITTER[value]
        else:
            fields[_RETRIER[member]] = value
    return Retry(**fields)


def _asl(retry: Any) -> list[JsonObject]:
    return [item.asl() for item in retry or ()]


_FLOW = ("StartAt", "States")


def _compile(part: Chainable, *, express: bool) -> JsonObject:  # noqa: ARG001 -- as `Renderer.compile` is called
    return {"StartAt": "", "States": {}}


def _without_flows(body: JsonObject) -> JsonObject:
    """The members without what is inside of the state, which is looked at by itself."""
    plain = dict(body)
    for member in ("ItemProcessor", "Iterator"):
        if is_object(plain.get(member)):
            plain[member] = {key: value for key, value in plain[member].items() if key not in _FLOW}
    if is_array(plain.get("Branches")):
        plain["Branches"] = [
            {key: value for key, value in branch.items() if key not in _FLOW} if is_object(branch) else branch
            for branch in plain["Branches"]
        ]
    return plain
