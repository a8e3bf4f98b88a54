"""Each limit can be set, and holds; the clock stands behind the fuel and leaves no trace."""

from __future__ import annotations

import gc
import signal
import threading
from typing import Any

import pytest

from newel.expressions import LimitExceeded, Limits, evaluate
from newel.expressions.clock import Clock
from newel.expressions.limits import Meter

ROOMY: dict[str, Any] = {"fuel": 10**12, "string": 10**9, "seconds": 0.05}
ENDLESS = "for (;;);"


@pytest.mark.parametrize(
    ("limits", "good", "bad"),
    [
        ({"source": 5}, "1 + 1", "1 + 10"),
        ({"nesting": 3}, "[[1]]", "[[[1]]]"),
        ({"fuel": 50}, "[1, 2].map(x => x)", "Array(400).join()"),
        ({"string": 10}, "'a'.repeat(10)", "'a'.repeat(11)"),
        ({"string": 10}, "$.short", "$.text"),
        ({"array": 3}, "[1, 2].concat(3)", "[1, 2].concat(3, 4)"),
        ({"array": 3}, "(a => (a.push(3), a))([1, 2])", "(a => (a.push(3), a))([1, 2, 3])"),
        ({"array": 3}, "$.list", "$.long"),
        ({"bigint": 64}, "String(2n ** 63n)", "String(2n ** 64n)"),
        ({"depth": 3}, "[[[1]]]", "[[[[1]]]]"),
        ({"depth": 3}, "JSON.parse('[[[1]]]')", "JSON.parse('[[[[1]]]]')"),
        (
            {"depth": 3},
            "(f => f(f, 1))((f, n) => n ? f(f, n - 1) : 0)",
            "(f => f(f, 9))((f, n) => n ? f(f, n - 1) : 0)",
        ),
        ({"output": 12}, "'12345'", "'123456789012'"),
        ({"seconds": 0.02, "fuel": 10**12}, "1", ENDLESS),
    ],
)
def test_each_limit_holds(limits: dict[str, Any], good: str, bad: str) -> None:
    values = {"$.short": "x" * 10, "$.text": "x" * 11, "$.list": [1, 2, 3], "$.long": [1, 2, 3, 4]}
    evaluate(good, values, limits=Limits(**limits))
    evaluate(bad if bad != ENDLESS else "1", values)
    with pytest.raises(LimitExceeded):
        evaluate(bad, values, limits=Limits(**limits))


def test_a_limit_can_be_raised() -> None:
    assert evaluate("'a'.repeat(2e6).length", {}, limits=Limits(string=2_000_000)) == 2_000_000
    assert evaluate("for (let i = 0; i < 500000; i++); 1", {}, limits=Limits(fuel=10**8, seconds=600)) == 1


@pytest.mark.parametrize(
    "limits",
    [
        {"fuel": 0},
        {"fuel": -1},
        {"fuel": 1.5},
        {"fuel": True},
        {"fuel": "1"},
        {"depth": 201},
        {"nesting": 101},
        {"source": 20_000},
        {"seconds": 0},
        {"seconds": float("nan")},
        {"seconds": 1e9},
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(limits: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="The limit"):
        Limits(**limits)


@pytest.fixture
def rung() -> Any:
    """Record the alarms that reach a handler of the caller's own.

    Garbage of other tests is out of the way: an alarm that strikes while one of its objects ends is lost.
    """
    calls: list[int] = []
    gc.collect()
    gc.disable()
    before = signal.signal(signal.SIGALRM, lambda number, _frame: calls.append(number))
    yield calls
    gc.enable()
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_the_clock_gives_back_the_handler_and_the_timer(rung: list[int]) -> None:
    handler = signal.getsignal(signal.SIGALRM)
    signal.setitimer(signal.ITIMER_REAL, 500, 7)
    for source in (ENDLESS, "/^(a|a)*$/.test('a'.repeat(99) + 'b')", "Array(9e4).fill(2).sort(() => { for (;;); })"):
        with pytest.raises(LimitExceeded, match=r"longer than 0\.05 s"):
            evaluate(source, {}, limits=Limits(**ROOMY))
    assert signal.getsignal(signal.SIGALRM) is handler
    left, interval = signal.getitimer(signal.ITIMER_REAL)
    assert 0 < left < 500
    assert interval == 7
    assert not rung


def test_a_timer_of_the_caller_that_ends_sooner_stays_in_charge(rung: list[int]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    evaluate("for (let i = 0; i < 200000; i++);", {}, limits=Limits(fuel=10**9, seconds=60))
    assert rung == [signal.SIGALRM]


def test_an_alarm_that_comes_late_is_ignored() -> None:
    clock = Clock(Meter([]))
    clock.start(100)
    clock.stop()
    clock.ring(signal.SIGALRM, None)
    clock.stop()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_alarm_whose_error_is_lost_ends_the_evaluation_all_the_same() -> None:
    meter = Meter([])
    clock = meter.clock = Clock(meter)
    clock.start(100)
    with pytest.raises(LimitExceeded, match="longer than 100 s"):
        clock.ring(signal.SIGALRM, None)
    with pytest.raises(LimitExceeded, match="longer than 100 s"):
        meter.spend(1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_elsewhere_than_in_the_main_thread_the_fuel_counts() -> None:
    ends: list[str] = []

    def work() -> None:
        try:
            evaluate(ENDLESS, {}, limits=Limits(seconds=0.001))
        except LimitExceeded as error:
            ends.append(error.message)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ends == ["The evaluation takes more than 300000 units of work"]
