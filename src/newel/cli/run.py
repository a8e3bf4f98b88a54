"""`newel run`: a state machine of the template, here."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.aws import LocalAws
    from newel.local.mock_shapes import Mode
    from newel.local.runner import Ran
    from newel.sam.machines import Machine


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
@click.option(
    "--mocks",
    metavar="FILE",
    help="MockConfigFile.json of Step Functions Local, or an object of states and their answers, or that object "
    "itself.",
)
@click.option("--case", metavar="NAME", help="The test case of --mocks.")
@click.option(
    "--mock-validation",
    type=click.Choice(["STRICT", "PRESENT", "NONE"], case_sensitive=False),
    help="Hold mocks to the API's model. Default: PRESENT, and NONE for a MockConfigFile.json.",
)
@click.option(
    "--functions",
    type=click.Choice(["inline", "process"]),
    default="inline",
    show_default=True,
    help="Where functions run: in this process, or each in its own under AWS's runtime client.",
)
@click.option(
    "--answer",
    "elsewhere",
    multiple=True,
    metavar="[STATE=]WHERE",
    help="Call services and functions outside of this computer: aws, or an endpoint's URL. May be repeated.",
)
@click.option("--aws", is_flag=True, help="Start the deployed machine, and follow it to its end.")
@click.option("--stack", metavar="NAME", help="With --aws: the stack. Default: that of samconfig.toml.")
@click.option("--until", metavar="STATE", help="Stop before a state, and show what it would be given.")
@click.option("--from", "start", metavar="STATE", help="Begin at a state; --input is that state's input.")
@click.option(
    "--variables", metavar="FILE", help="The workflow's variables to begin with: JSON file, -, or JSON itself."
)
@click.option("--verbose", "-v", is_flag=True, help="Show all iterations of Map states, however many.")
@click.option(
    "--buckets",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="A folder with a folder a bucket, by its logical id or name: what distributed Maps read and write, instead of "
    "the template's buckets.",
)
@click.option(
    "--fill",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="What buckets and tables hold before the run: a folder a resource, by its logical id.",
)
@click.option("--type", type=click.Choice(["STANDARD", "EXPRESS"]), help="Default: as the template says.")
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

    ran = _run(machine, read(given), template, Options(**options))
    if options["form"] == "json":
        show(_as_json(ran))
    else:
        _tell(ran)
    click.get_current_context().exit(0 if ran.execution.status in ("SUCCEEDED", "RUNNING") else 1)


@dataclass(frozen=True)
class Options:
    """How to run."""

    form: str
    aws: bool
    stack: str | None
    real_time: bool
    logs: bool
    functions: str
    buckets: Path | None
    fill: Path | None
    type: Literal["STANDARD", "EXPRESS"] | None
    elsewhere: tuple[str, ...]
    until: str | None
    start: str | None
    variables: str | None
    verbose: bool
    mocks: str | None
    case: str | None
    mock_validation: Mode | None


_HERE_ALONE = {
    "mocks": "--mocks",
    "functions": "--functions",
    "elsewhere": "--answer",
    "until": "--until",
    "start": "--from",
    "variables": "--variables",
    "real_time": "--real-time",
    "logs": "--logs",
}


def _run_on_aws(argument: str, data: Any, template: Path, options: Options) -> Ran:
    from newel.deployed.executions import console_link, follow, machine_of, start
    from newel.deployed.machines import arn_of
    from newel.errors import UsageError
    from newel.local.observer import Observer
    from newel.local.runner import Ran
    from newel.local.view import TreeView, say

    for field, option in _HERE_ALONE.items():
        if getattr(options, field) not in (None, False, (), "inline"):
            raise UsageError(f"{option} is for runs on this computer", hint=f"leave out --aws or {option}")
    quiet = options.form == "json"
    arn = start(arn_of(argument, options.stack, template.parent), data)
    if not quiet:
        say(arn)
    observer = Observer() if quiet else TreeView(told=False, everything=options.verbose)
    execution = follow(arn, observer.event)
    if not quiet and execution.status != "SUCCEEDED":
        say(console_link(arn))
    machine = machine_of(arn)
    return Ran(machine, machine.definition, execution)


def _run(argument: str, data: Any, template: Path, options: Options) -> Ran:
    if options.aws:
        return _run_on_aws(argument, data, template, options)
    if options.stack is not None:
        raise click.UsageError("--stack is for --aws")
    from newel.local import Observer, RealClock, VirtualClock
    from newel.local.runner import Settings, find, run_machine
    from newel.local.view import TreeView, say

    machine, parsed = find(argument, template)
    machine = replace(machine, type=options.type) if options.type else machine
    mocks, validation = _mocks(machine, options)
    quiet = options.form == "json"
    if not quiet:
        say(machine.name)
    settings = Settings(
        mocks=mocks,
        mock_validation=validation,
        clock=RealClock() if options.real_time else VirtualClock(),
        observer=Observer() if quiet else TreeView(everything=options.verbose),
        until=options.until,
        start=options.start,
        variables=_variables(options.variables),
        log=_log if options.logs else None,
        processes=options.functions == "process",
        buckets=options.buckets,
        before=filler(options.fill),
        elsewhere=dict(_chosen(each) for each in options.elsewhere),
    )
    return run_machine(machine, parsed, data, settings)


def filler(folder: Path | None) -> Callable[[LocalAws], None] | None:
    """What `--fill` does before a run."""
    from newel.local.fill import fill

    return None if folder is None else lambda aws: fill(aws, folder)


def _variables(given: str | None) -> dict[str, Any]:
    from newel.cli.inputs import read
    from newel.errors import UsageError
    from newel.json_types import is_object

    variables: Any = read("{}" if given is None else given)
    if not is_object(variables):
        raise UsageError("--variables is an object of names and values", where="--variables")
    return variables


def _chosen(given: str) -> tuple[str, str]:
    """A state and where it is answered; the state is empty where all are meant."""
    state, found, where = given.rpartition("=")
    return (state, where) if found and "://" not in state else ("", given)


def _mocks(machine: Machine, options: Options) -> tuple[dict[str, Any], Mode]:
    """What `--mocks` says, and how it is held to the API's model."""
    from newel.errors import UsageError
    from newel.local.mock_files import load_mocks

    if options.mocks is None:
        if options.case is not None or options.mock_validation is not None:
            raise UsageError("--case and --mock-validation are about mocks", hint="give a file with --mocks")
        return {}, "PRESENT"
    given = load_mocks(options.mocks, machine.names, options.case)
    return given.answers, options.mock_validation or ("NONE" if given.case else "PRESENT")


def _log(function: str, text: str) -> None:
    from newel.local.view import say

    for line in text.splitlines():
        say(f"    {function} | {line}")


def _tell(ran: Ran) -> None:
    import json

    from newel.local.effects import KINDS
    from newel.local.explain import explain
    from newel.local.view import say, show

    for name, reason in ran.skipped.items():
        say(f"not there: {name} ({reason})")
    for effect in ran.effects:
        if effect.messages:
            say(effect.sentence())
    empty = [effect.resource for effect in ran.effects if not effect.messages and KINDS[effect.kind].verb == "holds"]
    if empty:
        say(f"nothing in {', '.join(empty)}")
    if ran.execution.status == "SUCCEEDED":
        show(json.dumps(ran.execution.output, indent=2, ensure_ascii=False))
        return
    if ran.execution.stopped_at is not None:
        say(f"stopped before {ran.execution.stopped_at!r}, with this input:")
        show(json.dumps(ran.execution.output, indent=2, ensure_ascii=False))
        return
    first, *rest = explain(ran.execution, ran.machine, ran.refused)
    say(click.style(first, fg="red"))
    for line in rest:
        say(line)


def _as_json(ran: Ran) -> str:
    import json

    result = {
        "machine": ran.machine.name,
        "status": ran.execution.status,
        "output": ran.execution.output,
        "error": ran.execution.error,
        "cause": ran.execution.cause,
        "stoppedAt": ran.execution.stopped_at,
        "variables": ran.execution.variables,
        "effects": [asdict(effect) for effect in ran.effects],
        "events": [{**event, "timestamp": event["timestamp"].isoformat()} for event in ran.execution.events],
    }
    return json.dumps(result, indent=2, ensure_ascii=False)
