"""What a machine's operators are told of ("Monitoring Step Functions metrics using Amazon CloudWatch")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from newel.declared import Declared
from newel.errors import NewelError
from newel.values import GetAtt, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.values import TemplateValue

_ACTION = re.compile(r"arn:[^:]+:(?:aiops|automate|autoscaling|lambda|sns|ssm|ssm-incidents|swf):[^:]*:[^:]*:.")
"""What an alarm can set off (CloudWatch API reference: PutMetricAlarm)."""

_MOST_ACTIONS = 5
_LONGEST, _LONGEST_EXPRESS = 31_536_000, 300
"""How long an execution may take, in seconds ("Step Functions service quotas"): a year, five minutes."""


class Alarms(Declared):
    """Alarms of CloudWatch, one for each thing that goes wrong; `newel build` keeps them in the template.

    Parameters
    ----------
    failed
        Executions failed.
    timed_out
        Executions took longer than the machine's `timeout_seconds`, or an Express workflow's five minutes.
    throttled
        Transitions had to wait, as the account's limit was reached; Express workflows have no such limit.
    longer_than_seconds
        An execution took longer than this. By default four fifths of the machine's `timeout_seconds`; where it has
        none there is no such alarm.
    dead_letters
        Messages wait in a dead-letter queue: of the rules and schedules that start the machine, and of the queues that
        it names.
    notify
        Who is told: up to five topics of the template, or ARNs of what an alarm can set off. None: what `notify` says
        in the project's `[tool.newel]`.

    Raises
    ------
    NewelError
        A value is out of range, or of another type.

    Example
    -------
    >>> Alarms(longer_than_seconds=60, notify=[Ref("Operators")])
    """

    failed: bool = True
    timed_out: bool = True
    throttled: bool = True
    longer_than_seconds: int | None = None
    dead_letters: bool = True
    notify: Sequence[str | TemplateValue] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("failed", "timed_out", "throttled", "dead_letters"):
            if not isinstance(getattr(self, name), bool):
                raise NewelError(f"Alarms: {name} is True or False, not {getattr(self, name)!r}")
        seconds = self.longer_than_seconds
        if seconds is not None and not (type(seconds) is int and seconds > 0):
            raise NewelError(
                f"Alarms: longer_than_seconds={seconds!r} is not right", hint="write whole seconds, from 1"
            )
        if self.notify is not None:
            _check_topics(self.notify)


def check(alarms: object, timeout_seconds: int | None, *, express: bool) -> None:
    """Refuse an alarm for executions that take longer than they may: it would never go off.

    Parameters
    ----------
    alarms
        What a machine says of its alarms.
    timeout_seconds
        How long its executions may take; None: as long as AWS lets them.
    express
        Whether it is an Express workflow.

    Raises
    ------
    NewelError
        There is one.
    """
    longer = alarms.longer_than_seconds if isinstance(alarms, Alarms) else None
    most = _LONGEST_EXPRESS if express else _LONGEST
    most = most if timeout_seconds is None else min(most, timeout_seconds)
    if longer is not None and longer >= most:
        raise NewelError(
            f"Alarms: longer_than_seconds={longer} never goes off: executions of this machine end after {most} seconds",
            hint=f"write less than {most}",
        )


def _check_topics(notify: object) -> None:
    items = cast("Sequence[object]", notify) if isinstance(notify, list | tuple) else None
    if items is None or not all(isinstance(one, Ref | GetAtt) or _is_arn(one) for one in items):
        raise NewelError(
            f"Alarms: notify is a list of references and ARNs, not {notify!r}", hint='write notify=[Ref("Operators")]'
        )
    if len(items) > _MOST_ACTIONS:
        raise NewelError(
            f"Alarms: notify has {len(items)} entries, and an alarm takes {_MOST_ACTIONS}",
            hint="subscribe the others to one topic",
        )


def _is_arn(value: object) -> bool:
    if isinstance(value, Sub):
        return value.text.startswith("${") or _is_arn(re.sub(r"\$\{[^}]*\}", "x", value.text))
    return isinstance(value, str) and _ACTION.match(value) is not None
