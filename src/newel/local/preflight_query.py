"""The fields of a state of JSONata, before a run: expressions that can be read, and numbers that are numbers."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from newel.definition import PROCESSORS
from newel.errors import NewelError
from newel.json_types import is_array, is_object
from newel.local.data import member
from newel.local.failure import InvalidDefinition
from newel.local.preflight_fields import check_count, check_handlers, check_seconds, insist_on_known
from newel.local.states.wait import moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_MACHINES = frozenset({*PROCESSORS, "Branches"})
"""The fields of a state that hold machines, whose states are checked by themselves."""

_NUMBERS: dict[str, Callable[[object, str], None]] = {
    "Seconds": check_seconds,
    "TimeoutSeconds": check_seconds,
    "HeartbeatSeconds": check_seconds,
    "MaxConcurrency": check_count,
    "ToleratedFailureCount": check_count,
}
RULE = frozenset({"Comment", "Condition", "Next", "Output", "Assign"})
CATCHER = frozenset({"Comment", "ErrorEquals", "Next", "Output", "Assign"})


def insist_on_jsonata() -> None:
    """Check that the library for JSONata is there.

    Raises
    ------
    NewelError
        It is not installed.
    """
    if find_spec("jsonata") is None:
        raise NewelError("local runs of JSONata need jsonata-python", hint="pip install 'newel[local]'")


def check_fields(state: Mapping[str, Any]) -> None:
    """Check the fields of a state.

    Raises
    ------
    InvalidDefinition
        An expression cannot be read, or a field cannot be right.
    """
    insist_on_jsonata()
    from newel.local.jsonata import compiled, expression_of

    for field, text in _texts({name: value for name, value in state.items() if name not in _MACHINES}, ""):
        expression = expression_of(text)
        if expression is not None:
            try:
                compiled(expression)
            except InvalidDefinition as wrong:
                raise InvalidDefinition(f"{field}: {wrong.message}", hint=wrong.hint) from None
        elif text.startswith("{%") or text.endswith("%}"):
            raise InvalidDefinition(f"{field} is half an expression: {text!r:.80}", hint='write "{% ... %}", whole')
    for field, check in _NUMBERS.items():
        if field in state and expression_of(state[field]) is None:
            check(state[field], field)
    check_handlers(state, CATCHER)
    if state["Type"] == "Wait":
        _check_wait(state)
    if state["Type"] == "Choice":
        _check_rules(state)
    for part in ("ItemReader", "ItemBatcher", "ResultWriter"):
        if "Parameters" in member(state, part):
            raise InvalidDefinition(f"{part} has Parameters, which belong to JSONPath", hint="write Arguments")


def _check_wait(state: Mapping[str, Any]) -> None:
    from newel.local.jsonata import expression_of

    if ("Seconds" in state) == ("Timestamp" in state):
        raise InvalidDefinition("a Wait state has exactly one of Seconds, Timestamp")
    moment = state.get("Timestamp")
    if moment is None or expression_of(moment) is not None:
        return
    if not isinstance(moment, str) or moment_of(moment) is None:
        hint = 'write it as "2026-01-31T12:00:00Z", with its offset'
        raise InvalidDefinition(f"Timestamp is {moment!r:.60}", hint=hint)


def _check_rules(state: Mapping[str, Any]) -> None:
    for rule in state.get("Choices", ()):
        if not is_object(rule) or "Condition" not in rule:
            hint = 'write {"Condition": "{% $states.input.total > 100 %}", "Next": "..."}'
            raise InvalidDefinition("a rule of a Choice in JSONata has a Condition", hint=hint)
        insist_on_known(rule, RULE, "a rule of a Choice")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """All texts in a value, with their places."""
    if isinstance(value, str):
        yield place, value
    elif is_object(value):
        for name, inner in value.items():
            yield from _texts(inner, f"{place}/{name}" if place else name)
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{place}[{index}]")
