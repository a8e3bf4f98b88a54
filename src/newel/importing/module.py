"""From a definition to a module of Python that builds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from newel.choice import Choice
from newel.definition import states
from newel.errors import NewelError
from newel.importing.graph import Node
from newel.importing.layout import Group, Text, written
from newel.importing.leads import as_it_is, insist, read_catcher, read_rule
from newel.importing.names import Names
from newel.importing.printing import Printer
from newel.importing.sequences import Builder
from newel.importing.states import Inside, Reader
from newel.importing.values import NotTypedError, Values
from newel.importing.writing import Writer, in_order
from newel.json_types import is_array, is_integer, is_object
from newel.machine import StateMachine
from newel.raw import Raw
from newel.render import MOST_SECONDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newel.importing.source import Source
    from newel.importing.writing import Made
    from newel.json_types import JsonObject
    from newel.values import QueryLanguage

_LEADS = ("Next", "End", "Catch", "Choices", "Default")
_FLOW = ("StartAt", "States")
_SETTINGS = {
    "Comment": "comment",
    "QueryLanguage": "query_language",
    "TimeoutSeconds": "timeout_seconds",
    "Version": "version",
}


@dataclass(frozen=True)
class Imported:
    """A module of Python.

    Attributes
    ----------
    text
        The module.
    states
        How many states the definition has.
    raw
        The states that are written as `Raw`, with why; those inside of them are not counted.
    unknown
        The `${Name}`s of which nobody says what they are.
    """

    text: str
    states: int
    raw: dict[str, str]
    unknown: list[str]


def import_machine(source: Source) -> Imported:
    """Write the module that builds a definition.

    Raises
    ------
    NewelError
        The definition cannot be built by newel: it says nothing that could run, and why.
    """
    _insist_on_flow(source.definition, source.file)
    for flat in (False, True):
        try:
            imported = _Module(source, flat=flat).written()
        except NewelError:
            if flat:
                raise
            continue
        except RecursionError:  # of many choices, one inside of the other; flat, they are not
            if flat:
                raise NewelError("the definition is nested too deeply", where=source.file) from None
            continue
        if imported is not None:
            return imported
    raise NewelError(
        "newel cannot build what this definition says",
        where=source.file,
        hint="`newel check` may say why; please report it otherwise",
    )


def _insist_on_flow(flow: JsonObject, place: str) -> None:
    named, start = flow.get("States"), flow.get("StartAt")
    if not is_object(named) or not named:
        raise NewelError("it has no States, and is no definition of a state machine", where=place)
    if not place and (not isinstance(start, str) or start not in named):
        raise NewelError(f"StartAt is {json.dumps(start)}, and no state has that name", where=place)


class _Nested(NamedTuple):
    """What is inside of a state: its flows, the statements that make them, and what they use."""

    flows: Sequence[Made] = ()
    statements: Sequence[list[str]] = ()
    raw: Mapping[str, str] = {}
    imports: Mapping[str, set[str]] = {}


class _Module:
    def __init__(self, source: Source, *, flat: bool) -> None:
        self._source = source
        self._flat = flat
        self._names = Names(_task_modules())
        self._printer = Printer(source.repeated())
        self._language: QueryLanguage = "JSONata" if source.definition.get("QueryLanguage") == "JSONata" else "JSONPath"
        self._partition = source.partition()
        self._reasons: dict[str, str] = {}
        self._raw: dict[str, str] = {}

    def written(self) -> Imported | None:
        """The module; None where it does not build the definition."""
        source = self._source
        made, statements = self._flow(source.definition)
        settings = self._settings()
        machine = StateMachine(source.name, made.value, **settings)
        compiled = machine.compile()
        if not source.same((compiled.asl, compiled.substitutions), (source.definition, None)):
            return None
        printer = self._printer
        arguments = [("", Text(source.name)), ("", made.node)]
        arguments += [(f"{name}=", printer.value(value)) for name, value in settings.items()]
        printer.use("newel", "StateMachine")
        machine_lines = written(Group("StateMachine", "()", arguments), 0, "machine = ")
        title = f'"""The workflow {source.name}, imported from {_tame(source.file)}."""'
        lines = [title, "", *self._imports(), ""]
        retries = [line for statement in printer.constants for line in statement]
        lines += [*retries, *([""] if retries else [])]
        lines += [line for statement in statements for line in statement]
        lines += ["", *machine_lines]
        unknown = source.unknown()
        count = sum(1 for _ in states(source.definition))
        return Imported("\n".join(lines) + "\n", count, self._raw, unknown)

    def _settings(self) -> dict[str, Any]:
        definition, settings = self._source.definition, dict[str, Any]()
        unknown: dict[str, Any] = {}
        for member, value in definition.items():
            if member in _SETTINGS and _is_setting(member, value):
                settings[_SETTINGS[member]] = value
            elif member not in _FLOW or (member == "StartAt" and _start(definition) != value):
                unknown[member] = value
        settings |= self._source.settings
        if unknown:
            settings["members"] = unknown
        if self._partition is not None:
            settings["partition"] = self._partition
        return settings

    def _imports(self) -> list[str]:
        lines: list[str] = []
        for module, names in sorted(self._printer.imports.items()):
            listed = sorted(names, key=_import_order)
            line = f"from {module} import {', '.join(listed)}"
            exploded = [f"from {module} import (", *(f"    {name}," for name in listed), ")"]
            lines += [line] if len(line) <= 120 else exploded
        return lines

    def _flow(self, flow: JsonObject) -> tuple[Made, list[list[str]]]:
        """A flow: the chain of it, and the statements that it takes."""
        nodes: dict[str, Node] = {}
        inside: dict[str, _Nested] = {}
        for name, body in flow["States"].items():
            inside[name] = self._inside(body)
            nodes[name] = self._node(name, body, flow["States"], inside[name].flows)
        builder = Builder(nodes)
        start = _start(flow)
        tree = builder.flat(start) if self._flat else builder.build(start)
        ordered = in_order(tree)
        variables = {name: self._names.of(name) for name in ordered}
        writer = Writer(nodes, variables, self._names, self._printer)
        for name in ordered:
            state, made, statements = nodes[name].state, inside[name].flows, inside[name].statements
            if isinstance(state, Raw):
                self._raw[name] = self._reasons.get(name, "its ways out are none that newel can write")
                made, statements = (), ()
            else:
                self._raw |= inside[name].raw
                for module, names in inside[name].imports.items():
                    self._printer.imports.setdefault(module, set()).update(names)
            writer.statements += statements
            if not nodes[name].is_choice:
                given = _given(state, made)
                writer.statements.append(written(self._printer.state(state, given), 0, f"{variables[name]} = "))
        return writer.flow(tree), writer.statements

    def _inside(self, body: Any) -> _Nested:
        """What is inside of a state."""
        flows: list[Any] = []
        if is_object(body) and body.get("Type") == "Parallel":
            flows = body["Branches"] if is_array(body.get("Branches")) else []
        elif is_object(body) and body.get("Type") == "Map":
            flows = [body[member] for member in ("ItemProcessor", "Iterator") if member in body]
        if not flows:
            return _Nested()
        made: list[Made] = []
        statements: list[list[str]] = []
        raw, self._raw = self._raw, {}
        imports, self._printer.imports = self._printer.imports, {}
        try:
            for flow in flows:
                insist(is_object(flow) and flow.keys() <= {*_FLOW, "ProcessorConfig"})
                _insist_on_flow(flow, "")
                one, lines = self._flow(flow)
                made.append(one)
                statements += lines
        except (NotTypedError, NewelError):
            return _Nested()
        else:
            return _Nested(made, statements, self._raw, self._printer.imports)
        finally:
            self._raw, self._printer.imports = raw, imports

    def _node(self, name: str, body: Any, others: Mapping[str, Any], made: Sequence[Made]) -> Node:
        """A state, and what leads out of it."""
        if not is_object(body):
            return Node(Raw(name, body))
        values = self._values(body)
        try:
            if body.get("Type") == "Choice":
                return self._choice(name, body, others, values)
            return self._plain(name, body, others, values, made)
        except (NotTypedError, NewelError, TypeError, AttributeError, KeyError):
            return as_it_is(name, body)

    def _plain(
        self, name: str, body: JsonObject, others: Mapping[str, Any], values: Values, made: Sequence[Made]
    ) -> Node:
        reader = Reader(values, self._partition, self._reasons, self._source.same)
        plain = {member: value for member, value in body.items() if member not in _LEADS}
        node = Node(reader.read(name, plain, Inside([one.value for one in made])))
        leads = [member for member in _LEADS if member in body]
        if node.state.ends_here:
            insist(not leads)
        else:
            insist((body.get("End") is True) != ("Next" in body) and ("End" in body) != ("Next" in body))
            insist(not {"Choices", "Default"} & body.keys())
            node.next = body.get("Next")
            insist(node.next is None or node.next in others)
            if "Catch" in body:
                insist(is_array(body["Catch"]) and bool(body["Catch"]) and node.state.can_catch)
                node.catches = [read_catcher(item, values, others) for item in body["Catch"]]
        return node

    def _choice(self, name: str, body: JsonObject, others: Mapping[str, Any], values: Values) -> Node:
        reader = Reader(values, self._partition, {}, self._source.same)
        insist(is_array(body.get("Choices")) and bool(body["Choices"]) and not {"Next", "End", "Catch"} & body.keys())
        fields, left = reader.fields(Choice, {key: each for key, each in body.items() if key not in _LEADS})
        insist(left == {"Type": "Choice"})
        node = Node(Choice(name, **fields))
        node.rules = [read_rule(rule, values, others) for rule in body["Choices"]]
        if "Default" in body:
            insist(body["Default"] in others)
            node.default = body["Default"]
        return node

    def _values(self, body: JsonObject) -> Values:
        language = body.get("QueryLanguage", self._language)
        return Values(language, self._source.substitutions, self._source.inline)


def _is_setting(member: str, value: object) -> bool:
    """Whether a member of a definition is what `StateMachine` takes it for."""
    match member:
        case "QueryLanguage":
            return value in ("JSONPath", "JSONata")
        case "TimeoutSeconds":
            return is_integer(value) and 1 <= value <= MOST_SECONDS
        case _:
            return isinstance(value, str)


def _start(flow: JsonObject) -> str:
    """The state that a flow begins with; the first one, where it says none of them."""
    start, named = flow.get("StartAt"), flow["States"]
    return start if isinstance(start, str) and start in named else next(iter(named))


def _given(state: Any, made: Sequence[Made]) -> dict[str, Any]:
    if not made:
        return {}
    if state.type == "Parallel":
        return {"branches": Group("", "[]", [("", one.node) for one in made])}
    return {"item_processor": made[0].node}


def _import_order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def _tame(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _task_modules() -> set[str]:
    from newel.tasks.catalog import classes

    return {cls.__module__.rpartition(".")[2] for cls in classes()}
