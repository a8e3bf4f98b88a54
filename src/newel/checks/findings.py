"""What a check finds in files: each finding with its line, and without those that its author does not want."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newel.checks import check_definition, ignores
from newel.checks.diagnostic import Diagnostic
from newel.checks.places import Place, in_json, in_python, in_yaml, line_of, nearest, read
from newel.checks.text import check_text
from newel.errors import NewelError, NewelErrors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newel.checks.ignores import Ignore
    from newel.checks.rule import MachineType
    from newel.machine import Definition

YAML = (".yaml", ".yml")
_WHERE = re.compile(r"(?P<file>[^\n:]+):(?P<line>\d+): ")


@dataclass(frozen=True)
class Finding:
    """A finding in a file.

    Attributes
    ----------
    file
        The file to open.
    place
        Where in it; None where that is not known.
    diagnostic
        What it is.
    text
        The line itself; "" where it is not known.
    """

    file: str
    place: Place | None
    diagnostic: Diagnostic
    text: str = ""


def of_definition(
    definition: Definition, machine: MachineType, file: str, settings: Mapping[str, Mapping[str, str]] | None = None
) -> list[Finding]:
    """Check a compiled workflow.

    Parameters
    ----------
    definition
        What it compiles to.
    machine
        The type of the machine.
    file
        Its module.
    settings
        What the project does not want to be told: rules and reasons by patterns of files.
    """
    diagnostics = check_definition(definition.asl, machine)
    texts = {file: read(file)}
    comments: dict[str, list[Ignore]] = {}
    unwanted = ignores.in_settings(settings or {}, file)
    used: set[Ignore] = set()
    found: list[Finding] = []
    for one in diagnostics:
        source = in_python(definition.sources, one.location or "", texts)
        if one.rule in unwanted:
            continue
        if source is None:
            found.append(Finding(file, None, one))
            continue
        if source.file not in comments:
            comments[source.file] = ignores.in_python(texts[source.file])
        lines = (source.place.line, source.state)
        holding = [each for each in comments[source.file] if each.holds(one.rule, lines)]
        used.update(holding)
        if not holding:
            found.append(Finding(source.file, source.place, one, line_of(texts[source.file], source.place)))
    own = ignores.in_python(texts[file]) if "newel:" in texts[file] else []
    return [*found, *_complaints(file, texts[file], own, used)]


def of_errors(file: str, error: NewelError) -> list[Finding]:
    """What keeps a workflow from being compiled."""
    found: list[Finding] = []
    for one in error.errors if isinstance(error, NewelErrors) else [error]:
        where = _WHERE.match(str(one))
        diagnostic = Diagnostic("ERROR", "BUILD", str(one), None, "BUILD")
        place = Place(int(where["line"]), 1) if where else None
        found.append(Finding(where["file"] if where else file, place, diagnostic))
    return found


def of_content(
    content: bytes, machine: MachineType, file: str, settings: Mapping[str, Mapping[str, str]] | None = None
) -> list[Finding]:
    """Check the text of a definition; the arguments are those of `of_definition`."""
    yaml = file.endswith(YAML)
    text = content.decode("utf-8-sig", "replace")
    find = _places(text, yaml=yaml)
    unwanted = ignores.in_settings(settings or {}, file)
    found: list[Finding] = []
    for one in check_text(content, machine, yaml=yaml):
        if one.rule not in unwanted:
            place = find(one.location) if one.location else _said(one)
            found.append(Finding(file, place, one, line_of(text, place) if place else ""))
    return without_ignored(found, text, file) if yaml and "newel:" in text else found


def without_ignored(found: list[Finding], text: str, file: str) -> list[Finding]:
    """What is left of the findings in a YAML file without those that its comments do not want.

    Parameters
    ----------
    found
        The findings.
    text
        What the file holds.
    file
        Its name.
    """
    comments = ignores.in_yaml(text)
    find = _places(text, yaml=True)
    used: set[Ignore] = set()
    left: list[Finding] = []
    for one in found:
        lines = _lines(one, find)
        holding = [each for each in comments if each.holds(one.diagnostic.rule, lines)]
        used.update(holding)
        left += [] if holding else [one]
    return [*left, *_complaints(file, text, comments, used)]


def _places(text: str, *, yaml: bool) -> Callable[[str], Place]:
    """What gives the place of a pointer; the text is read when it is first asked."""
    known: dict[str, Place] = {}

    def place(location: str) -> Place:
        if not known:
            known.update(in_yaml(text) if yaml else in_json(text))
        return nearest(known, location)

    return place


_SAID = re.compile(r"\bline (?P<line>\d+), column (?P<column>\d+)")


def _said(one: Diagnostic) -> Place | None:
    """The place that the message of a text that cannot be read has."""
    said = _SAID.search(one.message)
    return Place(int(said["line"]), int(said["column"])) if said else None


def _lines(one: Finding, find: Callable[[str], Place]) -> set[int]:
    """The lines of a finding, and of the states that it is in."""
    steps = (one.diagnostic.location or "").split("/")
    states = [index for index in range(2, len(steps)) if steps[index - 1] == "States"]
    around = {find("/".join(steps[: index + 1])).line for index in states}
    return around | ({one.place.line} if one.place else set())


def _complaints(file: str, text: str, comments: list[Ignore], used: set[Ignore]) -> list[Finding]:
    found: list[Finding] = []
    for each in comments:
        place = Place(each.line, 1)
        said = [ignores.refused(message) for message in ignores.wrong(each)]
        if not said and each not in used:
            said = [ignores.unused(each)]
        found += [Finding(file, place, one, line_of(text, place)) for one in said]
    return found
