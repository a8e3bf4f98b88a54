"""Finding a task by any of its names: `sns.Publish`, `SnsPublish`, `sns:publish`, or what the CDK calls it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newel.errors import UsageError
from newel.suggest import nearest
from newel.tasks import cdk
from newel.tasks.base import pascal
from newel.tasks.catalog import classes, title

if TYPE_CHECKING:
    from newel.aws.operations import Operation
    from newel.tasks.base import Task


def names(cls: type[Task]) -> tuple[str, ...]:
    """What a class may be called: here, by Step Functions, by the CDK."""
    own = title(cls)
    service, _, name = own.rpartition(".")
    joined = (f"{pascal(service)}{name}",) if service else ()
    called = (cls.resource,) if cls.resource else ()
    return tuple(dict.fromkeys((own, *joined, *called, *cdk.of(own))))


def find_any(name: str) -> type[Task] | Operation:
    """The class that is meant, or the operation of an SDK integration.

    Raises
    ------
    UsageError
        There is none, or there are several.
    """
    integration = name.rpartition(":states:::")[2]
    wanted = _plain(name)
    if ":" not in integration or any(_plain(called) == wanted for cls in classes() for called in names(cls)):
        return find(name)
    from newel.reference.operations import find_operation

    return find_operation(integration)


def find(name: str) -> type[Task]:
    """The class that is meant.

    Raises
    ------
    UsageError
        There is none, or there are several.
    """
    wanted = _plain(name)
    every = {called: cls for cls in classes() for called in names(cls)}
    for called, cls in every.items():
        if _plain(called) == wanted:
            return cls
    alone = [cls for cls in classes() if cls.__name__.lower() == wanted]
    if len(alone) == 1:
        return alone[0]
    if alone:
        raise UsageError(f"there are {len(alone)} tasks {name}", hint=f"write {' or '.join(map(title, alone))}")
    for called, reason in cdk.NOT_YET.items():
        if _plain(called) == wanted:
            raise UsageError(f"the CDK's {called} is not here yet", hint=f"{reason}; `newel list` shows what is")
    if name.lower() in {title(cls).partition(".")[0] for cls in classes()}:
        raise UsageError(f"{name} is a service, not a task", hint=f"`newel list {name.lower()}` shows its tasks")
    close = nearest(_plain(name), spelled := {_plain(called): cls for called, cls in every.items()}, most=5)
    titles = list(dict.fromkeys(title(spelled[one]) for one in close.split(" or ") if one))[:3]
    raise UsageError(
        f"there is no task {name!r}",
        hint=f"write {' or '.join(titles)}" if titles else "`newel list` shows those that there are",
    )


def _plain(name: str) -> str:
    """A name by its letters and digits alone; of an ARN and its pattern, the integration."""
    integration = name.rpartition(":states:::")[2]
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\.(sync(:2)?|waitForTaskToken)$", "", integration).lower())
