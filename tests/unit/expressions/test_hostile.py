"""What means harm ends with the right error inside its limits, and what is evaluated next does not notice."""

from __future__ import annotations

import copy
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.support import hostile

from newel.expressions import ExpressionError, Limits, evaluate, evaluation
from newel.expressions.regexp import _CACHE_SIZE, _cache, compile_pattern

ORDINARY: dict[str, Any] = {
    "$.a + 1": 2,
    "Math.PI > 3 && Array.isArray([]) && ({}).polluted === undefined": True,
    "(r => [r.test('aa'), r.lastIndex])(/a/g)": [True, 1],
    "const a = [1]; a.push(2); a": [1, 2],
    "$.list.map(x => x * 2)": [2, 4],
    "JSON.stringify({a: [1, 'ä']})": '{"a":[1,"ä"]}',
    "'abc'.replace(/b/, '[$&]')": "a[b]c",
    "String(2n ** 100n)": "1267650600228229401496703205376",
    "new Date(0).toISOString()": "1970-01-01T00:00:00.000Z",
    "(f => f(f, 30))((f, n) => n ? 1 + f(f, n - 1) : 0)": 30,
}
UNHURRIED = Limits(seconds=86_400)


def outcome(source: str, values: dict[str, Any], limits: Limits = UNHURRIED) -> object:
    try:
        return evaluate(source, values, limits=limits)
    except ExpressionError as error:
        return type(error).__name__


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    return copy.deepcopy(hostile.VALUES)


@pytest.mark.parametrize(("source", "wanted"), hostile.CASES, ids=[case[0][:60] for case in hostile.CASES])
def test_harm_ends_as_it_should_by_fuel_and_sizes_alone(source: str, wanted: object, values: dict[str, Any]) -> None:
    before = (sys.getrecursionlimit(), signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL))
    assert outcome(source, values) == wanted
    assert before == (sys.getrecursionlimit(), signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL))
    for expression, result in ORDINARY.items():
        assert evaluate(expression, {"$.a": 1, "$.list": [1, 2]}) == result
    assert len(evaluation._cache) <= 256


def test_the_values_of_the_caller_are_as_they_were(values: dict[str, Any]) -> None:
    assert values == hostile.VALUES


MEASURE = """
import resource, sys
sys.path[:0] = sys.argv[1:]
from newel.expressions import ExpressionError, evaluate
from tests.support import hostile
evaluate("1 + 1", {})
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for source, _ in hostile.CASES:
    try:
        evaluate(source, hostile.VALUES)
    except ExpressionError:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in another unit")
def test_all_of_it_in_one_process_takes_less_than_128_mb() -> None:
    paths = [str(Path(evaluation.__file__).parents[2]), str(Path(__file__).parents[3])]
    run = subprocess.run([sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, check=True)
    assert 0 <= int(run.stdout) < 128


def test_values_that_hold_themselves_are_refused() -> None:
    itself: list[Any] = []
    itself.append(itself)
    assert outcome("$.a", {"$.a": itself}) == "LimitExceeded"
    around: dict[str, Any] = {}
    around["o"] = {"o": around}
    assert outcome("$.a.o", {"$.a": around}) == "LimitExceeded"


def test_a_literal_is_made_anew_by_each_evaluation() -> None:
    for source in (
        "const r = /a/g; r.test('aa'); r.lastIndex",
        "const r = /a/y; r.exec('aa'); r.lastIndex",
        "[1].push(2) - 1",
        "const o = {a: 0}; o.a += 1; o.a",
        "const [a = [], b] = [undefined, 1]; a.push(b); a.length",
    ):
        assert [evaluate(source, {}) for _ in range(3)] == [1, 1, 1]


def test_the_cache_of_patterns_is_bounded() -> None:
    for number in range(2 * _CACHE_SIZE):
        compile_pattern(f"a{number}", "")
    assert len(_cache) <= _CACHE_SIZE <= 1024


def test_evaluations_at_once_do_not_see_each_other() -> None:
    source = "let s = 0; const r = /(\\d)/g; for (const x of $.a) { s += x; r.exec('1' + x) } s"
    seen: dict[int, list[object]] = {}

    def work(number: int) -> None:
        seen[number] = [outcome(source, {"$.a": [number] * 300}) for _ in range(20)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number: [300 * number] * 20 for number in range(6)}
