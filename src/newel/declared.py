"""What states are declared with: frozen, keyword-only dataclasses whose fields know their member's name."""

from __future__ import annotations

import ast
import inspect
import os
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias, dataclass_transform, get_args

from newel.errors import NewelError
from newel.suggest import instead
from newel.values import QueryLanguage

if TYPE_CHECKING:
    from newel.aws.resources import Target

_HERE = str(Path(__file__).parent)

Style: TypeAlias = Literal["payload", "number", "count", "percentage", "text", "path"]
"""How a field is written: as a payload whose members may be paths; as a number of seconds, as another whole number, as
a percentage, or as text, that becomes `SecondsPath`, `MaxConcurrencyPath` or `CausePath` when it is a path; as the
text of a path."""


def asl(
    member: str,
    style: Style,
    *,
    default: Any,
    only: QueryLanguage | None = None,
    instead: str | None = None,
    least: int = 1,
    most: int | None = None,
) -> Any:
    """Declare a field of a state that is a member of the States Language.

    Parameters
    ----------
    member
        The member's name.
    style
        How it is written.
    default
        The value that leaves the member out.
    only
        The one query language that has it.
    instead
        What to write in the other query language.
    least, most
        The smallest that a "number" or "count" may be, and the largest that a "count" may be.
    """
    how = {"asl": member, "style": style, "only": only, "instead": instead, "least": least, "most": most}
    return field(default=default, metadata=how)


def member(name: str | None = None, *, refers: Target | None = None, default: Any = MISSING) -> Any:
    """Declare a field of a task that is a parameter of the API.

    Parameters
    ----------
    name
        The API's name, where it is not the field's in PascalCase.
    refers
        The kind of resource that it names, and which of its identifiers it takes.
    default
        The value; MISSING makes the field required, None leaves the parameter out.
    """
    return field(default=default, metadata={"member": name, "refers": refers})


def option(*, default: Any = MISSING, refers: Target | None = None, kw_only: bool = True) -> Any:
    """Declare a field of a task that is no parameter of its API: how to call it, or what its role needs besides.

    Parameters
    ----------
    default
        The value where it is left out; MISSING makes the field required.
    refers
        The kind of resource that it names, and which of its identifiers it takes.
    kw_only
        Whether it is given by name alone.
    """
    return field(default=default, kw_only=kw_only, metadata={"option": True, "refers": refers})


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, asl, member, option))
class Declared:
    """Every subclass becomes a frozen dataclass whose arguments are keyword-only."""

    source: str | None
    declaration: ClassVar[tuple[Field[Any], ...]] = ()
    """What `declared` gives, computed once a class: it is asked many times for each state."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclass(frozen=True, kw_only=True)(cls)
        cls.declaration = fields(cls)  # type: ignore[arg-type]  # it has just become a dataclass
        _explain_wrong_arguments(cls)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", _author())


def _explain_wrong_arguments(cls: type[Any]) -> None:
    """Say what to write instead to those who run no type checker."""
    generated = cls.__init__
    known = declared(cls)
    places = [item.name for item in known if not item.kw_only]
    taken = {item.name for item in known}
    required = [item.name for item in known if item.default is MISSING and item.default_factory is MISSING]
    chosen = {item.name: allowed for item in known if (allowed := choices(item))}

    @wraps(generated)
    def checked(self: Any, *arguments: Any, **named: Any) -> None:
        for name in named:
            if name not in taken:
                raise NewelError(f"{cls.__name__} has no argument {name!r}", hint=instead(name, taken))
        if len(arguments) > len(places):
            what = f"{' and '.join(places)} by position, and the rest by name" if places else "its arguments by name"
            raise NewelError(
                f"{cls.__name__} takes {what}",
                hint=f"write {cls.__name__}({', '.join([*(f'<{place}>' for place in places), 'NAME=...'])})",
            )
        given = {*named, *places[: len(arguments)]}
        for name in required:
            if name not in given:
                first = ", ".join(f"<{place}>" for place in places)
                hint = f"write {cls.__name__}({first}, ...)" if name in places else f"write {name}=..."
                raise NewelError(f"{cls.__name__} needs {name}", hint=hint)
        generated(self, *arguments, **named)
        for name, allowed in chosen.items():
            value = getattr(self, name)
            if value is not None and value not in allowed:
                raise NewelError(f"{cls.__name__} has no {name} {value!r}", hint=instead(str(value), allowed))

    cls.__init__ = checked


def choices(item: Field[Any]) -> tuple[str, ...]:
    """The values that a field's annotation names one by one, as `Literal["STANDARD", "EXPRESS"]`; none for others."""
    annotation = str(item.type).removesuffix(" | None")
    if annotation == "QueryLanguage":
        return get_args(QueryLanguage)
    if not annotation.startswith("Literal["):
        return ()
    return tuple(str(node.value) for node in ast.walk(ast.parse(annotation)) if isinstance(node, ast.Constant))


def declared(cls: type[Declared]) -> tuple[Field[Any], ...]:
    """The fields of a state's class."""
    return cls.declaration


def _author() -> str | None:
    """The file and line, outside this package, that is being run: where a state is written.

    Relative to the current folder where it is below it, as people name their files.
    """
    frame = inspect.currentframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith((_HERE, "<")):
            return f"{file.removeprefix(str(Path.cwd()) + os.sep)}:{frame.f_lineno}"
        frame = frame.f_back
    return None
