"""Mocks from a file: `MockConfigFile.json` of Step Functions Local, or an object of state names.

AWS: "Mocked service integrations for testing state machines in Step Functions Local".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError, UsageError
from newel.json_files import parse_json, read_json
from newel.json_types import is_object
from newel.suggest import nearest, slip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class MockFile:
    """Mocks from a file.

    Attributes
    ----------
    answers
        State name to mocks, as `newel.local.run` takes them.
    case
        The test case that they are from; None where the file is an object of state names.
    """

    answers: dict[str, Any]
    case: str | None = None


MACHINES, CASES, RESPONSES = "StateMachines", "TestCases", "MockedResponses"

HINT = 'write the name of a MockConfigFile.json, or states and their answers: {"Charge": [{"Return": 7}]}'


def load_mocks(file: Path | str, names: Sequence[str], case: str | None = None) -> MockFile:
    """Read the mocks of one test case.

    Parameters
    ----------
    file
        A `MockConfigFile.json`, or an object of state names to mocks, as `newel.local.run` takes them; or such an
        object itself, as JSON.
    names
        What the machine may be called in it: its logical id, its name, its file's.
    case
        The test case; it may be left out where there is one.

    Raises
    ------
    NewelError
        The file is none of both, or has no such machine, case or response.
    UsageError
        There is no such file.
    """
    inline = isinstance(file, str) and file.lstrip().startswith(("{", "[", '"'))
    place = "--mocks" if inline else str(file)
    if not inline and not _is_there(file):
        said = "there is no such file, and it is no object of mocks"
        raise UsageError(said, where=f"--mocks {quote(str(file))}", hint=HINT)
    content = (
        parse_json(str(file).encode("utf-8", "surrogateescape"), place) if inline else read_json(Path(file), place)
    )
    if not is_object(content):
        raise NewelError("it is no object", where=place, hint=HINT)
    _insist_on_no_slip(content, (MACHINES, RESPONSES), place)
    if MACHINES not in content:
        if case is not None:
            raise NewelError(f"it has no {MACHINES}, and so no case {case!r}", where=place, hint="leave out --case")
        return MockFile(content)
    machine = _machine(_objects(content, MACHINES, place), names, place)
    _insist_on_no_slip(machine, (CASES,), place)
    cases = _objects(machine, CASES, place)
    wanted = _one(cases, case, "test case", place, hint="choose one with --case")
    responses = _objects(content, RESPONSES, place) if RESPONSES in content else {}
    chosen = _member(cases, wanted, place)
    return MockFile({state: _response(responses, name, state, place) for state, name in chosen.items()}, wanted)


def _is_there(file: Path | str) -> bool:
    try:
        return bool(str(file)) and Path(file).exists()
    except OSError:  # longer than the name of a file may be
        return False


def _insist_on_no_slip(holder: Mapping[str, Any], known: Sequence[str], place: str) -> None:
    """Refuse a member that is a known one misspelt; what a tool or a comment adds may stay."""
    for name, value in holder.items():
        meant = slip(name, known)
        by_call = is_object(value) and all(each[:1].isdigit() for each in value)  # a state's answers
        if meant and name != meant and meant not in holder and is_object(value) and not by_call:
            raise NewelError(f"it has no member {name!r}", where=place, hint=f"write {meant}")


def _machine(machines: Mapping[str, Any], names: Sequence[str], place: str) -> dict[str, Any]:
    found = next((name for name in names if name in machines), None)
    if found is None and len(machines) != 1:
        known = ", ".join(machines) or "none at all"
        raise NewelError(f"it has no machine {names[0]!r}", where=place, hint=f"there is {known}")
    return _member(machines, found or next(iter(machines)), place)


def _one(known: Mapping[str, Any], wanted: str | None, what: str, place: str, hint: str) -> str:
    names = ", ".join(known) or "none at all"
    if wanted is None and len(known) == 1:
        return next(iter(known))
    if wanted is None:
        raise NewelError(f"which {what}? There is {names}", where=place, hint=hint)
    if wanted not in known:
        near = nearest(wanted, known)
        raise NewelError(
            f"it has no {what} {wanted!r}", where=place, hint=f"did you mean {near}?" if near else f"there is {names}"
        )
    return wanted


def _response(responses: Mapping[str, Any], name: object, state: str, place: str) -> dict[str, Any]:
    if not isinstance(name, str) or name not in responses:
        near = nearest(str(name), responses)
        hint = f"did you mean {near}?" if near else f"write {RESPONSES}: {{{name!r}: ...}}"
        raise NewelError(f"state {state!r} takes the response {name!r}, and there is none", where=place, hint=hint)
    return _member(responses, name, place)


def _objects(holder: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
    if name not in holder:
        raise NewelError(f"it has no {name}", where=place, hint=f'write "{name}": {{...}}')
    return _member(holder, name, place)


def _member(holder: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
    value = holder[name]
    if not is_object(value):
        raise NewelError(f"{name!r} is no object", where=place)
    return value
