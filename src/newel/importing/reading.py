"""Reading what is imported: a file, or a machine of a template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError, UsageError
from newel.importing.json5 import to_json
from newel.importing.names import machine_name
from newel.importing.source import Source
from newel.json_files import parse_json
from newel.json_types import is_object
from newel.sam.machines import SUFFIXES, find_machine, machine_of, read_definition

if TYPE_CHECKING:
    from newel.json_types import JsonObject
    from newel.sam.machines import Machine
    from newel.sam.template import Template

_LARGEST = 8 * 1024 * 1024
"""Bytes: eight times what AWS takes of a definition."""

_ENDINGS = (".asl.json", ".asl.json5", ".asl.yaml", ".asl.yml", ".asl", ".json", ".json5", ".yaml", ".yml")
_JSON5 = (".json5", ".asl")


def read_source(argument: str, template: Template | None, name: str | None) -> Source:
    """Read a definition.

    Parameters
    ----------
    argument
        A file, or the logical id of a machine in the template.
    template
        The template that says what the definition's `${Name}`s are.
    name
        What the machine is to be called; by default what the template, or the file, calls it.

    Raises
    ------
    UsageError
        There is no such file or machine, or it holds no definition.
    """
    file = Path(argument)
    try:
        if _is_file(file):
            machine = machine_of(file, template) if template and file.suffix in SUFFIXES else None
            definition = machine.definition if machine else _read(file, argument)
            called = machine_name(_stem(file))
        elif template is not None and file.suffix not in (*SUFFIXES, *_JSON5):
            machine = find_machine(argument, template)
            definition, called = machine.definition, machine.name
        else:
            hint = None if template else "name a machine of a template with --template FILE"
            raise UsageError("there is no such file", where=argument, hint=hint)
    except NewelError as error:
        hint = None if error.message.startswith("it is empty") else error.hint
        raise UsageError(error.message, where=error.where, hint=hint) from None
    if not is_object(definition.get("States")) or not definition["States"]:
        raise UsageError("this is no definition of a state machine: it has no States", where=argument)
    wanted = name or (machine.name if machine else called)
    of = argument if _is_file(file) else f"{argument} of {template.path.name if template else ''}"
    return _source(definition, wanted, of, machine, template)


def _source(definition: JsonObject, name: str, file: str, machine: Machine | None, template: Template | None) -> Source:
    if machine is None or template is None:
        return Source(definition, name, file)
    resource: Any = template.resources.get(machine.name)
    properties = resource.get("Properties") if is_object(resource) else None
    kept = properties if is_object(properties) else {}
    express = "EXPRESS" in (kept.get("Type"), kept.get("StateMachineType"))
    inline = machine.in_template or is_object(kept.get("Definition"))
    return Source(definition, name, file, {"type": "EXPRESS"} if express else {}, machine.substitutions, inline)


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


def _read(file: Path, place: str) -> JsonObject:
    if file.stat().st_size > _LARGEST:
        raise NewelError(
            f"it has {file.stat().st_size} bytes, and AWS takes 1 MiB of a definition",
            where=place,
            hint="import a smaller definition",
        )
    if file.suffix not in _JSON5:
        return read_definition(file, place)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NewelError(f"the file cannot be read: {error.strerror}", where=place) from None
    try:
        definition = parse_json(to_json(content.decode("utf-8-sig")).encode(), place)
    except UnicodeDecodeError as error:
        raise NewelError(f"this is not UTF-8 text (byte {error.start})", where=place) from None
    if not is_object(definition):
        raise NewelError("the definition is no object", where=place)
    return definition


def _stem(file: Path) -> str:
    ending = next((ending for ending in _ENDINGS if file.name.endswith(ending)), "")
    return file.name.removesuffix(ending)
