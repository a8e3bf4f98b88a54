"""A SAM project's machines, run here: with its functions, and its resources in an AWS in this process."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel.definition import name_of, states
from newel.errors import NewelError, UsageError
from newel.local.answers import Chain, WhenReached
from newel.local.clock import VirtualClock
from newel.local.engine import run
from newel.local.project import filled_in
from newel.local.tokens import Tokens
from newel.sam.machines import SUFFIXES, Machine, find_machine, machine_of, read_definition
from newel.sam.template import Template, load, parse
from newel.suggest import instead

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from newel.local.answers import Answerer
    from newel.local.aws import LocalAws
    from newel.local.clock import Clock
    from newel.local.effects import Effect
    from newel.local.elsewhere import ElsewhereClients
    from newel.local.execution import Execution
    from newel.local.functions import FunctionAnswers
    from newel.local.mock_shapes import Mode
    from newel.local.mocks import Mocks
    from newel.local.observer import Observer


@dataclass(frozen=True)
class Settings:
    """How a machine of a project is run.

    Attributes
    ----------
    mocks, mock_validation, lambdas, context, variables, clock, observer, start, until
        As `newel.local.run` takes them.
    log
        Hears what functions write: the function, and the text.
    processes
        Whether functions run in processes of their own.
    elsewhere
        Where tasks are answered outside of this process, "aws" or a URL, by state; that of "" is for all states.
    buckets
        A folder with a folder a bucket, in the place of the template's buckets where distributed Maps read and write.
    mocks_when_reached
        Whether a task that nothing answers matters only when it is reached.
    lasting
        How long functions' answers last in the time of the execution, by their real seconds; None: no time at all.
    before, after
        What is done to the AWS in this process before the run and after it.
    """

    mocks: Mocks = field(default_factory=dict[str, Any])
    mock_validation: Mode = "PRESENT"
    lambdas: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict[str, Any])
    context: Mapping[str, Any] = field(default_factory=dict[str, Any])
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    clock: Clock | None = None
    observer: Observer | None = None
    start: str | None = None
    until: str | None = None
    log: Callable[[str, str], None] | None = None
    processes: bool = False
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    buckets: Path | None = None
    mocks_when_reached: bool = False
    lasting: Callable[[float], float] | None = None
    before: Callable[[LocalAws], object] | None = None
    after: Callable[[LocalAws], object] | None = None


@dataclass(frozen=True)
class Ran:
    """What there is to tell after a run.

    Attributes
    ----------
    machine
        The machine.
    definition
        Its definition as it ran, every `${...}` filled in.
    execution
        How it ended.
    effects
        What the template's resources hold.
    skipped
        What of the template is not there: logical id to the reason.
    refused
        The states whose calls the AWS in this process has answered with an error.
    """

    machine: Machine
    definition: dict[str, Any]
    execution: Execution
    effects: list[Effect] = field(default_factory=list["Effect"])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    refused: frozenset[str] = frozenset()


def find(argument: str, template: Path) -> tuple[Machine, Template]:
    """Find a machine: of the template, or by the file of its definition alone, in no template.

    Parameters
    ----------
    argument
        Its Python module, its definition's file, or its logical id.
    template
        The template.

    Raises
    ------
    NewelError
        There is none, its definition cannot be read, or its Python module is newer.
    """
    file = Path(argument)
    if file.suffix in SUFFIXES and file.is_file():
        parsed = load(template) if template.is_file() else parse("Resources: {}", template)
        found = machine_of(file, parsed)
        return found or Machine(file.name.partition(".")[0], read_definition(file, argument), where=argument), parsed
    parsed = load(template)
    found = find_machine(argument, parsed)
    if file.suffix == ".py":
        _insist_on_built(file)
    return found, parsed


def _insist_on_built(source: Path) -> None:
    from newel.project import definition

    built = definition(source)
    if built.stale:
        raise NewelError(f"{built.path} is older than its source", where=str(source), hint="run `newel build`")


def run_machine(machine: Machine, template: Template, data: object, settings: Settings) -> Ran:
    """Run a machine of a template here.

    Raises
    ------
    NewelError
        It cannot be run; see `newel.local.run`.
    """
    from newel.local.aws import LocalAws
    from newel.local.callbacks import heard_by
    from newel.local.effects import effects
    from newel.local.elsewhere import ElsewhereAnswers
    from newel.local.function_calls import InvokeAnswers
    from newel.local.nested import MachineAnswers
    from newel.local.services import ServiceAnswers
    from newel.local.stores import FolderStore, S3Store
    from newel.local.timed import TimedAnswers

    aws, tokens = LocalAws(template.data), Tokens()
    services = ServiceAnswers(aws, insist_on_made=aws.insist_on_made)
    elsewhere = _elsewhere(settings.elsewhere, machine)
    with aws.up(), heard_by(tokens), contextlib.ExitStack() as stack:
        definition = filled_in(machine, aws)
        functions = stack.enter_context(_functions(template, aws, settings))
        called: list[Answerer] = [functions, InvokeAnswers(functions)]
        if settings.lasting is not None:
            called = [TimedAnswers(link, settings.lasting) for link in called]
        answers: list[Answerer] = [
            *(ElsewhereAnswers(clients, states, functions) for clients, states in elsewhere),
            *called,
            MachineAnswers(template, aws),
            services,
        ]
        if settings.mocks_when_reached:
            answers.append(WhenReached(Chain(tuple(answers))))
        if settings.before is not None:
            settings.before(aws)
        execution = run(
            definition,
            data,
            mocks=settings.mocks,
            mock_validation=settings.mock_validation,
            lambdas=settings.lambdas,
            context=settings.context,
            variables=settings.variables,
            answers=answers,
            clock=settings.clock or VirtualClock(),
            observer=settings.observer,
            name=machine.name,
            type=machine.type,
            store=S3Store(aws) if settings.buckets is None else FolderStore(settings.buckets, _buckets(aws)),
            tokens=tokens,
            start=settings.start,
            until=settings.until,
        )
        if settings.after is not None:
            settings.after(aws)
        return Ran(machine, definition, execution, effects(aws), aws.skipped, frozenset(services.refused))


def _buckets(aws: LocalAws) -> dict[str, str]:
    """The logical ids of the template's buckets, by their names here."""
    return {made.ref: logical_id for logical_id, made in aws.made.items()}


def _elsewhere(chosen: Mapping[str, str], machine: Machine) -> list[tuple[ElsewhereClients, set[str] | None]]:
    """What calls outside of this process, and for which states: single ones first, then all."""
    from newel.local.elsewhere import ElsewhereClients

    known = {name_of(place) for place, state in states(machine.definition) if state.get("Type") == "Task"}
    for state in chosen.keys() - known - {""}:
        raise UsageError(f"there is no task {state!r}", where="--answer", hint=instead(state, known))
    return [(ElsewhereClients(chosen[state]), {state} if state else None) for state in sorted(chosen, reverse=True)]


@contextlib.contextmanager
def _functions(template: Template, aws: LocalAws, settings: Settings) -> Generator[FunctionAnswers]:
    """The template's functions, in this process or in their own, which end with the block."""
    from newel.local.functions import FunctionAnswers

    folder, kind, gateway = template.path.parent, None, None
    if settings.processes:
        from newel.local.gateway import Gateway
        from newel.local.process_functions import ProcessFunction

        gateway = Gateway()
        kind = type("FunctionInItsProcess", (ProcessFunction,), {"endpoint": gateway.url})
    functions = FunctionAnswers(template.data, folder, aws, settings.log, kind)
    try:
        yield functions
    finally:
        functions.close()
        if gateway is not None:
            gateway.close()
