"""The settings of a machine: what is of another type, or out of range, is refused where it is written."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from newel import Param, Pass, StateMachine
from newel.errors import NewelError

P = Pass("P")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"comment": 5}, "write comment="),
        ({"version": 1.0}, 'write version="1.0"'),
        ({"partition": 5}, "write partition="),
        ({"timeout_seconds": 0}, "a whole number, 1 to 99999999"),
        ({"timeout_seconds": True}, "a whole number"),
        ({"timeout_seconds": "60"}, "a whole number"),
        ({"members": ["x"]}, "write members="),
        ({"log_execution_data": "yes"}, "True or False"),
        ({"log_retention_days": 4}, "one of 1, 3, 5, 7, 14, 30"),
        ({"log_retention_days": "30"}, "one of 1, 3"),
        ({"tracing": 1}, "True or False"),
        ({"tags": 5}, "write tags="),
        ({"tags": {"a": 5}}, "write tags="),
        ({"deployment": 5}, "write deployment=Deployment"),
        ({"alarms": 5}, "write alarms=Alarms"),
        ({"dashboard": 5}, "True or False"),
    ],
    ids=str,
)
def test_a_setting_that_does_not_fit_is_refused(setting: dict[str, Any], said: str) -> None:
    with pytest.raises(NewelError, match="is not right") as raised:
        StateMachine("Orders", P, **setting)
    assert said in (raised.value.hint or "")


@pytest.mark.parametrize(
    "setting",
    [
        {"log_retention_days": Param("LogRetentionDays")},
        {"log_retention_days": 3653},
        {"tags": MappingProxyType({"team": "orders"})},
        {"timeout_seconds": 99_999_999},
        {"alarms": False, "dashboard": True},
    ],
    ids=str,
)
def test_what_fits_is_taken(setting: dict[str, Any]) -> None:
    StateMachine("Orders", P, **setting)


def test_what_is_forgotten_is_shown_in_its_place() -> None:
    with pytest.raises(NewelError, match=r"StateMachine needs flow\n  write StateMachine\(<name>, <flow>, \.\.\.\)"):
        StateMachine(P)  # type: ignore[call-arg, arg-type]
    with pytest.raises(NewelError, match="not a list\n"):
        StateMachine("Orders", [P])  # type: ignore[arg-type]
