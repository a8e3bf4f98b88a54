"""`newel graph`: a machine as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

if TYPE_CHECKING:
    from newel.graph import Trace
    from newel.graph.page import About
    from newel.sam.machines import Machine

Form: TypeAlias = Literal["mermaid", "svg", "html"]

_SUFFIXES: dict[str, Form] = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".mmd": "mermaid",
}


@click.command("graph")
@click.argument("machine")
@click.option(
    "--template", "-t", type=click.Path(path_type=Path), default="template.yaml", show_default=True, metavar="FILE"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "svg", "html"]),
    help="Default: as the suffix of --output says, else Mermaid.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Default, and -: to stdout.",
)
@click.option(
    "--trace",
    "execution",
    metavar="EXECUTION",
    help="Draw what an execution did: its ARN, or a file with its history, as for `newel trace`.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when --output is not what would be written.")
def command(machine: str, template: Path, form: Form | None, **options: Path | str | bool | None) -> int:
    """Draw MACHINE: as a Mermaid flowchart, as SVG, or as a page of HTML that needs nothing else.

    MACHINE is what `newel run` takes. On the page you move and zoom, and choose a state to read its definition, where
    it is written, and what its role needs. SVG and the page are laid out by Graphviz: pip install 'newel[graph]'.
    """
    from shlex import join

    from newel.definition import insist_on_states
    from newel.errors import NewelError
    from newel.files import write
    from newel.local.runner import find

    output, execution, check = options["output"], options["execution"], options["check"]
    if check and output in (None, Path("-")):
        raise click.UsageError("--check is about a file: give --output too")
    found, _ = find(machine, template)
    insist_on_states(found.definition, found.where)
    trace = _trace(str(execution), found) if execution is not None else None
    file = Path(str(output)) if output is not None and str(output) != "-" else None
    chosen = form or (_SUFFIXES.get(file.suffix.lower()) if file else "mermaid")
    if chosen is None:
        raise click.UsageError(f"{file} has no suffix of a picture: write {', '.join(_SUFFIXES)}, or give --format too")
    text = _drawn(found, machine, template, chosen, trace)
    if file is None:
        click.echo(text, nl=False)
        return 0
    if not check:
        if not file.parent.is_dir():
            raise NewelError("there is no such folder", where=str(file.parent))
        write({file: text})
        click.echo(f"wrote {file}", err=True)
        return 0
    if file.is_file() and file.read_bytes() == text.encode():
        return 0
    given = [("--format", form), ("--trace", execution), ("--template", template if _is_given("template") else None)]
    words = ["newel", "graph", machine, "--output", str(file)]
    words += [word for name, value in given if value is not None for word in (name, str(value))]
    click.echo(f"{file} is stale: write it anew with `{join(words)}`", err=True)
    return 1


def _is_given(parameter: str) -> bool:
    """Whether a parameter is given on the command line."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is not click.core.ParameterSource.DEFAULT


def _drawn(machine: Machine, argument: str, template: Path, form: Form, trace: Trace | None) -> str:
    if form == "mermaid":
        from newel.graph import mermaid

        return mermaid(machine.definition, trace)
    if form == "svg":
        from newel.graph.svg import svg

        return svg(machine.definition, trace)
    from newel.graph.page import page

    return page(machine.definition, _about(machine, argument, template), trace)


def _about(machine: Machine, argument: str, template: Path) -> About:
    """What the page tells beside the drawing."""
    from newel.cli.policies import lines_of, report_of
    from newel.definition import name_of, states
    from newel.graph.page import About
    from newel.sources import sources_of

    report = report_of(argument, template if template.is_file() else None)
    needed = list(zip(report.statements, report.explain, strict=True))
    iam: dict[str, list[str]] = {}
    for place, _ in states(machine.definition):
        name = name_of(place)
        own = [
            (statement, {**why, "states": [one for one in why["states"] if one["state"] == name]})
            for statement, why in needed
            if any(one["state"] == name for one in why["states"])
        ]
        lines = lines_of([statement for statement, _ in own], [why for _, why in own])
        iam[name] = [click.unstyle(line) for line in lines]
    return About(machine.name, sources_of(machine), iam)


def _trace(execution: str, machine: Machine) -> Trace:
    from newel.cli.histories import warn_of_strangers
    from newel.cli.inputs import read
    from newel.deployed.machines import is_arn_of
    from newel.local.histories import execution_of, trace_of

    if is_arn_of("execution", execution):
        from newel.deployed.executions import follow

        ended = follow(execution, lambda _event: None)
    else:
        ended = execution_of(read(execution, "--trace"), execution)
    warn_of_strangers(ended.events, machine)
    return trace_of(ended.events)
