"""`newel cost`: what executions of a machine cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from newel.cost.estimate import Line
    from newel.cost.prices import Prices
    from newel.cost.usage import Usage
    from newel.local.aws import LocalAws
    from newel.local.execution import Execution
    from newel.sam.machines import Machine
    from newel.sam.template import Template

_LONGEST_MS = 900_000  # "Lambda quotas": function timeout
_MOST_EXECUTIONS = 10**12


def _is_a_number(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and value != value:  # noqa: PLR0124 - which is how NaN is told
        raise click.BadParameter("it is no number")
    return value


@click.command("cost")
@click.argument("machine", required=False)
@click.option("--input", "-i", "given", metavar="FILE", help="Run it here with this input, and count what it uses.")
@click.option(
    "--template", "-t", type=click.Path(path_type=Path), default="template.yaml", show_default=True, metavar="FILE"
)
@click.option("--mocks", metavar="FILE", help="As for `newel run`.")
@click.option("--case", metavar="NAME", help="The test case of --mocks.")
@click.option(
    "--fill",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="What buckets and tables hold before the run, as for `newel run`.",
)
@click.option(
    "--executions",
    type=click.IntRange(1, _MOST_EXECUTIONS),
    default=1000,
    show_default=True,
    help="How many executions.",
)
@click.option(
    "--function-ms",
    type=click.FloatRange(0, _LONGEST_MS),
    callback=_is_a_number,
    metavar="MS",
    help="How long a call of a function takes on AWS. Default: as long as here.",
)
@click.option("--prices", type=click.Path(path_type=Path), metavar="FILE", help="Another table of prices, in TOML.")
@click.option("--show-prices", is_flag=True, help="Write the table of prices, to be edited, and do nothing else.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(machine: str | None, *, show_prices: bool, **options: Any) -> None:
    """Say what 1,000 executions of MACHINE cost.

    With --input, one runs on this computer, and what it uses is counted: state transitions with their retries, those
    of executions that it starts too, the time of Express workflows, and calls of functions. Without it, the definition
    says between which numbers of transitions an execution lies that goes round no loop.

    The prices are AWS's at a day that is shown with them; what other services ask is not in the sum.
    """
    from newel.cost import prices as tables

    if show_prices:
        click.echo(tables.shipped(), nl=False)
        return
    if machine is None:
        raise click.UsageError("Missing argument 'MACHINE'.")
    from newel.definition import insist_on_states
    from newel.local.runner import find

    found, template = find(machine, options["template"])
    prices = tables.load(options["prices"])
    if options["given"] is None:
        for name in ("mocks", "case", "fill", "function_ms"):
            if options[name] is not None:
                raise click.UsageError(f"--{name.replace('_', '-')} is for a run: give --input too")
        insist_on_states(found.definition, found.where)
        _bounds(found, prices, options["executions"], options["form"])
        return
    _show(found, prices, _measured(found, template, prices, options), options)


@dataclass(frozen=True)
class _Measured:
    """What one execution here used, and what all cost."""

    execution: Execution
    lines: list[Line]
    usage: Usage


def _measured(machine: Machine, template: Template, prices: Prices, options: dict[str, Any]) -> _Measured:
    from newel.cli.inputs import read
    from newel.cli.run import filler
    from newel.cost.estimate import lines
    from newel.cost.functions import Size, sizes
    from newel.cost.usage import Meter, Usage
    from newel.errors import UsageError
    from newel.local.mock_files import load_mocks
    from newel.local.runner import Settings, run_machine

    if options["case"] is not None and options["mocks"] is None:
        raise UsageError("--case is about mocks", hint="give a file with --mocks")
    mocks = load_mocks(options["mocks"], machine.names, options["case"]).answers if options["mocks"] else {}
    usage, functions = Usage(), dict[str, Size]()
    given: float | None = options["function_ms"]

    def lasting(seconds: float) -> float:
        return seconds if given is None else given / 1000

    def look(aws: LocalAws) -> None:
        functions.update(sizes(usage.calls, template, aws))

    settings = Settings(
        mocks=mocks,
        observer=Meter(usage, express=machine.type == "EXPRESS", lasting=lasting),
        lasting=lasting,
        before=filler(options["fill"]),
        after=look,
    )
    ran = run_machine(machine, template, read(options["given"]), settings)
    found = lines(usage, machine.definition, functions, prices, options["executions"])
    return _Measured(ran.execution, found, usage)


def _show(machine: Machine, prices: Prices, measured: _Measured, options: dict[str, Any]) -> None:
    import json

    from newel.cost.estimate import dollars

    found, execution = measured.lines, measured.execution
    total = sum(line.dollars for line in found)
    if options["form"] == "json":
        result = {
            "machine": machine.name,
            "executions": options["executions"],
            "status": execution.status,
            **({"error": execution.error, "cause": execution.cause} if execution.status != "SUCCEEDED" else {}),
            "prices": {"date": prices.date, "region": prices.region},
            "lines": [{"what": line.what, "each": line.how, "dollars": line.dollars} for line in found],
            "dollars": total,
            "notCounted": sorted(measured.usage.other),
            "mocked": sorted(measured.usage.mocked),
        }
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    _headline(machine, options["executions"], f"each as one that {_ended(execution)} here", prices)
    rows = [(line.what, line.how, dollars(line.dollars)) for line in found]
    _table([*rows, ("together", "", dollars(total))])
    usage = measured.usage
    other = "the time of services in Express workflows; " if usage.requests and (usage.other or usage.mocked) else ""
    other += f"{', '.join(sorted(usage.other))}; " if usage.other else ""
    other += f"what mocks answered ({', '.join(sorted(usage.mocked))}); " if usage.mocked else ""
    click.echo(f"not in it: {other}logs, traces, alarms, transfer of data; free tiers", err=True)


def _ended(execution: Execution) -> str:
    ended = {"SUCCEEDED": "succeeded", "FAILED": "failed", "TIMED_OUT": "timed out"}.get(execution.status, "ran")
    return f"{ended} with {execution.error}" if execution.status == "FAILED" and execution.error else ended


def _bounds(machine: Machine, prices: Prices, executions: int, form: str) -> None:
    import json

    from newel.cost.bounds import every, fewest, starts_express
    from newel.cost.estimate import count, dollars, transitions
    from newel.errors import NewelError, UsageError

    if machine.type == "EXPRESS":
        raise UsageError(
            "an Express workflow is billed by its time, which the definition does not say",
            hint="give --input, and one is run here",
        )
    shortest = fewest(machine.definition)
    if shortest is None:
        raise NewelError(
            "no way through it comes to an end", where=machine.where, hint="`newel check` says where it is stuck"
        )
    numbers = {"the shortest way": shortest, "every state once": every(machine.definition)}
    found = {name: transitions(number, prices, executions) for name, number in numbers.items()}
    if form == "json":
        result = {
            "machine": machine.name,
            "executions": executions,
            "prices": {"date": prices.date, "region": prices.region},
            "bounds": [
                {"what": name, "transitions": numbers[name], "dollars": line.dollars} for name, line in found.items()
            ],
        }
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    _headline(machine, executions, "without loops, one item in each Map", prices)
    _table([(name, count(numbers[name], "transition"), dollars(line.dollars)) for name, line in found.items()])
    express = "Express executions of distributed Maps, and " if starts_express(machine.definition) else ""
    click.echo(f"not in it: {express}what is called. With --input, one execution is run here and counted", err=True)


def _headline(machine: Machine, executions: int, how: str, prices: Prices) -> None:
    of = "1 execution" if executions == 1 else f"{executions:,} executions"
    click.echo(f"{machine.name}: {of}, {how}; prices of {prices.region} on {prices.date}")


def _table(rows: list[tuple[str, str, str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for what, how, amount in rows:
        click.echo(f"  {what:<{widths[0]}}  {how:<{widths[1]}}  {amount:>{widths[2]}}")
