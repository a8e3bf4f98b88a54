"""YAML with CloudFormation's tags: text to nodes that know their places, and plain data to text."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from newel.json_types import JsonObject, is_array, is_object

_STANDARD = "tag:yaml.org,2002:"
_LONG_FORMS = {"!Ref": "Ref", "!Condition": "Condition"}  # every other tag's long form is Fn::<tag>
_INDENT = 2
_MOST_VALUES = 1_000_000
"""Values of a text, what its aliases stand for included: more would fit into no template and no definition."""
# Text that YAML 1.1, which the SAM CLI reads, takes for something else: OFF is false there, 1:30 is 90.
_OTHERWISE_READ = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~)|[-+.\d][\d_:.,xoe+-]*[a-f\d]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a text.

    Attributes
    ----------
    start, end
        Where its own text begins and ends, as indices: without the comments and empty lines that follow it.
    line, column
        Where it begins, from 0.
    flow
        Whether it is written in flow style, as `[a, b]`.
    data
        The value as plain data, intrinsic functions in their long form.
    """

    start: int
    end: int
    line: int
    column: int
    flow: bool
    data: Any


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    """An object: its members' keys and values by name."""

    members: dict[str, tuple[Node, Node]]


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """A list."""

    items: tuple[Node, ...]


class DocumentError(Exception):
    """The text is not YAML, or says one thing twice.

    Attributes
    ----------
    line, column
        The place, from 0.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def _yaml() -> Any:
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    yaml.indent(mapping=_INDENT, sequence=2 * _INDENT, offset=_INDENT)
    return yaml


def parse(text: str) -> Node | None:
    """Read a text; None when it is empty.

    Raises
    ------
    DocumentError
        A key stands twice in one object, or is no text.
    ruamel.yaml.error.YAMLError
        The text is not YAML.
    """
    yaml = _yaml()
    root = yaml.compose(text)
    if root is None:
        return None
    insist_on_few(root)
    return _Reader(text, yaml.constructor).read(root)


def insist_on_few(root: Any) -> None:
    """Refuse a text that a few aliases of aliases make endless; `root` is what ruamel.yaml composes of it.

    Raises
    ------
    DocumentError
        It has too many values, or is nested too deeply.
    """
    line, column = int(root.start_mark.line), int(root.start_mark.column)
    try:
        count = _count(root, {})
    except RecursionError:
        raise DocumentError("it is nested too deeply, or an alias is inside of its anchor", line, column) from None
    if count > _MOST_VALUES:
        raise DocumentError(f"its aliases make more than {_MOST_VALUES:,} values of it", line, column)


def _count(raw: Any, known: dict[int, int]) -> int:
    if id(raw) not in known:
        inside: list[Any] = []
        if _is_kind(raw, MappingNode):
            inside = [one for pair in raw.value for one in pair]
        elif _is_kind(raw, SequenceNode):
            inside = raw.value
        known[id(raw)] = 1 + sum(_count(one, known) for one in inside)
    return known[id(raw)]


class _Reader:
    def __init__(self, text: str, constructor: Any) -> None:
        self._text = text
        self._constructor = constructor
        self._known: dict[int, Node] = {}  # an alias is the node of its anchor

    def read(self, raw: Any) -> Node:
        if id(raw) not in self._known:
            self._known[id(raw)] = self._node(raw)
        return self._known[id(raw)]

    def _node(self, raw: Any) -> Node:
        start, line, column = int(raw.start_mark.index), int(raw.start_mark.line), int(raw.start_mark.column)
        flow = bool(getattr(raw, "flow_style", False))
        own = self._own_end(raw, start)
        if _is_kind(raw, MappingNode):
            members = self._members(raw)
            data = _intrinsic(raw, _attribute(_merged({name: value.data for name, (_, value) in members.items()})))
            end = own if flow or not members else self._last(start, own, [value for _, value in members.values()])
            return Mapping(start, end, line, column, flow, data, members)
        if _is_kind(raw, SequenceNode):
            items = tuple(self.read(item) for item in raw.value)
            data = _intrinsic(raw, [item.data for item in items])
            end = own if flow or not items else self._last(start, own, list(items))
            return Sequence(start, end, line, column, flow, data, items)
        return Node(start, own, line, column, flow, self._scalar(raw))

    def _own_end(self, raw: Any, start: int) -> int:
        text = self._text[start : raw.end_mark.index]
        keeps_blank_lines = getattr(raw, "style", None) in {"|", ">"} and "+" in text.splitlines()[0]
        return start + len(text if keeps_blank_lines else text.rstrip())

    def _last(self, start: int, own: int, children: list[Node]) -> int:
        """Where a block ends: with its last child, unless that is an alias of something before it."""
        last = children[-1]
        return last.end if last.start >= start else own

    def _members(self, raw: Any) -> dict[str, tuple[Node, Node]]:
        members: dict[str, tuple[Node, Node]] = {}
        for key, value in raw.value:
            name = str(key.value) if _is_kind(key, ScalarNode) else ""
            start = int(key.start_mark.index)
            line, column = int(key.start_mark.line), int(key.start_mark.column)
            node = Node(start, self._own_end(key, start), line, column, flow=False, data=name)
            if not name or name in members:
                what = f"the key {name!r} stands twice" if name else "a key that is not text"
                raise DocumentError(what, node.line, node.column)
            members[name] = node, self.read(value)
        return members

    def _scalar(self, raw: Any) -> Any:
        tag = _tag(raw)
        # CloudFormation has no dates: `Version: 2012-10-17` is text.
        if not tag.startswith(_STANDARD) or tag in {f"{_STANDARD}str", f"{_STANDARD}timestamp"}:
            text = str(raw.value)
            return _intrinsic(raw, _parts(text) if tag == "!GetAtt" else text)
        return self._constructor.construct_object(raw, deep=True)


def _is_kind(raw: Any, kind: type[Any]) -> bool:
    """Tell a node's kind without narrowing: ruamel.yaml does not type what its nodes hold."""
    return isinstance(raw, kind)


def _merged(members: JsonObject) -> JsonObject:
    """Take in what `<<` brings: YAML 1.1's merge key, which the SAM CLI reads."""
    if "<<" not in members:
        return members
    brought = members.pop("<<")
    merged: JsonObject = {}
    for each in reversed(brought if is_array(brought) else [brought]):
        merged.update(each if is_object(each) else {})
    return merged | members


def _attribute(members: JsonObject) -> JsonObject:
    """`Fn::GetAtt: Queue.Arn` as the list of two that it stands for."""
    match members:
        case {"Fn::GetAtt": str(text)} if len(members) == 1:
            return {"Fn::GetAtt": _parts(text)}
        case _:
            return members


def _parts(text: str) -> list[str]:
    return text.split(".", 1)


def _tag(raw: Any) -> str:
    return str(raw.tag)


def _intrinsic(raw: Any, value: Any) -> Any:
    tag = _tag(raw)
    if not tag.startswith("!"):
        return value
    return {_LONG_FORMS.get(tag, f"Fn::{tag[1:]}"): value}


def emit(value: Any) -> list[str]:
    """Write plain data as the lines of a block of YAML, intrinsic functions in their short form."""
    stream = io.StringIO()
    _yaml().serialize(_raw(value), stream)
    lines = stream.getvalue().splitlines()
    if lines and lines[-1] == "...":
        lines.pop()
    margin = " " * _INDENT
    if isinstance(value, list) and all(line.startswith(margin) for line in lines):
        return [line.removeprefix(margin) for line in lines]
    return lines


def _raw(value: Any) -> Any:
    match value:
        case {"Ref": str(name)} if len(value) == 1:
            return ScalarNode("!Ref", name)
        case {"Fn::GetAtt": [str(name), str(attribute)]} if len(value) == 1:
            return ScalarNode("!GetAtt", f"{name}.{attribute}")
        case {"Fn::Sub": str(text)} if len(value) == 1:
            return ScalarNode("!Sub", text, style="|" if "\n" in text else None)
        case _ if is_object(value):
            return _raw_object(value)
        case _ if is_array(value):
            return SequenceNode(f"{_STANDARD}seq", [_raw(item) for item in value], flow_style=not value)
        case bool():
            return ScalarNode(f"{_STANDARD}bool", "true" if value else "false")
        case int() | float():
            return ScalarNode(f"{_STANDARD}{type(value).__name__}", repr(value))
        case None:
            return ScalarNode(f"{_STANDARD}null", "null")
        case _:
            quotes = "'" if _OTHERWISE_READ.fullmatch(str(value)) else None
            return ScalarNode(f"{_STANDARD}str", str(value), style=quotes)


def _raw_object(value: JsonObject) -> Any:
    [first, *others] = value or [""]
    if first.startswith("Fn::") and not others:
        node = _raw(value[first])
        node.tag = f"!{first.removeprefix('Fn::')}"
        return node
    pairs = [(_raw(key), _raw(item)) for key, item in value.items()]
    return MappingNode(f"{_STANDARD}map", pairs, flow_style=not pairs)
