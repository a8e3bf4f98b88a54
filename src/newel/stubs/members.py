"""What an API takes, as type checkers read it: a TypedDict a structure, in the spelling of SDK integrations."""

from __future__ import annotations

import json
import re
from keyword import iskeyword
from typing import TYPE_CHECKING

from newel.aws import models, naming
from newel.parameters.sdk import ALSO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newel.aws.operations import Operation
    from newel.aws.services import Service
    from newel.json_types import JsonObject

_HEAD = """\
\"""What {service} takes. Written by `newel stubs`: do not edit it, run that again.\"""
# fmt: off
# ruff: noqa
"""
_NAMES = {
    "_Mapping": "from collections.abc import Mapping as _Mapping",
    "_Sequence": "from collections.abc import Sequence as _Sequence",
    "_Literal": "from typing import Literal as _Literal",
    "_Required": "from typing import Required as _Required",
    "_TypeAlias": "from typing import TypeAlias as _TypeAlias",
    "_TypedDict": "from typing import TypedDict as _TypedDict",
    "_Dynamic": "from newel.values import Dynamic as _Dynamic",
    "_TemplateValue": "from newel.values import TemplateValue as _TemplateValue",
    "_Value": "from newel.values import Value as _Value",
    "_Later": "_Later: _TypeAlias = _Dynamic | _TemplateValue",
    "_Text": "_Text: _TypeAlias = str | _Later | _Mapping[str, _Value] | _Sequence[_Value]",
    "_Integer": "_Integer: _TypeAlias = int | _Later",
    "_Number": "_Number: _TypeAlias = float | _Later",
    "_Boolean": "_Boolean: _TypeAlias = bool | _Later",
    "_Time": "_Time: _TypeAlias = str | float | _Later",
}
"""What a stub is made with, in the order in which it stands there; none begins as a shape does.

Text may be an object or a list: Step Functions writes that as JSON text.
"""

_PLAIN = {
    "string": "_Text",
    "character": "_Text",
    "blob": "_Text",
    "integer": "_Integer",
    "long": "_Integer",
    "short": "_Integer",
    "bigInteger": "_Integer",
    "float": "_Number",
    "double": "_Number",
    "bigDecimal": "_Number",
    "boolean": "_Boolean",
    "timestamp": "_Time",
}


def module(service: Service, chosen: Iterable[Operation]) -> str:
    """Write the stub of a service: the parameters of operations that are modelled, and all that is in them.

    Parameters
    ----------
    service
        The service.
    chosen
        The operations, each of that service.
    """
    written = _Module()
    for operation in chosen:
        written.add(operation)
    text = written.text()
    return "\n".join([_HEAD.format(service=service.id), *_head(text), "", text])


def _head(text: str) -> list[str]:
    """What has to stand in front of a text, for the names in it."""
    lines: list[str] = []
    for name, line in reversed(_NAMES.items()):
        if re.search(rf"\b{name}\b", "\n".join([text, *lines])):
            lines.insert(0, line)
    return lines


def required(operation: Operation) -> bool:
    """Whether an operation has parameters that cannot be left out."""
    service, _, name = operation.api.partition(":")
    return bool(_needed(models.input_shape(service, name), operation.api))


def _needed(shape: JsonObject, api: str) -> set[str]:
    """The members that cannot be left out: those of a token the SDK makes itself, and what others stand for can be."""
    other = {name.removesuffix(".$") for name in ALSO.get(api, {}).values()}
    members = shape.get("members", {})
    return {
        name for name in shape.get("required", ()) if not members[name].get("idempotencyToken") and name not in other
    }


class _Module:
    """A service's stub while it is written: each shape once, those that it is made of behind it."""

    def __init__(self) -> None:
        self._shapes: JsonObject = {}
        self._written: dict[str, str] = {}
        self._open: list[str] = []

    def add(self, operation: Operation) -> None:
        service, _, name = operation.api.partition(":")
        self._shapes = models.service(service)["shapes"]
        self._written[name] = self._structure(name, models.input_shape(service, name), operation.api)

    def text(self) -> str:
        while self._open:
            self._define(self._open.pop(0))
        return "\n".join(self._written.values())

    def _define(self, name: str) -> None:
        shape = self._shapes[name]
        self._written[_named(name)] = ""  # its place: it may be in itself
        if "enum" in shape:
            values = ", ".join(map(_quoted, shape["enum"]))
            self._written[_named(name)] = f"{_named(name)}: _TypeAlias = _Literal[{values}] | _Later\n"
        else:
            self._written[_named(name)] = self._structure(_named(name), shape)

    def _structure(self, name: str, shape: JsonObject, api: str = "") -> str:
        needed = _needed(shape, api)
        rows = {
            naming.member(member): f"_Required[{self._type(about['shape'])}]"
            if member in needed
            else self._type(about["shape"])
            for member, about in shape.get("members", {}).items()
        }
        rows |= dict.fromkeys(ALSO.get(api, {}), "_Text")
        rows = dict(sorted(rows.items(), key=lambda row: not row[1].startswith("_Required")))
        if all(row.isidentifier() and not iskeyword(row) for row in rows):
            body = "".join(f"    {row}: {kind}\n" for row, kind in rows.items()) or "    ...\n"
            return f"class {name}(_TypedDict, total=False):\n{body}"
        body = "".join(f"    {_quoted(row)}: {kind},\n" for row, kind in rows.items())
        return f'{name} = _TypedDict("{name}", {{\n{body}}}, total=False)\n'

    def _type(self, name: str, above: tuple[str, ...] = ()) -> str:
        """What may stand where a shape is asked for; lists and maps are written where they stand."""
        shape = self._shapes[name]
        kind: str = shape["type"]
        inside = (*above, name)
        if shape.get("document") or name in above:
            return "_Value"
        if kind == "list":
            return f"_Sequence[{self._type(shape['member']['shape'], inside)}] | _Later"
        if kind == "map":
            return f"_Mapping[str, {self._type(shape['value']['shape'], inside)}] | _Later"
        if kind == "structure" or "enum" in shape:
            if _named(name) not in self._written and name not in self._open:
                self._open.append(name)
            return f"{_named(name)} | _Later" if kind == "structure" else _named(name)
        return _PLAIN[kind]


def _named(shape: str) -> str:
    """A shape's name here: apart from the operations', which are often the same."""
    return f"{shape}_"


def _quoted(text: str) -> str:
    return json.dumps(text)  # as Python and JSON both have it, control characters escaped
