"""One engine, one machine: sfnx (JSONata alone). Prints the milliseconds of a transition."""

from __future__ import annotations

import sys
import time

from sfnx.testing import run

from machines import INPUT, QUERIES, TRANSITIONS


def main(what: str) -> None:
    """Run it twice; the first time is for the caches."""
    if what != "queries":
        raise SystemExit("sfnx reads JSONata alone")
    run(QUERIES, {**INPUT, "n": 990})
    start = time.perf_counter()
    execution = run(QUERIES, INPUT)
    seconds = time.perf_counter() - start
    assert execution.output["n"] == 1_000
    print(seconds / TRANSITIONS * 1000)


main(sys.argv[1])
