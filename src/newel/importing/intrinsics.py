"""From the text of an intrinsic function's call to `newel.intrinsics`."""

from __future__ import annotations

import json
import re
from inspect import Parameter, isfunction, signature
from typing import TYPE_CHECKING, Any

from newel import intrinsics
from newel.errors import NewelError
from newel.render import Renderer
from newel.values import Intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOKEN = re.compile(
    r"\s*(?:(?P<name>States\.\w+)\(|'(?P<text>(?:[^'\\]|\\.)*)'|(?P<path>\$(?:\[(?:'[^']*'|[^\]])*\]|[^\[\](),\s'])*)"
    r"|(?P<plain>-?\d[\d.eE+-]*|true|false|null))\s*",
    re.DOTALL,
)


def read_intrinsic(text: str, dynamic: Callable[[str], Any]) -> Intrinsic:
    """Read a call; where its text would come out differently, it stays as it is written.

    Parameters
    ----------
    text
        The call.
    dynamic
        Reads a path in it.

    Raises
    ------
    NewelError
        It is no call at all.
    """
    try:
        call, end = _call(text, 0, dynamic)
        if end == len(text) and Renderer("JSONPath", "").intrinsic(call, "") == text:
            return call
    except (NewelError, ValueError, TypeError, AttributeError, RecursionError):
        pass
    return intrinsics.written(text)


def functions() -> Mapping[str, str]:
    """The names of the functions of `newel.intrinsics`, by the names of the States Language: "States.Format"."""
    return {f"States.{_spelled(name)}": name for name in _names()}


def _names() -> list[str]:
    return [
        name
        for name, value in vars(intrinsics).items()
        if isfunction(value) and value.__module__ == intrinsics.__name__ and name[0] != "_" and name != "written"
    ]


def _spelled(name: str) -> str:
    if name == "uuid":
        return "UUID"
    return "".join(part.capitalize() for part in name.split("_"))


def _call(text: str, start: int, dynamic: Callable[[str], Any]) -> tuple[Intrinsic, int]:
    value, end = _value(text, start, dynamic)
    if not isinstance(value, Intrinsic):
        raise TypeError(text)
    return value, end


def _value(text: str, start: int, dynamic: Callable[[str], Any]) -> tuple[Any, int]:
    found = _TOKEN.match(text, start)
    if found is None:
        raise ValueError(text)
    if found["name"]:
        return _arguments(found["name"], text, found.end(), dynamic)
    if found["text"] is not None:
        return _unescaped(found["text"]), found.end()
    if found["path"]:
        return dynamic(found["path"]), found.end()
    return json.loads(found["plain"]), found.end()


def _arguments(name: str, text: str, start: int, dynamic: Callable[[str], Any]) -> tuple[Intrinsic, int]:
    arguments: list[Any] = []
    end = start
    if text[end : end + 1] != ")":
        while True:
            value, end = _value(text, end, dynamic)
            arguments.append(value)
            if text[end : end + 1] != ",":
                break
            end += 1
    if text[end : end + 1] != ")":
        raise ValueError(text)
    function = getattr(intrinsics, functions()[name]) if name in functions() else None
    if function is None:
        raise ValueError(name)
    if name == "States.JsonMerge" and arguments[-1] is False:
        arguments = arguments[:-1]
    taken = signature(function).parameters.values()
    if all(one.kind is not Parameter.VAR_POSITIONAL for one in taken) and len(arguments) > len(taken):
        raise ValueError(text)
    call: Intrinsic = function(*arguments)
    return call, end + 1


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
