"""`newel policies`: what the role of a state machine needs, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from newel.permissions import Report
    from newel.sam.template import Template

TEMPLATE = "template.yaml"
_TEMPLATES = (TEMPLATE, "template.yml")


@click.command("policies")
@click.argument("file")
@click.option("--explain", is_flag=True, help="Show who needs each statement, and what for.")
@click.option(
    "--template",
    "-t",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The template that the definition's ${Name}s are from. Default: the nearest template.yaml above FILE.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, file: str, explain: bool, template: Path | None, form: str) -> int:
    """Say what the role of a state machine needs, from its definition alone.

    FILE is a workflow (.py), a definition (.json, .yaml), or a state machine's logical id in the template. What newel
    derives goes to stdout, as IAM's statements; what the definition leaves open goes to stderr, with exit code 1. A
    definition that cannot be read is an error, with exit code 2.
    """
    found = report_of(file, template)
    if form == "json":
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
    else:
        click.echo(_explained(found) if explain else _document(found))
        _ask(found)
    return 1 if found.questions else 0


def report_of(argument: str, template: Path | None) -> Report:
    """What the role of a machine needs: of a template, of a Python module, or of a definition alone."""
    from newel.errors import NewelError, NewelErrors, UsageError

    file = Path(argument)
    parsed = _template(file, template)
    if file.suffix == ".py":
        return _of_python(file, parsed)
    try:
        return _of_definition(argument, file, parsed)
    except NewelErrors:
        raise
    except NewelError as error:  # exit code 1 is for questions, which go with an answer
        raise UsageError(error.message, where=error.where or argument, hint=error.hint) from error


def _of_definition(argument: str, file: Path, parsed: Template | None) -> Report:
    from newel.definition import name_of, states
    from newel.errors import NewelError
    from newel.permissions import bind, of_definition, report
    from newel.sam.machines import SUFFIXES, Machine, find_machine, machine_of, read_definition

    if file.suffix in SUFFIXES and file.is_file():
        machine = machine_of(file, parsed) if parsed else None
    else:
        machine = find_machine(argument, parsed or _missing(argument))
    if machine is None:  # of no template: its ${Name}s are nobody's
        machine, parsed = Machine("", read_definition(file, argument)), None
    if not is_object(machine.definition.get("States")):
        raise NewelError("this is no definition: it has no States", where=machine.where or argument)
    bound = bind(machine.definition, machine.substitutions, parsed, in_template=machine.in_template)
    return report(
        of_definition(bound.definition, parsed),
        parsed,
        machine=machine.name or None,
        kept=bound.kept,
        places={name_of(place): place for place, _ in states(bound.definition)},
    )


def _of_python(file: Path, template: Template | None) -> Report:
    from newel.definition import name_of, states
    from newel.errors import UsageError
    from newel.iam import Derived
    from newel.permissions import report
    from newel.project import with_keys, woven_of
    from newel.sam.weave import with_machines

    if not file.is_file():
        raise UsageError("there is no such file", where=str(file))
    woven = woven_of(file)
    whole = with_machines(template, [woven]) if template else None
    if whole is not None:
        woven = with_keys(woven, whole)
    name, definition = woven.machine.name, woven.definition
    return report(
        Derived(definition.needs, definition.questions, definition.delegated),
        whole,
        machine=name,
        places={name_of(place): place for place, _ in states(definition.asl)},
    )


def _template(file: Path, given: Path | None) -> Template | None:
    """The template that was given; else the nearest above the file, up to the current folder or the project's."""
    from newel.sam.template import load

    if given is not None:
        return load(given)
    folders = [file.absolute().parent, *file.absolute().parent.parents]
    here = Path.cwd()
    inside = [folder for folder in folders if folder.is_relative_to(here)] or folders[:3]
    return next((load(folder / name) for folder in inside for name in _TEMPLATES if (folder / name).is_file()), None)


def _missing(argument: str) -> Template:
    from newel.errors import UsageError

    raise UsageError("there is no such file, and no template with such a machine", where=argument)


def _document(found: Report) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": found.statements}, indent=2, ensure_ascii=False)


def _explained(found: Report) -> str:
    lines = lines_of(found.statements, found.explain)
    if found.delegated:
        lines += ["The function that calls other regions needs, for these states:", ""]
        lines += lines_of(found.delegated["statements"], found.delegated["explain"])
    return "\n".join(lines).rstrip() or "It needs nothing."


def lines_of(statements: list[dict[str, Any]], explain: list[dict[str, Any]]) -> list[str]:
    """Statements for people, each with the states that need it."""
    lines: list[str] = []
    for statement, why in zip(statements, explain, strict=True):
        lines.append(click.style(", ".join(why["actions"]), bold=True))
        resources: Any = statement["Resource"]
        lines += [f"  on {_short(each)}" for each in (resources if is_array(resources) else [resources])]
        for operator, keys in statement.get("Condition", {}).items():
            lines += [f"  if {key} {operator} {_short(value)}" for key, value in keys.items()]
        lines += [f"    {one['state']}: {one['why']}" for one in why["states"]]
        lines.append("")
    return lines


def _short(value: Any) -> str:
    """A value of CloudFormation as people write it in YAML."""
    match value:
        case {"Ref": str(name)}:
            return f"!Ref {name}"
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"!GetAtt {name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return text
        case str():
            return value
        case _:
            return json.dumps(value)


def _ask(found: Report) -> None:
    from newel.cli import show_warnings
    from newel.errors import NewelError

    show_warnings(
        NewelError(one["message"], where=f"#{one['location']}" if one["location"] else None) for one in found.questions
    )
