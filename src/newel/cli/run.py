"""`newel run`: a state machine of the template, here."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from newel.local.effects import Effect
    from newel.local.execution import Execution
    from newel.sam.template import Template


@click.command("run")
@click.argument("machine")
@click.option(
    "--input", "-i", "given", default="{}", metavar="FILE", help="JSON file, - for stdin, or JSON itself. Default: {}."
)
@click.option(
    "--template",
    "-t",
    type=click.Path(path_type=Path),
    default=Path("template.yaml"),
    show_default=True,
    metavar="FILE",
)
@click.option("--real-time", is_flag=True, help="Really wait in Wait states and between retries.")
@click.option("--logs", is_flag=True, help="Show on stderr what the functions write.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(machine: str, given: str, template: Path, **options: Any) -> None:
    """Run MACHINE on this computer: real function code, an AWS in this process, virtual time.

    MACHINE is a file of statemachines/ (.py or .asl.json) or a state machine's logical id in the template.
    The output goes to stdout, the states go to stderr as they happen. Exit code 1 when the execution fails.
    """
    from newel.cli.inputs import read
    from newel.local.view import show
    from newel.sam.template import load

    ran = _run(machine, read(given), load(template), Options(**options))
    if options["form"] == "json":
        show(_as_json(ran))
    else:
        _tell(ran)
    click.get_current_context().exit(0 if ran.execution.status == "SUCCEEDED" else 1)


@dataclass(frozen=True)
class Options:
    """How to run."""

    form: str
    real_time: bool
    logs: bool


@dataclass(frozen=True)
class Ran:
    """What there is to tell after a run."""

    machine: str
    execution: Execution
    effects: list[Effect]
    skipped: dict[str, str]


def _run(argument: str, data: Any, template: Template, options: Options) -> Ran:
    from newel.local import Observer, RealClock, VirtualClock, run
    from newel.local.aws import LocalAws
    from newel.local.effects import effects
    from newel.local.functions import FunctionAnswers
    from newel.local.project import filled_in
    from newel.local.services import ServiceAnswers
    from newel.local.stores import S3Store
    from newel.local.view import TextView, say
    from newel.sam.machines import find_machine

    machine = find_machine(argument, template)
    if argument.endswith(".py"):
        _insist_on_built(Path(argument))
    aws = LocalAws(template.data)
    quiet = options.form == "json"
    if not quiet:
        say(machine.name)
    with aws.up():
        functions = FunctionAnswers(template.data, template.path.parent, aws, _log if options.logs else None)
        execution = run(
            filled_in(machine, aws),
            data,
            answers=[functions, ServiceAnswers(aws)],
            clock=RealClock() if options.real_time else VirtualClock(),
            observer=Observer() if quiet else TextView(),
            name=machine.name,
            store=S3Store(aws),
        )
        return Ran(machine.name, execution, effects(aws.made), aws.skipped)


def _insist_on_built(source: Path) -> None:
    from newel.errors import NewelError
    from newel.project import definition

    built = definition(source)
    if built.stale:
        raise NewelError(f"{built.path} is older than its source", where=str(source), hint="run `newel build`")


def _log(function: str, text: str) -> None:
    from newel.local.view import say

    for line in text.splitlines():
        say(f"    {function} | {line}")


def _tell(ran: Ran) -> None:
    import json

    from newel.local.view import say, show

    for name, reason in ran.skipped.items():
        say(f"not there: {name} ({reason})")
    for effect in ran.effects:
        say(effect.sentence())
    if ran.execution.status == "SUCCEEDED":
        show(json.dumps(ran.execution.output, indent=2, ensure_ascii=False))
        return
    say(click.style(f"{ran.execution.status}: {ran.execution.error or 'without an error name'}", fg="red"))
    for line in _cause(ran.execution.cause or "").splitlines():
        say(f"  {line}")


def _cause(cause: str) -> str:
    """Write a Cause for people: the JSON that Lambda writes becomes message and stack."""
    import json

    from newel.json_types import is_array, is_object

    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause
    if not is_object(parsed) or "errorMessage" not in parsed:
        return cause
    stack = parsed.get("stackTrace")
    lines = [str(line) for line in stack] if is_array(stack) else []
    return "".join([f"{parsed['errorMessage']}\n", *lines])


def _as_json(ran: Ran) -> str:
    import json

    result = {
        "machine": ran.machine,
        "status": ran.execution.status,
        "output": ran.execution.output,
        "error": ran.execution.error,
        "cause": ran.execution.cause,
        "effects": [asdict(effect) for effect in ran.effects],
        "events": [{**event, "timestamp": event["timestamp"].isoformat()} for event in ran.execution.events],
    }
    return json.dumps(result, indent=2, ensure_ascii=False)
