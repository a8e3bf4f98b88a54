"""Putting what a definition's `${Name}` stands for in its place: `${Resource}`, `${Resource.Attribute}`, or text.

What stands there then is text of `Fn::Sub`, so that a definition that newel wrote and one that was written by hand read
the same. A `${Name}` that nobody says the value of is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.json_types import JsonObject
    from newel.sam.template import Template

_NAME = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")
_PAIR = 2


@dataclass(frozen=True)
class Bound:
    """A definition with its substitutions in place.

    Attributes
    ----------
    definition
        The definition.
    kept
        The names of which nobody says the value.
    """

    definition: JsonObject
    kept: frozenset[str]


def bind(
    definition: JsonObject,
    substitutions: Mapping[str, object],
    template: Template | None = None,
    *,
    in_template: bool = False,
) -> Bound:
    """Put the values of the substitutions into a definition.

    Parameters
    ----------
    definition
        The definition as it is written.
    substitutions
        Its DefinitionSubstitutions as they are written, in the long form of the intrinsic functions.
    template
        The template that they refer to.
    in_template
        Whether the definition is text in the template, where `${Name}` may be the template's own.
    """
    binder = _Binder(substitutions, template, in_template=in_template)
    bound = binder.bound(definition)
    return Bound(bound if is_object(bound) else {}, frozenset(binder.kept))


class _Binder:
    def __init__(self, substitutions: Mapping[str, object], template: Template | None, *, in_template: bool) -> None:
        self._values = substitutions
        self._known = {*template.resources, *template.parameters} if template is not None else set[str]()
        self._in_template = in_template
        self.kept: set[str] = set()

    def bound(self, value: Any) -> Any:
        """The value with every `${Name}` in it replaced, and its intrinsic functions as text."""
        if is_object(value):
            text = as_text(value)
            if text is not None:  # an intrinsic function in the definition itself
                self.kept.update(name for name in _NAME.findall(text) if not self._is_known(name))
                return text
            return {name: self.bound(item) for name, item in value.items()}
        if is_array(value):
            return [self.bound(item) for item in value]
        return _NAME.sub(self._replacement, value) if isinstance(value, str) else value

    def _replacement(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in self._values:
            text = as_text(self._values[name])
            if text is not None:
                return text
        elif name.startswith("AWS::") or (self._in_template and self._is_known(name)):
            return found[0]
        self.kept.add(name)
        return found[0]

    def _is_known(self, name: str) -> bool:
        """Whether the template has it."""
        return name.startswith("AWS::") or name.partition(".")[0] in self._known


def as_text(value: object) -> str | None:
    """A value of CloudFormation as text of `Fn::Sub`; None where it cannot be written so."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value)
        case {"Ref": str(name)} if len(value) == 1:
            return f"${{{name}}}"
        case {"Fn::GetAtt": str(name)} if len(value) == 1:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [str(name), str(attribute)]} if len(value) == 1:
            return f"${{{name}.{attribute}}}"
        case {"Fn::Sub": str(text)} if len(value) == 1:
            return text
        case {"Fn::Sub": [str(text), variables]} if is_object(variables):
            return _substituted(text, variables)
        case {"Fn::Join": [str(delimiter), items]} if is_array(items):
            texts = [as_text(item) for item in items]
            return None if None in texts else delimiter.join(text or "" for text in texts)
        case _:
            return None


def _substituted(text: str, variables: JsonObject) -> str | None:
    values = {name: as_text(value) for name, value in variables.items()}
    if None in values.values():
        return None
    return _NAME.sub(lambda found: values.get(found[1]) or found[0], text)
