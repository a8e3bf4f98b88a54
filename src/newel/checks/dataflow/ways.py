"""The data that comes to a state, by the ways on which it comes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newel.checks.dataflow.shapes import UNKNOWN, all_joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newel.checks.dataflow.shapes import Shape

MOST = 4
"""Of more ways than that one is made."""
_SHOWN = 6


class Trail(NamedTuple):
    """The states that were passed, the last first."""

    name: str
    before: Trail | None


class Way(NamedTuple):
    """Data, and one way on which it comes."""

    data: Shape
    trail: Trail | None

    def past(self, name: str, data: Shape) -> Way:
        """The way on, past a state."""
        return Way(data, Trail(name, self.trail))

    def since(self, state: str) -> list[str]:
        """The states from one on that were passed; none where it was not."""
        names: list[str] = []
        trail = self.trail
        while trail is not None:
            names.append(trail.name)
            if trail.name == state:
                return names[::-1]
            trail = trail.before
        return []


def gathered(ways: Iterable[Way]) -> list[Way]:
    """Ways without those of equal data; one where they are too many."""
    found: list[Way] = []
    for way in ways:
        if not any(way.data == other.data for other in found):
            found.append(way)
    return found if len(found) <= MOST else one(found)


def one(ways: Sequence[Way]) -> list[Way]:
    """One way of several: of what is known of its data all holds on each of them."""
    return [Way(all_joined(way.data for way in ways), ways[0].trail)] if ways else []


def unknown(ways: Sequence[Way]) -> list[Way]:
    """A way on which nothing is known."""
    return [Way(UNKNOWN, ways[0].trail)] if ways else []


def shown(names: Sequence[str]) -> str:
    """A way in words."""
    return " → ".join(names if len(names) <= _SHOWN else [*names[:3], "…", *names[-2:]])


def alike(some: Sequence[Way], others: Sequence[Way]) -> bool:
    """Whether ways bring the same data."""
    return len(some) == len(others) and all(a.data == b.data for a, b in _pairs(some, others))


def _pairs(some: Sequence[Way], others: Sequence[Way]) -> Iterator[tuple[Way, Way]]:
    return zip(some, others, strict=True)
