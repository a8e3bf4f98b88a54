"""Putting what a definition's `${Name}` stands for in its place: `${Resource}`, `${Resource.Attribute}`, or text.

What stands there then is text of `Fn::Sub`, so that a definition that newel wrote and one that was written by hand read
the same. A `${Name}` that nobody says the value of is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.json_types import JsonObject
    from newel.sam.template import Template

_NAME = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")


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

    Raises
    ------
    NewelError
        It is nested too deeply.
    """
    binder = _Binder(substitutions, template, in_template=in_template)
    try:
        bound = binder.bound(definition)
    except RecursionError:
        raise NewelError("the definition is nested too deeply") from None
    return Bound(bound if is_object(bound) else {}, frozenset(binder.kept))


class _Binder:
    def __init__(self, substitutions: Mapping[str, object], template: Template | None, *, in_template: bool) -> None:
        self._values = substitutions
        self._template = template
        self._in_template = in_template
        self.kept: set[str] = set()

    def bound(self, value: Any) -> Any:
        """The value with every `${Name}` in it replaced, and its intrinsic functions as text."""
        if is_object(value):
            text = as_text(value)
            if text is not None:  # an intrinsic function in the definition itself
                return self._noted(text)
            return {_NAME.sub(self._replacement, name): self.bound(item) for name, item in value.items()}
        if is_array(value):
            return [self.bound(item) for item in value]
        return _NAME.sub(self._replacement, value) if isinstance(value, str) else value

    def _replacement(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in self._values:
            text = as_text(self._values[name])
            if text is not None:
                return self._noted(text)
        elif name.startswith("AWS::") or (self._in_template and self._has(name.partition(".")[0])):
            return found[0]
        self.kept.add(name)
        return found[0]

    def _noted(self, text: str) -> str:
        """The text; what it refers to is kept where there is no template that has it."""
        if self._template is None:
            self.kept.update(name for name in _NAME.findall(text) if not name.startswith("AWS::"))
        return text

    def _has(self, name: str) -> bool:
        return self._template is not None and (name in self._template.resources or name in self._template.parameters)


def as_text(value: object) -> str | None:
    """A value of CloudFormation as text of `Fn::Sub`; None where it cannot be written so."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if not is_object(value) or len(value) != 1:
        return None
    [(function, argument)] = value.items()
    match function, argument:
        case (("Ref" | "Fn::GetAtt"), str(name)):
            return f"${{{name}}}"
        case "Fn::GetAtt", [str(name), str(attribute)]:
            return f"${{{name}.{attribute}}}"
        case "Fn::Sub", str(text):
            return text
        case "Fn::Sub", [str(text), variables] if is_object(variables):
            return _substituted(text, variables)
        case "Fn::Join", [str(delimiter), items] if is_array(items):
            texts = [as_text(item) for item in items]
            return None if None in texts else delimiter.join(text or "" for text in texts)
        case _:
            return None


def _substituted(text: str, variables: JsonObject) -> str | None:
    values = {name: as_text(value) for name, value in variables.items()}
    if None in values.values():
        return None
    return _NAME.sub(lambda found: values.get(found[1]) or found[0], text)
