"""A run for people: a tree of its states, as they happen."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from newel.local import story
from newel.local.explain import cause_of
from newel.local.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from newel.local.execution import FailedItem
    from newel.local.history import Event

NAME_WIDTH = 28

FEW = 5
"""Iterations of a Map state that are shown one by one; of more there is a count."""

_CAUSE = 160
"""Characters of the cause of an item that failed."""

_FAILED = (*story.FAILURES, "MapIterationFailed", "ParallelStateFailed")
_STARTED = ("TaskStarted", "LambdaFunctionStarted", "ActivityStarted")


@dataclass
class _Visit:
    """A state that was entered and not yet left."""

    name: str
    place: story.Place
    began: datetime
    facts: list[str] = field(default_factory=list[str])
    items: int = 0
    ended: int = 0
    failed: int = 0
    failed_itself: bool = False

    @property
    def many(self) -> bool:
        """Whether it has more iterations than are shown one by one."""
        return self.items > FEW


class TreeView(Observer):
    """Writes each state to stderr when it is left, and what happens in it when it happens.

    Parameters
    ----------
    told
        Whether somebody tells what answered a task, and how long a state waits; else the events have to, as those of
        AWS do.
    everything
        Whether all iterations of Map states are shown, however many.
    terminal
        Whether a line may be written over; else nothing is shown of what is under way.
    write
        What a line is written with.
    """

    def __init__(
        self,
        *,
        told: bool = True,
        everything: bool = False,
        terminal: bool | None = None,
        write: Callable[[str], None] | None = None,
    ) -> None:
        self._say = write or say
        self._places = story.Places()
        self._visits: dict[int, _Visit] = {}
        self._latest: dict[str, _Visit] = {}
        self._told = told
        self._everything = everything
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._under_way = False

    def event(self, event: Event) -> None:
        """Write what an event means for people."""
        place = self._places.of(event)
        kind: str = event["type"]
        if kind in _FAILED and place.entered in self._visits:
            self._visits[place.entered].failed_itself = True
        if kind in ("ParallelStateStarted", "MapStateStarted"):
            self._opened(event, place)
        elif kind in ("MapIterationSucceeded", "MapIterationFailed", "ParallelStateFailed"):
            self._iterated(place, failed=kind.endswith("Failed"))
        elif kind in _STARTED and place.entered in self._visits:
            visit = self._latest[place.state] = self._visits[place.entered]
            visit.failed_itself = False
        elif kind in ("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"):
            self._broken_off_all(kind, place)
        else:
            self._entered_or_left(event, place)
        if not self._told:
            self._read(event, place)

    def _entered_or_left(self, event: Event, place: story.Place) -> None:
        kind: str = event["type"]
        if kind.endswith("StateEntered"):
            visit = _Visit(place.state, place, event["timestamp"], failed_itself=kind == "FailStateEntered")
            self._visits[place.entered] = self._latest[place.state] = visit
        elif kind.endswith("StateAborted"):
            self._broken_off(place.entered)
        elif kind.endswith("StateExited"):
            visit_left = self._visits.get(place.entered)
            if visit_left is None:  # a part of a history may lack its entering
                return
            if visit_left.failed:
                for entered, visit in list(self._visits.items()):
                    if any(around.entered == place.entered for around in visit.place.inside):
                        self._broken_off(entered)
            del self._visits[place.entered]
            self._left(visit_left, event)

    def answered(self, state: str, by: str, seconds: float) -> None:
        """Keep what answered the task for the state's line."""
        self._of(state).append(f"{by}, {duration(seconds)}")

    def waiting(self, state: str, seconds: float, *, virtual: bool) -> None:
        """Keep a virtual wait for the state's line; announce a real one."""
        if virtual:
            self._of(state).append(f"waited {duration(seconds)} (virtual)")
        else:
            self._line(self._latest[state], f"waiting {duration(seconds)} ...", "yellow", with_facts=False)
            self._of(state).append(f"waited {duration(seconds)}")

    def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:
        """Write a line for a retry."""
        how = " (virtual)" if virtual else ""
        visit = self._latest[state]
        self._line(visit, f"{error}: retry {attempt} after {duration(seconds)}{how}", "yellow")
        visit.facts = []

    def caught(self, state: str, error: str, target: str) -> None:
        """Keep a catch for the state's line."""
        self._of(state).append(f"{error}: caught, on to {target}")

    def child_failed(self, item: FailedItem) -> None:
        """Show an item of a distributed Map that failed, as long as they are few."""
        visit = self._latest[item.state]
        if self._hidden(visit) or (visit.failed >= FEW and not self._everything):
            return
        if not visit.failed:
            self._line(visit, "failed of its items:", "yellow", with_facts=False)
        found, ended = story.failure(item.execution.events), item.execution
        place = story.Place((*visit.place.inside, story.Around(visit.name, item.index, visit.place.entered)))
        within = _Visit(found.state if found and found.state else visit.name, place, visit.began)
        error = ended.error or _ended(ended.events[-1]["type"])
        self._write(_text(within, f"{error}: {first}" if (first := _first(ended.cause)) else error, "red"))

    def child_ended(self, state: str, ended: int, failed: int, total: int) -> None:
        """Count the executions of a distributed Map; those inside of it are not shown."""
        visit = self._latest[state]
        visit.ended, visit.failed, visit.items = ended, failed, total
        if visit.many and self._terminal and not self._hidden(visit):
            self._write(_text(visit, self._counted(visit), "cyan"), over=True)

    def _of(self, state: str) -> list[str]:
        return self._latest[state].facts

    def _opened(self, event: Event, place: story.Place) -> None:
        """A Map or Parallel state begins: what is in it comes below its line."""
        visit = self._visits.get(place.entered or (place.inside[-1].entered if place.inside else 0))
        if visit is None:
            return
        details = event.get("mapStateStartedEventDetails")
        visit.items = details.get("length", 0) if details else 0
        known = details is None or visit.items  # of a distributed Map the reader gives the items
        if known and (not visit.many or self._everything):
            what = "branches" if details is None else f"{visit.items} item{'' if visit.items == 1 else 's'}"
            self._line(visit, f"{what}:", "cyan", with_facts=False)

    def _iterated(self, place: story.Place, *, failed: bool) -> None:
        """An iteration has ended, or a branch has failed."""
        visit = self._visits.get(place.inside[-1].entered) if place.inside else None
        if visit is None:
            return
        visit.ended += not failed
        visit.failed += failed
        if visit.many and not self._everything and self._terminal and not self._hidden(visit):
            self._write(_text(visit, self._counted(visit), "cyan"), over=True)

    def _broken_off(self, entered: int) -> None:
        """A state ends without being left: it failed itself, or something beside it did."""
        if visit := self._visits.pop(entered, None):
            self._line(visit, "failed" if visit.failed_itself else "aborted", "red")

    def _broken_off_all(self, kind: str, place: story.Place) -> None:
        """The execution ends: what is inside of others first, as those are left last."""
        own = {place.entered, *(around.entered for around in place.inside)}
        for entered, visit in sorted(self._visits.items(), key=lambda item: -len(item[1].place.inside)):
            beside = kind == "ExecutionFailed" and not (entered in own or visit.failed_itself)
            self._line(visit, "aborted" if beside else _ended(kind), "red")

    def _left(self, visit: _Visit, event: Event) -> None:
        if visit.items:
            visit.facts.insert(0, self._counted(visit))
        if not self._told:
            passed = (event["timestamp"] - visit.began).total_seconds()
            visit.facts.append(duration(max(0, passed)))
        self._line(visit, None, "green")

    @staticmethod
    def _counted(visit: _Visit) -> str:
        failed = f", {visit.failed} failed" if visit.failed else ""
        return f"{visit.ended} of {visit.items} items{failed}"

    def _read(self, event: Event, place: story.Place) -> None:
        """What the events tell where nobody else does."""
        visit = self._visits.get(place.entered)
        if visit is None:
            return
        about = story.details(event)
        if event["type"].endswith("Scheduled"):
            visit.facts.append(story.called(about))
        elif "error" in about and not event["type"].startswith("Execution"):
            self._line(visit, f"{about['error']}", "yellow")
            visit.facts = []

    def _hidden(self, visit: _Visit) -> bool:
        """Whether it is in an iteration that is not shown."""
        around = (self._visits.get(each.entered) for each in visit.place.inside if each.index is not None)
        return not self._everything and any(outer is not None and outer.many for outer in around)

    def _line(self, visit: _Visit, said: str | None, colour: str, *, with_facts: bool = True) -> None:
        if self._hidden(visit):
            return
        facts = [*(visit.facts if with_facts else ()), *([said] if said else ())]
        self._write(_text(visit, "; ".join(facts), colour))

    def _write(self, line: str, *, over: bool = False) -> None:
        """Write a line, over the one that is under way; `over`: it is under way itself."""
        if self._under_way:
            click.echo("\r\x1b[K", err=True, nl=False)
        self._under_way = over
        if over:
            click.echo(line, err=True, nl=False)
        else:
            self._say(line)


def _first(cause: str | None) -> str:
    """The first line of a cause, or what begins it."""
    line = next(iter(cause_of(cause or "").splitlines()), "")
    return line if len(line) <= _CAUSE else f"{line[:_CAUSE]}..."


def _ended(kind: str) -> str:
    return {"ExecutionFailed": "failed", "ExecutionTimedOut": "timed out", "ExecutionAborted": "aborted"}[kind]


def _text(visit: _Visit, said: str, colour: str) -> str:
    inside = visit.place.inside
    indexed = f"#{inside[-1].index} " if inside and inside[-1].index is not None else ""
    indent = "  " * (len(inside) + 1)
    width = max(NAME_WIDTH - len(indent) + 2 - len(indexed) - len(visit.name), 0)
    return f"{indent}{indexed}{click.style(visit.name, fg=colour)}{' ' * width} {said}".rstrip()


def say(text: str) -> None:
    """Write to stderr, whatever characters its encoding has; colours only on a terminal."""
    click.echo(_writable(text, sys.stderr.encoding), err=True)


def show(text: str) -> None:
    """Write to stdout, whatever characters its encoding has."""
    click.echo(_writable(text, sys.stdout.encoding))


def _writable(text: str, encoding: str | None) -> str:
    encoding = encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def duration(seconds: float) -> str:
    """Write a duration with the unit that suits it."""
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    if seconds < 120:
        return f"{seconds:.1f}".removesuffix(".0") + "s"
    whole = round(seconds)
    parts = [(whole // 86400, "d"), (whole // 3600 % 24, "h"), (whole // 60 % 60, "m"), (whole % 60, "s")]
    return " ".join(f"{amount}{unit}" for amount, unit in parts if amount)
