"""A machine as nodes and ways, before anybody draws it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newel.definition import PROCESSORS, pointer
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newel.json_types import JsonObject

LONGEST = 40
"""Letters of a label; what is longer is cut."""

_NO_CHARACTER = re.compile("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_INTEGRATION = re.compile(r"arn:.*?:states:.*?:.*?:(?P<what>[a-z0-9-]+:.+)", re.DOTALL)
_VARIABLE = re.compile(r"\$\{(?P<name>\w+?)(?:Arn)?(?:\.\w+)?\}.*")
_PATTERNS = {"waitForTaskToken": ", waits for a token", "sync": ", waits for its end", "sync:2": ", waits for its end"}


@dataclass(frozen=True)
class Visit:
    """A visit of a state, as an execution made it.

    Attributes
    ----------
    number
        Which of its visits it is, counted from one.
    told
        What is told of it, each with a title: ("Input", its JSON).
    """

    number: int
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trace:
    """What an execution did.

    Attributes
    ----------
    notes
        State to what is said of it below its name.
    failed
        The states that it failed in.
    ways
        The ways that it took, from a state to the next, and whether each was after an error.
    visits
        Some visits of each state, for who looks at it closely.
    """

    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    failed: frozenset[str] = frozenset()
    ways: frozenset[tuple[str, str, bool]] = frozenset()
    visits: Mapping[str, Sequence[Visit]] = field(default_factory=dict[str, "Sequence[Visit]"])

    def took(self, way: Way) -> bool:
        """Whether it took a way; of two between the same states, the one after an error, or the other."""
        how = {way.caught} if way.twin else {False, True}
        return any((*way.names, caught) in self.ways for caught in how)

    def look(self, name: str) -> str:
        """How a state looks: "failed", "passed", or "unseen"."""
        return "failed" if name in self.failed else "passed" if name in self.notes else "unseen"


@dataclass(frozen=True)
class Way:
    """A way from a state to the next.

    Attributes
    ----------
    source, target
        The pointers to the two.
    names
        Their names.
    label
        When it is taken; "" for always.
    caught
        Whether it is taken after an error.
    twin
        Whether there is a way between the two after an error, and another one.
    """

    source: str
    target: str
    names: tuple[str, str]
    label: str = ""
    caught: bool = False
    twin: bool = False


@dataclass(frozen=True)
class Node:
    """A state.

    Attributes
    ----------
    place
        The pointer to it.
    name
        Its name.
    kind
        Its Type.
    detail
        What it does, in a few words: "dynamodb:putItem".
    flows
        What is inside: of Map what is done to each item, of Parallel the branches.
    """

    place: str
    name: str
    kind: str
    detail: str = ""
    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True)
class Flow:
    """States, and the ways between them.

    Attributes
    ----------
    nodes
        The states.
    ways
        The ways.
    start
        The pointer to the first state; None where it is not there.
    """

    nodes: tuple[Node, ...] = ()
    ways: tuple[Way, ...] = ()
    start: str | None = None

    def every(self) -> Iterator[Node]:
        """All nodes, those inside of others too."""
        for node in self.nodes:
            yield node
            for inner in node.flows:
                yield from inner.every()


def chart(definition: JsonObject, place: str = "") -> Flow:
    """Read a machine, or what is inside of a state.

    Parameters
    ----------
    definition
        The machine; what is not as it should be is left out.
    place
        The pointer to it.
    """
    states = definition.get("States")
    if not is_object(states):
        return Flow()
    places = {name: f"{place}/States{pointer(name)}" for name, state in states.items() if is_object(state)}
    found = [
        (name, target, label, caught)
        for name in places
        for target, label, caught in _targets(states[name])
        if target in places
    ]
    kinds = {(name, target, caught) for name, target, _, caught in found}
    ways = [
        Way(places[name], places[target], (name, target), cut(label), caught, (name, target, not caught) in kinds)
        for name, target, label, caught in found
    ]
    start = definition.get("StartAt")
    nodes = tuple(_node(name, states[name], where) for name, where in places.items())
    return Flow(nodes, tuple(ways), places.get(start) if isinstance(start, str) else None)


def noted(flow: Flow, trace: Trace) -> Flow:
    """The chart with what an execution did in the place of what the states do."""
    nodes = tuple(
        replace(node, detail=trace.notes.get(node.name, ""), flows=tuple(noted(inner, trace) for inner in node.flows))
        for node in flow.nodes
    )
    return replace(flow, nodes=nodes)


def legible(text: str) -> str:
    """Text without the characters that XML, and so HTML, has no place for ("Extensible Markup Language": Char)."""
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def cut(text: str) -> str:
    """A label that is not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"


def _node(name: str, state: JsonObject, place: str) -> Node:
    branches = state.get("Branches")
    inner = [(f"{place}/{member}", state.get(member)) for member in PROCESSORS]
    inner += [(f"{place}/Branches/{index}", each) for index, each in enumerate(branches if is_array(branches) else ())]
    flows = tuple(chart(flow, where) for where, flow in inner if is_object(flow))
    return Node(place, name, str(state.get("Type", "")), cut(_detail(state)), flows)


def _detail(state: JsonObject) -> str:
    """What a state does, in a few words."""
    match state:
        case {"Type": "Task", "Resource": str(resource)}:
            return _call(resource, state)
        case {"Type": "Wait", "Seconds": int() | float() | str() as seconds}:
            return f"{_bare(seconds)} s"
        case {"Type": "Wait", "SecondsPath": str(path)}:
            return f"{path} s"
        case {"Type": "Wait", "Timestamp": str(moment)} | {"Type": "Wait", "TimestampPath": str(moment)}:
            return f"until {_bare(moment)}"
        case {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}}}:
            return "distributed, for each item"
        case {"Type": "Map"}:
            return "for each item"
        case {"Type": "Parallel"}:
            return "side by side"
        case {"Type": "Fail", "Error": str(error)} | {"Type": "Fail", "ErrorPath": str(error)}:
            return _bare(error)
        case _:
            return ""


def _call(resource: str, state: JsonObject) -> str:
    if found := _INTEGRATION.fullmatch(resource):
        what = found["what"]
        if what.startswith("activity:"):
            return f"activity {what.removeprefix('activity:')}"
        called, _, pattern = what.partition(".")
        if called == "lambda:invoke":
            called = f"Lambda {_function(state)}"
        return f"{called.removeprefix('aws-sdk:')}{_PATTERNS.get(pattern, '')}"
    return f"Lambda {_named(resource)}"


def _function(state: JsonObject) -> str:
    given = state.get("Parameters", state.get("Arguments"))
    name = (given.get("FunctionName") or given.get("FunctionName.$")) if is_object(given) else None
    return _named(name) if isinstance(name, str) else ""


def _named(text: str) -> str:
    """The name in an ARN, or of what stands for one."""
    if found := _VARIABLE.fullmatch(text):
        return found["name"]
    return text.partition(":function:")[2] or text


def _bare(value: object) -> str:
    """A value without the marks of JSONata."""
    return str(value).removeprefix("{%").removesuffix("%}").strip()


def _targets(state: JsonObject) -> Iterator[tuple[str, str, bool]]:
    """The next states, when they come, and whether after an error."""
    if isinstance(state.get("Next"), str):
        yield state["Next"], "", False
    choices, catchers = state.get("Choices"), state.get("Catch")
    for index, rule in enumerate(choices if is_array(choices) else ()):
        if is_object(rule) and isinstance(rule.get("Next"), str):
            yield rule["Next"], _rule(rule, index), False
    if isinstance(state.get("Default"), str):
        yield state["Default"], "otherwise", False
    for catcher in catchers if is_array(catchers) else ():
        if is_object(catcher) and isinstance(catcher.get("Next"), str):
            errors = catcher.get("ErrorEquals")
            named = ", ".join(map(str, errors if is_array(errors) else ()))
            yield catcher["Next"], "any error" if named == "States.ALL" else named, True


_SIGNS = {"LessThanEquals": "≤", "GreaterThanEquals": "≥", "LessThan": "<", "GreaterThan": ">", "Equals": "="}
_TYPES = ("String", "Numeric", "Boolean", "Timestamp")
_TESTS = {"IsPresent": "is there", "IsNull": "is null", "IsString": "is text", "IsNumeric": "is a number"}


def _rule(rule: JsonObject, index: int) -> str:
    """A Choice rule in a few words."""
    if isinstance(rule.get("Comment"), str):
        return str(rule["Comment"])
    if isinstance(rule.get("Condition"), str):
        return _bare(rule["Condition"])
    return _condition(rule) or f"rule {index + 1}"


def _condition(rule: JsonObject) -> str:
    if is_object(rule.get("Not")):
        return f"not ({_condition(rule['Not'])})"
    for word in ("And", "Or"):
        if is_array(rule.get(word)):
            return f" {word.lower()} ".join(filter(None, (_condition(one) for one in rule[word] if is_object(one))))
    variable = rule.get("Variable")
    test = next(((name, value) for name, value in rule.items() if name not in ("Variable", "Next", "Assign")), None)
    if not isinstance(variable, str) or test is None:
        return ""
    name, value = test
    if name in _TESTS:
        return f"{variable} {_TESTS[name]}" if value is True else f"not ({variable} {_TESTS[name]})"
    if name == "BooleanEquals":
        return variable if value is True else f"not {variable}"
    plain = name.removesuffix("Path")
    kind = next((kind for kind in _TYPES if plain.startswith(kind)), "")
    sign = _SIGNS.get(plain.removeprefix(kind)) if kind else None
    return f"{variable} {sign} {value}" if sign else f"{variable} {name} {value}"
