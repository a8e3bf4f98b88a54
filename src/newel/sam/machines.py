"""The state machines of a template: finding one, and its definition as it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from newel.errors import NewelError, UsageError
from newel.json_files import parse_json, read_json
from newel.json_types import is_object
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newel.sam.template import Template

MACHINE = "AWS::Serverless::StateMachine"
TYPES = (MACHINE, "AWS::StepFunctions::StateMachine")
SUFFIXES = (".json", ".yaml", ".yml")
"""What the files of definitions end in."""


Type: TypeAlias = 'Literal["STANDARD", "EXPRESS"]'


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
    in_template
        Whether the definition is text in the template, where `${Name}` is the template's own.
    called
        The name that the template gives it.
    type
        "STANDARD" or "EXPRESS".
    """

    name: str
    definition: dict[str, Any]
    substitutions: dict[str, Any] = field(default_factory=dict[str, Any])
    where: str = ""
    in_template: bool = False
    called: str | None = None
    type: Type = "STANDARD"

    @property
    def names(self) -> list[str]:
        """What people may call it: its logical id, its name, its file's."""
        file = Path(self.where).name.partition(".")[0]
        return list(dict.fromkeys(name for name in (self.name, self.called, file) if name))


def find_machine(argument: str, template: Template) -> Machine:
    """Find the machine that `argument` means: its Python module, its definition's file, or its logical id.

    Raises
    ------
    NewelError
        There is none, or more than one, or its definition cannot be read.
    """
    machines = machines_of(template)
    if argument in machines:
        return _machine(argument, machines[argument], template)
    if Path(argument).suffix not in (".py", *SUFFIXES):
        known = nearest(argument, machines)
        raise UsageError(
            f"there is no state machine {argument!r} in {template.path}",
            hint=(f"did you mean {known}? " if known else "") + "`newel build` puts new machines there",
        )
    if not Path(argument).is_file():
        raise UsageError("there is no such file", where=argument)
    file = Path(argument)
    if file.suffix == ".py":
        file = file.with_suffix(".asl.json")
    found = machine_of(file, template)
    if found is None:
        raise NewelError(
            f"no state machine in {template.path} has the definition {file}", hint="run `newel build` to put it there"
        )
    return found


def machines_of(template: Template) -> dict[str, dict[str, Any]]:
    """The resources of the template that are state machines, by their logical ids."""
    return {name: each for name, each in template.resources.items() if is_object(each) and each.get("Type") in TYPES}


def machine_of(file: Path, template: Template) -> Machine | None:
    """The machine of the template whose definition is in `file`.

    Raises
    ------
    NewelError
        Several have it, or it cannot be read.
    """
    machines = machines_of(template)
    using = [name for name, each in machines.items() if _uri(each, template) == file.resolve()]
    if len(using) > 1:
        raise UsageError(f"several machines have the definition {file}", hint=f"name one: {', '.join(using)}")
    return _machine(using[0], machines[using[0]], template) if using else None


def read_definition(file: Path, place: str) -> dict[str, Any]:
    """Read a definition, in JSON or YAML; `place` is what messages call it.

    Raises
    ------
    NewelError
        It is missing, cannot be read, or is no object.
    """
    definition = _read_yaml(file, place) if file.suffix in (".yaml", ".yml") else read_json(file, place)
    if not is_object(definition):
        raise NewelError("the definition is no object", where=place)
    return definition


def _read_yaml(file: Path, place: str) -> object:
    from ruamel.yaml.error import YAMLError

    from newel.sam import document

    try:
        root = document.parse(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise NewelError("there is no such file", where=place) from None
    except OSError as error:
        raise NewelError(f"the file cannot be read: {error.strerror}", where=place) from None
    except UnicodeDecodeError as error:
        raise NewelError(f"this is not UTF-8 text (byte {error.start})", where=place) from None
    except document.DocumentError as error:
        raise NewelError(f"this is not YAML: {error}", where=f"{place}:{error.line + 1}:{error.column + 1}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        said = str(error).splitlines() or ["it is nested too deeply"]
        raise NewelError(f"this is not YAML: {said[0]}", where=place) from None
    return root.data if root is not None else None


def _uri(resource: Mapping[str, Any], template: Template) -> Path | None:
    uri = _member(resource, "Properties").get("DefinitionUri")
    return (template.path.parent / uri).resolve() if isinstance(uri, str) and "://" not in uri else None


def _machine(name: str, resource: Mapping[str, Any], template: Template) -> Machine:
    properties = _member(resource, "Properties")
    substitutions = _member(properties, "DefinitionSubstitutions")
    called = properties.get("Name", properties.get("StateMachineName"))
    named: dict[str, Any] = {
        "called": called if isinstance(called, str) else None,
        "type": "EXPRESS" if properties.get("Type", properties.get("StateMachineType")) == "EXPRESS" else "STANDARD",
    }
    if is_object(properties.get("Definition")):
        if "Fn::Transform" in properties["Definition"]:
            raise NewelError(
                "its Definition is what Fn::Transform brings in, which is not carried out here",
                where=f"{template.path}: {name}",
                hint="write the file that it brings in as DefinitionUri",
            )
        return Machine(name, properties["Definition"], substitutions, f"{template.path}: {name}", **named)
    text = definition_string(properties)
    if text is not None:
        definition = parse_json(text.encode(), f"{template.path}: {name}: DefinitionString")
        if is_object(definition):
            return Machine(name, definition, substitutions, f"{template.path}: {name}", in_template=True, **named)
    file = _uri(resource, template)
    if file is None:
        raise NewelError("it has neither a DefinitionUri here nor a Definition", where=f"{template.path}: {name}")
    place = str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
    return Machine(name, read_definition(file, place), substitutions, place, **named)


def definition_string(properties: Mapping[str, Any]) -> str | None:
    """The text of a machine's `DefinitionString`, as `Fn::Sub` would have it: the CDK writes it with `Fn::Join`."""
    value: Any = properties.get("DefinitionString")
    if value is None or isinstance(value, str):
        return value
    from newel.permissions.substitutions import as_text

    return as_text(value)


def _member(holder: object, name: str) -> dict[str, Any]:
    """The object that `holder` has at `name`; an empty one where it has none, as YAML may leave it."""
    value = holder.get(name) if is_object(holder) else None
    return value if is_object(value) else {}
