"""Checking the state machines of a SAM template: definitions in files of their own, and in the template itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel import config
from newel.checks import check_definition, findings, ignores
from newel.checks.diagnostic import Diagnostic
from newel.checks.findings import Finding
from newel.checks.places import in_yaml, line_of, nearest
from newel.checks.rule import template_rules
from newel.checks.text import check_text
from newel.definition import pointer
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.sam import template as templates
from newel.sam.machines import definition_string, machines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from newel.checks.rule import MachineType
    from newel.sam.template import Template

_RESOURCES = re.compile(rb'^(?:\xef\xbb\xbf)?(["\']?)Resources\1\s*:', re.MULTILINE)
_NAMES = ("template.yaml", "template.yml")


@dataclass(frozen=True)
class Settings:
    """What a project says of its definitions.

    Attributes
    ----------
    ignore
        Rules that are not wanted, with the reasons, by patterns of files.
    types
        The types of machines, by their definitions' files.
    """

    ignore: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    types: Mapping[Path, MachineType] = field(default_factory=dict[Path, "MachineType"])

    @classmethod
    def of(cls, folder: Path) -> Settings:
        """The settings of the project in a folder.

        Raises
        ------
        NewelError
            They are no settings, or name rules that there are not.
        """
        ignore = config.load(folder).ignore
        for rules in ignore.values():
            for rule in rules:
                if rule not in ignores.known():
                    raise NewelError(ignores.unknown(rule), where=f"{folder / config.FILE}, tool.newel.ignore")
        template = next((folder / name for name in _NAMES if (folder / name).is_file()), None)
        try:
            parsed = templates.load(template) if template else None
        except NewelError:  # it is told where the template itself is checked
            parsed = None
        return cls(ignore, dict(_types(parsed)) if parsed else {})


def is_template(content: bytes, *, yaml: bool) -> bool:
    """Whether a text is a template, by its Resources; one of YAML may be broken elsewhere."""
    if yaml and _RESOURCES.search(content):
        return True
    if b"Resources" not in content:
        return False
    try:
        whole: object = templates.parse(content.decode("utf-8-sig"), Path()).data if yaml else json.loads(content)
    except (NewelError, ValueError, RecursionError):
        return False
    return is_object(whole) and "Resources" in whole and "StartAt" not in whole


def of_template(file: Path, settings: Settings, besides: Collection[Path] = ()) -> list[Finding]:
    """Check the state machines of a template.

    Parameters
    ----------
    file
        The template.
    settings
        The project's.
    besides
        Files that are checked already.
    """
    try:
        template = templates.load(file)
    except NewelError as error:
        return findings.of_errors(str(file), error)
    found: list[Finding] = []
    here: list[Finding] = []
    for name, resource in machines_of(template).items():
        properties = resource.get("Properties")
        if not is_object(properties):
            continue
        uri = _local(template, properties)
        if uri is None:
            here += _inline(template, name, properties)
        elif uri.resolve() not in besides and not _source(uri).is_file():
            found += _in_file(template, name, uri, _type(properties), settings)
        if uri is None or not _source(uri).is_file():  # `newel build` keeps what a workflow's role may do
            here += _around(template, name)
    unwanted = ignores.in_settings(settings.ignore, str(template.path))
    here = [one for one in here if one.diagnostic.rule not in unwanted]
    return [*found, *findings.without_ignored(here, template.text, str(template.path))]


def _around(template: Template, name: str) -> Iterator[Finding]:
    """What is found in the template of a machine, besides its definition."""
    for rule in template_rules():
        for place, message in rule.find(template, name):
            yield _here(template, Diagnostic(rule.severity, rule.id, message, place, rule.id))


def _in_file(template: Template, name: str, uri: Path, kind: MachineType, settings: Settings) -> list[Finding]:
    shown = _shown(uri)
    try:
        content = uri.read_bytes()
    except OSError as error:
        at = f"/Resources{pointer(name)}/Properties/DefinitionUri"
        message = f"the definition {shown} cannot be read: {error.strerror}"
        return [_here(template, Diagnostic("ERROR", "BUILD", message, at, "BUILD"))]
    return findings.of_content(content, kind, shown, settings.ignore)


def _inline(template: Template, name: str, properties: Mapping[str, Any]) -> Iterator[Finding]:
    """What is found in a definition that stands in the template itself."""
    kind, at = _type(properties), f"/Resources{pointer(name)}/Properties"
    if is_object(properties.get("Definition")) and "Fn::Transform" not in properties["Definition"]:
        for one in check_definition(opened(properties["Definition"]), kind):
            yield _here(template, replace(one, location=f"{at}/Definition{one.location or ''}"))
        return
    text = definition_string(properties)
    for one in check_text(text.encode(), kind) if text is not None else ():
        message = f"{one.location}: {one.message}" if one.location else one.message
        yield _here(template, replace(one, location=f"{at}/DefinitionString", message=message))


def _here(template: Template, diagnostic: Diagnostic) -> Finding:
    place = nearest(in_yaml(template.text), diagnostic.location or "")
    return Finding(str(template.path), place, diagnostic, line_of(template.text, place))


def opened(value: Any) -> Any:
    """A definition that stands in a template, with `${...}` for intrinsic functions: nobody knows what they give."""
    if is_object(value):
        if len(value) == 1 and next(iter(value)).partition("::")[0] in ("Ref", "Fn"):
            return "${" + next(iter(value)) + "}"
        return {name: opened(inner) for name, inner in value.items()}
    return [opened(item) for item in value] if is_array(value) else value


def _types(template: Template) -> Iterator[tuple[Path, MachineType]]:
    for resource in machines_of(template).values():
        properties: Any = resource.get("Properties")
        uri = _local(template, properties) if is_object(properties) else None
        if uri is not None:
            yield uri.resolve(), _type(properties)


def _type(properties: Mapping[str, Any]) -> MachineType:
    kind = properties.get("Type", properties.get("StateMachineType"))
    return "EXPRESS" if kind == "EXPRESS" else "STANDARD"


def _local(template: Template, properties: Mapping[str, Any]) -> Path | None:
    uri = properties.get("DefinitionUri")
    return template.path.parent / uri if isinstance(uri, str) and "://" not in uri else None


def _source(definition: Path) -> Path:
    """The workflow that a definition is written from, if it is."""
    return definition.with_name(definition.name.partition(".asl.")[0] + ".py")


def _shown(path: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else path)
