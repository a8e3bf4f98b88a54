"""What is known of a text before the state runs: `*` stands for what is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.parameters.find import is_jsonata
from newel.values import Joined, Placeholder, Sub

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FORMAT = re.compile(r"States\.Format\((?P<arguments>.*)\)", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:'(?P<text>(?:[^'\\]|\\.)*)'|(?P<other>[^',()]+))\s*(?:,|$)", re.DOTALL)
_OPERAND = re.compile(r"\s*(?:'(?P<one>[^'\\]*)'|\"(?P<two>[^\"\\]*)\"|(?P<other>[\w.$]+))\s*(?:&|$)")


def partly(parameters: Mapping[str, object], member: str) -> str | None:
    """Say what is known of a parameter that is text; None where it is not given.

    References to the template stand in it as CloudFormation's `${...}`, what is known only when the state runs as `*`.
    """
    if f"{member}.$" in parameters:
        return _intrinsic(_text(parameters[f"{member}.$"]))
    if member not in parameters:
        return None
    value = parameters[member]
    if is_jsonata(value):
        return "".join(_operands(str(value)[2:-2]))
    return _text(value)


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case Placeholder():
            return _variable(value)
        case Joined(parts):
            return "".join(part if isinstance(part, str) else _variable(part) for part in parts)
        case _:
            return "*"


def _variable(placeholder: Placeholder) -> str:
    value = placeholder.value
    if isinstance(value, Sub):
        return value.text
    attribute = getattr(value, "attribute", None)
    return f"${{{value.name}.{attribute}}}" if attribute else f"${{{value.name}}}"


def _intrinsic(text: str) -> str:
    """What `States.Format` makes, as far as its arguments are text; any other intrinsic or path is `*`."""
    call = _FORMAT.fullmatch(text)
    arguments = list(_arguments(call["arguments"])) if call else []
    if not arguments or arguments[0] is None:
        return "*"
    pieces = re.split(r"(?<!\\)\{\}", arguments[0])
    filled = pieces[0]
    for index, piece in enumerate(pieces[1:], start=1):
        argument = arguments[index] if index < len(arguments) else None
        filled += ("*" if argument is None else argument) + piece
    return re.sub(r"\\([\\'{}])", r"\1", filled)


def _arguments(text: str) -> Iterator[str | None]:
    """Arguments that are text, and None for the others; nothing from where one is a call, which has its own."""
    place = 0
    while place < len(text):
        found = _ARGUMENT.match(text, place)
        if found is None:
            return
        yield found["text"]
        place = found.end()


def _operands(text: str) -> Iterator[str]:
    """What a concatenation of JSONata's text is."""
    place = 0
    found: list[str] = []
    while place < len(text):
        operand = _OPERAND.match(text, place)
        if operand is None:
            yield "*"
            return
        literal = operand["one"] if operand["one"] is not None else operand["two"]
        found.append("*" if literal is None else literal)
        place = operand.end()
    yield from found
