"""A run that a test looks at."""

from __future__ import annotations

import json
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newel.files import write
from newel.json_types import is_object
from newel.local import story
from newel.local.effects import KINDS
from newel.local.explain import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from newel.local.history import Event
    from newel.local.runner import Ran

_NOT_GIVEN: Any = object()
_FEW = 3
"""Items of distributed Maps that are told when an assertion fails."""


class MachineRun:
    """How a machine ran.

    Plain `assert run.output == {...}` is fine; the methods say more when they fail.

    Parameters
    ----------
    ran
        The run.
    snapshots
        Gives the file of a snapshot, by its name or none.
    update
        Whether snapshots are written anew.

    Attributes
    ----------
    status, output, error, cause, events, failed_items
        As `newel.local.run` gives them.
    messages, rows, objects
        What the queues, the tables and the buckets of the template hold, by logical id: texts, rows, keys.
    notifications
        What the topics of the template sent, by logical id: texts.
    mails
        What the identities of SES sent, by logical id: texts of addresses and subject.
    bus_events
        What event buses took, by logical id, or "default": objects with source, detail-type and detail.
    """

    def __init__(
        self, ran: Ran, snapshots: Callable[[str | None], Path] | None = None, *, update: bool = False
    ) -> None:
        self.status = ran.execution.status
        self.output = ran.execution.output
        self.error = ran.execution.error
        self.cause = ran.execution.cause
        self.events: list[Event] = ran.execution.events
        self.failed_items = ran.execution.failed_items
        held = [(KINDS[effect.kind].noun, effect) for effect in ran.effects]
        self.messages = {each.resource: each.messages for noun, each in held if noun == "message"}
        self.objects = {each.resource: each.messages for noun, each in held if noun == "object"}
        self.rows = {each.resource: list(map(json.loads, each.messages)) for noun, each in held if noun == "row"}
        self.notifications = {each.resource: each.messages for noun, each in held if noun == "notification"}
        self.bus_events = {
            each.resource: list(map(json.loads, each.messages)) for noun, each in held if noun == "event"
        }
        self.mails = {each.resource: each.messages for noun, each in held if noun == "mail"}
        self._ran = ran
        self._snapshots = snapshots
        self._update = update

    def __repr__(self) -> str:
        """Say how it ended, and by which way: pytest shows it where an assertion fails."""
        ended = f": {self.error}" if self.error else ""
        return f"<{self._ran.machine.name} {self.status}{ended}, by {' -> '.join(self.path)}>"

    @cached_property
    def path(self) -> list[str]:
        """The names of the states, in the order of their entering; those inside of Map and Parallel too."""
        return story.path(self.events)

    @cached_property
    def calls(self) -> list[story.MadeCall]:
        """The calls of tasks, in their order, retries included."""
        return story.calls(self.events)

    @property
    def seconds(self) -> float:
        """The time that passed in the workflow: virtual, unless it ran in real time."""
        return story.seconds(self.events)

    def calls_of(self, state: str) -> list[Any]:
        """What a state sent, call by call."""
        return [call.parameters for call in self.calls if call.state == state]

    def assert_succeeded(self, output: object = _NOT_GIVEN) -> None:
        """Assert that it succeeded, and with which output."""
        insist(self.status == "SUCCEEDED", self._told())
        if output is not _NOT_GIVEN:
            insist(self.output == output, f"the output is {_json(self.output)}, not {_json(output)}\n{self._told()}")

    def assert_failed(self, error: str | None = None, cause: str | None = None) -> None:
        """Assert that it failed, with which error, and with some words in its cause."""
        insist(self.status in ("FAILED", "TIMED_OUT"), self._told())
        if error is not None:
            insist(self.error == error, f"the error is {self.error}, not {error}\n{self._told()}")
        if cause is not None:
            insist(cause in (self.cause or ""), f"the cause has no {cause!r}: {self.cause}")

    def assert_path(self, *names: str) -> None:
        """Assert by which states it went, from the first to the last."""
        insist(self.path == list(names), f"it went by {' -> '.join(self.path)}, not by {' -> '.join(names)}")

    def assert_visited(self, *names: str) -> None:
        """Assert that it came by these states, in any order."""
        missed = [name for name in names if name not in self.path]
        insist(not missed, f"it did not come by {', '.join(missed)}: {' -> '.join(self.path)}")

    def assert_called(
        self, state: str, parameters: Mapping[str, Any] | None = None, *, times: int | None = None
    ) -> None:
        """Assert that a state made a call, with which parameters among others, and how often."""
        made = self.calls_of(state)
        insist(made, f"{state!r} made no call: {' -> '.join(self.path)}")
        if times is not None:
            insist(len(made) == times, f"{state!r} made {len(made)} calls, not {times}")
        if parameters is not None:
            sent = f"{state!r} sent {'; '.join(map(_json, made))}"
            insist(any(holds(each, parameters) for each in made), f"{sent}, and never {_json(parameters)}")

    def assert_took(self, seconds: float) -> None:
        """Assert how long it took, in its own time."""
        insist(self.seconds == seconds, f"it took {self.seconds} s, not {seconds} s")

    def assert_path_matches_snapshot(self, name: str | None = None) -> None:
        """Assert that it went as it did when the snapshot was written; `--newel-update` writes it anew.

        The file stands in `__snapshots__` beside the test and is for the repository. Without one it is written, but not
        in CI.

        Parameters
        ----------
        name
            What tells it from others of the same test.
        """
        if self._snapshots is None:
            raise AssertionError("snapshots are files of tests: take the machine from newel_machine")
        file = self._snapshots(name)
        written = "".join(f"{each}\n" for each in self.path)
        if not self._update and not file.is_file() and "CI" in os.environ:
            raise AssertionError(f"there is no snapshot {file}: run the test elsewhere, and commit what it writes")
        if self._update or not file.is_file():
            file.parent.mkdir(parents=True, exist_ok=True)
            write({file: written})
            return
        before = file.read_text("utf-8").splitlines()
        insist(self.path == before, f"it went by {self.path}, and by {before} when {file.name} was written")

    def _told(self) -> str:
        _, *why = explain(self._ran.execution, self._ran.machine, self._ran.refused)
        lines = [repr(self), *why]
        for item in self.failed_items[:_FEW]:
            ended = item.execution
            lines.append(f"item #{item.index} of {item.state!r} {ended.status}: {ended.error}: {ended.cause}")
        return "\n".join(lines)


def insist(good: object, message: str) -> None:
    """Fail the test unless something holds, also where Python leaves out asserts."""
    __tracebackhide__ = True
    if not good:
        raise AssertionError(message)


def holds(value: object, wanted: object) -> bool:
    """Whether a value has all members that are wanted of it."""
    if is_object(value) and is_object(wanted):
        return all(name in value and holds(value[name], item) for name, item in wanted.items())
    return value == wanted


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
