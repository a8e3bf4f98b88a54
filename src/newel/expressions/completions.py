"""How a statement ends: with a value, without one, or left before its end (ECMA-262, "Completion Record")."""

from __future__ import annotations

from .values import UNDEFINED, UNSET, Undefined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .compiler import Code, Frame
    from .scope import Level
    from .values import Value

EMPTY = Undefined()
"""The completion of a statement that has no value."""


class Left(Undefined):
    """How a statement was left before its end.

    Parameters
    ----------
    kind
        `break`, `continue` or `return`.
    value
        The value so far, EMPTY where there is none.
    label
        The label it goes to; the nearest loop (or `switch`) has the empty one.
    """

    __slots__ = ("kind", "label", "value")

    def __init__(self, kind: str, value: Value, label: str = "") -> None:
        self.kind = kind
        self.value = value
        self.label = label


def valued(done: Value, value: Value = UNDEFINED) -> Value:
    """Give a completion that has no value the value there was before it (ECMA-262, "UpdateEmpty")."""
    if isinstance(done, Left):
        if done.value is EMPTY:
            done.value = value
        return done
    return value if done is EMPTY else done


def in_order(codes: list[Code], first: int = 0) -> Code:
    """Make what runs statements one after the other, from one of them on."""
    size = len(codes) - first

    def run(frame: Frame) -> Value:
        value: Value = EMPTY
        frame[0].spend(size)
        for statement in codes[first:] if first else codes:
            done = statement(frame)
            if isinstance(done, Left):
                return valued(done, value)
            if done is not EMPTY:
                value = done
        return value

    return run


def broken_off(done: Value) -> Value:
    """Give the completion of what a `break` without a label ends."""
    return done.value if isinstance(done, Left) and done.kind == "break" and not done.label else done


def blank(level: Level) -> list[Any]:
    """Give what the names of a level hold before they are declared."""
    return [UNSET if name in level.checked else UNDEFINED for name in level.names]


def nothing(_frame: Frame) -> Value:
    """Run a statement that is not there."""
    return EMPTY
