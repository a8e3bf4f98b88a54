"""A run for people: one line a state, as it happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from newel.local.observer import Observer

if TYPE_CHECKING:
    from newel.local.history import Event

NAME_WIDTH = 28


class TextView(Observer):
    """Writes each state to stderr when it is left, and what happens in it when it happens."""

    def __init__(self) -> None:
        self._facts: dict[str, list[str]] = {}

    def event(self, event: Event) -> None:
        """Write a line for a state that is left, or in which the run ends."""
        kind: str = event["type"]
        if kind.endswith("StateEntered"):
            self._facts[event["stateEnteredEventDetails"]["name"]] = []
        elif kind.endswith("StateExited"):
            name = event["stateExitedEventDetails"]["name"]
            self._line(name, self._facts.pop(name, []), "green")
        elif kind in ("ExecutionFailed", "ExecutionTimedOut"):
            for name, facts in self._facts.items():
                self._line(name, [*facts, "failed" if kind == "ExecutionFailed" else "timed out"], "red")

    def answered(self, state: str, by: str, seconds: float) -> None:
        """Keep what answered the task for the state's line."""
        self._of(state).append(f"{by}, {duration(seconds)}")

    def waiting(self, state: str, seconds: float, *, virtual: bool) -> None:
        """Keep a virtual wait for the state's line; announce a real one."""
        if virtual:
            self._of(state).append(f"waited {duration(seconds)} (virtual)")
        else:
            self._line(state, [f"waiting {duration(seconds)} ..."], "yellow")
            self._of(state).append(f"waited {duration(seconds)}")

    def retrying(self, state: str, error: str, attempt: int, seconds: float, *, virtual: bool) -> None:
        """Write a line for a retry."""
        how = " (virtual)" if virtual else ""
        retry = f"{error}: retry {attempt} after {duration(seconds)}{how}"
        self._line(state, [*self._of(state), retry], "yellow")
        self._facts[state] = []

    def caught(self, state: str, error: str, target: str) -> None:
        """Keep a catch for the state's line."""
        self._of(state).append(f"{error}: caught, on to {target}")

    def _of(self, state: str) -> list[str]:
        # A state that branches or iterations visit at the same time shares its facts among them.
        return self._facts.setdefault(state, [])

    @staticmethod
    def _line(name: str, facts: list[str], colour: str) -> None:
        padding = " " * (NAME_WIDTH - len(name))
        say(f"  {click.style(name, fg=colour)}{padding} {'; '.join(facts)}".rstrip())


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
