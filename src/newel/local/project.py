"""Finding what to run: the machine in the template, its definition, and the values of its substitutions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError, UsageError
from newel.json_files import read_json
from newel.json_types import is_array, is_object
from newel.local.data import member
from newel.local.intrinsics import resolve
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.intrinsics import Names
    from newel.sam.template import Template

MACHINE = "AWS::Serverless::StateMachine"

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")
_SOURCE_OF_ITS_OWN = frozenset({"expression"})
"""Members whose text may hold `${name}` of another language: there, only known names are filled in."""


@dataclass(frozen=True)
class Machine:
    """A state machine of a template.

    Attributes
    ----------
    name
        Its logical id.
    definition
        Its definition as it is written, `${...}` in it.
    substitutions
        Its DefinitionSubstitutions as they are written.
    where
        Where the definition stands, for messages.
    """

    name: str
    definition: dict[str, Any]
    substitutions: dict[str, Any]
    where: str


def find_machine(argument: str, template: Template) -> Machine:
    """Find the machine that `argument` means: its Python module, its definition's file, or its logical id.

    Raises
    ------
    NewelError
        There is none, or more than one, or its definition cannot be read.
    """
    machines = {
        name: each for name, each in template.resources.items() if is_object(each) and each.get("Type") == MACHINE
    }
    if argument in machines:
        return _machine(argument, machines[argument], template)
    if Path(argument).suffix not in (".py", ".json"):
        known = nearest(argument, machines)
        raise UsageError(
            f"there is no state machine {argument!r} in {template.path}",
            hint=f"did you mean {known}?" if known else "run `newel build` to put the machines there",
        )
    if not Path(argument).is_file():
        raise UsageError("there is no such file", where=argument)
    file = Path(argument)
    if file.suffix == ".py":
        file = file.with_suffix(".asl.json")
    using = [name for name, each in machines.items() if _uri(each, template) == file.resolve()]
    if not using:
        raise NewelError(
            f"no state machine in {template.path} has the definition {file}", hint="run `newel build` to put it there"
        )
    if len(using) > 1:
        raise UsageError(f"several machines have the definition {file}", hint=f"name one: {', '.join(using)}")
    return _machine(using[0], machines[using[0]], template)


def _uri(resource: Mapping[str, Any], template: Template) -> Path | None:
    uri = member(resource, "Properties").get("DefinitionUri")
    return (template.path.parent / uri).resolve() if isinstance(uri, str) and "://" not in uri else None


def _machine(name: str, resource: Mapping[str, Any], template: Template) -> Machine:
    properties = member(resource, "Properties")
    substitutions = member(properties, "DefinitionSubstitutions")
    if is_object(properties.get("Definition")):
        return Machine(name, properties["Definition"], substitutions, f"{template.path}: {name}")
    file = _uri(resource, template)
    if file is None:
        raise NewelError("it has neither a DefinitionUri here nor a Definition", where=f"{template.path}: {name}")
    place = str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
    definition = read_json(file, place)
    if not is_object(definition):
        raise NewelError("the definition is no object", where=place)
    return Machine(name, definition, substitutions, place)


def filled_in(machine: Machine, names: Names) -> dict[str, Any]:
    """Return the machine's definition, every `${Name}` in its texts replaced.

    Raises
    ------
    NewelError
        A substitution has no value, or a placeholder no substitution.
    """
    try:
        values = {name: str(resolve(value, names)) for name, value in machine.substitutions.items()}
    except NewelError as error:
        error.where = f"{machine.where}: DefinitionSubstitutions of {machine.name}"
        raise
    filled = _fill(machine.definition, values, machine, "", strict=True)
    assert is_object(filled)  # noqa: S101 - an object stays one; this tells the type checkers
    return filled


def _fill(value: Any, values: Mapping[str, str], machine: Machine, pointer: str, *, strict: bool) -> Any:
    if is_object(value):
        return {
            name: _fill(member, values, machine, f"{pointer}/{name}", strict=name not in _SOURCE_OF_ITS_OWN)
            for name, member in value.items()
        }
    if is_array(value):
        return [_fill(item, values, machine, f"{pointer}/{index}", strict=strict) for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value

    def replacement(found: re.Match[str]) -> str:
        if found[1] not in values and strict:
            known = nearest(found[1], values)
            raise NewelError(
                f"{found[0]} has no value: {machine.name} has no such DefinitionSubstitution",
                where=f"{machine.where}{pointer}",
                hint=f"did you mean {known}?" if known else None,
            )
        return values.get(found[1], found[0])

    return _PLACEHOLDER.sub(replacement, value)
