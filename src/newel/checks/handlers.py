"""The retriers and catchers of states, and the errors that they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newel.json_types import JsonObject


@dataclass(frozen=True)
class Awaited:
    """An error that a retrier or catcher waits for.

    Attributes
    ----------
    member
        Whether it stands in Retry or Catch.
    handler
        The number of its retrier or catcher.
    where
        The pointer to it from its state, without the slash in front.
    name
        The error.
    """

    member: Literal["Retry", "Catch"]
    handler: int
    where: str
    name: str


def awaited(state: JsonObject) -> Iterator[Awaited]:
    """The errors that a state's retriers and catchers wait for, in their order."""
    members: tuple[Literal["Retry", "Catch"], ...] = ("Retry", "Catch")
    for member in members:
        items = state.get(member)
        for index, item in enumerate(items if is_array(items) else []):
            names = item.get("ErrorEquals") if is_object(item) else None
            for number, name in enumerate(names if is_array(names) else []):
                if isinstance(name, str):
                    yield Awaited(member, index, f"{member}/{index}/ErrorEquals/{number}", name)
