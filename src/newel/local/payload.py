"""Payload templates: Parameters and ResultSelector, whose members ending in `.$` are read from the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.json_types import is_array, is_object
from newel.local import paths
from newel.local.data import to_text
from newel.local.failure import RuntimeFault
from newel.local.intrinsic_calls import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Source:
    """What paths read from: the data of the moment, the context object, and the variables."""

    data: Any
    context: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def root(self, path: paths.Path) -> Any:
        """Return where `path` starts.

        Raises
        ------
        Missing
            It names a variable that is not set.
        """
        if path.variable:
            if path.variable not in self.variables:
                raise paths.Missing(f"The variable ${path.variable} is not set")
            return self.variables[path.variable]
        return self.context if path.in_context else self.data

    def read(self, text: str, field: str) -> Any:
        """Return what the path or the call of an intrinsic function `text` of the field `field` gives.

        Raises
        ------
        RuntimeFault
            The path finds nothing, or the call cannot be carried out; in the words of Step Functions.
        """
        if text.startswith("States."):
            return evaluate(text, self)
        path = paths.parse(text)
        try:
            return paths.find(path, self.root(path))
        except paths.Missing as missing:
            if missing.past_end:
                return None  # AWS gives null, in payload templates alone
            raise RuntimeFault(
                f"The JSONPath '{text}' specified for the field '{field}' could not be found in the input "
                f"'{to_text(self.data)}'"
            ) from None


def fill(template: Any, source: Source) -> Any:
    """Return the payload that `template` describes.

    Raises
    ------
    RuntimeFault
        A path finds nothing.
    """
    if is_object(template):
        filled: dict[str, Any] = {}
        for name, value in template.items():
            if name.endswith(".$"):
                filled[name[:-2]] = source.read(value, name)
            else:
                filled[name] = fill(value, source)
        return filled
    if is_array(template):
        return [fill(item, source) for item in template]
    return template
