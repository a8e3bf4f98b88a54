"""The definition of a machine as it runs: its substitutions have values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.intrinsics import resolve
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.local.intrinsics import Names
    from newel.sam.machines import Machine

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z][\w:.]*)\}")
_SOURCE_OF_ITS_OWN = frozenset({"expression"})
"""Members whose text may hold `${name}` of another language: there, only known names are filled in."""


def filled_in(machine: Machine, names: Names) -> dict[str, Any]:
    """Return the machine's definition, every `${Name}` in its texts replaced.

    Raises
    ------
    NewelError
        A substitution has no value, or a placeholder no substitution; or the definition is nested too deeply.
    """
    try:
        values = {name: str(resolve(value, names)) for name, value in machine.substitutions.items()}
    except NewelError as error:
        error.where = f"{machine.where}: DefinitionSubstitutions of {machine.name}"
        raise
    try:
        filled = _fill(machine.definition, values, machine, "", strict=True)
    except RecursionError:
        raise NewelError("the definition is nested too deeply", where=machine.where) from None
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
            template = None if values else "name the template that has it with --template, or write the value instead"
            raise NewelError(
                f"{found[0]} has no value: {machine.name} has no such DefinitionSubstitution",
                where=f"{machine.where}{pointer}",
                hint=f"did you mean {known}?" if known else template,
            )
        return values.get(found[1], found[0])

    return _PLACEHOLDER.sub(replacement, value)
