"""Test cases written down in a file, JSON or YAML, named `*.newel.yaml`, `*.newel.yml` or `*.newel.json`.

    machine: Orders
    cases:
      charges once:
        input: {amount: 7}
        mocks: {Charge: [{Return: {id: 1}}]}
        expect: {status: SUCCEEDED, path: [Check, Charge]}
      tells what went wrong:
        state: Charge
        mock: {errorOutput: {error: Busy}}
        expect: {status: CAUGHT_ERROR, next: Tell}

A case with a `state` is about that state alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.sam.machines import read_definition
from newel.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ENDINGS = (".newel.json", ".newel.yaml", ".newel.yml")
"""What the names of such files end in."""

_FILE = ("machine", "template", "cases")
_WHOLE = ("input", "mocks", "variables", "expect")
_STATE = ("state", "input", "mock", "variables", "context", "retries", "expect")
_EXPECTED = ("status", "output", "error", "cause", "path")
_EXPECTED_OF_STATE = ("status", "output", "error", "cause", "next")


@dataclass(frozen=True)
class Case:
    """A test case.

    Attributes
    ----------
    name
        What it is called.
    state
        The state that it is about; None where it is the whole machine.
    input, mocks, mock, variables, context, retries
        What is given; `mocks` to a machine, `mock`, `context` and `retries` to a state.
    expect
        What has to come of it.
    where
        The file and the name, for messages.
    """

    name: str
    state: str | None = None
    input: Any = field(default_factory=dict[str, Any])
    mocks: dict[str, Any] = field(default_factory=dict[str, Any])
    mock: dict[str, Any] | None = None
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    context: dict[str, Any] | None = None
    retries: int = 0
    expect: dict[str, Any] = field(default_factory=dict[str, Any])
    where: str = ""


@dataclass(frozen=True)
class CaseFile:
    """A file of test cases.

    Attributes
    ----------
    machine
        The machine, as `newel run` takes it.
    template
        The template's name, from the file's folder; None where the session says it.
    cases
        The cases.
    """

    machine: str
    template: str | None
    cases: list[Case]


def load_cases(file: Path) -> CaseFile:
    """Read a file of test cases.

    Raises
    ------
    NewelError
        It is none.
    """
    place = str(file)
    content = read_definition(file, place)
    _insist_on_known(content, _FILE, place)
    machine, cases = content.get("machine"), content.get("cases")
    if not isinstance(machine, str):
        raise NewelError("it does not say which machine it is about", where=place, hint="write machine: Name")
    if not is_object(cases) or not cases:
        raise NewelError("it has no cases", where=place, hint="write cases: {name: {input: ..., expect: ...}}")
    template = content.get("template")
    if template is not None and not isinstance(template, str):
        raise NewelError("its template is no name of a file", where=place)
    return CaseFile(machine, template, [_case(str(name), about, place) for name, about in cases.items()])


def _case(name: str, about: object, place: str) -> Case:
    where = f"{place}: {name}"
    if not is_object(about):
        raise NewelError("the case is no object", where=where)
    single = "state" in about
    _insist_on_known(about, _STATE if single else _WHOLE, where)
    expect = about.get("expect")
    if not is_object(expect) or not expect:
        raise NewelError("it expects nothing", where=where, hint="write expect: {status: SUCCEEDED}")
    _insist_on_known(expect, _EXPECTED_OF_STATE if single else _EXPECTED, f"{where}: expect")
    kinds: dict[str, tuple[type, str]] = {
        **dict.fromkeys(("mocks", "mock", "variables", "context"), (dict, "an object")),
        "state": (str, "a state's name"),
        "retries": (int, "a number"),
    }
    for member, (kind, what) in kinds.items():
        if member in about and (not isinstance(about[member], kind) or isinstance(about[member], bool)):
            raise NewelError(f"its {member} is not {what}", where=where)
    if "path" in expect and not is_array(expect["path"]):
        raise NewelError("its path is no list of states", where=where)
    return Case(name, **about, where=where)


def _insist_on_known(holder: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for name in holder:
        if name not in known:
            near = nearest(str(name), known)
            hint = f"did you mean {near}?" if near else f"it may have {', '.join(known)}"
            raise NewelError(f"nothing here is called {name!r}", where=where, hint=hint)
