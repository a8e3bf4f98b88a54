"""Calls of intrinsic functions in payload templates: `States.Format('{}', $.name)`.

AWS: "Intrinsics for JSONPath states in Step Functions". What the functions do stands in
`newel.local.intrinsic_functions`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from newel.checks.syntax.intrinsics import Call, Plain, Reference, Text, parse_call
from newel.local import paths
from newel.local.data import to_text
from newel.local.failure import RuntimeFault
from newel.local.intrinsic_functions import FUNCTIONS, Template, Unfit, unescaped

if TYPE_CHECKING:
    from newel.checks.syntax.intrinsics import Argument


class Readable(Protocol):
    """What paths read from."""

    @property
    def data(self) -> Any:
        """The data of the moment."""
        ...

    def root(self, path: paths.Path) -> Any:
        """Return where `path` starts."""
        ...


def evaluate(text: str, source: Readable) -> Any:
    """Carry out a call.

    Raises
    ------
    RuntimeFault
        A path finds nothing, or the arguments are not what the function takes; in the words of Step Functions.
    """
    try:
        return _called(parse_call(text), source)
    except Unfit as unfit:
        raise RuntimeFault(f"The function '{text}' had the following error: {unfit}") from None


def _called(call: Call, source: Readable) -> Any:
    arguments = [_value(argument, source) for argument in call.arguments]
    if call.name == "States.Format":
        return FUNCTIONS[call.name](*map(_formatted, call.arguments, arguments))
    return FUNCTIONS[call.name](*arguments)


def _formatted(argument: Argument, value: Any) -> Any:
    """Return what States.Format is given: escapes count in its template, and parsed JSON is written as JSON."""
    if isinstance(argument, Text):
        return Template(argument.inside)
    if isinstance(argument, Call) and argument.name == "States.StringToJson":
        return to_text(value)
    return value


def _value(argument: Argument, source: Readable) -> Any:
    match argument:
        case Text(inside):
            return unescaped(inside)
        case Plain(text):
            return json.loads(text)
        case Reference(text):
            return _found(text, source)
        case Call():
            return _called(argument, source)


def _found(text: str, source: Readable) -> Any:
    path = paths.parse(text)
    try:
        return paths.find(path, source.root(path))
    except paths.Missing:
        field = text[1:] if path.in_context else text
        raise Unfit(
            f"The JsonPath argument for the field '{field}' could not be found in the input '{to_text(source.data)}'"
        ) from None
