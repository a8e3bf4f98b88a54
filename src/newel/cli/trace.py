"""`newel trace`: what an execution did, on the diagram of its machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from newel.local.execution import Execution
    from newel.local.history import Event
    from newel.sam.machines import Machine


@click.command("trace")
@click.argument("execution")
@click.option(
    "--machine",
    "-m",
    metavar="MACHINE",
    help="The machine of a file's history, as for `newel run`; for Mermaid and lines.",
)
@click.option(
    "--template",
    "-t",
    type=click.Path(path_type=Path),
    default=Path("template.yaml"),
    show_default=True,
    metavar="FILE",
)
@click.option("--verbose", "-v", is_flag=True, help="Show all iterations of Map states, however many.")
@click.option("--format", "form", type=click.Choice(["text", "mermaid"]), default="text", show_default=True)
def command(execution: str, machine: str | None, template: Path, form: str, *, verbose: bool) -> None:
    """Show what an EXECUTION did: state by state, or on a Mermaid diagram.

    EXECUTION is the ARN of one on AWS, which is followed to its end, or a file with a history: what
    `aws stepfunctions get-execution-history` or `newel run --format json` writes; - for stdin.
    The exit code is 1 when the execution failed.
    """
    from newel.deployed.machines import is_arn_of
    from newel.local.explain import explain
    from newel.local.view import TreeView, say, show

    tree = TreeView(told=False, everything=verbose, terminal=False, write=show)
    heard = tree.event if form == "text" else _unheard
    known: Machine | None
    if is_arn_of("execution", execution):
        ended, known = _of_aws(execution, heard)
    else:
        ended, known = _of_file(execution, heard), _machine(machine, template)
    if form == "mermaid":
        show(_drawn(ended, known).rstrip())
    else:
        show("\n".join(explain(ended, known)))
        if ended.status != "SUCCEEDED" and is_arn_of("execution", execution):
            from newel.deployed.executions import console_link

            say(console_link(execution))
    click.get_current_context().exit(0 if ended.status in ("SUCCEEDED", "RUNNING") else 1)


def _unheard(_event: Event) -> None:
    return None


def _of_aws(arn: str, heard: Any) -> tuple[Execution, Machine]:
    from newel.deployed.executions import follow, machine_of

    return follow(arn, heard), machine_of(arn)


def _of_file(name: str, heard: Any) -> Execution:
    from newel.cli.inputs import read
    from newel.local.histories import execution_of

    execution = execution_of(read(name, "EXECUTION"), name)
    for event in execution.events:
        heard(event)
    return execution


def _machine(argument: str | None, template: Path) -> Machine | None:
    from newel.local.runner import find

    return None if argument is None else find(argument, template)[0]


def _drawn(execution: Execution, machine: Machine | None) -> str:
    from newel.cli.histories import warn_of_strangers
    from newel.graph import mermaid
    from newel.local.histories import definition_of, trace_of

    if machine is not None:
        warn_of_strangers(execution.events, machine)
    definition = machine.definition if machine is not None else definition_of(execution.events)
    return mermaid(definition, trace_of(execution.events))
