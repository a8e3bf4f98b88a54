"""The fields of a state, before a run: paths that can be read, numbers that are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newel.checks.syntax.intrinsics import Call, Reference, WrongCall, parse_call
from newel.json_types import is_array, is_integer, is_object
from newel.local import paths
from newel.local.failure import InvalidDefinition, NotCovered
from newel.local.states.wait import MAX_SECONDS, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NULLABLE = frozenset({"InputPath", "OutputPath", "ResultPath"})
PATHS = frozenset(
    {
        *NULLABLE,
        *("SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "ErrorPath", "CausePath"),
        *("ItemsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath"),
        *("MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"),
    }
)
CALLING = frozenset({"ErrorPath", "CausePath"})
"""The fields that may call intrinsic functions, beside the members of templates."""
TEMPLATES = ("Parameters", "ItemSelector", "ResultSelector", "BatchInput", "Credentials", "Assign")
CATCHER = frozenset({"Comment", "ErrorEquals", "Next", "ResultPath", "Assign"})
WAITS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


def insist_on_known(holder: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    """Check that an object has no field that the local run does not know.

    Raises
    ------
    NotCovered
        It has one; names it.
    """
    for field in holder:
        if field not in known:
            raise NotCovered(
                f"the field {field!r} of {what} is not one that the local run knows",
                hint=f"it knows {', '.join(sorted(known))}",
            )


def check_fields(state: Mapping[str, Any]) -> None:
    """Check what several state types share.

    Raises
    ------
    NotCovered, InvalidDefinition
        A field uses what the local run lacks, or cannot be read.
    """
    for field in sorted(PATHS & state.keys()):
        check_path(state[field], field)
    for field in TEMPLATES:
        if field in state:
            _check_template(state[field], field)
    for field in ("TimeoutSeconds", "HeartbeatSeconds"):
        if field in state:
            check_seconds(state[field], field)
    check_handlers(state, CATCHER)


def check_path(value: object, field: str) -> None:
    """Check that a field holds a path that can be read."""
    if value is None and field in NULLABLE:
        return
    if not isinstance(value, str):
        raise InvalidDefinition(f"{field} is {value!r:.60}, which is no path")
    if value.startswith("States."):
        _check_call(value, field)
        return
    path = paths.parse(value)
    if field == "ResultPath" and not (path.places and not path.in_context):
        raise InvalidDefinition(f"ResultPath is {value!r}, which names no one place in the data")


def _check_call(text: str, field: str) -> None:
    if not (field in CALLING or "." in field):
        raise InvalidDefinition(f"{field} calls a function, and it takes a path alone")
    try:
        call = parse_call(text)
    except WrongCall as wrong:
        raise InvalidDefinition(f"{field} is no call of an intrinsic function: {wrong}") from None
    calls = [call]
    while calls:
        for argument in calls.pop().arguments:
            if isinstance(argument, Reference):
                paths.parse(argument.path)
            elif isinstance(argument, Call):
                calls.append(argument)


def check_seconds(value: object, field: str) -> None:
    """Check a number of seconds."""
    if not is_integer(value) or not 0 <= value <= MAX_SECONDS:
        raise InvalidDefinition(f"{field} is {value!r:.60}", hint=f"write a whole number from 0 to {MAX_SECONDS}")


def check_count(value: object, field: str) -> None:
    """Check a number of things."""
    if not is_integer(value) or value < 0:
        raise InvalidDefinition(f"{field} is {value!r:.60}", hint="write a whole number from 0 on")


def check_wait(state: Mapping[str, Any]) -> None:
    """Check that a Wait state says in one way how long it waits."""
    given = [field for field in WAITS if field in state]
    if len(given) != 1:
        raise InvalidDefinition("a Wait state has exactly one of " + ", ".join(WAITS))
    if "Seconds" in state:
        check_seconds(state["Seconds"], "Seconds")
    if "Timestamp" in state and not (isinstance(state["Timestamp"], str) and moment_of(state["Timestamp"])):
        raise InvalidDefinition(
            f"Timestamp is {state['Timestamp']!r:.60}", hint='write it as "2026-01-31T12:00:00Z", with its offset'
        )


def _check_template(value: object, field: str) -> None:
    if is_object(value):
        for name, member in value.items():
            if name.endswith(".$"):
                check_path(member, f"{field}.{name}")
            else:
                _check_template(member, f"{field}.{name}")
    elif is_array(value):
        for item in value:
            _check_template(item, field)


def check_handlers(state: Mapping[str, Any], catcher: frozenset[str]) -> None:
    """Check Retry and Catch, whose entries have the fields `catcher`."""
    for field in ("Retry", "Catch"):
        handlers: object = state.get(field, [])
        if not is_array(handlers):
            raise InvalidDefinition(f"{field} is no list")
        for handler in handlers:
            names = handler.get("ErrorEquals") if is_object(handler) else None
            if not is_array(names) or not names or not all(isinstance(name, str) for name in names):
                raise InvalidDefinition(
                    f"an entry of {field} has no ErrorEquals", hint='write "ErrorEquals": ["States.ALL"]'
                )
            if field == "Catch":
                _check_catcher(handler, catcher)
            else:
                _check_retrier(handler)


def _check_catcher(catcher: Mapping[str, Any], known: frozenset[str]) -> None:
    insist_on_known(catcher, known, "Catch")
    if "ResultPath" in catcher:
        check_path(catcher["ResultPath"], "ResultPath")
    if "ResultPath" in known and "Assign" in catcher:
        _check_template(catcher["Assign"], "Assign")


def _check_retrier(retrier: Mapping[str, Any]) -> None:
    numbers = {"IntervalSeconds": 1, "MaxAttempts": 0, "MaxDelaySeconds": 1}
    known = {"Comment", "ErrorEquals", "BackoffRate", "JitterStrategy", *numbers}
    insist_on_known(retrier, frozenset(known), "Retry")
    for field, least in numbers.items():
        value = retrier.get(field, least)
        if not is_integer(value) or not least <= value <= MAX_SECONDS:
            raise InvalidDefinition(
                f"{field} of a Retry is {value!r:.60}", hint=f"write a whole number from {least} to {MAX_SECONDS}"
            )
    rate = retrier.get("BackoffRate", 2.0)
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or rate < 1:
        raise InvalidDefinition(f"BackoffRate of a Retry is {rate!r:.60}", hint="write a number from 1.0 on")
