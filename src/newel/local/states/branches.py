"""Lines of a Map or Parallel state side by side, each with its own line of events."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from newel.local.failure import Aborted, StateFailure
from newel.local.lanes import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from newel.local.history import Track
    from newel.local.lanes import Steps
    from newel.local.run_state import Visit

Begin: TypeAlias = "Callable[[int, Track], Steps[tuple[Any, int]]]"
"""Makes the line with this index; it ends with its output and the event that the state may follow."""


def side_by_side(visit: Visit, begin: Begin, count: int, at_once: int) -> Steps[list[Any]]:
    """Carry out `count` lines, `at_once` at a time; return their outputs in their order.

    The first line follows the state's last event, a line that had to wait the line that made room for it.

    Raises
    ------
    StateFailure
        What ended the first line that failed; the others are aborted.
    """
    group = Group(visit.run.lanes)
    tracks: dict[int, Track] = {}
    results: list[Any] = [None] * count
    waiting = iter(range(count))

    def start(index: int, after: Track) -> None:
        tracks[index] = after.branch()
        group.start(index, begin(index, tracks[index]))

    last = visit.track.last
    try:
        for index in islice(waiting, at_once):
            start(index, visit.track)
        for _ in range(count):
            index, lane = yield from group.next_end()
            track = tracks.pop(index)
            if lane.error is not None:
                visit.track.last = track.last
                raise lane.error
            results[index], last = lane.result
            for following in islice(waiting, 1):
                start(following, track)
    except (Aborted, StateFailure) as end:
        if not (isinstance(end, StateFailure) and end.terminal):
            group.abort()
        raise
    finally:
        group.close()
    visit.track.last = last
    return results
