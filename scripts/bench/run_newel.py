"""One engine, one machine: ours. Prints the milliseconds of a transition, or the seconds of the Map."""

from __future__ import annotations

import sys
import time

from machines import INPUT, ITEMS, MAP, PATHS, QUERIES, TRANSITIONS
from newel.local import run


def main(what: str) -> None:
    """Run it twice; the first time is for the caches."""
    if what == "map":
        items = [{"amount": number} for number in range(ITEMS)]
        start = time.perf_counter()
        execution = run(MAP, items)
        assert len(execution.output) == ITEMS
        print(time.perf_counter() - start)
        return
    machine = PATHS if what == "paths" else QUERIES
    run(machine, {**INPUT, "n": 990})
    start = time.perf_counter()
    execution = run(machine, INPUT)
    seconds = time.perf_counter() - start
    assert execution.output["n"] == 1_000
    assert sum(event["type"].endswith("Entered") for event in execution.events) == TRANSITIONS
    print(seconds / TRANSITIONS * 1000)


main(sys.argv[1])
