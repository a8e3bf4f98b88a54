"""What a Choice reads, and by which of its rules data may go on ("Choice workflow state")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newel.checks.comparing import ways as ways_of
from newel.checks.dataflow.passing import narrowed
from newel.checks.dataflow.reading import Read, path_read, steps_of
from newel.checks.dataflow.shapes import UNKNOWN, Missing, Origin, find, is_there, without
from newel.json_types import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newel.checks.comparing import Way as Together
    from newel.checks.dataflow.shapes import Shape, Steps
    from newel.checks.machine import State
    from newel.json_types import JsonObject


class Test(NamedTuple):
    """What is known where a rule leads on: that a path finds something, or nothing."""

    steps: Steps
    there: bool


def after(state: State, rules: list[JsonObject], data: Shape) -> Iterator[tuple[JsonObject | None, Shape]]:
    """The rules by which data may go on, and what it is then; None is the Default."""
    effective = narrowed(state, "InputPath", data)
    known: list[Test] = []
    for rule in rules:
        ways = ways_of(rule)
        for tests in [_tests(way) for way in ways] if ways is not None else [[]]:
            found = _held(state, effective, [*known, *tests])
            if found is not None:
                yield rule, narrowed(state, "OutputPath", found)
        only = _only_test(ways)
        known += [only._replace(there=not only.there)] if only else []
    found = _held(state, effective, known)
    if found is not None:
        yield None, narrowed(state, "OutputPath", found)


def _tests(way: Together) -> list[Test]:
    """What holds of the data where these comparisons do: all but one read what is there."""
    return [
        Test(steps, comparison.operator != "IsPresent" or comparison.holds)
        for comparison in way
        if (steps := steps_of(comparison.variable))
    ]


def _only_test(ways: list[Together] | None) -> Test | None:
    """Of a rule that is a test of presence alone, what it tests."""
    if ways is None or len(ways) != 1 or len(ways[0]) != 1:
        return None
    [comparison] = ways[0]
    steps = steps_of(comparison.variable) if comparison.operator == "IsPresent" else None
    return Test(steps, comparison.holds) if steps else None


def _held(state: State, data: Shape, tests: Iterable[Test]) -> Shape | None:
    """The data of which the tests hold; None where they cannot."""
    origin = Origin(state.name, f"data in which {state.name!r} has found none")
    for test in tests:
        if test.there and isinstance(find(data, test.steps), Missing):
            return None
        if not test.there:
            if is_there(data, test.steps):
                return None
            data = without(data, test.steps, origin)
    return data


def reads(state: State, rules: list[JsonObject], data: Shape) -> Iterator[Read]:
    """What the rules read, but for what they test for presence."""
    effective = narrowed(state, "InputPath", data)
    every = list(_of_all(state, rules, effective))
    tested = {read.steps for read, operator in every if operator == "IsPresent"}
    for read, operator in every:
        if operator != "IsPresent" and not any(read.steps[: len(one)] == one for one in tested):
            yield read


def read_first(state: State, rules: list[JsonObject]) -> str | None:
    """The pointer to what is read whatever the data may be."""
    return next((read.place for read, _ in _of_all(state, rules, UNKNOWN)), None)


def _of_all(state: State, rules: list[JsonObject], data: Shape) -> Iterator[tuple[Read, str]]:
    for index, rule in enumerate(rules):
        yield from _reads(rule, f"{state.place}/Choices/{index}", data)


def _reads(rule: object, place: str, data: Shape) -> Iterator[tuple[Read, str]]:
    if not is_object(rule):
        return
    for name in ("And", "Or"):
        inner = rule.get(name)
        for index, one in enumerate(inner if is_array(inner) else []):
            yield from _reads(one, f"{place}/{name}/{index}", data)
    if "Not" in rule:
        yield from _reads(rule["Not"], f"{place}/Not", data)
    operator = "IsPresent" if "IsPresent" in rule else ""
    for member, value in rule.items():
        if member == "Variable" or member.endswith("Path"):
            for read in path_read(value, f"{place}/{member}", data):
                yield read, operator
