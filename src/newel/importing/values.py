"""From values of the States Language to those of newel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.importing.intrinsics import read_intrinsic
from newel.json_types import is_array, is_object
from newel.permissions.substitutions import as_text
from newel.values import DISCARD, GetAtt, Jsonata, Ref, Sub, context, jsonata, path, variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.values import ContextValue, Intrinsic, Path, QueryLanguage, TemplateValue

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")
_CONTEXT = re.compile(r"\{% \$states\.context\.([A-Za-z]+(?:\.[A-Za-z]+)*) %\}")


class NotTypedError(Exception):
    """newel's classes do not say this; it is written as the States Language has it."""


@dataclass(frozen=True)
class Values:
    """Reads the values of one state.

    Attributes
    ----------
    language
        The state's query language.
    substitutions
        What the definition's `${Name}`s stand for, as the template has it.
    inline
        Whether the definition stands in the template itself, where CloudFormation's functions stand for values.
    """

    language: QueryLanguage = "JSONPath"
    substitutions: Mapping[str, object] = field(default_factory=dict[str, object])
    inline: bool = False

    def payload(self, value: Any) -> Any:
        """A payload, in which data of the execution and references may stand."""
        if is_object(value):
            reference = self.reference(value)
            return reference if reference is not None else dict(map(self._member, value.items()))
        if is_array(value):
            return [self.payload(item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def text(self, value: str) -> Any:
        """Text: JSONata, a reference to the template, or itself."""
        if self.language == "JSONata" and value.startswith("{%") and value.endswith("%}"):
            return self.jsonata(value)
        reference = self.reference(value)
        return value if reference is None else reference

    def jsonata(self, text: str) -> Jsonata | ContextValue:
        """An expression; a member of the context object by its name."""
        found = _CONTEXT.fullmatch(text)
        if found and (member := context_values().get(found[1])):
            return member
        expression = jsonata(text)
        plain = Jsonata(expression.text)
        return plain if plain.whole == text else expression

    def dynamic(self, text: object) -> Path | ContextValue | Intrinsic:
        """What is known when the state runs, in JSONPath.

        Raises
        ------
        NotTypedError
            It is nothing of the kind.
        """
        if not isinstance(text, str):
            raise NotTypedError
        try:
            if text.startswith("$$"):
                known = context_values().get(text[3:])
                return known if known is not None and known.jsonpath == text else context.path(text)
            if text.startswith("States."):
                return read_intrinsic(text, self.dynamic)
            return variable(text[1:]) if re.match(r"\$\w", text) else path(text)
        except NewelError:
            raise NotTypedError from None

    def path(self, value: object) -> Any:
        """The text of a path, or what drops it."""
        return DISCARD if value is None else value

    def reference(self, value: object) -> TemplateValue | None:
        """The reference to the template that a value is, where it is one."""
        if isinstance(value, str):
            names = _PLACEHOLDER.findall(value)
            if not names or any(name not in self.substitutions for name in names):
                return Sub(value) if self.inline and names else None
            if value == f"${{{names[0]}}}":
                return reference_of(self.substitutions[names[0]])
            texts = {name: as_text(self.substitutions[name]) for name in names}
            if None in texts.values():
                return None
            return Sub(_PLACEHOLDER.sub(lambda found: texts[found[1]] or "", value))
        return reference_of(value) if self.inline else None

    def _member(self, item: tuple[str, Any]) -> tuple[str, Any]:
        name, value = item
        if name.endswith(".$") and self.language == "JSONPath":
            return name[:-2], self.dynamic(value)
        return name, self.payload(value)


def reference_of(value: object) -> TemplateValue | None:
    """A value of CloudFormation's as newel has it; None where it is no reference."""
    if isinstance(value, str):
        return Sub(value) if value else None
    if not is_object(value) or len(value) != 1:
        return None
    match value:
        case {"Ref": str(name)}:
            return Ref(name)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return GetAtt(name, attribute)
        case {"Fn::GetAtt": str(both)} if "." in both:
            return GetAtt(*both.split(".", 1))
        case _:
            text = as_text(value) if next(iter(value)).startswith("Fn::") else None
            return Sub(text) if text else None


def context_values() -> Mapping[str, ContextValue]:
    """The members of the context object that have names here, by what the States Language calls them."""
    return {value.steps: value for _, value in named_context_values()}


def named_context_values() -> list[tuple[str, ContextValue]]:
    """The members of the context object with how they are written in Python."""
    from newel.values import ContextValue

    found: list[tuple[str, ContextValue]] = []
    waiting: list[tuple[str, object]] = [("context", context)]
    while waiting:
        name, holder = waiting.pop()
        for member, value in vars(type(holder)).items():
            if isinstance(value, ContextValue):
                found.append((f"{name}.{member}", value))
            elif not member.startswith("_") and not callable(value):
                waiting.append((f"{name}.{member}", value))
    return found
