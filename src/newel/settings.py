"""What the settings of a machine may be: a row each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from newel.alarms import Alarms
from newel.deployment import Deployment
from newel.errors import NewelError
from newel.json_types import is_integer
from newel.values import Ref

if TYPE_CHECKING:
    from collections.abc import Callable

RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""The days that CloudWatch Logs keeps logs for (CloudWatch Logs API reference: PutRetentionPolicy)."""

_MOST_SECONDS = 99_999_999

# "TagResource" of Step Functions; SAM adds a tag of its own, stateMachine:createdBy.
_MOST_TAGS = 49
_LETTERS = r"[\w\s.:/=+@-]"
_KEY = re.compile(rf"(?!(?i:aws):|stateMachine:createdBy$){_LETTERS}{{1,128}}")
_TEXT = re.compile(rf"{_LETTERS}{{0,256}}")


class _Setting(NamedTuple):
    fits: Callable[[object], bool]
    write: str


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_time(value: object) -> bool:
    return is_integer(value) and 1 <= value <= _MOST_SECONDS


def _is_retention(value: object) -> bool:
    return isinstance(value, Ref) or (is_integer(value) and value in RETENTION)


def _are_tags(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    tags = cast("Mapping[object, object]", value)
    return len(tags) <= _MOST_TAGS and all(
        isinstance(key, str) and isinstance(text, str) and _KEY.fullmatch(key) and _TEXT.fullmatch(text)
        for key, text in tags.items()
    )


def _is_deployment(value: object) -> bool:
    return isinstance(value, Deployment)


def _are_alarms(value: object) -> bool:
    return isinstance(value, Alarms | bool)


_SETTINGS = {
    "comment": _Setting(_is_text, 'comment="..."'),
    "version": _Setting(_is_text, 'version="1.0"'),
    "partition": _Setting(_is_text, 'partition="aws"'),
    "timeout_seconds": _Setting(_is_time, f"timeout_seconds=3600: a whole number, 1 to {_MOST_SECONDS}"),
    "members": _Setting(_is_object, 'members={"Name": ...}'),
    "log_execution_data": _Setting(_is_switch, "log_execution_data=True or False"),
    "log_retention_days": _Setting(
        _is_retention, f"log_retention_days=Param(...), or one of {', '.join(map(str, RETENTION))}"
    ),
    "tracing": _Setting(_is_switch, "tracing=True or False"),
    "tags": _Setting(
        _are_tags,
        f'tags={{"team": "orders"}}: at most {_MOST_TAGS}, of letters, digits, spaces and . : / = + - @ _, '
        "names of 1 to 128 that do not begin with aws:, values of up to 256",
    ),
    "deployment": _Setting(_is_deployment, "deployment=Deployment(...)"),
    "alarms": _Setting(_are_alarms, "alarms=Alarms(...), True or False"),
    "dashboard": _Setting(_is_switch, "dashboard=True or False"),
}


def check_settings(machine: object) -> None:
    """Refuse a setting of a machine that is of another type, or that AWS does not take.

    Raises
    ------
    NewelError
        One is not right; it says what to write.
    """
    for name, setting in _SETTINGS.items():
        value = getattr(machine, name)
        if value is not None and not setting.fits(value):
            raise NewelError(f"{name}={value!r} is not right", hint=f"write {setting.write}")
