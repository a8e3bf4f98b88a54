"""How a new version of a machine is taken into use ("AWS::Serverless::StateMachine": AutoPublishAlias)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from newel.declared import Declared
from newel.errors import NewelError
from newel.values import GetAtt, Ref, Sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.values import TemplateValue

_ALIAS = re.compile(r"(?!\d+$)[A-Za-z0-9]{1,80}")  # SAM makes a logical id of it
_MOST_MINUTES = 2_100
_MOST_PERCENT = 99
_MOST_ALARMS = 100  # "AWS::StepFunctions::StateMachineAlias DeploymentPreference"


class Deployment(Declared):
    """Shifts executions to a new version by and by, and back when an alarm goes off.

    Parameters
    ----------
    type
        "LINEAR": `percentage` more at each interval; "CANARY": `percentage` first, then all of them; "ALL_AT_ONCE".
    percentage
        How much at a time, 1 to 99.
    interval
        Minutes between two shifts, 1 to 2100, or a parameter of the template.
    alarms
        Alarms of CloudWatch: their names, or references to them. Where one goes off, everything goes back. None: those
        of the machine's own for executions that fail or time out.

    Raises
    ------
    NewelError
        Something is out of range, missing, or has no meaning for the type.

    Example
    -------
    >>> Deployment(type="LINEAR", percentage=20, interval=10, alarms=[Ref("FailedAlarm")])
    """

    type: Literal["LINEAR", "CANARY", "ALL_AT_ONCE"] = "LINEAR"
    percentage: int | None = None
    interval: int | Ref | None = None
    alarms: Sequence[str | TemplateValue] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, most in {"percentage": _MOST_PERCENT, "interval": _MOST_MINUTES}.items():
            value = getattr(self, name)
            if self.type == "ALL_AT_ONCE" and value is not None:
                raise NewelError(f"Deployment: ALL_AT_ONCE has no {name}", hint=f"leave {name} out")
            if name == "interval" and isinstance(value, Ref):
                continue
            if self.type != "ALL_AT_ONCE" and not (type(value) is int and 1 <= value <= most):
                raise NewelError(f"Deployment: {name}={value!r} is not right", hint=f"write {name}=..., 1 to {most}")
        if self.alarms is not None:
            _check_alarms(self.alarms)


def _check_alarms(alarms: object) -> None:
    if isinstance(alarms, str | Ref | GetAtt | Sub):
        raise NewelError("Deployment: alarms is a list", hint=f"write alarms=[{alarms!r}]")
    items = cast("Sequence[object]", alarms) if isinstance(alarms, list | tuple) else None
    if items is None or not all(isinstance(one, str | Ref | GetAtt | Sub) and one != "" for one in items):
        raise NewelError(
            f"Deployment: alarms is a list of names and references, not {alarms!r}",
            hint='write alarms=[Ref("FailedAlarm")]',
        )
    if len(items) > _MOST_ALARMS:
        raise NewelError(
            f"Deployment: alarms has {len(items)} alarms, and AWS takes {_MOST_ALARMS}",
            hint="write a CompositeAlarm for several of them",
        )


def check(alias: object, deployment: Deployment | None) -> None:
    """Insist on an alias's name, and on an alias where there is a deployment.

    Raises
    ------
    NewelError
        The one or the other is not so.
    """
    if alias is not None and not (isinstance(alias, str) and _ALIAS.fullmatch(alias)):
        raise NewelError(
            f"alias={alias!r} is no name of an alias", hint='write alias="live": letters and digits, it is no number'
        )
    if deployment is not None and alias is None:
        raise NewelError("a deployment shifts what an alias leads to, and there is none", hint='write alias="live"')
