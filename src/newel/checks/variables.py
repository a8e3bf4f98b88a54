"""Workflow variables: where they are assigned and read ("Passing data between states with variables")."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from newel.checks.leaves import PLAIN, expressions, texts
from newel.checks.machine import JSONPATH, holders, states
from newel.checks.open_values import is_open
from newel.definition import pointer
from newel.json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newel.checks.machine import Flow, State
    from newel.checks.syntax.jsonata import Node
    from newel.json_types import JsonObject

FUNCTIONS = frozenset(
    {
        *("string", "length", "substring", "substringBefore", "substringAfter", "uppercase", "lowercase", "trim"),
        *("pad", "contains", "split", "join", "match", "replace", "eval", "base64encode", "base64decode"),
        *("encodeUrlComponent", "encodeUrl", "decodeUrlComponent", "decodeUrl", "number", "formatNumber"),
        *("formatBase", "formatInteger", "parseInteger", "abs", "floor", "ceil", "round", "power", "sqrt", "random"),
        *("sum", "max", "min", "average", "boolean", "not", "exists", "count", "append", "sort", "reverse", "shuffle"),
        *("distinct", "zip", "keys", "lookup", "spread", "merge", "sift", "each", "error", "assert", "type", "now"),
        *("millis", "fromMillis", "toMillis", "formatMillis", "map", "filter", "single", "reduce", "clone"),
        *("partition", "range", "hash", "uuid", "parse"),
    }
)
"""The functions of JSONata, and those that Step Functions adds."""

_READ = re.compile(r"(?<![\w$])\$([^\W\d]\w*)")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'")


def assigned(definition: JsonObject) -> dict[str, dict[str, str]]:
    """The variables that each flow assigns: by the place of the flow, the place of each name's first assignment."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for holder in holders(definition):
        variables = holder.body.get("Assign")
        if holder.state is None or not is_object(variables) or "Assign" not in holder.shape.fields:
            continue
        for key in variables:
            name = key.removesuffix(".$") if holder.language == JSONPATH else key
            found[holder.state.flow.place].setdefault(name, f"{holder.place}/Assign{pointer(key)}")
    return found


def seen_from(flow: Flow, variables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The names that a flow's states can read, with their places: its own, and those of the flows around it."""
    own = {**variables.get(flow.place, {})}
    return own if flow.around is None or is_cut_off(flow) else {**seen_from(flow.around, variables), **own}


def is_cut_off(flow: Flow) -> bool:
    """Whether a flow's states see no variables of the flows around it: a Distributed Map's are executions apart."""
    settings = flow.body.get("ProcessorConfig")
    return is_object(settings) and settings.get("Mode") == "DISTRIBUTED"


def is_inside(flow: str, outer: str) -> bool:
    """Whether a flow is nested in another, by their places."""
    return flow != outer and flow.startswith(f"{outer}/")


def read(definition: JsonObject) -> Iterator[tuple[State, str, str]]:
    """Every reading of a variable: the state, the place of the reading, the name."""
    for state in states(definition):
        if state.language == JSONPATH:
            for member, value in state.body.items():
                if member not in PLAIN:
                    for place, text in texts(value, f"{state.place}{pointer(member)}"):
                        for name in _in_path(place, text):
                            yield state, place, name
    for expression in expressions(definition):
        for name in _in_jsonata(expression.text):
            yield expression.state, expression.place, name


def _in_path(place: str, text: str) -> list[str]:
    computed = place.endswith((".$", "Path", "/Variable"))
    return _READ.findall(_QUOTED.sub("", text)) if computed and not is_open(text) else []


def _in_jsonata(text: str) -> list[str]:
    from newel.checks.syntax.jsonata import parse
    from newel.checks.syntax.jsonata_tokens import Unreadable

    try:
        nodes = list(_every(parse(text)))
    except Unreadable:
        return []
    own = {name for node in nodes if node.kind in ("bind", "function") for name in node.text.split(",")}
    names = dict.fromkeys(node.text for node in nodes if node.kind == "variable")
    return [name for name in names if name not in own | FUNCTIONS | {"", "$", "states"}]


def _every(node: Node) -> Iterator[Node]:
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += reversed(here.parts)
