"""Whether a history is one of the machine that it is to be drawn on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newel.errors import NewelError
from newel.local import story
from newel.local.histories import strangers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newel.local.history import Event
    from newel.sam.machines import Machine

_MOST = 5
"""States that are named."""


def warn_of_strangers(events: Sequence[Event], machine: Machine) -> None:
    """Say which states of a history its machine does not have: they cannot be drawn.

    Raises
    ------
    NewelError
        It has none of them: the history is another machine's.
    """
    missing = strangers(events, machine.definition)
    if not missing:
        return
    named = ", ".join(map(repr, missing[:_MOST])) + (", ..." if len(missing) > _MOST else "")
    if len(missing) == len(set(story.path(events))):
        raise NewelError(
            f"the history is not of {machine.name}, which has none of its states: {named}",
            where=machine.where,
            hint="give the machine that was executed",
        )
    click.echo(f"not drawn, as {machine.name} does not have them: {named}", err=True)
