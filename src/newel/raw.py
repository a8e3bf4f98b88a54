"""Raw: a state written in the States Language itself, where newel has no class for what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.chain import Chain, End
from newel.declared import option
from newel.json_types import is_array, is_object
from newel.states import State
from newel.values import GetAtt, Placeholder, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.iam import Derived
    from newel.render import Renderer

_LEADS_OUT = ("Next", "End", "Choices", "Default")
_ENDS = ("Succeed", "Fail", "Choice")
_WORKS = ("Task", "Parallel", "Map")


class Raw(State):
    """A state as the States Language has it: a field of the future, an integration that newel does not know.

    It is joined to others as any state is, by `>>` and `.catch(...)`; where its members hold `Next`, `End`, `Choices`
    or `Catch` themselves, these stand, and `.also(...)` brings in the states that only they name. Nothing in it is
    checked; references to the template may stand in it, which give what `Ref`, `Fn::GetAtt` or `Fn::Sub` do.

    Parameters
    ----------
    definition
        The state's members.

    Example
    -------
    >>> Raw("Tell", {"Type": "Task", "Resource": Sub("${Action}"), "Parameters": {"Text.$": "$.text"}})
    """

    definition: Any = option(kw_only=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "ends_here", self._leads_out)
        object.__setattr__(self, "can_catch", self._kind in _WORKS and "Catch" not in self.definition)

    def chain(self) -> Chain:
        """The chain of this one state."""
        ends = () if self._leads_out else (End(self.name),)
        return Chain(self.name, ends, self.name, parts=(self,))

    def body(self, renderer: Renderer) -> Any:
        """The state's members, as they are."""
        return _written(self.definition, f"{renderer.where}, definition")

    def needs(self, body: Mapping[str, Any], renderer: Renderer) -> Derived:  # noqa: ARG002 -- as all states
        """What the role needs, as of a definition written by hand; see `State.needs`."""
        from newel.permissions import of_definition

        return of_definition({"States": {self.name: _as_text(body)}})

    @property
    def _kind(self) -> object:
        return self.definition.get("Type") if is_object(self.definition) else None

    @property
    def _leads_out(self) -> bool:
        if not is_object(self.definition) or self._kind in _ENDS:
            return True
        return any(member in self.definition for member in _LEADS_OUT)


def _written(value: Any, field: str) -> Any:
    if is_object(value):
        return {name: _written(item, f"{field}.{name}") for name, item in value.items()}
    if is_array(value):
        return [_written(item, f"{field}[{index}]") for index, item in enumerate(value)]
    return Placeholder(value, None, field) if isinstance(value, Ref | GetAtt | Sub) else value


def _as_text(value: Any) -> Any:
    """The members with references as text of `Fn::Sub`, as `permissions.bind` leaves those of a definition."""
    if is_object(value):
        return {name: _as_text(item) for name, item in value.items()}
    if is_array(value):
        return [_as_text(item) for item in value]
    match value:
        case Placeholder(Sub(text)):
            return text
        case Placeholder(GetAtt(name, attribute)):
            return f"${{{name}.{attribute}}}"
        case Placeholder(Ref(name)):
            return f"${{{name}}}"
        case _:
            return value
