"""Finding a project's machines, and what has to be written for them."""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from importlib.machinery import FileFinder, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newel import config
from newel.definition import MOST_BYTES
from newel.errors import NewelError, NewelErrors
from newel.machine import StateMachine
from newel.permissions.keys import keys_of
from newel.sam import template as templates
from newel.sam.fifo import unfit_messages
from newel.sam.weave import Woven, left_over, too_long, too_wide, weave, with_machines

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from newel.checks.findings import Finding
    from newel.machine import Definition
    from newel.sam.template import Template

FOLDER = "statemachines"

_HEAVIEST = 5
"""States that are named where a definition is too large."""


@dataclass(frozen=True)
class File:
    """A file that newel keeps: what it should hold, and what it holds (None: there is no such file)."""

    path: Path
    wanted: str
    actual: str | None

    @property
    def stale(self) -> bool:
        """Whether it has to be written."""
        return self.wanted != self.actual


@dataclass(frozen=True)
class Plan:
    """What a project's files should hold, and what only its author can mend.

    Attributes
    ----------
    files
        The files that newel keeps, the template last.
    findings
        Resources whose machines are gone.
    open
        Permissions that are wider than they might be: a resource is known only when its state runs, or a policy
        template is preferred; and what `newel check` warns of.
    """

    files: list[File]
    findings: list[NewelError]
    open: list[NewelError]


def plan(template: Path, *, prune: bool = False) -> Plan:
    """Compile the machines of a project.

    Parameters
    ----------
    template
        The project's SAM template; the machines are in the folder `statemachines` beside it, or beside it themselves
        where it stands inside of such a folder.
    prune
        Whether to take out of the template what is kept of machines that are gone.

    Raises
    ------
    NewelError
        What is wrong with the machines or the template, each with its place.
    """
    parsed = templates.load(template)
    settings = config.load(template.parent)
    compiled = [
        replace(_woven(machine, source, template.parent), settings=settings)
        for source, machine in machines(template.parent)
    ]
    if compiled:
        templates.insist_on_transform(parsed)
    whole = with_machines(parsed, compiled)
    unfit = [error for item in compiled for error in unfit_messages(item.definition, whole, item.machine.source)]
    if unfit:
        raise NewelErrors(unfit)
    woven = [with_keys(item, whole) for item in compiled]
    files = [_definition(item, template.parent) for item in woven]
    checked = [one for item in woven for one in _checked(item, template.parent, settings)]
    refused = [_said_of(one) for one in checked if one.diagnostic.severity == "ERROR"]
    if refused:
        raise NewelErrors(refused)
    prefer = settings.policies
    file = File(template, weave(parsed, woven, prefer, prune=prune), parsed.text)
    wide = too_wide(parsed, woven) if prefer == "templates" else []
    return Plan(
        [*files, file],
        [] if prune else left_over(parsed, woven),
        [
            *wide,
            *too_long(parsed, woven, prefer),
            *(one for item in woven for one in _opened(item)),
            *map(_said_of, checked),
        ],
    )


def definition(source: Path) -> File:
    """Compile one machine: the file of its definition.

    Raises
    ------
    NewelError
        What is wrong with the machine.
    """
    return _definition(woven_of(source), source.parent)


def compiled(source: Path) -> Definition:
    """Compile one machine.

    Raises
    ------
    NewelError
        What is wrong with the machine.
    """
    return woven_of(source).definition


def woven_of(source: Path) -> Woven:
    """Compile one machine, with what stands beside its definition.

    Raises
    ------
    NewelError
        What is wrong with the machine.
    """
    with _importable(source.parent):
        return _woven(load(source), source, source.parent)


def with_keys(woven: Woven, template: Template) -> Woven:
    """The machine with the permissions on keys that the resources it uses have in the template."""
    definition = woven.definition
    return replace(woven, definition=replace(definition, needs=[*definition.needs, *keys_of(definition, template)]))


def machines(root: Path) -> list[tuple[Path, StateMachine]]:
    """Load the machines of the project in `root`, one a module: of its folder `statemachines`, or of `root` inside one.

    Raises
    ------
    NewelErrors
        A module raises, has no machine or several, or two machines have one name.
    """
    folder = root if FOLDER in root.resolve().parts else root / FOLDER
    if not folder.is_dir():
        raise NewelError(f"there is no folder {FOLDER!r}", where=str(root), hint=f"put workflows in {FOLDER}/NAME.py")
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".py")
    except OSError as error:  # glob would find nothing
        raise NewelError(f"the folder cannot be read: {error.strerror}", where=str(folder)) from None
    found: dict[str, tuple[Path, StateMachine]] = {}
    errors: list[NewelError] = []
    with _importable(folder):
        for file in files:
            if file.name.startswith("_"):
                continue
            try:
                machine = load(file)
            except NewelError as error:
                errors.append(error)
                continue
            if machine.name in found:
                errors.append(_taken(machine, found[machine.name][0]))
            found.setdefault(machine.name, (file, machine))
    if errors:
        raise NewelErrors(errors)
    return list(found.values())


def load(file: Path) -> StateMachine:
    """Import a module and take its machine.

    Raises
    ------
    NewelError
        The module raises, or has no machine or several.
    """
    file = file.absolute()
    spec = spec_from_file_location(file.stem, file, loader=_Fresh(file.stem, str(file)))
    if spec is None or spec.loader is None:
        raise NewelError("this is not a Python file", where=_shown(file))
    module = module_from_spec(spec)
    try:
        with redirect_stdout(sys.stderr):  # results alone go to stdout
            spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a module is the author's code, it may raise anything
        raise _raised(file, error) from None
    every = {id(value): value for value in vars(module).values() if isinstance(value, StateMachine)}
    own = {key: machine for key, machine in every.items() if (machine.source or "").startswith(f"{_shown(file)}:")}
    found = own or every  # a machine that is imported is another module's
    if len(found) != 1:
        names = ", ".join(machine.name for machine in found.values())
        raise NewelError(
            f"a module has one machine, this one has {names}" if found else "this module has no machine",
            where=_shown(file),
            hint="put each in a file of its own"
            if found
            else 'write machine = StateMachine("Name", a >> b); helpers go in a file whose name begins with _',
        )
    return next(iter(found.values()))


def _taken(machine: StateMachine, by: Path) -> NewelError:
    return NewelError(
        f"there is a machine named {machine.name!r} already, in {_shown(by)}",
        where=machine.source,
        hint="give one of them another name",
    )


def _woven(machine: StateMachine, source: Path, root: Path) -> Woven:
    path = source.relative_to(root)
    try:
        definition = machine.compile()
    except NewelErrors:
        raise
    except NewelError as error:
        raise NewelError(str(error), where=None if error.where else machine.source) from None
    return Woven(machine, definition, path.as_posix(), path.with_suffix(".asl.json").as_posix())


def _opened(woven: Woven) -> Iterator[NewelError]:
    for question in woven.definition.questions:
        yield NewelError(question.sentence(), where=woven.source, hint=question.advice())


def _checked(woven: Woven, root: Path, settings: config.Config) -> list[Finding]:
    from newel.checks.findings import of_definition

    return of_definition(woven.definition, woven.machine.type, _shown(root / woven.source), settings.ignore)


def _said_of(found: Finding) -> NewelError:
    from newel.cli.reports import headline, snippet

    return NewelError("\n".join([f"{headline(found)}  [{found.diagnostic.code}]", *snippet(found)]))


def _definition(woven: Woven, root: Path) -> File:
    path = root / woven.asl
    wanted = written(woven)
    try:
        return File(path, wanted, path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return File(path, wanted, None)
    except UnicodeDecodeError:
        return File(path, wanted, "")
    except OSError as error:
        raise NewelError(f"the definition cannot be read: {error.strerror}", where=_shown(path)) from None


def written(woven: Woven) -> str:
    """Write a definition: to be read by people, or without any space where it would be larger than AWS takes it.

    Raises
    ------
    NewelError
        It is larger than AWS takes it even so; the states that weigh most are named.
    """
    asl = woven.definition.asl
    text = json.dumps(asl, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if len(text.encode()) <= MOST_BYTES:
        return text
    text = json.dumps(asl, separators=(",", ":"), ensure_ascii=False, allow_nan=False) + "\n"
    size = len(text.encode())
    if size <= MOST_BYTES:
        return text
    weights = {name: len(json.dumps(state, separators=(",", ":"))) for name, state in asl["States"].items()}
    heaviest = sorted(weights, key=lambda name: -weights[name])[:_HEAVIEST]
    named = ", ".join(f"{name} ({weights[name]:,})" for name in heaviest)
    raise NewelError(
        f"the definition has {size:,} bytes, and AWS takes {MOST_BYTES:,}; of its {len(weights):,} states {named}"
        " are the heaviest",
        where=woven.source,
        hint="put a part of it into a machine of its own, and start that with stepfunctions.StartExecution",
    )


def _raised(file: Path, error: BaseException) -> NewelError:
    """What a module raised, at the last line of it that was running."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return NewelError(
            f"SyntaxError: {error.msg}",
            where=f"{_shown(file)}:{error.lineno}",
            hint=(error.text or "").strip(),
        )
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    place = f"{_shown(file)}:{frames[-1].lineno}" if frames else _shown(file)
    if isinstance(error, NewelError):
        return NewelError(str(error), where=place)
    name, said = type(error).__name__, _said(error)
    return NewelError(f"{name}: {said}" if said else name, where=place, hint=frames[-1].line if frames else None)


def _said(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - even that is the author's code
        return ""


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class _Fresh(SourceFileLoader):
    """Loads a module from its source, never from bytecode, and leaves none.

    Bytecode is told from its source by the second and the size: an edit within one second would not be seen.
    """

    def path_stats(self, path: object) -> Mapping[str, Any]:
        """Refuse: what has no date has no bytecode."""
        raise OSError(path)


@contextmanager
def _importable(folder: Path) -> Generator[None]:
    """Let the modules of a folder import one another.

    The folder comes last: a workflow in `json.py` must not stand in for Python's own module.
    """
    here, place = Path.cwd(), str(folder.absolute())
    sys.path.append(place)
    sys.path_importer_cache[place] = FileFinder(place, (_Fresh, [".py"]))
    try:
        yield
    finally:
        sys.path.remove(place)
        del sys.path_importer_cache[place]
        os.chdir(here)
